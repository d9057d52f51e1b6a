from __future__ import annotations

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from accounts.models import User
from core.models import SiteImage
from tests.factories.accounts import UserFactory
from tests.factories.copies import copies
from tests.factories.visits import (
    SlotFactory,
    VisitOfferPageFactory,
    VisitReportPageFactory,
    VisitRequestFactory,
)
from visits import services
from visits.enums import Agreement, CheckState, RequestState, SlotState
from visits.models import Slot, VisitOfferPage, VisitReportPage, VisitRequest

LOGIN = "login"


def answer(response):
    if response.status_code == 302 and "/login" in response["Location"]:
        return LOGIN
    return response.status_code


@pytest.fixture
def offer(index, people):
    """The provider of the table is its host."""
    host = people["provider"]
    return VisitOfferPageFactory(parent=index, organisation=host.organisation, proposed_by=host)


@pytest.fixture
def waiting(index, people):
    host = people["provider"]
    return VisitOfferPageFactory(parent=index, organisation=host.organisation, proposed_by=host, waiting=True)


@pytest.fixture
def slot(offer):
    return SlotFactory(offer=offer)


@pytest.fixture
def visit(slot, people):
    """Asked for by "agent", joined by "member"; "outsider" and "stranger" have nothing to do with it."""
    return VisitRequestFactory(slot=slot, agent=people["agent"], companions=[people["member"]])


@pytest.fixture
def past_visit(offer, people):
    slot = SlotFactory(offer=offer, past=True)
    return VisitRequestFactory(slot=slot, agent=people["agent"], companions=[people["member"]], accepted=True)


@pytest.fixture
def report(index, past_visit, people):
    page = services.start_report(visit=past_visit, author=people["agent"], index=index, title="Visite")
    newest = services.latest(page)
    newest.why_this_host, newest.costs_paid_by = "Appel ouvert.", "La Région"
    services.save_report(report=newest, author=people["agent"], base_revision_id=newest.latest_revision_id)
    return VisitReportPage.objects.get(pk=page.pk)


@pytest.fixture
def stranger(db):
    """Another provider, signed in."""
    from django.test import Client

    client = Client()
    client.force_login(UserFactory(provider=True))
    return client


def ask_as(clients, stranger, role):
    return stranger if role == "stranger" else clients[role]


ROLES = ("anonymous", "stranger", "provider", "agent", "member", "outsider", "communications")

# url name → what each of ROLES gets, for a GET.
OFFER_TABLE = {
    "offer": (LOGIN, 404, 200, 200, 200, 200, 200),
    "offer_edit": (LOGIN, 404, 200, 404, 404, 404, 200),
    "slots": (LOGIN, 404, 200, 404, 404, 404, 200),
}
VISIT_TABLE = {"visit": (LOGIN, 404, 200, 200, 200, 404, 200)}
REPORT_TABLE = {
    "report": (LOGIN, 404, 404, 200, 200, 404, 200),
    "report_edit": (LOGIN, 404, 404, 200, 200, 404, 200),
    "history": (404, 404, 404, 404, 404, 404, 404),
}
SENT_TABLE = {
    "report": (LOGIN, 404, 200, 200, 200, 404, 200),
    "report_edit": (LOGIN, 404, 403, 403, 403, 404, 403),
}


def rows(table):
    return [(name, role, expected) for name, line in table.items() for role, expected in zip(ROLES, line, strict=True)]


def ids(table):
    return [f"{name}-{role}" for name, role, _expected in rows(table)]


@pytest.mark.parametrize(("name", "role", "expected"), rows(OFFER_TABLE), ids=ids(OFFER_TABLE))
def test_who_opens_an_unpublished_offer(clients, stranger, waiting, name, role, expected):
    response = ask_as(clients, stranger, role).get(reverse(f"visits:{name}", args=[waiting.pk]))

    assert answer(response) == expected


