from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from core.models import OutgoingMail
from events.enums import QuestionState, RegistrationState
from events.models import ChallengePage, PublicQuestion, Record, Registration
from tests.factories.copies import copies
from tests.factories.events import NOW, PublicQuestionFactory, RecordFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Make = Callable[..., ChallengePage]
FORM = {
    "organisation_name": "Atelier du Port",
    "size_class": "micro",
    "person_name": "Léa Martin",
    "email": "lea@atelier.example",
    "persons": "1",
    "identifier_type": "siret",
    "identifier": "",
    "agrees": "on",
    "website": "",
}


def url(name: str, *args: Any) -> str:
    return reverse(f"events:{name}", args=args)


def post_form(client: Client, event: ChallengePage, **changes: Any) -> Any:
    return client.post(url("register", event.pk), FORM | changes)


# Pages


@pytest.mark.parametrize(
    "trait",
    [None, "announced", "closed", "silent", "under_way", "held", "cancelled", "full"],
)
def test_page_answers_in_every_state_without_a_cookie(challenge: Make, client: Client, trait: str | None) -> None:
    event = challenge(**({trait: True} if trait else {}))

    response = client.get(event.get_url())

    assert response.status_code == 200
    assert response.cookies.output() == ""


def test_page_shows_the_record_and_who_came(challenge: Make, client: Client) -> None:
    event = challenge(held=True)
    RecordFactory(page=event, published=True)
    RegistrationFactory(page=event, came=True, organisation_name="Atelier du Port", person_name="Léa Secret")
    RegistrationFactory(page=event, came=True, organisation_name="Deux Vallées", person_name="Théo Petit", listed=True)
    RegistrationFactory(page=event, confirmed=True, organisation_name="Absente SARL")

    page = client.get(event.get_url()).content.decode()

    assert [name in page for name in ("Douze organisations", "Atelier du Port", "Deux Vallées", "Théo Petit")] == [
        True
    ] * 4
    assert [name in page for name in ("Léa Secret", "Absente SARL")] == [False, False]


def test_page_keeps_to_itself_what_is_not_public(challenge: Make, client: Client) -> None:
    event = challenge(remote_link="https://visio.example/secret-room")
    registration = RegistrationFactory(page=event, confirmed=True, access_needs="Fauteuil roulant")
    PublicQuestionFactory(page=event, text="Question en attente")
    RecordFactory(page=event, summary="Compte rendu en brouillon")

    pages = [
        client.get(event.get_url()).content.decode(),
        client.get(event.get_parent().get_url()).content.decode(),
        client.get(url("calendar", event.pk)).content.decode(),
        client.get(url("feed")).content.decode(),
    ]

    secrets = ["secret-room", "Fauteuil", "Question en attente", "en brouillon", registration.email]
    assert [secret for secret in secrets for page in pages if secret in page] == []


def test_draft_specification_is_linked_only_for_those_who_may_read_it(
    challenge: Make, clients: Any, home_fr: Any
) -> None:
    from core.models import PageAccess
    from tests.factories.core import StandardPageFactory

    draft = StandardPageFactory(parent=home_fr, title="Cahier secret")
    PageAccess.objects.filter(page=draft).update(keyword="agents")
    event = challenge(related_need="draft", related_page=draft)

    seen = {
        role: "Cahier secret" in clients[role].get(event.get_url()).content.decode()
        for role in ("anonymous", "provider", "agent")
    }

    assert seen == {"anonymous": False, "provider": False, "agent": True}


