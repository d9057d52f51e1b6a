from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail as outbox
from django.test import Client

from core import mail as core_mail
from core import visibility
from core.models import OutgoingMail, PageAccess
from search import alerts
from search.models import SavedSearch, SearchDocument
from spaces import services as spaces
from spaces.enums import MemberRole
from spaces.models import Membership
from tests.factories.core import StandardPageFactory
from tests.factories.search import DocumentFactory, put
from tests.factories.spaces import make_space

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


@pytest.fixture
def public(home_fr: object) -> int:
    return StandardPageFactory(parent=home_fr, title="La page").pk


@pytest.fixture
def kept(people: dict) -> Callable[..., SavedSearch]:
    def make(role: str = "agent", *, query: str = "q=vélo", alert: str = "weekly", language: str = "fr") -> SavedSearch:
        return alerts.save(user=people[role], name="Mes vélos", query=query, language=language, alert=alert)

    return make


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.order_by("pk"))


def send_after(clock: time_machine.Coordinates, **delay: int) -> int:
    clock.shift(timedelta(**delay))
    return alerts.send_due()


def test_mail_tells_what_is_new_since_it_was_saved(
    public: int, kept: Callable, clock: time_machine.Coordinates
) -> None:
    put(DocumentFactory(title="Ancien vélo", page_id=public))
    kept()
    put(DocumentFactory(title="Nouveau vélo", url="/fr/nouveau/", page_id=public), DocumentFactory(page_id=public))

    sent = send_after(clock, days=7)

    [written] = mails()
    assert (sent, written.to, written.subject) == (
        1,
        "agent@agents.example",
        "1 nouveau résultat pour «\u00a0Mes vélos\u00a0»",
    )
    assert ("Nouveau vélo" in written.text, "Ancien vélo" in written.text) == (True, False)
    assert "http://testserver/fr/nouveau/" in written.text
    assert "Nouveau vélo" in written.html


def test_mail_is_in_the_language_of_its_reader(
    public: int, kept: Callable, people: dict, clock: time_machine.Coordinates
) -> None:
    people["agent"].preferred_language = "en"
    people["agent"].save()
    kept(language="fr")
    put(DocumentFactory(title="Vélo", page_id=public))

    send_after(clock, days=7)

    assert mails()[0].subject == "1 new result for “Mes vélos”"
    assert '<a href="http://testserver/fr/' in mails()[0].html


def test_nothing_new_is_no_mail_and_nothing_is_told_twice(
    public: int, kept: Callable, clock: time_machine.Coordinates
) -> None:
    kept()
    quiet = send_after(clock, days=7)
    put(DocumentFactory(title="Vélo", page_id=public))

    assert (quiet, send_after(clock, days=7), send_after(clock, days=7)) == (0, 1, 0)


def test_what_was_gone_for_a_while_is_not_new(public: int, kept: Callable, clock: time_machine.Coordinates) -> None:
    document = DocumentFactory(title="Vélo", page_id=public)
    put(document)
    kept()
    SearchDocument.objects.all().delete()
    send_after(clock, days=7)
    put(document)

    assert send_after(clock, days=7) == 0


@pytest.mark.parametrize(
    ("alert", "delay", "sent"),
    [
        ("none", {"days": 90}, 0),
        ("daily", {"hours": 23}, 0),
        ("daily", {"hours": 24}, 1),
        ("weekly", {"days": 6}, 0),
        ("weekly", {"days": 7}, 1),
    ],
)
def test_mail_comes_as_often_as_asked(
    public: int, kept: Callable, clock: time_machine.Coordinates, alert: str, delay: dict[str, int], sent: int
) -> None:
    kept(alert=alert)
    put(DocumentFactory(title="Vélo", page_id=public))

    assert send_after(clock, **delay) == sent


def test_one_mail_for_all_that_a_person_keeps(public: int, kept: Callable, clock: time_machine.Coordinates) -> None:
    kept()
    kept(query="q=train")
    put(DocumentFactory(title="Vélo", page_id=public), DocumentFactory(title="Train", page_id=public))

    assert (send_after(clock, days=7), mails()[0].subject) == (1, "2 nouveaux résultats dans vos recherches")


def test_account_that_is_closed_gets_no_mail(
    public: int, kept: Callable, people: dict, clock: time_machine.Coordinates
) -> None:
    kept()
    people["agent"].is_active = False
    people["agent"].save()
    put(DocumentFactory(title="Vélo", page_id=public))

    assert send_after(clock, days=7) == 0


