from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from core.models import PageVersion
from core.templatetags.component_tags import error_entries
from lessons import services
from lessons.enums import ReviewState
from lessons.models import LessonPage
from tests.factories.accounts import UserFactory
from tests.factories.copies import copies
from tests.factories.lessons import CauseFactory, LessonPageFactory, OutcomeFactory, RemedyFactory, unsaved_lesson

LOGIN = "login"


@pytest.fixture
def draft(index, people):
    return services.create_lesson(index=index, lesson=unsaved_lesson(), author=people["agent"])


@pytest.fixture
def submitted(draft, people):
    services.submit(lesson=draft, author=people["agent"])
    return draft


@pytest.fixture
def lesson(submitted):
    review = services.current_review(submitted)
    services.approve(review=review, reviewer=UserFactory(agent=True))
    return LessonPage.objects.get(pk=submitted.pk)


def answer(response):
    if response.status_code == 302 and "/login" in response["Location"]:
        return LOGIN
    return response.status_code


def form_data(**changes):
    CauseFactory(code="A1"), CauseFactory(code="E1"), RemedyFactory(code="R11")
    data = {
        "title": "Étude de mobilité : aucune offre",
        "subject": "Une étude de mobilité en zone rurale.",
        "procedure": "adapted",
        "outcome": OutcomeFactory().pk,
        "decision_date": "2025-09-01",
        "confidence": "one",
        "written_in": "fr",
        "tags": "mobilité, délais",
        "is_anonymous": "on",
        "has_no_trade_secret": "on",
        "has_no_litigation": "on",
        "review_by": "2027-01-01",
        "causes_rows": "0:cause 1:cause",
        "causes-0-cause": "E1",
        "causes-0-what": "Dix-huit jours en août.",
        "causes-0-evidence": "said",
        "causes-0-weight": "3",
        "causes-1-cause": "",
        "causes-1-what": "",
        "causes-1-evidence": "",
        "causes-1-weight": "2",
        "remedies_rows": "0:remedy",
        "remedies-0-remedy": "R11",
        "remedies-0-what": "Trente-cinq jours.",
        "remedies-0-when": "2025-11-02",
        "requirements_rows": "",
    }
    return {**data, **changes}


# Who may open what. Agents other than the author: "outsider".
DRAFT_TABLE = [
    ("anonymous", "draft", LOGIN, LOGIN),
    ("provider", "draft", 404, 404),
    ("agent", "draft", 200, 200),
    ("outsider", "draft", 404, 200),
    ("communications", "draft", 200, 200),
    ("admin", "draft", 200, 200),
    ("anonymous", "edit", LOGIN, LOGIN),
    ("provider", "edit", 404, 404),
    ("agent", "edit", 200, 403),
    ("outsider", "edit", 404, 403),
    ("communications", "edit", 200, 403),
    ("admin", "edit", 200, 403),
    ("anonymous", "history", LOGIN, LOGIN),
    ("provider", "history", 404, 404),
    ("agent", "history", 404, 404),
    ("outsider", "history", 404, 404),
]


@pytest.mark.parametrize(
    ("role", "name", "as_draft", "as_submitted"), DRAFT_TABLE, ids=[f"{row[0]}-{row[1]}" for row in DRAFT_TABLE]
)
def test_who_sees_a_draft(clients, people, draft, role, name, as_draft, as_submitted):
    url = reverse(f"lessons:{name}", args=[draft.pk])
    before = answer(clients[role].get(url))

    services.submit(lesson=draft, author=people["agent"])

    # An unpublished lesson has no history: anonymous readers learn nothing, not even that it exists.
    expected = 404 if name == "history" and role == "anonymous" else as_draft
    expected_after = 404 if name == "history" and role == "anonymous" else as_submitted
    assert (before, answer(clients[role].get(url))) == (expected, expected_after)


POST_TABLE = [
    ("anonymous", "approve", LOGIN),
    ("provider", "approve", 404),
    ("agent", "approve", 403),
    ("outsider", "approve", 302),
    ("communications", "approve", 302),
    ("anonymous", "send_back", LOGIN),
    ("provider", "send_back", 404),
    ("agent", "send_back", 403),
    ("outsider", "send_back", 302),
    ("anonymous", "withdraw", LOGIN),
    ("provider", "withdraw", 404),
    ("agent", "withdraw", 302),
    ("outsider", "withdraw", 403),
    ("agent", "submit", 403),
    ("outsider", "submit", 403),
]