@pytest.mark.parametrize(("name", "role", "expected"), rows(VISIT_TABLE), ids=ids(VISIT_TABLE))
def test_who_opens_a_visit(clients, stranger, visit, name, role, expected):
    assert answer(ask_as(clients, stranger, role).get(reverse(f"visits:{name}", args=[visit.pk]))) == expected


def test_the_host_does_not_read_what_agents_declare_to_their_hierarchy(clients, visit):
    visit.interests = "Ma cousine y travaille."
    visit.save()
    address = reverse("visits:visit", args=[visit.pk])

    read = {
        role: "Ma cousine" in clients[role].get(address).content.decode()
        for role in ("provider", "agent", "communications")
    }

    assert read == {"provider": False, "agent": True, "communications": True}


@pytest.mark.parametrize(("name", "role", "expected"), rows(REPORT_TABLE), ids=ids(REPORT_TABLE))
def test_who_opens_a_report_before_the_host_has_it(clients, stranger, report, name, role, expected):
    assert answer(ask_as(clients, stranger, role).get(reverse(f"visits:{name}", args=[report.pk]))) == expected


@pytest.mark.parametrize(("name", "role", "expected"), rows(SENT_TABLE), ids=ids(SENT_TABLE))
def test_who_opens_a_report_that_the_host_is_reading(clients, stranger, people, report, name, role, expected):
    services.send_to_host(report=report, by=people["agent"])

    assert answer(ask_as(clients, stranger, role).get(reverse(f"visits:{name}", args=[report.pk]))) == expected


ANSWER_TABLE = [
    *[("accept", role, got) for role, got in zip(ROLES, (LOGIN, 404, 302, 403, 403, 404, 403), strict=True)],
    *[("decline", role, got) for role, got in zip(ROLES, (LOGIN, 404, 302, 403, 403, 404, 403), strict=True)],
    *[("cancel", role, got) for role, got in zip(ROLES, (LOGIN, 404, 403, 302, 302, 404, 403), strict=True)],
]


@pytest.mark.parametrize(
    ("name", "role", "expected"), ANSWER_TABLE, ids=[f"{name}-{role}" for name, role, _got in ANSWER_TABLE]
)
def test_who_answers_a_request(clients, stranger, visit, name, role, expected):
    data = {"decline-reason": "Fermé ce jour.", "cancel-reason": "Grève.", "message": "Venez."}
    response = ask_as(clients, stranger, role).post(reverse(f"visits:{name}", args=[visit.pk]), data)

    visit.refresh_from_db()
    assert answer(response) == expected
    assert (visit.state != RequestState.REQUESTED) == (expected == 302)


LOOK_TABLE = list(zip(ROLES, (LOGIN, 404, 403, 302, 302, 302, 302), strict=True))


@pytest.mark.parametrize(("role", "expected"), LOOK_TABLE, ids=[role for role, _got in LOOK_TABLE])
def test_who_publishes_an_offer(clients, stranger, waiting, role, expected):
    url = reverse("visits:offer_publish", args=[waiting.pk])
    response = ask_as(clients, stranger, role).post(url, {"no_procedure": "on"})

    assert answer(response) == expected
    assert VisitOfferPage.objects.get(pk=waiting.pk).live == (expected == 302)


def test_an_offer_is_not_published_without_the_statement(clients, waiting):
    response = clients["agent"].post(reverse("visits:offer_publish", args=[waiting.pk]), {})

    assert response.status_code == 422
    assert not VisitOfferPage.objects.get(pk=waiting.pk).live


POST_ONLY = ["offer_publish", "offer_send_back", "offer_close", "accept", "decline", "cancel", "report_start"]
POST_ONLY += ["report_send", "report_check", "report_publish", "slot_cancel"]


@pytest.mark.parametrize("name", POST_ONLY)
def test_a_get_changes_nothing(clients, visit, name):
    assert clients["communications"].get(reverse(f"visits:{name}", args=[visit.pk])).status_code == 405