def test_mail_names_nothing_private_and_counts_it_for_those_who_may_read_it(
    home_fr: object, public: int, kept: Callable, people: dict, clock: time_machine.Coordinates
) -> None:
    space = make_space("members", title="Espace")
    spaces.add_member(space=space, user=people["member"], role=MemberRole.COMMENTER)
    kept("member")
    put(DocumentFactory(title="Vélo secret", page_id=space.pk), DocumentFactory(title="Vélo", page_id=public))

    send_after(clock, days=7)

    [written] = mails()
    assert "secret" not in written.text + written.html + written.subject
    assert "- 1 nouveau résultat à lire une fois connecté" in written.text
    assert written.subject.startswith("2 nouveaux résultats")


def test_rights_are_those_of_the_moment_of_sending(
    public: int, kept: Callable, people: dict, clock: time_machine.Coordinates
) -> None:
    space = make_space("members", title="Espace")
    spaces.add_member(space=space, user=people["member"], role=MemberRole.COMMENTER)
    kept("member")
    put(DocumentFactory(title="Vélo secret", page_id=space.pk))
    Membership.objects.filter(space=space, user=people["member"]).delete()

    assert (send_after(clock, days=7), mails()) == (0, [])


@pytest.mark.parametrize("role", ["provider", "outsider"])
def test_mail_is_byte_equal_with_and_without_private_content(
    home_fr: object, public: int, kept: Callable, people: dict, clock: time_machine.Coordinates, role: str
) -> None:
    kept(role)
    put(DocumentFactory(key="test:one", title="Vélo", url="/fr/velo/", page_id=public))
    before = SavedSearch.objects.values().get()
    send_after(clock, days=7)
    secret = StandardPageFactory(parent=home_fr)
    PageAccess(page_id=secret.pk, keyword="space:7").save()
    put(*[DocumentFactory(title=f"Vélo secret {n}", page_id=secret.pk) for n in range(5)])
    SavedSearch.objects.update(seen=before["seen"], looked_at=before["looked_at"])

    alerts.send_due()

    first, second = mails()
    assert (second.subject, second.text, second.html) == (first.subject, first.text, first.html)


def test_engine_that_is_behind_tells_nothing_private(
    home_fr: object, kept: Callable, clock: time_machine.Coordinates
) -> None:
    secret = StandardPageFactory(parent=home_fr)
    PageAccess(page_id=secret.pk, keyword="space:7").save()
    kept("provider")
    row = put(DocumentFactory(title="Vélo secret", page_id=secret.pk))[0]
    SearchDocument.objects.filter(pk=row.pk).update(acl=visibility.PUBLIC)

    assert send_after(clock, days=7) == 0


@pytest.fixture
def delayed(kept: Callable, clock: time_machine.Coordinates) -> Callable[..., OutgoingMail]:
    """A mail about « Vélo » (public) and ``titles`` that could not be sent at once: before anybody delivers it."""

    def make(public: int, *titles: str, role: str = "agent") -> OutgoingMail:
        kept(role)
        put(*[DocumentFactory(title=title, page_id=public, key=f"test:{title}") for title in ("Vélo", *titles)])
        send_after(clock, days=7)
        return mails()[0]

    return make


def delivered(written: OutgoingMail) -> OutgoingMail:
    core_mail.deliver.func(written.pk)
    return OutgoingMail.objects.get(pk=written.pk)


def words(written: OutgoingMail) -> str:
    return written.subject + written.text + written.html


def test_mail_that_is_sent_late_names_nothing_that_was_hidden_meanwhile(
    home_fr: object, public: int, delayed: Callable
) -> None:
    written = delayed(public, "Vélo retiré")
    assert "Vélo retiré" in words(written)
    secret = StandardPageFactory(parent=home_fr)
    PageAccess(page_id=secret.pk, keyword="space:7").save()
    SearchDocument.objects.filter(title="Vélo retiré").update(page_id=secret.pk, acl="space:7")

    sent = delivered(written)

    assert (sent.state, "retiré" in words(sent), "Vélo" in words(sent)) == (OutgoingMail.State.SENT, False, True)
    assert sent.subject.startswith("1 nouveau résultat")
    assert [message.body for message in outbox.outbox] == [sent.text]