@pytest.mark.parametrize(("role", "name", "expected"), POST_TABLE, ids=[f"{row[0]}-{row[1]}" for row in POST_TABLE])
def test_who_decides_about_a_submitted_lesson(clients, submitted, role, name, expected):
    response = clients[role].post(reverse(f"lessons:{name}", args=[submitted.pk]), {"reason": "À revoir."})

    assert answer(response) == expected
    changed = services.current_review(submitted).state != ReviewState.WAITING
    assert changed == (expected == 302)


PUBLISHED_TABLE = [
    *[
        (role, name, 200)
        for role in ("anonymous", "provider", "agent", "outsider")
        for name in ("history", "version", "compare")
    ],
    *[("anonymous", name, LOGIN) for name in ("edit", "restore", "same", "create", "reviews")],
    *[("provider", name, 403) for name in ("edit", "restore", "same", "create", "reviews")],
    *[("outsider", name, 200) for name in ("edit", "restore", "same", "create", "reviews")],
    *[("communications", name, 200) for name in ("edit", "restore", "same", "create", "reviews")],
]


@pytest.mark.parametrize(
    ("role", "name", "expected"), PUBLISHED_TABLE, ids=[f"{row[0]}-{row[1]}" for row in PUBLISHED_TABLE]
)
def test_who_opens_what_of_a_published_lesson(clients, lesson, role, name, expected):
    args = {
        "create": [],
        "reviews": [],
        "version": [lesson.pk, 1],
        "compare": [lesson.pk, 1, 1],
        "restore": [lesson.pk, 1],
    }.get(name, [lesson.pk])

    assert answer(clients[role].get(reverse(f"lessons:{name}", args=args))) == expected


GET_IS_SAFE = ["submit", "withdraw", "approve", "send_back", "still_valid"]


@pytest.mark.parametrize("name", GET_IS_SAFE)
def test_a_get_changes_nothing(clients, submitted, name):
    response = clients["outsider"].get(reverse(f"lessons:{name}", args=[submitted.pk]))

    assert response.status_code == 405
    assert services.current_review(submitted).state == ReviewState.WAITING


def test_the_published_lesson_is_read_by_everybody_in_both_languages(clients, lesson):
    french = clients["anonymous"].get(lesson.get_absolute_url())
    with translation.override("en"):
        address = lesson.get_absolute_url()
    english = clients["anonymous"].get(address)

    assert (french.status_code, english.status_code) == (200, 200)
    assert address.startswith("/en/")
    assert "Les quantités manquaient." in english.content.decode()
    assert 'lang="fr"' in english.content.decode()
    assert "This lesson is written in French." in english.content.decode()


def test_an_unpublished_lesson_has_no_address_in_the_tree(clients, draft):
    for role in ("anonymous", "outsider", "agent"):
        assert clients[role].get(f"/fr/wiki-contrats/{draft.slug}/").status_code == 404


def test_writing_a_lesson(clients, people, index):
    data = form_data(responsible=people["agent"].pk)

    response = clients["agent"].post(reverse("lessons:create"), data)

    lesson = LessonPage.objects.get()
    assert response.status_code == 302
    assert (lesson.title, lesson.live, lesson.owner) == ("Étude de mobilité : aucune offre", False, people["agent"])
    assert [(row.cause.code, row.weight) for row in lesson.causes.all()] == [("E1", 3)]
    assert [row.remedy.code for row in lesson.remedies.all()] == ["R11"]
    assert sorted(lesson.tags.names()) == ["délais", "mobilité"]


def test_adding_a_row_keeps_what_was_typed_and_complains_of_nothing(clients, people, index):
    data = form_data(title="", add="causes:cause")

    page = clients["agent"].post(reverse("lessons:create"), data).content.decode()

    assert 'name="causes-2-cause"' in page
    assert "Dix-huit jours en août." in page
    assert "field__errors" not in page
    assert not LessonPage.objects.exists()


def test_removing_a_row_drops_it_alone(clients, people, index):
    data = form_data(remove="causes:0")

    page = clients["agent"].post(reverse("lessons:create"), data).content.decode()

    assert 'name="causes-0-cause"' not in page
    assert 'name="causes-1-cause"' in page
    assert 'value="1:cause"' in page


BAD = [
    ("title", ""),
    ("title", "x" * 151),
    ("subject", "y" * 10_000),
    ("decision_date", "2999-01-01"),
    ("decision_date", "1026-01-01"),
    ("decision_date", "hier"),
    ("cpv", "1234"),
    ("tenders_received", "-1"),
    ("tenders_received", "99999999999999999999"),
    ("procedure", "vote"),
    ("outcome", "x"),
    ("responsible", "0"),
    ("causes-0-cause", "ZZ"),
    ("tags", ",".join(f"t{n}" for n in range(11))),
]


