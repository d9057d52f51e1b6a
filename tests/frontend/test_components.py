from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client

from core.forms import CleanTextField
from core.templatetags.component_tags import error_entries, initials, largest_value, minus, person_hue

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "site/static"
TEMPLATES = ROOT / "templates"


def templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*.html") if "mail" not in path.relative_to(TEMPLATES).parts)


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons/sprite.svg").read_text()))
    named = {name for path in templates() for name in re.findall(r'{% icon "([^"]+)" %}', path.read_text())}

    assert named - sprite == set()


def test_main_css_maps_every_style_sheet() -> None:
    mapped = set(re.findall(r'@import url\("([^"]+)"\)', (STATIC / "css/main.css").read_text()))
    present = {str(path.relative_to(STATIC / "css")) for path in (STATIC / "css").rglob("*.css")}

    assert mapped == present - {"main.css"}


def test_every_component_is_documented() -> None:
    documented = set(re.findall(r"^\| `([a-z_]+)` \|", (ROOT / "docs/frontend.md").read_text(), re.M))
    parts = {
        # Parts of the frame or of another component, never included by a page.
        "account_menu", "choice_tiles", "contents_list", "language_switch", "mark", "notices",
        "site_footer", "site_header", "site_places", "skip_links",
    }  # fmt: skip
    present = {path.stem for path in (TEMPLATES / "components").glob("*.html")}

    assert present - parts - documented == set()


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_carries_no_inline_style_or_script(path: Path) -> None:
    source = path.read_text()

    assert re.findall(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\bsrc=)", source) == []


def test_colours_are_tokens() -> None:
    raw = {
        path.name: found
        for path in (STATIC / "css").rglob("*.css")
        if path.name not in {"tokens.css", "print.css"}
        and (found := re.findall(r"#[0-9a-f]{3,8}\b(?=[;\s,)])|\brgba?\(|\bhsla?\(", path.read_text()))
    }

    assert raw == {}


@pytest.mark.django_db
def test_styleguide_shows_every_component(client: Client) -> None:
    response = client.get("/styleguide/")

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


class OneOfEach(forms.Form):
    name = CleanTextField(label="Name", max_length=20)
    email = forms.EmailField(label="Address", help_text="For the answer.")
    size = forms.ChoiceField(label="Size", choices=[("1", "Small"), ("2", "Large")], widget=forms.RadioSelect)
    note = CleanTextField(label="Note", max_length=20, required=False)

    def clean(self) -> None:
        raise forms.ValidationError("The whole is wrong.")


def test_field_ties_hint_and_error_to_the_control() -> None:
    html = str(OneOfEach({"email": "lea@atelier"})["email"].as_field_group())

    assert 'value="lea@atelier"' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.index("id_email_helptext") < html.index('id="id_email_error"') < html.index("<input")


@pytest.mark.parametrize(("field", "said"), [("name", 1), ("note", 0)])
def test_field_says_in_words_that_it_is_required(field: str, said: int) -> None:
    html = str(OneOfEach()[field].as_field_group())

    assert html.count("field__required") == said


def test_error_summary_leads_to_each_control() -> None:
    form = OneOfEach({"email": "lea@atelier"})

    assert [entry["target"] for entry in error_entries(form)] == ["", "id_name", "id_email", "id_size_0"]


def test_error_summary_names_the_fields_of_a_sentence_that_several_share() -> None:
    form = OneOfEach({})
    form.full_clean()
    form.add_error("name", "Too long.")
    form.add_error("email", "Too long.")
    form.add_error("size", "Choose one.")

    texts = [entry["text"] for entry in error_entries(form)]

    assert f"{form['name'].label}\u00a0: Too long." in texts
    assert f"{form['email'].label}\u00a0: Too long." in texts
    assert "Choose one." in texts


def test_error_summary_names_the_field_of_a_number_out_of_range() -> None:
    class Days(forms.Form):
        days = forms.IntegerField(min_value=0, label="Days to answer")

    (entry,) = error_entries(Days({"days": "-5"}))

    assert entry["text"].startswith("Days to answer\u00a0: ")


def test_error_summary_above_the_form_is_not_repeated_in_it() -> None:
    form = OneOfEach({"email": "lea@atelier"})
    above = render_to_string("components/error_summary.html", {"form": form})

    assert (above + str(form)).count('id="error-summary"') == 1


def test_error_summary_is_absent_before_the_form_is_sent() -> None:
    assert "error-summary" not in str(OneOfEach())


def test_diff_says_what_was_added_and_removed() -> None:
    html = render_to_string(
        "components/diff.html",
        {"segments": [{"op": "equal", "text": "a "}, {"op": "delete", "text": "<b>"}, {"op": "insert", "text": "c"}]},
    )

    assert re.sub(r"<span[^>]*>[^<]*</span>", "", html).strip() == (
        '<div class="diff">a <del>&lt;b&gt;</del><ins>c</ins></div>'
    )
    assert html.count("visually-hidden") == 4


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Nadia Benali", "NB"), ("Jean-Paul de la Tour", "JT"), ("Éva", "É"), ("", "?"), ("--", "?"), (None, "?")],
)
def test_initials(name: str | None, letters: str) -> None:
    assert initials(name) == letters


def test_person_hue_lasts() -> None:
    assert person_hue("Nadia Benali") == person_hue("Nadia Benali")


def test_minus_never_goes_below_zero() -> None:
    assert [minus(30, 23), minus(3, 5), minus(None, None)] == [7, 0, 0]


def test_largest_value_of_an_empty_chart_can_be_drawn() -> None:
    assert [largest_value([]), largest_value([{"value": 0}]), largest_value([{"value": 4}, {"value": 2}])] == [1, 1, 4]