def test_mail_that_is_sent_late_counts_what_only_its_reader_and_some_others_may_still_read(
    home_fr: object, public: int, delayed: Callable
) -> None:
    written = delayed(public, "Vélo retiré")
    agents = StandardPageFactory(parent=home_fr)
    PageAccess(page_id=agents.pk, keyword="agents").save()
    SearchDocument.objects.filter(title="Vélo retiré").update(page_id=agents.pk, acl="agents")

    sent = delivered(written)

    assert "retiré" not in words(sent)
    assert "- 1 nouveau résultat à lire une fois connecté" in sent.text


def test_mail_that_is_sent_late_has_the_titles_of_that_day(public: int, delayed: Callable) -> None:
    written = delayed(public)
    SearchDocument.objects.filter(key="test:Vélo").update(title="Bicyclette")

    assert "- Bicyclette (" in delivered(written).text


@pytest.mark.parametrize("why", ["hidden", "stopped", "deleted"])
def test_mail_that_has_nothing_left_to_tell_is_not_sent(public: int, delayed: Callable, why: str) -> None:
    written = delayed(public)
    if why == "hidden":
        PageAccess.objects.filter(page_id=public).update(keyword="space:7")
    elif why == "stopped":
        alerts.change_alert(saved=SavedSearch.objects.get(), alert="none")
    else:
        alerts.delete(saved=SavedSearch.objects.get())

    assert (delivered(written).state, outbox.outbox) == (OutgoingMail.State.DROPPED, [])


def test_news_is_what_holds_both_words_not_one_of_them(
    public: int, kept: Callable, clock: time_machine.Coordinates
) -> None:
    kept(query="q=clause+sociale")
    put(
        DocumentFactory(title="Clause d’exécution", page_id=public),
        DocumentFactory(title="Clause sociale", page_id=public),
    )

    send_after(clock, days=7)

    assert re.findall(r"^- (.+) \(", mails()[0].text, re.M) == ["Clause sociale"]


def test_mail_says_on_which_page_an_article_stands(
    public: int, kept: Callable, clock: time_machine.Coordinates
) -> None:
    kept()
    put(DocumentFactory(title="2 Vélo", kind="article", page_id=public))

    send_after(clock, days=7)

    assert "- 2 Vélo – La page (Article)" in mails()[0].text


# On the site.


def test_search_is_saved_from_its_address_and_found_under_the_account(clients: dict, people: dict, public: int) -> None:
    page = clients["agent"].get("/fr/search/save/?q=vélo&kind=comment&page=3&x=1").content.decode()
    query = re.search(r'name="query" value="([^"]*)"', page)[1].replace("&amp;", "&")

    response = clients["agent"].post(
        "/fr/search/save/", {"name": "Mes vélos", "alert": "daily", "query": query}, follow=True
    )

    saved = SavedSearch.objects.get()
    assert (saved.user, saved.query, saved.alert, saved.language) == (
        people["agent"],
        "q=v%C3%A9lo&kind=comment",
        "daily",
        "fr",
    )
    assert 'href="/fr/search/?q=v%C3%A9lo&amp;kind=comment">Mes vélos</a>' in response.content.decode()


@pytest.mark.parametrize("number", [2, 12])
def test_kept_searches_say_what_they_look_for_in_as_many_queries(
    clients: dict, kept: Callable, number: int, django_assert_max_num_queries: Callable
) -> None:
    for n in range(number):
        kept(query=f"q=vélo+{n}&kind=criterion&language=fr")

    with django_assert_max_num_queries(26):
        page = clients["agent"].get("/fr/search/saved/").content.decode()

    assert page.count("Quoi : Critères") == number
    assert "« vélo 1 »" in page


def test_who_keeps_too_many_is_told_before_typing(clients: dict, kept: Callable) -> None:
    for n in range(alerts.MAX_PER_PERSON):
        kept(query=f"q=vélo+{n}")

    assert "Supprimez-en une" in clients["agent"].get("/fr/search/save/?q=train").content.decode()


def test_same_search_is_kept_once(kept: Callable) -> None:
    kept(alert="daily")
    kept(query="page=2&q=vélo", alert="weekly")

    assert [saved.alert for saved in SavedSearch.objects.all()] == ["weekly"]


@pytest.mark.parametrize(
    ("alert", "sentence"),
    [("none", "est enregistrée."), ("daily", "demain au plus tôt"), ("weekly", "dans sept jours au plus tôt")],
)
def test_person_is_told_when_the_first_mail_may_come(clients: dict, alert: str, sentence: str) -> None:
    asked = {"name": "Vélo", "alert": alert, "query": "q=vélo"}
    page = clients["agent"].post("/fr/search/save/", asked, follow=True).content.decode()

    assert sentence in page


