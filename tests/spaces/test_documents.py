"""What the room tells search, and what it adds to the trail of a criterion."""

from __future__ import annotations

import pytest
from django.utils import timezone

from guidance.models import Criterion
from guidance.trail import trails
from spaces import services
from spaces.enums import SpaceKind
from spaces.models import SpecificationPage
from tests.factories.accounts import UserFactory
from tests.factories.guidance import GuidancePageFactory, PurchaseFamilyFactory, a_criterion, criteria
from tests.factories.spaces import facilitator_of, make_amendment, make_article, make_space, make_specification

pytestmark = pytest.mark.django_db


def test_a_draft_is_found_as_a_page_and_article_by_article():
    family = PurchaseFamilyFactory(code="studies")
    page = make_specification(
        title="Étude",
        articles=[make_article("Objet", "Une étude."), make_article("Ancien", "CANARI", retired=True)],
        families=[family],
    )
    article = page.live_articles[0]

    found = list(page.search_documents())

    facets = {
        "space": (str(page.space.pk),),
        "family": ("studies",),
        "cpv": (),
        "phase": (page.phase,),
        "year": (str(timezone.localtime(found[0].date).year),),
    }
    assert [(d.key, d.kind, d.title, d.any_language, dict(d.facets)) for d in found] == [
        (f"page:{page.pk}", "draft", "Étude", True, facets),
        (f"article:{page.pk}:{article.id}", "article", "1 Objet", True, facets),
    ]
    assert found[1].url == f"{page.get_absolute_url()}#{article.id}"


def test_a_withdrawn_proposal_is_found_no_more():
    amendment = make_amendment(make_specification(), text="Mes mots.")
    assert [document.key for document in amendment.search_documents()] == [f"proposal:{amendment.pk}"]

    withdrawn = services.withdraw(proposal=amendment)

    assert list(withdrawn.search_documents()) == []


@pytest.mark.parametrize(
    ("kind", "seen"),
    [pytest.param(SpaceKind.PUBLIC, True, id="public"), pytest.param(SpaceKind.MEMBERS, False, id="private")],
)
@pytest.mark.usefixtures("editors_indexes")
def test_a_criterion_shows_the_articles_and_amendments_that_its_reader_may_read(kind, seen):
    GuidancePageFactory(criteria=criteria(a_criterion("PI-ETU-TS-01")))
    criterion = Criterion.objects.get()
    page = make_specification(
        make_space(kind),
        title="Étude",
        articles=[make_article("Avant"), make_article("Rapport", criterion=criterion.pk)],
    )
    by = facilitator_of(page)
    amendment = make_amendment(page, author=by, article_id=page.live_articles[1].id)
    services.decide(proposal=amendment, by=by, state="accepted", reason="Oui.")
    page = SpecificationPage.objects.get(pk=page.pk)

    outsider = trails([criterion.pk], UserFactory(agent=True))[criterion.pk].items
    member = trails([criterion.pk], by)[criterion.pk].items

    urls = {f"{page.get_absolute_url()}#{page.live_articles[1].id}", amendment.get_absolute_url()}
    assert {item.url for item in member} == urls
    assert {item.url for item in outsider} == (urls if seen else set())
    assert {item.text for item in member} == {"Étude, article 2"}