OFFER_DATA = {
    "title": "Imprimer autrement",
    "activity": "Imprimerie",
    "place": "Valence",
    "what_to_see": "Les presses, un mardi.",
    "written_in": "fr",
}


def test_a_provider_offers_a_visit_then_days(clients, people, index):
    created = clients["provider"].post(reverse("visits:offer_create"), OFFER_DATA)
    offer = VisitOfferPage.objects.get()
    day = timezone.localdate() + timedelta(days=10)
    added = clients["provider"].post(
        reverse("visits:slots", args=[offer.pk]),
        {"day": day.isoformat(), "begins": "14:00", "ends": "17:00", "capacity": "4"},
    )

    assert created["Location"] == reverse("visits:slots", args=[offer.pk])
    assert added.status_code == 302
    assert (offer.live, offer.organisation) == (False, people["provider"].organisation)
    slot = Slot.objects.get()
    assert (timezone.localtime(slot.starts_at).hour, slot.capacity) == (14, 4)


@pytest.mark.parametrize("role", ["agent", "communications"])
def test_only_providers_offer(clients, index, role):
    assert clients[role].get(reverse("visits:offer_create")).status_code == 403


BAD_SLOTS = [
    ("day", "2020-01-01"),
    ("day", "2999-01-01"),
    ("day", "demain"),
    ("ends", "13:00"),
    ("capacity", "1"),
    ("capacity", "9999999999"),
    ("begins", "25:99"),
]


@pytest.mark.parametrize(("field", "value"), BAD_SLOTS, ids=[f"{field}-{value}" for field, value in BAD_SLOTS])
def test_a_day_that_cannot_be_gets_a_sentence(clients, offer, field, value):
    day = timezone.localdate() + timedelta(days=10)
    data = {"day": day.isoformat(), "begins": "14:00", "ends": "17:00", "capacity": "4", field: value}

    response = clients["provider"].post(reverse("visits:slots", args=[offer.pk]), data)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Slot.objects.exists()


def test_a_late_change_of_an_offer_keeps_its_text(clients, offer, people):
    url = reverse("visits:offer_edit", args=[offer.pk])
    base = clients["provider"].get(url).context["form"]["base_revision"].value()
    clients["communications"].post(url, {**OFFER_DATA, "place": "Romans", "base_revision": base})

    response = clients["provider"].post(url, {**OFFER_DATA, "place": "Die", "base_revision": base})

    assert response.status_code == 409
    assert ("Romans" in response.content.decode(), 'value="Die"' in response.content.decode()) == (True, True)
    assert VisitOfferPage.objects.get(pk=offer.pk).place == "Romans"


def request_data(people, slot, **changes):
    return {
        "slot": slot.pk,
        "companions": people["member"].email,
        "question": "Quelles encres ?",
        "approved_on": timezone.localdate().isoformat(),
        "no_interest": "on",
        "no_procedure": "on",
        "no_gift": "on",
        **changes,
    }


def test_an_agent_asks_for_a_visit(clients, people, offer, slot):
    response = clients["agent"].post(reverse("visits:request", args=[offer.pk]), request_data(people, slot))

    visit = VisitRequest.objects.get()
    assert response["Location"] == reverse("visits:visit", args=[visit.pk])
    assert (visit.agent, list(visit.companions.all()), visit.party) == (people["agent"], [people["member"]], 2)


ASK_TABLE = [("anonymous", LOGIN), ("stranger", 403), ("provider", 403), ("agent", 200), ("communications", 200)]


@pytest.mark.parametrize(("role", "expected"), ASK_TABLE, ids=[role for role, _got in ASK_TABLE])
def test_who_may_ask_for_a_visit(clients, stranger, slot, role, expected):
    assert answer(ask_as(clients, stranger, role).get(reverse("visits:request", args=[slot.offer_id]))) == expected