@pytest.mark.parametrize(("field", "value"), BAD, ids=[f"{field}-{value[:12]}" for field, value in BAD])
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(clients, people, index, field, value):
    data = form_data(responsible=people["agent"].pk, **{})
    data[field] = value

    response = clients["agent"].post(reverse("lessons:create"), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert "error-summary" in page
    assert "Dix-huit jours en août." in page
    assert not LessonPage.objects.exists()


def test_a_title_and_an_outcome_are_enough_for_a_draft(clients, people, index):
    data = {"title": "Une seule offre", "outcome": OutcomeFactory().pk, "causes_rows": "0:cause 1:cause"}

    response = clients["agent"].post(reverse("lessons:create"), data)

    lesson = LessonPage.objects.get()
    assert response.status_code == 302
    assert (lesson.title, lesson.responsible, lesson.written_in) == ("Une seule offre", people["agent"], "fr")
    opened = [clients["agent"].get(reverse(f"lessons:{name}", args=[lesson.pk])) for name in ("draft", "edit")]
    assert [page.status_code for page in opened] == [200, 200]


def test_nothing_keeps_a_draft_without_a_title_or_an_outcome(clients, people, index):
    response = clients["agent"].post(reverse("lessons:create"), {})

    assert list(response.context["form"].errors) == ["title", "outcome"]


def test_everything_wrong_is_said_in_one_round_with_the_rows_named(clients, people, index):
    with translation.override("en"):
        address = reverse("lessons:create")
    data = form_data(title="", decision_date="hier", tenders_received="2", tenders_admissible="3")
    data |= {"causes-1-cause": "E1", "causes-1-what": "z" * 1501, "causes-1-evidence": "said"}

    page = clients["agent"].post(address, data)

    form = page.context["form"]
    assert set(form.errors) == {"title", "decision_date", "tenders_admissible", "causes-1-cause", "causes-1-what"}
    assert [entry["text"] for entry in error_entries(form) if entry["target"].startswith("id_causes")] == [
        "Cause 2: This cause is already in the list.",
        "Cause 2, What happened: The text has 1501 characters; at most 1500 fit.",
    ]


def test_what_is_shown_again_is_cleaned(clients, people, index):
    response = clients["agent"].post(reverse("lessons:create"), form_data(title="", subject="Une\x00 étude\x08"))

    assert response.context["form"]["subject"].value() == "Une étude"
    assert re.search(r"<textarea[^>]*>\s*Une étude</textarea>", response.content.decode())


def test_submitting_lists_what_is_missing_with_the_way_to_each_field(clients, people, index):
    lesson = services.create_lesson(
        index=index, lesson=unsaved_lesson(subject="", has_no_litigation=False), author=people["agent"]
    )

    response = clients["agent"].post(reverse("lessons:submit", args=[lesson.pk]))

    page = response.content.decode()
    edit = reverse("lessons:edit", args=[lesson.pk])
    assert response.status_code == 422
    assert re.findall(rf'href="{edit}#([^"]+)"', page) == ["id_subject", "id_has_no_litigation"]
    assert not lesson.reviews.exists()
    form = clients["agent"].get(edit).content.decode()
    assert 'id="id_subject"' in form
    assert 'id="id_has_no_litigation"' in form


def test_a_published_lesson_is_changed_whole(clients, lesson):
    data = edit_data(clients["outsider"], lesson, note="Moins") | {"subject": "", "causes-0-what": ""}

    response = clients["outsider"].post(reverse("lessons:edit", args=[lesson.pk]), data)

    assert list(response.context["form"].errors) == ["subject", "causes-0-what"]


def test_control_characters_are_dropped_and_markup_is_text(clients, people, index):
    data = form_data(responsible=people["agent"].pk, subject="Une\x00 étude\x08 <script>alert(1)</script>")

    clients["agent"].post(reverse("lessons:create"), data)

    lesson = LessonPage.objects.get()
    page = clients["agent"].get(reverse("lessons:draft", args=[lesson.pk])).content.decode()
    assert lesson.subject == "Une étude <script>alert(1)</script>"
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "rows", ["9999:cause", "0:cause 0:cause", "x", "-1:cause", "0:evil", " ".join(f"{n}:cause" for n in range(99))]
)
def test_forged_rows_are_harmless(clients, people, index, rows):
    response = clients["agent"].post(reverse("lessons:create"), form_data(causes_rows=rows, title=""))

    assert response.status_code == 422


