from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from core.imports import Refusal, import_code_lists, import_cpv, load_vocabularies
from core.models import CodeListEntry, CpvCode, NutsRegion, ProcessStep, PurchaseFamily

pytestmark = pytest.mark.django_db

DATA = Path(__file__).resolve().parent.parent / "data"
OFFICIAL = Path(__file__).resolve().parents[3] / "shared" / "data"
official = pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official lists are not beside the repository")

CPV = "code,check_digit,level,label_en,label_fr"
CODE_LISTS = "codelist,codelist_version,code,label_en,label_fr"


@pytest.fixture
def file(tmp_path):
    """``file("a,b", "1,2")``: a CSV file with these lines."""

    def write(*lines: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "list.csv"
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return write


def test_a_broken_row_is_refused_with_its_line_and_the_rest_goes_in():
    report = import_cpv(DATA / "cpv_broken.csv")

    assert list(CpvCode.objects.values_list("code", "label_fr")) == [
        ("03000000", "Produits agricoles et connexes"),
        ("03111300", "Graines de tournesol"),
    ]
    assert report.refused == [
        Refusal(3, "code should be eight digits, not '0310000'"),
        Refusal(4, "label_fr is empty"),
        Refusal(5, "level should be one of division, group, class, category, not 'kingdom'"),
        Refusal(6, "has 6 cells where 5 are expected"),
        Refusal(7, "check_digit should be one digit, not 'x'"),
        Refusal(9, "03000000 stands twice in the file"),
    ]
    assert str(report) == "8 rows: 2 added, 0 changed, 0 unchanged, 6 refused."


def test_a_second_run_changes_nothing_and_a_new_label_changes_one(file):
    import_cpv(file(CPV, "03000000,1,division,Crops,Cultures", "03100000,2,group,Seeds,Graines"))
    again = import_cpv(file(CPV, "03000000,1,division,Crops,Cultures", "03100000,2,group,Seeds,Graines"))
    changed = import_cpv(file(CPV, "03000000,1,division,Crops,Récoltes", "03100000,2,group,Seeds,Graines"))

    assert str(again) == "2 rows: 0 added, 0 changed, 2 unchanged, 0 refused."
    assert str(changed) == "2 rows: 0 added, 1 changed, 1 unchanged, 0 refused."
    assert CpvCode.objects.get(code="03000000").label_fr == "Récoltes"


def test_the_header_tells_code_lists_from_regions(file):
    import_code_lists(file(CODE_LISTS, "gpp-criteria,2024,eu,EU criteria,Critères de l’UE"))
    import_code_lists(file("code,label_en,label_fr", "FR101,Paris,Paris", "paris,Paris,Paris"))

    assert list(CodeListEntry.objects.values_list("codelist", "code", "label_fr")) == [
        ("gpp-criteria", "eu", "Critères de l’UE")
    ]
    assert list(NutsRegion.objects.values_list("code", flat=True)) == ["FR101"]


@pytest.mark.parametrize(
    ("lines", "encoding", "reason"),
    [
        pytest.param(None, "", "cannot be read (No such file or directory)", id="absent"),
        pytest.param([""], "utf-8", "the first line should be", id="empty"),
        pytest.param([CPV.replace(",", ";")], "utf-8", "the first line should be", id="semicolons"),
        pytest.param([CPV, "03000000,1,division,Crops,Récoltes"], "latin-1", "is not UTF-8 (byte 68)", id="latin-1"),
        pytest.param(["%PDF-1.7\x00\x01"], "utf-8", "", id="not a list"),
    ],
)
def test_an_unusable_file_ends_with_2_and_writes_nothing(file, tmp_path, lines, encoding, reason):
    path = tmp_path / "absent.csv" if lines is None else file(*lines, encoding=encoding)

    with pytest.raises(CommandError) as error:
        call_command("import_cpv", path, verbosity=0)

    assert error.value.returncode == 2
    assert reason in str(error.value)
    assert str(error.value).endswith("Nothing was imported.")
    assert CpvCode.objects.count() == 0


def test_refused_rows_end_with_1_and_are_listed(capsys):
    with pytest.raises(CommandError) as error:
        call_command("import_cpv", DATA / "cpv_broken.csv", verbosity=0)

    assert error.value.returncode == 1
    assert "cpv_broken.csv, line 4: label_fr is empty" in capsys.readouterr().err


def test_a_good_file_ends_quietly_with_its_sum(file, capsys):
    call_command("import_cpv", file(CPV, "03000000,1,division,Crops,Cultures"))

    assert "1 rows: 1 added, 0 changed, 0 unchanged, 0 refused." in capsys.readouterr().out


def test_a_byte_order_mark_and_control_characters_do_no_harm(file):
    report = import_cpv(file("\ufeff" + CPV, "03000000,1,division,Cr\x07ops, Cultures "))

    assert str(report) == "1 rows: 1 added, 0 changed, 0 unchanged, 0 refused."
    assert CpvCode.objects.get().label_fr == "Cultures"
    assert CpvCode.objects.get().label_en == "Crops"


def test_vocabularies_are_added_once_and_what_staff_changed_stays():
    load_vocabularies()
    step = ProcessStep.objects.get(code="need")
    step.label_fr = "Se demander si l’on achète"
    step.save()

    report = load_vocabularies()

    assert (report.added, report.changed, report.refused) == (0, 0, [])
    assert ProcessStep.objects.get(code="need").label_fr == "Se demander si l’on achète"
    assert list(ProcessStep.objects.values_list("order", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
    assert PurchaseFamily.objects.count() == 10


@official
def test_the_official_lists_go_in_whole():
    assert str(import_cpv(OFFICIAL / "cpv" / "cpv_2008_en_fr.csv")) == (
        "9454 rows: 9454 added, 0 changed, 0 unchanged, 0 refused."
    )
    assert import_code_lists(OFFICIAL / "codelists" / "eforms_codelists_en_fr.csv").added == 176
    assert import_code_lists(OFFICIAL / "codelists" / "nuts_fr_level3.csv").added == 102