@pytest.mark.parametrize("count", [3, 300])
def test_index_takes_the_same_queries(
    challenge: Make, client: Client, count_queries: Callable[..., int], count: int
) -> None:
    coming, held = challenge(), challenge(held=True)
    copies(coming, count // 2 - 1)
    copies(held, count // 2 - 1)

    assert count_queries(client, coming.get_parent().get_url()) <= 15


@pytest.mark.parametrize("count", [3, 300])
def test_page_takes_the_same_queries(
    challenge: Make, client: Client, count_queries: Callable[..., int], count: int
) -> None:
    event = challenge(capacity=400)
    RegistrationFactory.create_batch(count, page=event, confirmed=True)
    PublicQuestionFactory.create_batch(count, page=event, answered=True)

    assert count_queries(client, event.get_url()) <= 15


# Registering


def test_registering_leads_to_the_mail_and_confirming_to_the_place(challenge: Make, client: Client) -> None:
    event = challenge()

    response = post_form(client, event)
    assert (response.status_code, response.url) == (302, url("registered", event.pk))
    registration = Registration.objects.get()
    mail = OutgoingMail.objects.get()
    link = mail.text.split(settings.BASE_URL, 1)[1].split()[0]
    assert link == registration.manage_path

    assert client.get(link).status_code == 200
    response = client.post(url("registration_act", registration.token, "confirm"), follow=True)

    registration.refresh_from_db()
    assert registration.state == RegistrationState.CONFIRMED
    assert (
        "Votre place est confirmée" in response.content.decode()
        or "Your place is confirmed" in response.content.decode()
    )


def test_the_answer_is_the_same_for_an_address_that_is_registered(challenge: Make, client: Client) -> None:
    event = challenge()
    RegistrationFactory(page=event, confirmed=True, email="lea@atelier.example")

    known = post_form(client, event)
    unknown = post_form(client, event, email="new@atelier.example", organisation_name="Autre")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert Registration.objects.count() == 2


def test_double_submit_makes_one_registration(challenge: Make, client: Client) -> None:
    event = challenge()

    post_form(client, event)
    post_form(client, event)

    assert Registration.objects.count() == 1


def test_robots_are_thanked_and_forgotten(challenge: Make, client: Client) -> None:
    event = challenge()

    response = post_form(client, event, website="http://spam.example")

    assert response.url == url("registered", event.pk)
    assert (Registration.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_signed_in_provider_finds_the_form_filled_and_has_the_place_at_once(
    challenge: Make, clients: Any, people: Any
) -> None:
    event, provider = challenge(), people["provider"]

    form = clients["provider"].get(url("register", event.pk)).context["form"]
    response = post_form(clients["provider"], event, email=provider.email)

    registration = Registration.objects.get()
    assert form.initial["organisation_name"] == provider.organisation.name
    assert response.url == registration.manage_path
    assert registration.state == RegistrationState.CONFIRMED


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("organisation_name", "", id="no organisation"),
        pytest.param("organisation_name", "x" * 10_000, id="organisation of 10,000 characters"),
        pytest.param("person_name", "x" * 10_000, id="name of 10,000 characters"),
        pytest.param("email", "lea@atelier", id="address without end"),
        pytest.param("email", "lea", id="address without @"),
        pytest.param("email", "x" * 10_000 + "@a.fr", id="address of 10,000 characters"),
        pytest.param("email", "lea@atelier.example\r\nBcc: all@example.org", id="header injection"),
        pytest.param("size_class", "", id="no size"),
        pytest.param("size_class", "huge", id="unknown size"),
        pytest.param("persons", "0", id="nobody"),
        pytest.param("persons", "99", id="a crowd"),
        pytest.param("identifier", "73282932000075", id="SIRET with a wrong digit"),
        pytest.param("identifier", "1234", id="SIRET too short"),
        pytest.param("access_needs", "x" * 10_000, id="needs of 10,000 characters"),
        pytest.param("agrees", "", id="rules not accepted"),
    ],
)
def test_bad_input_gets_a_sentence_beside_the_field_and_keeps_what_was_typed(
    challenge: Make, client: Client, field: str, value: str
) -> None:
    event = challenge()

    response = post_form(client, event, role="Graphiste & <b>gérante</b>", **{field: value})

    page = response.content.decode()
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "Graphiste &amp; &lt;b&gt;gérante&lt;/b&gt;" in page
    assert "<title>Error:" in page or "<title>Erreur" in page
    assert Registration.objects.count() == 0


def test_control_characters_and_line_breaks_are_dropped(challenge: Make, client: Client) -> None:
    post_form(client, challenge(), person_name="L\x00éa\x08\r\nMartin", organisation_name="A\u2028telier")

    registration = Registration.objects.get()
    assert (registration.person_name, registration.organisation_name) == ("Léa Martin", "Atelier")


def test_la_poste_may_register(challenge: Make, client: Client) -> None:
    post_form(client, challenge(), identifier="356 000 000 00048")

    assert Registration.objects.get().identifier == "35600000000048"


@pytest.mark.parametrize("trait", ["announced", "closed", "silent", "under_way", "held", "cancelled"])
def test_closed_event_refuses_with_a_sentence_and_keeps_what_was_typed(
    challenge: Make, client: Client, trait: str
) -> None:
    event = challenge(**{trait: True})

    assert client.get(url("register", event.pk)).status_code == 200
    response = post_form(client, event)

    assert response.status_code == 409
    assert len(response.context["form"].non_field_errors()) == 2
    assert 'value="Léa Martin"' in response.content.decode()
    assert Registration.objects.count() == 0


def test_one_network_has_its_share_and_another_is_served(challenge: Make, client: Client) -> None:
    event = challenge(capacity=400)

    answers = [
        post_form(client, event, email=f"n{number}@a.example", organisation_name=f"A{number}").status_code
        for number in range(45)
    ]
    other = client.post(url("register", event.pk), FORM | {"organisation_name": "Other"}, REMOTE_ADDR="203.0.113.9")

    assert answers == [302] * 40 + [429] * 5
    assert other.status_code == 302


def test_one_address_is_not_flooded(challenge: Make, client: Client) -> None:
    event = challenge()

    answers = [post_form(client, event).status_code for _number in range(8)]

    assert answers == [302] * 6 + [429] * 2


# Links in mails


@pytest.mark.parametrize("trait", ["held", "confirmed", "waiting", "offered", "cancelled"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_link_changes_nothing(challenge: Make, client: Client, trait: str, method: str) -> None:
    registration = RegistrationFactory(page=challenge(), **{trait: True})
    before = Registration.objects.values().get()

    for path in (
        registration.manage_path,
        *(url("registration_act", registration.token, action) for action in ("confirm", "accept", "cancel")),
    ):
        for _time in range(3):
            assert getattr(client, method)(path).status_code in {200, 302}

    assert Registration.objects.values().get() == before
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("token", ["nonsense", "ABCDEFGHJK:forged", ":", "a:b:c"])
def test_forged_links_are_not_found(challenge: Make, client: Client, token: str) -> None:
    RegistrationFactory(page=challenge(), number="ABCDEFGHJK")

    assert client.get(url("registration", token)).status_code == 404
    assert client.post(url("registration_act", token, "confirm")).status_code == 404


def test_unknown_action_is_not_found(challenge: Make, client: Client) -> None:
    registration = RegistrationFactory(page=challenge())

    assert client.post(url("registration_act", registration.token, "explode")).status_code == 404


def test_manage_page_is_kept_out_of_caches_and_indexes(challenge: Make, client: Client) -> None:
    registration = RegistrationFactory(page=challenge(), confirmed=True)

    response = client.get(registration.manage_path)

    assert "no-store" in response["Cache-Control"]
    assert (response["X-Robots-Tag"], response["Referrer-Policy"]) == ("noindex", "same-origin")


@pytest.mark.parametrize(
    ("trait", "shown"), [("held", False), ("confirmed", True), ("waiting", False), ("offered", False)]
)
def test_link_to_follow_from_elsewhere_is_for_those_who_have_a_place(
    challenge: Make, client: Client, trait: str, shown: bool
) -> None:
    event = challenge(remote_link="https://visio.example/secret-room")
    registration = RegistrationFactory(page=event, **{trait: True})

    assert ("secret-room" in client.get(registration.manage_path).content.decode()) is shown


def test_erased_registration_has_no_page(challenge: Make, client: Client) -> None:
    registration = RegistrationFactory(page=challenge(held=True), confirmed=True, erased_at=NOW)

    assert client.get(registration.manage_path).status_code == 404


def test_confirming_too_late_says_why(challenge: Make, client: Client) -> None:
    event = challenge(full=True, waiting_list=False)
    registration = RegistrationFactory(page=event)

    response = client.post(url("registration_act", registration.token, "confirm"))

    assert response.status_code == 409
    assert len(response.context["refusal"]) > 20


def test_offer_is_accepted_from_the_mail(challenge: Make, client: Client) -> None:
    registration = RegistrationFactory(page=challenge(), offered=True)

    client.post(url("registration_act", registration.token, "accept"))

    registration.refresh_from_db()
    assert registration.state == RegistrationState.CONFIRMED


# Questions


def test_asking_is_moderated(challenge: Make, client: Client) -> None:
    event = challenge()

    response = client.post(url("ask", event.pk), {"text": "Peut-on venir à deux ?", "email": "", "website": ""})

    question = PublicQuestion.objects.get()
    assert response.url == url("asked", event.pk)
    assert question.state == QuestionState.ASKED
    assert "venir à deux" not in client.get(event.get_url()).content.decode()


def test_question_of_10000_characters_is_refused_and_kept(challenge: Make, client: Client) -> None:
    response = client.post(url("ask", challenge().pk), {"text": "x" * 10_000})

    assert list(response.context["form"].errors) == ["text"]
    assert "x" * 10_000 in response.content.decode()


# The desk

DESK = ["desk", "desk_organisations_csv", "desk_record"]
DESK_POSTS = {
    "desk_presence": {},
    "desk_capacity": {"capacity": "40"},
    "desk_cancel": {"reason": "Inondée."},
    "desk_record": {"summary": "Dit.", "language": "fr", "base_version": "0"},
}


@pytest.mark.parametrize(
    ("role", "status"),
    [("anonymous", 302), ("provider", 404), ("agent", 200), ("communications", 200), ("admin", 200)],
)
@pytest.mark.parametrize("name", DESK)
def test_who_sees_the_desk(challenge: Make, clients: Any, name: str, role: str, status: int) -> None:
    event = challenge()
    RegistrationFactory(page=event, confirmed=True)

    assert clients[role].get(url(name, event.pk)).status_code == status


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        pytest.param("anonymous", [302, 302, 302, 302], id="anonymous is sent to log in"),
        pytest.param("provider", [404, 404, 404, 404], id="provider"),
        pytest.param("agent", [302, 403, 403, 302], id="agent"),
        pytest.param("communications", [302, 302, 302, 302], id="communications"),
    ],
)
def test_who_acts_at_the_desk(challenge: Make, clients: Any, role: str, statuses: list[int]) -> None:
    event = challenge()

    found = [clients[role].post(url(name, event.pk), data).status_code for name, data in DESK_POSTS.items()]

    event.refresh_from_db()
    assert found == statuses
    assert (event.capacity, bool(event.cancelled_at)) == ((40, True) if role == "communications" else (30, False))
    assert Record.objects.count() == (1 if role in {"agent", "communications"} else 0)


def test_agent_saves_a_record_but_does_not_publish_it(challenge: Make, clients: Any) -> None:
    event = challenge(held=True)
    words = {"summary": "Dit.", "language": "fr", "base_version": "0", "publish": "1"}

    clients["agent"].post(url("desk_record", event.pk), words)
    assert Record.objects.get().published_at is None
    clients["communications"].post(url("desk_record", event.pk), words | {"base_version": "1"})

    assert Record.objects.get().published_at == NOW


def test_stale_record_answers_409_with_both_texts(challenge: Make, clients: Any) -> None:
    event = challenge(held=True)
    RecordFactory(page=event, summary="Leur texte", version=2)

    response = clients["agent"].post(
        url("desk_record", event.pk), {"summary": "Mon texte", "language": "fr", "base_version": "1"}
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert ("Leur texte" in page, "Mon texte" in page) == (True, True)
    assert Record.objects.get().summary == "Leur texte"


def test_record_document_must_be_what_it_says(challenge: Make, clients: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    event = challenge(held=True)
    words = {"summary": "Dit.", "language": "fr", "base_version": "0", "document_title": "Diaporama"}
    for name, content in (("a.pdf", b"MZ..."), ("a.exe", b"MZ..."), ("a", b"%PDF-")):
        response = clients["agent"].post(
            url("desk_record", event.pk), words | {"document": SimpleUploadedFile(name, content)}
        )
        assert list(response.context["form"].errors) == ["document"]

    clients["agent"].post(
        url("desk_record", event.pk), words | {"document": SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")}
    )

    assert [(d.title, d.owner_page_id) for d in Record.objects.get().documents.all()] == [("Diaporama", event.pk)]


@pytest.mark.parametrize("count", [3, 300])
def test_desk_takes_the_same_queries(
    challenge: Make, clients: Any, count_queries: Callable[..., int], count: int
) -> None:
    event = challenge(capacity=500)
    RegistrationFactory.create_batch(count, page=event, confirmed=True)
    RegistrationFactory.create_batch(count, page=event, waiting=True)

    assert count_queries(clients["agent"], url("desk", event.pk)) <= 20


def test_csv_holds_everybody_runs_nothing_and_keeps_needs_out(challenge: Make, clients: Any) -> None:
    event = challenge()
    hostile = ["=HYPERLINK(1)", "+33 1", "-1", "@SUM", "＝1", 'a;b"c']
    for name in hostile:
        RegistrationFactory(page=event, confirmed=True, organisation_name=name, access_needs="Fauteuil roulant")

    import csv
    import io

    text = clients["communications"].get(url("desk_csv", event.pk)).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert [row[2] for row in rows[1:]] == ["'=HYPERLINK(1)", "'+33 1", "'-1", "'@SUM", "'＝1", 'a;b"c']
    assert "Fauteuil" not in text


@pytest.mark.parametrize(
    ("role", "status", "read"), [("agent", 403, False), ("communications", 200, True)], ids=["agent", "communications"]
)
def test_addresses_are_read_by_those_who_write_to_people(
    challenge: Make, clients: Any, role: str, status: int, read: bool
) -> None:
    event = challenge()
    for state in ("confirmed", "waiting"):
        RegistrationFactory(
            page=event, **{state: True}, email=f"{state}@firm.example", organisation_name=f"Maison {state}"
        )

    pages = [clients[role].get(url(name, event.pk)) for name in ("desk", "desk_csv", "desk_organisations_csv")]

    desk, people, organisations = (page.content.decode() for page in pages)
    assert [page.status_code for page in pages] == [200, status, 200]
    assert [text in desk for text in ("confirmed@firm.example", "waiting@firm.example")] == [read, read]
    assert ("confirmed@firm.example" in people) == read
    assert "@" not in organisations
    assert [f"Maison {state}" in organisations for state in ("confirmed", "waiting")] == [True, True]


def test_question_of_another_event_is_not_answered_from_here(challenge: Make, clients: Any) -> None:
    here, elsewhere = challenge(), challenge()
    question = PublicQuestionFactory(page=elsewhere)

    assert clients["agent"].get(url("desk_question", here.pk, question.pk)).status_code == 404


def test_answering_shows_question_and_answer_to_everybody(challenge: Make, clients: Any) -> None:
    event = challenge()
    question = PublicQuestionFactory(page=event, text="Peut-on venir à deux ?")

    clients["agent"].post(url("desk_question", event.pk, question.pk), {"answer": "Oui, à deux."})

    page = clients["anonymous"].get(event.get_url()).content.decode()
    assert ("venir à deux" in page, "Oui, à deux." in page, "asker@" in page) == (True, True, False)


def test_setting_aside_a_question_hides_it(challenge: Make, clients: Any) -> None:
    event = challenge()
    question = PublicQuestionFactory(page=event)

    clients["agent"].post(url("desk_question", event.pk, question.pk), {"set_aside": "1"})

    question.refresh_from_db()
    assert (question.state, question.email) == (QuestionState.SET_ASIDE, "")


# A page nobody may see


def test_unpublished_event_has_no_addresses(challenge: Make, clients: Any) -> None:
    event = challenge(live=False)

    for role in ("anonymous", "provider"):
        found = [clients[role].get(url(name, event.pk)).status_code for name in ("register", "ask", "calendar")]
        assert found == [404, 404, 404]


def test_hold_says_its_hour(challenge: Make, client: Client, clock: Any) -> None:
    registration = RegistrationFactory(page=challenge(), held=True)
    clock.shift(timedelta(minutes=5))

    page = client.get(registration.manage_path).content.decode()

    assert "9\u00a0h\u00a030" in page
