from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from core.models import PurchaseFamily
from guidance.enums import CriterionType, Level
from guidance.library import Library, browse
from tests.factories.guidance import (
    GuidancePageFactory,
    ProcessStepFactory,
    PurchaseFamilyFactory,
    a_criterion,
    criteria,
    guidance_index,
)

pytestmark = pytest.mark.django_db


def look(query: str = "") -> Library:
    return browse(guidance_index(), QueryDict(query), AnonymousUser())


def found(library: Library) -> list[str]:
    return [text.criterion.uid for group in library.groups for text in group.texts]


def counts(library: Library, name: str) -> dict[str, int]:
    facet = next(facet for facet in library.facets if facet.name == name)
    return {option["value"]: option["count"] for option in facet.options}


@pytest.fixture
def shelves():
    """Two pages: studies (two criteria, tagged) and printing (one criterion)."""
    studies = GuidancePageFactory(
        title="Études",
        criteria=criteria(
            a_criterion("PI-ETU-TS-01", name="Un rapport lisible", tags="sobriété, lecture"),
            a_criterion("PI-ETU-AC-01", name="La méthode", type=CriterionType.AWARD, level=Level.PIONEER),
        ),
    )
    printing = GuidancePageFactory(
        title="Imprimés", criteria=criteria(a_criterion("PI-IMP-TS-01", name="Le bon papier", level=Level.ADVANCED))
    )
    for page, code in ((studies, "studies"), (printing, "printing")):
        page.families.add(PurchaseFamilyFactory(code=code))
        page.steps.add(ProcessStepFactory(code=f"step-of-{code}"))
    studies.tags.add("petites entreprises")
    for page in (studies, printing):
        page.save_revision().publish()
    return studies, printing


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("", ["PI-ETU-TS-01", "PI-ETU-AC-01", "PI-IMP-TS-01"], id="everything"),
        pytest.param("type=award_criterion", ["PI-ETU-AC-01"], id="type"),
        pytest.param("level=2&level=3", ["PI-ETU-AC-01", "PI-IMP-TS-01"], id="two levels widen"),
        pytest.param("level=3&family=printing", [], id="two filters narrow"),
        pytest.param("family=studies", ["PI-ETU-TS-01", "PI-ETU-AC-01"], id="family"),
        pytest.param("step=step-of-printing", ["PI-IMP-TS-01"], id="step"),
        pytest.param("tag=lecture", ["PI-ETU-TS-01"], id="a criterion's tag"),
        pytest.param("tag=petites+entreprises", ["PI-ETU-TS-01", "PI-ETU-AC-01"], id="a page's tag"),
        pytest.param("q=METHODE", ["PI-ETU-AC-01"], id="words without accents"),
        pytest.param("q=rapport+lisible", ["PI-ETU-TS-01"], id="all the words"),
        pytest.param("q=pi-imp", ["PI-IMP-TS-01"], id="number"),
        pytest.param("q=%00bon%01+papier", ["PI-IMP-TS-01"], id="control characters"),
        pytest.param(
            "type=nonsense&level=%00&page=zzz", ["PI-ETU-TS-01", "PI-ETU-AC-01", "PI-IMP-TS-01"], id="nonsense"
        ),
        pytest.param("tag=%00%27%22", [], id="a hostile tag finds nothing"),
    ],
)
def test_filters(shelves, query, expected):
    assert found(look(query)) == expected


def test_the_count_of_an_option_is_what_choosing_it_would_show(shelves):
    library = look("family=studies")

    assert counts(library, "type") == {"technical_specification": 1, "award_criterion": 1}
    assert counts(library, "level") == {"1": 1, "3": 1}
    assert counts(library, "family") == {"studies": 2, "printing": 1}
    assert counts(library, "tag") == {"lecture": 1, "petites entreprises": 2, "sobriété": 1}


def test_each_active_filter_can_be_taken_away(shelves):
    PurchaseFamily.objects.filter(code="studies").update(label_fr="Études et conseil")

    library = look("q=rapport&family=studies&level=1&page=3")

    assert [(chip["label"], chip["url"]) for chip in library.chips] == [
        ("«\u202frapport\u202f»", "?family=studies&level=1"),
        ("Essentiel", "?q=rapport&family=studies"),
        ("Études et conseil", "?q=rapport&level=1"),
    ]


def test_a_page_without_criteria_is_listed_until_a_criterion_is_asked_for():
    GuidancePageFactory(title="Questions seulement")

    assert [group.page.title for group in look().groups] == ["Questions seulement"]
    assert [group.page.title for group in look("level=1").groups] == []


def test_drafts_other_languages_and_retired_criteria_are_not_offered(shelves, translate):
    studies, _printing = shelves
    translate(studies, criteria=criteria(a_criterion("PI-ETU-TS-01", name="A readable report", tags="canary")))
    GuidancePageFactory(criteria=criteria(a_criterion("PI-SEC-TS-01", tags="canary")), live=False)
    studies.criteria = criteria(a_criterion("PI-ETU-AC-01", type=CriterionType.AWARD))
    studies.save_revision().publish()

    library = look()

    assert found(library) == ["PI-ETU-AC-01", "PI-IMP-TS-01"]
    assert counts(library, "tag") == {"petites entreprises": 1}