BAD_REQUESTS = [
    ("companions", ""),
    ("companions", "nobody@agents.example"),
    ("companions", "provider@agents.example"),
    ("companions", "agent@agents.example"),
    ("companions", "x\x00" * 400),
    ("question", ""),
    ("question", "q" * 10_000),
    ("approved_on", "2999-01-01"),
    ("approved_on", "1999-01-01"),
    ("slot", "999999"),
    ("slot", "x"),
    ("no_procedure", ""),
    ("no_gift", ""),
    ("no_interest", ""),
]


@pytest.mark.parametrize(
    ("field", "value"), BAD_REQUESTS, ids=[f"{field}-{value[:12]!r}" for field, value in BAD_REQUESTS]
)
def test_a_request_that_lacks_something_gets_a_sentence(clients, people, offer, slot, field, value):
    people["provider"]
    data = {**request_data(people, slot), field: value}
    if value == "":
        data.pop(field)

    response = clients["agent"].post(reverse("visits:request", args=[offer.pk]), data)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not VisitRequest.objects.exists()


def test_a_full_day_says_so_beside_the_day(clients, people, offer, slot):
    services.request_visit(
        slot=slot,
        agent=UserFactory(agent=True),
        companions=[UserFactory(agent=True)],
        question="Quoi ?",
        interests="",
        has_no_running_procedure=True,
        approved_on=timezone.localdate(),
    )
    three = f"{people['member'].email}\n{people['outsider'].email}"

    response = clients["agent"].post(
        reverse("visits:request", args=[offer.pk]), request_data(people, slot, companions=three)
    )

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["slot"])
    assert VisitRequest.objects.count() == 1


def test_the_meeting_point_is_given_after_acceptance_only(clients, visit, people):
    url = reverse("visits:visit", args=[visit.pk])
    public = clients["anonymous"].get(visit.slot.offer.get_absolute_url()).content.decode()
    before = clients["agent"].get(url).content.decode()

    services.accept(visit=visit, host=people["provider"])

    assert "Portail bleu" not in public
    assert "Portail bleu" not in before
    assert "Portail bleu" in clients["agent"].get(url).content.decode()


def test_a_slot_with_visits_stays(clients, visit):
    clients["provider"].post(reverse("visits:slot_cancel", args=[visit.slot_id]))

    assert Slot.objects.get(pk=visit.slot_id).state == SlotState.OPEN


def test_strangers_do_not_touch_days(clients, stranger, slot):
    for client in (stranger, clients["agent"]):
        assert client.post(reverse("visits:slot_cancel", args=[slot.pk])).status_code == 404
    assert answer(clients["anonymous"].post(reverse("visits:slot_cancel", args=[slot.pk]))) == LOGIN


def test_a_report_is_started_after_the_visit_by_those_who_went(clients, index, visit, past_visit, people):
    services.accept(visit=visit, host=people["provider"])

    early = clients["agent"].post(reverse("visits:report_start", args=[visit.pk]))
    by_host = clients["provider"].post(reverse("visits:report_start", args=[past_visit.pk]))
    by_member = clients["member"].post(reverse("visits:report_start", args=[past_visit.pk]))

    page = VisitReportPage.objects.get()
    assert (early.status_code, by_host.status_code) == (403, 403)
    assert by_member["Location"] == reverse("visits:report_edit", args=[page.pk])


def drawn(kind="JPEG", size=(300, 200)):
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, kind)
    return written.getvalue()


def edit_data(client, report, **changes):
    """What the browser would send from the edit page as it is."""
    form = client.get(reverse("visits:report_edit", args=[report.pk])).context["form"]
    data = {field.html_name: field.value() for field in form}
    return {key: value for key, value in {**data, **changes}.items() if value not in (None, False)}


FINDINGS = {
    "findings_rows": "0:margin 1:obstacle 2:quotation 3:practice",
    "findings-0-what": "Encres végétales dès demain.",
    "findings-0-dimension": "materials",
    "findings-0-effort": "low",
    "findings-0-who": "both",
    "findings-1-clause": "« Papier couché 135 g »",
    "findings-1-effect": "Exclut le recyclé.",
    "findings-2-words": "On nous le demande jamais.",
    "findings-2-speaker": "un imprimeur",
    "findings-2-consent": "on",
}