def test_more_admissible_tenders_than_tenders_is_refused(clients, people, index):
    data = form_data(responsible=people["agent"].pk, tenders_received="2", tenders_admissible="3")

    response = clients["agent"].post(reverse("lessons:create"), data)

    assert list(response.context["form"].errors) == ["tenders_admissible"]


def test_the_same_cause_twice_is_refused(clients, people, index):
    data = form_data(
        responsible=people["agent"].pk,
        **{"causes-1-cause": "E1", "causes-1-what": "Encore.", "causes-1-evidence": "seen"},
    )

    response = clients["agent"].post(reverse("lessons:create"), data)

    assert list(response.context["form"].errors) == ["causes-1-cause"]


def edit_data(client, lesson, **changes):
    """What the browser would send from the edit page as it is."""
    form = client.get(reverse("lessons:edit", args=[lesson.pk])).context["form"]
    data = {field.html_name: field.value() for field in form}
    return {key: value for key, value in {**data, **changes}.items() if value not in (None, False)}


def test_an_edit_is_published_with_its_note(clients, lesson):
    data = edit_data(clients["outsider"], lesson, reuse="Le tableau.", note="Ajout du tableau")

    response = clients["outsider"].post(reverse("lessons:edit", args=[lesson.pk]), data)

    assert response.status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).reuse == "Le tableau."
    assert PageVersion.objects.filter(page_id=lesson.pk).first().note == "Ajout du tableau"


def test_a_published_edit_needs_a_note(clients, lesson):
    data = edit_data(clients["outsider"], lesson, reuse="Le tableau.")

    response = clients["outsider"].post(reverse("lessons:edit", args=[lesson.pk]), data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["note"]


def test_a_late_edit_gets_both_texts_and_keeps_its_own(clients, lesson):
    late = edit_data(clients["outsider"], lesson, reuse="Mon texte.", note="le mien")
    early = edit_data(clients["communications"], lesson, reuse="Leur texte.", note="le leur")
    clients["communications"].post(reverse("lessons:edit", args=[lesson.pk]), early)

    response = clients["outsider"].post(reverse("lessons:edit", args=[lesson.pk]), late)

    page = response.content.decode()
    (conflict,) = response.context["conflicts"]
    assert response.status_code == 409
    assert (conflict.name, conflict.base, conflict.both) == ("reuse", "", True)
    assert "Leur texte." in page
    assert re.search(r'<textarea name="reuse"[^>]*>\s*Mon texte\.</textarea>', page)
    assert LessonPage.objects.get(pk=lesson.pk).reuse == "Leur texte."

    data = {field.html_name: field.value() for field in response.context["form"] if field.value() not in (None, False)}
    again = clients["outsider"].post(reverse("lessons:edit", args=[lesson.pk]), data)

    assert again.status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).reuse == "Mon texte."


@pytest.mark.parametrize("base", ["", "0", "999999", "x"], ids=["none", "zero", "unknown", "words"])
def test_a_forged_base_never_overwrites(clients, lesson, base):
    data = edit_data(clients["outsider"], lesson, reuse="Mon texte.", note="le mien", base_revision=base)

    response = clients["outsider"].post(reverse("lessons:edit", args=[lesson.pk]), data)

    assert response.status_code in {409, 422}
    assert LessonPage.objects.get(pk=lesson.pk).reuse == ""


def test_history_comparison_and_restoration(clients, lesson):
    data = edit_data(clients["outsider"], lesson, reuse="Le tableau des quantités.", note="Ajout")
    clients["outsider"].post(reverse("lessons:edit", args=[lesson.pk]), data)

    chosen = clients["anonymous"].get(
        reverse("lessons:choose_comparison", args=[lesson.pk]), {"before": "2", "after": "1"}
    )
    compared = clients["anonymous"].get(chosen["Location"])
    restore = reverse("lessons:restore", args=[lesson.pk, 1])
    form = clients["outsider"].get(restore).context["form"]
    restored = clients["outsider"].post(
        restore, {"base_revision": form["base_revision"].value(), "note": "Retour au premier"}
    )

    assert chosen["Location"] == reverse("lessons:compare", args=[lesson.pk, 1, 2])
    assert [(item.name, item.insertions, item.deletions) for item in compared.context["differences"]] == [
        ("reuse", 1, 0)
    ]
    assert restored.status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).reuse == ""
    assert list(PageVersion.objects.filter(page_id=lesson.pk).values_list("number", flat=True)) == [3, 2, 1]


