from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from guidance.models import Criterion, GuidancePage
from guidance.services import grant_editors
from tests.factories.accounts import UserFactory
from tests.factories.guidance import CriterionFactory, GuidancePageFactory, a_criterion, criteria, guidance_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    """A browser of somebody who may edit guidance and nothing else."""
    group = Group.objects.create(name="Guidance only")
    for language in ("fr", "en"):
        grant_editors(group=group, index_page=guidance_index(language))
    user = UserFactory(agent=True)
    user.groups.add(group)
    client.force_login(user)
    return client


def typed(*values: dict, **changes) -> dict:
    """What the editor's form sends."""
    return nested_form_data(
        {
            "title": "Traiteurs",
            "slug": "traiteurs",
            "summary": "Manger bien, jeter moins.",
            "introduction": rich_text(""),
            "market": rich_text(""),
            "state": "in_force",
            "questions": streamfield([]),
            "criteria": streamfield([("criterion", value) for value in values]),
            "legal_references": streamfield([]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            "action-publish": "1",
            **changes,
        }
    )


def add_url() -> str:
    return reverse("wagtailadmin_pages:add", args=["guidance", "guidancepage", guidance_index().pk])


def test_an_editor_publishes_and_numbers_are_given(editor):
    response = editor.post(add_url(), typed(a_criterion(name="La vaisselle"), a_criterion(name="Les restes")))

    assert response.status_code == 302
    assert list(Criterion.objects.values_list("uid", flat=True)) == ["TRAITE-TS-01", "TRAITE-TS-02"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param(
            [a_criterion("PI-TAKEN-TS-01")],
            "Une autre page utilise ou a utilisé le numéro PI-TAKEN-TS-01.",
            id="taken by another page",
        ),
        pytest.param(
            [a_criterion("PI-TWICE-TS-01"), a_criterion("PI-TWICE-TS-01")],
            "Le numéro PI-TWICE-TS-01 figure deux fois sur cette page.",
            id="twice",
        ),
        pytest.param(
            [a_criterion("pi etu")],
            "Des majuscules, des chiffres et des tirets seulement, par exemple PI-ETU-TS-01.",
            id="format",
        ),
    ],
)
def test_a_number_that_cannot_be_kept_is_refused_beside_its_field(editor, values, sentence):
    CriterionFactory("PI-TAKEN-TS-01")

    response = editor.post(add_url(), typed(*values))

    assert response.status_code == 200
    errors = response.context["form"].errors["criteria"].as_data()
    block_errors = errors[0].as_json_data()["blockErrors"]
    position = str(len(values) - 1) if str(len(values) - 1) in block_errors else len(values) - 1
    assert sentence in json.dumps(block_errors[position], ensure_ascii=False)
    assert GuidancePage.objects.filter(title="Traiteurs").count() == 0


def test_a_retired_number_is_never_given_again(editor):
    page = CriterionFactory("TRAITE-TS-01").page
    page.criteria = criteria()
    page.save_revision().publish()

    editor.post(add_url(), typed(a_criterion(name="La vaisselle")))

    assert list(Criterion.objects.in_use().values_list("uid", flat=True)) == ["TRAITE-TS-02"]


def test_the_first_screen_offers_to_write_and_to_translate(editor):
    GuidancePageFactory(title="Études")

    tasks = editor.get(reverse("wagtailadmin_home")).content.decode()

    assert add_url() in tasks
    assert "Traduire « Études »" in tasks.replace("\u202f", " ")


def test_who_may_not_write_is_offered_nothing(clients):
    GuidancePageFactory(title="Études")
    guidance_index("en")

    response = clients["agent"].get(reverse("wagtailadmin_home"))

    assert response.status_code == 302


def test_a_translation_starts_as_a_draft_and_keeps_number_type_and_level(editor):
    page = GuidancePageFactory(criteria=criteria(a_criterion("PI-ETU-AC-01", type="award_criterion", level=3)))
    english = guidance_index("en").locale

    response = editor.post(
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [english.pk]}
    )

    assert response.status_code == 302
    translation = page.get_translation(english)
    value = translation.get_latest_revision_as_object().criteria[0].value
    assert translation.live is False
    assert (value["uid"], value["type"], int(value["level"])) == ("PI-ETU-AC-01", "award_criterion", 3)


def test_the_registry_is_chosen_from_and_never_edited(editor):
    criterion = CriterionFactory("PI-ETU-TS-01", name="Un rapport lisible")
    viewset = Criterion.snippet_viewset

    choices = editor.get(reverse("wagtailsnippetchoosers_guidance_criterion:choose_results"))
    edit = editor.get(reverse(viewset.get_url_name("edit"), args=[criterion.pk]))

    assert "PI-ETU-TS-01 Un rapport lisible" in choices.content.decode()
    assert edit.status_code == 302
    assert edit.url == reverse("wagtailadmin_home")