def test_writing_a_report(clients, report):
    data = edit_data(clients["agent"], report, **FINDINGS, learning_1="Demander plus tôt.", tags="encres")
    data |= {"changes_rows": "0:change", "changes-0-action": "Changer la clause", "changes-0-who": "Achats"}
    data |= {"changes-0-state": "planned"}

    response = clients["agent"].post(reverse("visits:report_edit", args=[report.pk]), data)

    newest = services.latest(VisitReportPage.objects.get(pk=report.pk))
    page = clients["member"].get(response["Location"]).content.decode()
    assert response.status_code == 302
    assert [block.block_type for block in newest.findings] == ["margin", "obstacle", "quotation"]
    assert [change.action for change in newest.changes.all()] == ["Changer la clause"]
    assert ("Encres végétales dès demain." in page, "Changer la clause" in page) == (True, True)


def test_a_picture_is_kept_though_the_rest_is_wrong(clients, report, people):
    data = edit_data(clients["agent"], report, findings_rows="0:picture", title="")
    data |= {"findings-0-alt": "Une presse", "findings-0-upload": SimpleUploadedFile("presse.jpg", drawn())}

    response = clients["agent"].post(reverse("visits:report_edit", args=[report.pk]), data)

    image = SiteImage.objects.get()
    page = response.content.decode()
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["title"])
    assert (image.owner_page_id, image.title) == (report.pk, "Une presse")
    assert f'name="findings-0-image_id" value="{image.pk}"' in page
    assert reverse("visits:picture", args=[report.pk, image.pk]) in page


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"<html>", "a.png"), (drawn("PNG"), "a.jpg"), (drawn(size=(900, 900))[:-900], "a.jpg"), (b"%PDF", "a.pdf")],
    ids=["html-as-png", "png-as-jpg", "truncated", "pdf"],
)
@pytest.mark.parametrize("button", ["", "add"], ids=["save", "add-row"])
def test_a_bad_picture_gets_a_sentence_and_the_text_is_kept(clients, report, content, name, button):
    data = edit_data(clients["agent"], report, findings_rows="0:picture 1:practice")
    data |= {"findings-0-alt": "Une presse", "findings-0-upload": SimpleUploadedFile(name, content)}
    data |= {"findings-1-what": "Encres végétales."}
    if button:
        data["add"] = "findings:practice"

    response = clients["agent"].post(reverse("visits:report_edit", args=[report.pk]), data)

    page = response.content.decode()
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["findings-0-upload"])
    assert ("Une presse" in page, "Encres végétales." in page) == (True, True)
    assert not SiteImage.objects.exists()


def test_another_pages_picture_cannot_be_taken(clients, report, index):
    from core.pictures import clean_picture, store_picture

    other = VisitReportPageFactory(parent=index)
    picture = clean_picture(SimpleUploadedFile("a.jpg", drawn()))
    theirs = store_picture(picture=picture, title="x", owner_page=other, uploaded_by=None)
    data = edit_data(clients["agent"], report, findings_rows="0:picture")
    data |= {"findings-0-alt": "Une presse", "findings-0-image_id": str(theirs.pk)}

    response = clients["agent"].post(reverse("visits:report_edit", args=[report.pk]), data)

    assert list(response.context["form"].errors) == ["findings-0-upload"]
    assert clients["agent"].get(reverse("visits:picture", args=[report.pk, theirs.pk])).status_code == 404


PICTURE_TABLE = list(zip(ROLES, (LOGIN, 404, 404, 200, 200, 404, 200), strict=True))