def test_who_is_not_logged_in_is_told_what_for_and_comes_back(client: Client) -> None:
    response = client.get("/fr/search/save/?q=v%C3%A9lo", follow=True)

    assert response.redirect_chain[-1][0].endswith("?next=%2Ffr%2Fsearch%2Fsave%2F%3Fq%3Dv%25C3%25A9lo")
    assert "Pour enregistrer cette recherche, connectez-vous" in response.content.decode()


def test_form_comes_back_with_what_was_typed(clients: dict, public: int) -> None:
    response = clients["agent"].post("/fr/search/save/", {"name": "", "alert": "daily", "query": "q=vélo"})

    assert response.status_code == 422
    assert 'value="q=vélo"' in response.content.decode()


def test_twenty_searches_are_enough(clients: dict, kept: Callable) -> None:
    for number in range(20):
        kept(query=f"q=mot{number}")

    response = clients["agent"].post("/fr/search/save/", {"name": "X", "alert": "none", "query": "q=vélo"})

    assert (response.status_code, SavedSearch.objects.count()) == (422, 20)
    assert "Vous gardez déjà 20 recherches." in response.content.decode()


def test_search_of_somebody_else_does_not_exist(clients: dict, kept: Callable) -> None:
    saved = kept("member")
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')

    def answer(pk: int) -> tuple[int, str]:
        response = clients["outsider"].post(f"/fr/search/saved/{pk}/delete/")
        return response.status_code, token.sub("", response.content.decode()).replace(f"/{pk}/", "/N/")

    assert answer(saved.pk) == answer(saved.pk + 1)
    assert (answer(saved.pk)[0], SavedSearch.objects.count()) == (404, 1)


def test_mail_can_be_changed_and_the_search_deleted(clients: dict, kept: Callable) -> None:
    saved = kept()

    clients["agent"].post(f"/fr/search/saved/{saved.pk}/", {"alert": "daily"})
    clients["agent"].post(f"/fr/search/saved/{saved.pk}/", {"alert": "hourly"})
    changed = SavedSearch.objects.get().alert
    clients["agent"].post(f"/fr/search/saved/{saved.pk}/delete/")

    assert (changed, SavedSearch.objects.exists()) == ("daily", False)


def test_what_came_while_nobody_wanted_to_know_is_not_told_afterwards(
    public: int, kept: Callable, clock: time_machine.Coordinates
) -> None:
    saved = kept(alert="none")
    put(DocumentFactory(title="Vélo", page_id=public))
    alerts.change_alert(saved=saved, alert="daily")

    assert send_after(clock, days=1) == 0


def test_searches_go_with_the_account(kept: Callable, people: dict) -> None:
    kept()
    people["agent"].delete()

    assert SavedSearch.objects.count() == 0


def test_link_in_the_mail_opens_a_page_and_only_its_button_acts(
    client: Client, public: int, kept: Callable, clock: time_machine.Coordinates
) -> None:
    saved = kept()
    put(DocumentFactory(title="Vélo", page_id=public))
    send_after(clock, days=7)
    path = urlsplit(re.search(r"http://testserver(/fr/search/saved/stop/\S+)", mails()[0].text)[1]).path

    asking = client.get(path).content.decode()
    opened = SavedSearch.objects.get(pk=saved.pk).alert
    done = client.post(path).content.decode()

    assert (opened, SavedSearch.objects.get(pk=saved.pk).alert) == ("weekly", "none")
    heads = [re.search(r"<h1>(.+)</h1>", html)[1] for html in (asking, done)]
    assert heads == ["Arrêter les courriels sur cette recherche ?", "Plus de courriel sur cette recherche"]


@pytest.mark.parametrize("token", ["1", "1:abc", "x" * 300, "1:"])
def test_link_that_is_not_ours_is_absent(client: Client, kept: Callable, token: str) -> None:
    kept()

    response = client.get(f"/fr/search/saved/stop/{token}/")

    assert response.status_code == 404
    assert "Ce lien n’arrête rien" in response.content.decode()
    assert client.post(f"/fr/search/saved/stop/{token}/").status_code == 404
    assert SavedSearch.objects.get().alert == "weekly"


def test_link_of_a_deleted_search_is_absent(client: Client, kept: Callable) -> None:
    saved = kept()
    path = alerts.stop_path(saved)
    alerts.delete(saved=saved)

    assert client.get(path).status_code == 404
    assert outbox.outbox == []