def test_an_old_version_writes_its_dates_as_its_reader_does(clients, lesson):
    shown = clients["anonymous"].get(reverse("lessons:version", args=[lesson.pk, 1]))

    dates = [field.text for field in shown.context["fields"] if field.name in ("decision_date", "review_by")]
    assert dates == [date_format(day, "DATE_FORMAT") for day in (lesson.decision_date, lesson.review_by)]
    assert not re.search(r"\d{4}-\d\d-\d\d", " ".join(field.text for field in shown.context["fields"]))


def test_a_late_restoration_is_shown_again(clients, lesson):
    data = edit_data(clients["outsider"], lesson, reuse="Le tableau.", note="Ajout")
    clients["outsider"].post(reverse("lessons:edit", args=[lesson.pk]), data)
    restore = reverse("lessons:restore", args=[lesson.pk, 1])
    base = clients["outsider"].get(restore).context["form"]["base_revision"].value()
    data = edit_data(clients["communications"], lesson, reuse="Un autre.", note="Autre")
    clients["communications"].post(reverse("lessons:edit", args=[lesson.pk]), data)

    response = clients["outsider"].post(restore, {"base_revision": base, "note": "Retour"})

    assert response.status_code == 409
    assert LessonPage.objects.get(pk=lesson.pk).reuse == "Un autre."


@pytest.mark.parametrize("number", [0, 2, 999999])
def test_an_absent_version_is_404(clients, lesson, number):
    assert clients["anonymous"].get(reverse("lessons:version", args=[lesson.pk, number])).status_code == 404


def test_comparing_a_version_with_itself_or_nothing_comes_back_to_the_history(clients, lesson):
    url = reverse("lessons:choose_comparison", args=[lesson.pk])
    for query in ({}, {"before": "1", "after": "1"}, {"before": "x", "after": "2"}):
        assert clients["anonymous"].get(url, query)["Location"] == reverse("lessons:history", args=[lesson.pk])


def test_the_same_happened_to_us(clients, lesson):
    url = reverse("lessons:same", args=[lesson.pk])
    clients["outsider"].post(url, {"note": "Chez nous aussi, deux fois."})

    for_agents = clients["agent"].get(lesson.get_absolute_url()).content.decode()
    for_public = clients["anonymous"].get(lesson.get_absolute_url()).content.decode()
    assert "Chez nous aussi, deux fois." in for_public
    assert "Outsider" in for_agents
    assert "Outsider" not in for_public

    clients["outsider"].post(url, {"take_back": "1"})
    assert "Chez nous aussi" not in clients["agent"].get(lesson.get_absolute_url()).content.decode()


def test_still_valid_is_asked_with_a_reason(clients, lesson):
    url = reverse("lessons:still_valid", args=[lesson.pk])

    assert clients["outsider"].post(url, {"note": ""}).status_code == 422
    assert clients["outsider"].post(url, {"note": "Relu."}).status_code == 302
    assert answer(clients["anonymous"].post(url, {"note": "Relu."})) == LOGIN
    assert clients["provider"].post(url, {"note": "Relu."}).status_code == 403


def test_reviews_lists_what_waits_and_my_drafts(clients, people, index, submitted):
    services.create_lesson(index=index, lesson=unsaved_lesson(title="Mon brouillon"), author=people["outsider"])

    context = clients["outsider"].get(reverse("lessons:reviews")).context

    assert [(review.lesson_id, review.mine) for review in context["waiting"]] == [(submitted.pk, False)]
    assert [lesson.title for lesson in context["drafts"]] == ["Mon brouillon"]


def test_the_lesson_page_offers_what_usually_helps_and_was_not_tried(clients, lesson):
    cause = CauseFactory(code="A1")
    cause.usual_remedies.set([RemedyFactory(code="R01", label_fr="Sourçage"), RemedyFactory(code="R03")])

    page = clients["anonymous"].get(lesson.get_absolute_url()).content.decode()

    assert "Sourçage" in page


def test_index_and_lesson_pages_cost_the_same_however_many_there_are(clients, index, count_queries, people):
    pages = [LessonPageFactory(parent=index) for _n in range(3)]
    url = index.get_absolute_url()
    lesson_url = pages[0].get_absolute_url()
    few = {
        (role, address): count_queries(clients[role], address)
        for role in ("anonymous", "agent")
        for address in (url, lesson_url)
    }
    copies(LessonPageFactory(parent=index), 296)
    for n in range(40):
        services.say_same(lesson=pages[0], person=UserFactory(agent=True), note=f"Aussi {n}")
    many = {
        (role, address): count_queries(clients[role], address)
        for role in ("anonymous", "agent")
        for address in (url, lesson_url)
    }

    assert many == few
    assert max(total for (role, _address), total in many.items() if role == "anonymous") <= 15