@pytest.mark.parametrize(("role", "expected"), PICTURE_TABLE, ids=[role for role, _got in PICTURE_TABLE])
def test_who_sees_a_drafts_picture(clients, stranger, report, role, expected):
    from core.pictures import clean_picture, store_picture

    picture = clean_picture(SimpleUploadedFile("a.jpg", drawn()))
    image = store_picture(picture=picture, title="x", owner_page=report, uploaded_by=None)
    client = ask_as(clients, stranger, role)

    assert answer(client.get(reverse("visits:picture", args=[report.pk, image.pk]))) == expected
    # The file's own address serves nobody before the report is published.
    assert client.get(f"/media/{image.file.name}").status_code == 404
    assert client.get(f"/media/{image.get_rendition('width-1200').file.name}").status_code == 404


def test_a_published_reports_picture_is_everybodys(clients, report, people):
    data = edit_data(clients["agent"], report, findings_rows="0:picture")
    data |= {"findings-0-alt": "Une presse", "findings-0-upload": SimpleUploadedFile("presse.jpg", drawn())}
    data |= {"findings-0-consent": "on"}
    clients["agent"].post(reverse("visits:report_edit", args=[report.pk]), data)
    check = services.send_to_host(report=report, by=people["agent"])
    services.answer_check(check=check, by=people["provider"], agreement=Agreement.AS_IS)
    services.publish_report(report=report, by=people["agent"], note="")

    page = VisitReportPage.objects.get(pk=report.pk)
    html = clients["anonymous"].get(page.get_absolute_url()).content.decode()
    rendition = SiteImage.objects.get().get_rendition("width-1200")

    assert rendition.url in html
    assert 'alt="Une presse"' in html
    assert clients["anonymous"].get(rendition.url).status_code == 200


def test_a_late_report_gets_both_texts_and_keeps_its_own(clients, report):
    late = edit_data(clients["member"], report, question="Ma question")
    early = edit_data(clients["agent"], report, question="Leur question")
    clients["agent"].post(reverse("visits:report_edit", args=[report.pk]), early)

    response = clients["member"].post(reverse("visits:report_edit", args=[report.pk]), late)

    page = response.content.decode()
    (conflict,) = response.context["conflicts"]
    assert (response.status_code, conflict.name, conflict.both) == (409, "question", True)
    # Both start with the same words or not: each side is told word by word.
    assert "".join(part.text for part in conflict.theirs if part.op != "delete") == "Leur question"
    assert "Ma question</textarea>" in page
    assert services.latest(VisitReportPage.objects.get(pk=report.pk)).question == "Leur question"


CHECK_TABLE = list(zip(ROLES, (LOGIN, 404, 302, 403, 403, 404, 302), strict=True))


@pytest.mark.parametrize(("role", "expected"), CHECK_TABLE, ids=[role for role, _got in CHECK_TABLE])
def test_who_answers_for_the_host(clients, stranger, people, report, role, expected):
    check = services.send_to_host(report=report, by=people["agent"])
    url = reverse("visits:report_check", args=[report.pk])

    response = ask_as(clients, stranger, role).post(url, {"answer": "as_is"})

    check.refresh_from_db()
    assert answer(response) == expected
    assert (check.state == CheckState.AGREED) == (expected == 302)


@pytest.mark.parametrize("data", [{}, {"answer": "cuts"}, {"answer": "x"}, {"answer": "with_cuts"}], ids=str)
def test_an_answer_without_sense_gets_a_sentence(clients, people, report, data):
    services.send_to_host(report=report, by=people["agent"])

    response = clients["provider"].post(reverse("visits:report_check", args=[report.pk]), data)

    assert response.status_code == 422


def test_the_host_sees_what_was_sent_and_publishes_nothing(clients, people, report):
    services.send_to_host(report=report, by=people["agent"])
    services.answer_check(
        check=services.current_check(report), by=people["provider"], agreement=None, message="Coupez."
    )
    data = edit_data(clients["agent"], report, question="Écrit depuis")
    clients["agent"].post(reverse("visits:report_edit", args=[report.pk]), data)

    seen = clients["provider"].get(reverse("visits:report", args=[report.pk])).content.decode()

    assert "Écrit depuis" not in seen
    assert clients["provider"].post(reverse("visits:report_publish", args=[report.pk])).status_code == 403


