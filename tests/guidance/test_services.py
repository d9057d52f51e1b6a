from __future__ import annotations

import pytest
from django.utils import translation

from guidance.enums import Level
from guidance.models import Criterion, CriterionText, GuidancePage
from tests.factories.guidance import CriterionFactory, GuidancePageFactory, a_criterion, criteria

pytestmark = pytest.mark.django_db


def publish(page: GuidancePage) -> None:
    page.save_revision().publish()


def test_publishing_registers_each_criterion():
    page = GuidancePageFactory(
        criteria=criteria(a_criterion("PI-ETU-TS-01"), a_criterion("PI-ETU-AC-01", level=Level.PIONEER))
    )

    assert list(Criterion.objects.values_list("uid", "level", "page_id", "position", "retired_at")) == [
        ("PI-ETU-TS-01", 1, page.pk, 0, None),
        ("PI-ETU-AC-01", 3, page.pk, 1, None),
    ]


def test_a_draft_registers_nothing():
    GuidancePageFactory(criteria=criteria(a_criterion("PI-ETU-TS-01")), live=False)

    assert Criterion.objects.count() == 0


def test_a_criterion_that_leaves_its_page_is_retired_and_keeps_its_words():
    page = GuidancePageFactory(criteria=criteria(a_criterion("PI-ETU-TS-01"), a_criterion("PI-ETU-TS-02")))

    page.criteria = criteria(a_criterion("PI-ETU-TS-02"))
    publish(page)

    assert list(Criterion.objects.in_use().values_list("uid", flat=True)) == ["PI-ETU-TS-02"]
    retired = Criterion.objects.get(uid="PI-ETU-TS-01")
    assert retired.is_retired
    assert retired.title == "Un rapport que chacun peut lire"
    assert retired.get_absolute_url() == "/fr/guidance/criterion/PI-ETU-TS-01/"


def test_a_criterion_that_comes_back_is_in_use_again():
    page = GuidancePageFactory(criteria=criteria(a_criterion("PI-ETU-TS-01")))
    number = Criterion.objects.get().pk
    page.criteria = criteria()
    publish(page)

    page.criteria = criteria(a_criterion("PI-ETU-TS-01"))
    publish(page)

    assert list(Criterion.objects.in_use().values_list("pk", flat=True)) == [number]


def test_unpublishing_and_deleting_retire(home_fr):
    page = GuidancePageFactory(criteria=criteria(a_criterion("PI-ETU-TS-01")))
    page.unpublish()
    assert Criterion.objects.in_use().count() == 0
    publish(page)
    assert Criterion.objects.in_use().count() == 1

    GuidancePage.objects.get(pk=page.pk).delete()

    assert list(Criterion.objects.values_list("uid", "page")) == [("PI-ETU-TS-01", None)]
    assert Criterion.objects.get().is_retired


def test_a_translation_shares_the_number_and_brings_its_own_words(translate):
    page = GuidancePageFactory(criteria=criteria(a_criterion("PI-ETU-TS-01", level=2)))
    english = translate(
        page,
        slug="studies",
        criteria=criteria(a_criterion("PI-ETU-TS-01", name="A report that everyone can read", level=3)),
    )

    criterion = Criterion.objects.get()
    assert (criterion.page_id, criterion.level) == (page.pk, 2)
    assert criterion.titles == "A report that everyone can read\nUn rapport que chacun peut lire"
    with translation.override("en"):
        assert str(criterion) == "PI-ETU-TS-01 A report that everyone can read"
        assert criterion.get_absolute_url() == f"{english.get_absolute_url()}#PI-ETU-TS-01"
    with translation.override("fr"):
        assert str(criterion) == "PI-ETU-TS-01 Un rapport que chacun peut lire"
        assert criterion.get_absolute_url() == f"{page.get_absolute_url()}#PI-ETU-TS-01"


def test_a_criterion_stays_in_use_while_one_language_publishes_it(translate):
    page = GuidancePageFactory(criteria=criteria(a_criterion("PI-ETU-TS-01")))
    translate(page)

    page.unpublish()

    criterion = Criterion.objects.in_use().get()
    with translation.override("fr"):
        assert criterion.get_absolute_url().startswith("/en/")


def test_a_number_of_another_page_is_left_to_it():
    first = CriterionFactory("PI-ETU-TS-01", name="La première")
    GuidancePageFactory(criteria=criteria(a_criterion("PI-ETU-TS-01", name="L’usurpatrice")))

    assert list(CriterionText.objects.values_list("criterion", "name")) == [(first.pk, "La première")]


def test_the_change_note_stands_beside_the_version_it_explains_once():
    page = GuidancePageFactory(change_note="Première publication.")
    publish(page)
    page.change_note = "La preuve est allégée."
    publish(page)

    assert list(page.versions.order_by("number").values_list("number", "note")) == [
        (1, "Première publication."),
        (2, ""),
        (3, "La preuve est allégée."),
    ]


def test_page_is_found_by_the_articles_of_the_law_that_it_names(db):
    page = GuidancePageFactory(
        legal_references=[
            ("reference", {"text": "Code de la commande publique, article R2111-1", "note": "Parler avant d’acheter."})
        ]
    )

    (document, *_criteria) = page.search_documents()

    assert "article R2111-1\nParler avant d’acheter." in document.body
