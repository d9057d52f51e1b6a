from __future__ import annotations

from pathlib import Path

import pytest

from core.imports import UnusableFileError
from guidance.enums import Level
from guidance.imports import import_criteria
from guidance.models import Criterion, GuidancePage
from tests.factories.guidance import CriterionFactory, PurchaseFamilyFactory, guidance_index

pytestmark = pytest.mark.django_db

DATA = Path(__file__).resolve().parent.parent / "data"
INDEX = Path(__file__).resolve().parents[3] / "shared" / "data" / "gpp" / "eu_gpp_criteria_index_en.csv"


def drafts() -> dict[str, list[str]]:
    return {
        page.title: [bound.value["uid"] for bound in page.get_latest_revision_as_object().criteria]
        for page in GuidancePage.objects.filter(live=False).order_by("path")
    }


def test_one_draft_a_product_group_and_each_broken_row_refused():
    guidance_index("en")

    report = import_criteria(DATA / "gpp_broken.csv")

    assert drafts() == {
        "Furniture": ["EU-FURN-NEW-TS1-C", "EU-FURN-NEW-TS1-X"],
        "Indoor Cleaning Services": ["EU-INDO-CPC2-B"],
    }
    assert [refusal.line for refusal in report.refused] == [4, 5, 6, 7, 8, 9]
    assert report.refused[0].reason == "EU-FURN-NEW-TS1-C stands twice in the file"
    assert GuidancePage.objects.live().count() == 0
    assert Criterion.objects.count() == 0


def test_a_second_run_changes_nothing_and_keeps_what_editors_wrote():
    guidance_index("en")
    import_criteria(DATA / "gpp_broken.csv")
    page = GuidancePage.objects.get(title="Furniture").get_latest_revision_as_object()
    page.criteria[0].value["clause"] = "All timber is legal."
    page.save_revision()
    revisions = page.revisions.count()

    report = import_criteria(DATA / "gpp_broken.csv")

    page = GuidancePage.objects.get(title="Furniture")
    assert (report.added, report.changed, report.unchanged) == (0, 0, 3)
    assert page.revisions.count() == revisions
    assert page.get_latest_revision_as_object().criteria[0].value["clause"] == "All timber is legal."


def test_a_new_name_in_the_index_is_brought_over(tmp_path):
    guidance_index("en")
    import_criteria(DATA / "gpp_broken.csv")
    newer = tmp_path / "newer.csv"
    newer.write_text((DATA / "gpp_broken.csv").read_text().replace("Staff training", "Training of staff"))

    report = import_criteria(newer)

    page = GuidancePage.objects.get(title="Indoor Cleaning Services").get_latest_revision_as_object()
    assert (report.added, report.changed) == (0, 1)
    assert page.criteria[0].value["name"] == "Training of staff"
    assert page.criteria[0].value["level"] == Level.ESSENTIAL


def test_families_are_recognised_by_their_cpv_prefix():
    guidance_index("en")
    PurchaseFamilyFactory(code="furniture", cpv_prefixes="391")
    PurchaseFamilyFactory(code="cleaning", cpv_prefixes="90910000 90911")

    import_criteria(DATA / "gpp_broken.csv")

    found = {
        page.title: [family.code for family in page.get_latest_revision_as_object().families.all()]
        for page in GuidancePage.objects.all()
    }
    assert found == {"Furniture": ["furniture"], "Indoor Cleaning Services": ["cleaning"]}


def test_a_number_that_another_page_holds_is_left_to_it():
    guidance_index("en")
    CriterionFactory("EU-FURN-NEW-TS1-C")

    import_criteria(DATA / "gpp_broken.csv")

    assert drafts()["Furniture"] == ["EU-FURN-NEW-TS1-X"]


def test_without_an_english_library_nothing_is_written():
    guidance_index("fr")

    with pytest.raises(UnusableFileError, match="no English library"):
        import_criteria(DATA / "gpp_broken.csv")

    assert GuidancePage.objects.count() == 0


@pytest.mark.skipif(not INDEX.is_file(), reason="the official index is not beside the repository")
def test_the_official_index_goes_in_whole():
    guidance_index("en")

    report = import_criteria(INDEX)
    again = import_criteria(INDEX)

    assert str(report) == "165 rows: 165 added, 0 changed, 0 unchanged, 0 refused."
    assert str(again) == "165 rows: 0 added, 0 changed, 165 unchanged, 0 refused."
    assert {title: len(uids) for title, uids in drafts().items()} == {
        "Furniture": 48,
        "Indoor Cleaning Services": 24,
        "Computers, monitors, tablets and smartphones": 55,
        "Data centres, server rooms and cloud services": 38,
    }