def test_the_whole_way_to_publication(clients, people, report):
    clients["agent"].post(reverse("visits:report_send", args=[report.pk]))
    clients["provider"].post(reverse("visits:report_check", args=[report.pk]), {"answer": "anonymous"})
    response = clients["member"].post(reverse("visits:report_publish", args=[report.pk]))

    page = VisitReportPage.objects.get(pk=report.pk)
    html = clients["anonymous"].get(page.get_absolute_url()).content.decode()
    assert response["Location"] == page.get_absolute_url()
    assert people["provider"].organisation.name not in html
    assert clients["anonymous"].get(reverse("visits:history", args=[page.pk])).status_code == 200
    assert clients["anonymous"].get(reverse("visits:compare", args=[page.pk, 1, 1])).status_code == 200
    assert clients["anonymous"].get(reverse("visits:compare", args=[page.pk, 1, 9])).status_code == 404


REGISTER_TABLE = list(zip(ROLES, (LOGIN, 404, 404, 404, 404, 404, 200), strict=True))


@pytest.mark.parametrize(("role", "expected"), REGISTER_TABLE, ids=[role for role, _got in REGISTER_TABLE])
def test_who_exports_the_register(clients, stranger, visit, role, expected):
    assert answer(ask_as(clients, stranger, role).get(reverse("visits:register"))) == expected


def test_the_register_holds_each_visit_and_no_formula(clients, visit, people):
    visit.question = "=HYPERLINK(1)"
    visit.save()

    content = clients["communications"].get(reverse("visits:register")).content.decode("utf-8-sig")

    _head, row = list(csv.reader(StringIO(content), delimiter=";"))
    assert (row[0], row[2], row[6], row[7]) == (
        str(visit.pk),
        people["provider"].organisation.name,
        "2",
        "'=HYPERLINK(1)",
    )


def test_mine_shows_each_side_what_waits(clients, stranger, visit, waiting):
    host, agent, other = (
        client.get(reverse("visits:mine")).context for client in (clients["provider"], clients["agent"], stranger)
    )

    assert [item.pk for item in host["received"]] == [visit.pk]
    assert [item.pk for item in agent["asked"]] == [visit.pk]
    assert [item.pk for item in agent["to_look_at"]] == [waiting.pk]
    assert (list(other["received"]), list(other["offers"])) == ([], [])


def test_the_index_shows_offers_and_reports_with_filters(clients, index, slot):
    VisitOfferPageFactory(parent=index, waiting=True, title="Cachée")
    VisitReportPageFactory(parent=index, title="Un rapport")
    VisitReportPageFactory(parent=index, title="Un brouillon", draft=True)
    url = index.get_absolute_url()

    offers = clients["agent"].get(url).context
    reports = clients["agent"].get(url, {"show": "reports", "tag": ""}).context
    none = clients["agent"].get(url, {"size": "large"}).context

    assert [card["title"] for card in offers["cards"]] == [slot.offer.title]
    assert [card["title"] for card in reports["cards"]] == ["Un rapport"]
    assert none["cards"] == []
    assert [tab["count"] for tab in none["tabs"]] == [1, 1]


def test_public_pages_cost_the_same_with_3_and_300(clients, index, people, count_queries):
    report = VisitReportPageFactory(parent=index)
    offer = VisitOfferPageFactory(parent=index)

    def fill(page, number):
        page.findings = [
            (
                "margin",
                {
                    "what": f"m{n}",
                    "dimension": "energy",
                    "effort": "low",
                    "who": "both",
                    "condition": "",
                    "criterion": None,
                },
            )
            for n in range(number)
        ]
        page.save()
        for n in range(number):
            SlotFactory(offer=offer, starts_at=timezone.now() + timedelta(days=n + 1))

    def costs():
        urls = [index.get_absolute_url(), f"{index.get_absolute_url()}?show=reports"]
        urls += [report.get_absolute_url(), offer.get_absolute_url()]
        return {url: count_queries(clients["anonymous"], url) for url in urls}

    fill(report, 3)
    VisitOfferPageFactory(parent=index)
    VisitReportPageFactory(parent=index)
    few = costs()
    fill(report, 60)
    copies(VisitOfferPageFactory(parent=index), 295)
    copies(VisitReportPageFactory(parent=index), 295)

    many = costs()

    assert many == few
    assert max(many.values()) <= 15
    assert User.objects.exists()


@pytest.fixture
def published(report, people):
    """A report with two published versions: "Visite", then "Visite revue"."""
    for title in ("Visite", "Visite revue"):
        newest = services.latest(VisitReportPage.objects.get(pk=report.pk))
        newest.title = newest.draft_title = title
        services.save_report(report=newest, author=people["agent"], base_revision_id=newest.latest_revision_id)
        row = VisitReportPage.objects.get(pk=report.pk)
        check = services.send_to_host(report=row, by=people["agent"])
        services.answer_check(check=check, by=people["provider"], agreement="named", message="")
        services.publish_report(report=VisitReportPage.objects.get(pk=report.pk), by=people["agent"], note="Relu")
    return VisitReportPage.objects.get(pk=report.pk)


def test_an_old_version_comes_back_as_a_draft_that_the_host_sees_first(clients, published):
    address = reverse("visits:restore", args=[published.pk, 1])
    shown = clients["agent"].get(address)
    base = shown.context["form"]["base_revision"].value()

    answer = clients["agent"].post(address, {"base_revision": base})

    row = VisitReportPage.objects.get(pk=published.pk)
    assert [item.name for item in shown.context["differences"]] == ["title"]
    assert answer.headers["Location"] == reverse("visits:report", args=[row.pk])
    assert (row.title, services.latest(row).title) == ("Visite revue", "Visite")
    with pytest.raises(services.NotAgreedError):
        services.publish_report(report=row, by=row.owner, note="")


def test_a_version_is_not_brought_back_over_what_was_written_meanwhile(clients, published, people):
    address = reverse("visits:restore", args=[published.pk, 1])
    base = clients["agent"].get(address).context["form"]["base_revision"].value()
    newest = services.latest(published)
    newest.title = "Entre-temps"
    services.save_report(report=newest, author=people["member"], base_revision_id=newest.latest_revision_id)

    assert clients["agent"].post(address, {"base_revision": base}).status_code == 409
    assert services.latest(VisitReportPage.objects.get(pk=published.pk)).title == "Entre-temps"


@pytest.mark.parametrize(
    ("role", "offered"), [("anonymous", False), ("provider", False), ("outsider", False), ("agent", True)]
)
def test_the_history_offers_it_to_those_who_write(clients, published, role, offered):
    page = clients[role].get(reverse("visits:history", args=[published.pk])).content.decode()

    assert (reverse("visits:restore", args=[published.pk, 1]) in page) == offered
    assert reverse("visits:restore", args=[published.pk, 2]) not in page


def test_no_version_no_restoring(clients, published):
    assert clients["agent"].get(reverse("visits:restore", args=[published.pk, 99])).status_code == 404


def test_the_state_of_a_visit_agrees_with_it_in_french():
    with translation.override("fr"):
        assert [str(RequestState(state).label) for state in ("accepted", "declined", "cancelled", "done")] == [
            "acceptée",
            "déclinée",
            "annulée",
            "faite",
        ]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (VisitOfferPageFactory, "This offer is written in French."),
        (VisitReportPageFactory, "This report is written in French."),
    ],
)
def test_readers_of_the_other_language_are_told_which_one_it_is(client, index, make, words):
    page = make(parent=index)

    with translation.override("en"):
        english = client.get(page.get_absolute_url()).content.decode()
    with translation.override("fr"):
        french = client.get(page.get_absolute_url()).content.decode()

    assert words in english
    assert "rédigé" not in french.partition("<main")[2].partition("</h1>")[2][:600]
