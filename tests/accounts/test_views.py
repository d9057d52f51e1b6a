from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from wagtail.users.models import UserProfile

from accounts.models import Organisation, User
from core.models import OutgoingMail
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def sign_up(client, email):
    client.post("/fr/account/signup/", {"email": email})
    code = re.search(r"^ +(\S+)$", OutgoingMail.objects.filter(to=email).first().text, re.M).group(1)
    return client.post("/fr/account/confirm-email/", {"code": code}, follow=True)


def test_a_provider_signs_up_with_a_code_and_names_their_firm(client):
    page = sign_up(client, "lea@atelier.example")
    assert page.redirect_chain[-1][0] == "/fr/account/welcome/"

    answer = client.post(
        "/fr/account/welcome/",
        {
            "name": "Léa Martin",
            "job_title": "",
            "preferred_language": "fr",
            "firm_name": "Atelier Martin",
            "identifier_type": "siret",
            "identifier": "732 829 320 00074",
            "size_class": "micro",
            "town": "",
            "description": "",
        },
    )

    assert answer.status_code == 302
    user = User.objects.get(email="lea@atelier.example")
    assert (user.role, user.byline) == ("provider", "Léa Martin, Atelier Martin")
    assert user.organisation.identifier == "73282932000074"


def test_an_agent_signs_up_by_domain_and_is_asked_for_no_firm(client):
    page = sign_up(client, "jo@agents.example")

    assert b"firm_name" not in page.content
    assert User.objects.get(email="jo@agents.example").role == "agent"


def test_a_newcomer_without_a_name_is_greeted_by_none(client):
    page = sign_up(client, "jo@elsewhere.example").content.decode()

    assert [words in page for words in ("Connexion avec", "la connexion est faite")] == [False, False]
    assert "Numéro de votre organisation" in page


def test_whoever_logs_in_is_greeted_by_name(client):
    user = UserFactory(name="Léa & Jo")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    page = client.post("/fr/account/login/", {"login": user.email, "password": "demo"}, follow=True)

    assert "Bonjour Léa &amp; Jo, la connexion est faite." in page.content.decode()


def test_an_unproven_address_brings_no_role(client):
    client.post("/fr/account/signup/", {"email": "jo@agents.example"})

    assert User.objects.get(email="jo@agents.example").role == "provider"
    assert client.get("/fr/account/profile/").status_code == 302


@pytest.mark.parametrize(
    ("email", "role"), [("somebody@elsewhere.example", "agent"), ("somebody@agents.example", "provider")]
)
def test_logging_in_again_leaves_the_role_that_an_administrator_gave(client, email, role):
    user = UserFactory(email=email, role=role)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)

    client.post("/fr/account/login/", {"login": email, "password": "demo"})

    user.refresh_from_db()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.role == role


def test_a_wrong_siret_keeps_what_was_typed_and_saves_nothing(client):
    user = UserFactory(role="provider", name="", organisation=None)
    client.force_login(user)

    answer = client.post(
        "/fr/account/welcome/",
        {
            "name": "Léa <b>Martin</b>",
            "preferred_language": "fr",
            "firm_name": "Atelier",
            "identifier_type": "siret",
            "identifier": "12345678901234",
            "size_class": "micro",
        },
    )

    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="12345678901234"' in html
    assert "Léa &lt;b&gt;Martin&lt;/b&gt;" in html
    assert Organisation.objects.count() == 0
    assert User.objects.get(pk=user.pk).name == ""


@pytest.mark.parametrize(
    ("role", "status"),
    [("anonymous", 302), ("provider", 404), ("agent", 200), ("communications", 200), ("admin", 200)],
)
def test_who_may_invite(clients, role, status):
    assert clients[role].get(reverse("accounts:invite")).status_code == status


@pytest.mark.parametrize(("role", "status"), [("anonymous", 302), ("provider", 302), ("agent", 302), ("admin", 200)])
def test_who_reaches_the_admin(clients, role, status):
    assert clients[role].get("/admin/").status_code == status


@pytest.mark.parametrize("role", ["provider", "agent"])
def test_who_may_not_come_in_is_told_so_and_not_sent_round(clients, role):
    answer = clients[role].get("/admin/", follow=True)

    assert (answer.status_code, len(answer.redirect_chain)) == (403, 1)
    assert "page-head" in answer.content.decode()


def test_the_admins_own_login_is_the_throttled_one(client):
    answer = client.get("/admin/login/?next=/admin/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/account/login/?next=/admin/")


def with_proven_address(user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_a_password_logs_in(client):
    user = with_proven_address(UserFactory(agent=True))

    client.post("/fr/account/login/", {"login": user.email, "password": "demo"})

    assert client.get("/fr/account/profile/").status_code == 200


def test_the_sixth_wrong_password_is_refused_before_it_is_checked(client):
    user = with_proven_address(UserFactory(agent=True))
    for _try in range(5):
        client.post("/fr/account/login/", {"login": user.email, "password": "wrong"})

    client.post("/fr/account/login/", {"login": user.email, "password": "demo"})

    assert client.get("/fr/account/profile/").status_code == 302


def test_without_a_password_a_code_is_sent(client):
    user = with_proven_address(UserFactory(agent=True))

    client.post("/fr/account/login/", {"login": user.email, "password": ""})
    code = re.search(r"^ +(\S+)$", OutgoingMail.objects.get(to=user.email).text, re.M).group(1)
    client.post("/fr/account/login/code/confirm/", {"code": code})

    assert client.get("/fr/account/profile/").status_code == 200


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:1"])
def test_no_address_of_another_site_is_followed_after_login(clients, target):
    answer = clients["agent"].get("/fr/account/arrived/", {"next": target})

    assert answer.headers["Location"] == "/fr/"


def test_extra_fields_change_nothing(clients, people):
    clients["agent"].post(
        "/fr/account/profile/",
        {"name": "Agent", "preferred_language": "fr", "role": "communications", "is_superuser": "on", "is_staff": "on"},
    )

    user = User.objects.get(pk=people["agent"].pk)
    assert (user.role, user.is_superuser, user.is_staff) == ("agent", False, False)


@pytest.mark.parametrize("role", ["provider", "newcomer"])
@pytest.mark.parametrize("address", ["/fr/search/?q=v%C3%A9lo&kind=lesson", "/en/site-map/"])
def test_the_log_in_of_the_header_leads_back_by_way_of_what_newcomers_are_asked(client, role, address):
    known = {"provider": True} if role == "provider" else {"agent": True, "name": ""}
    user = UserFactory(password="demo-demo", **known)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    link = re.search(r'href="(/\w\w/account/login/[^"]*)"', client.get(address).content.decode()).group(1)
    form = client.get(link.replace("&amp;", "&"))

    value = form.context["redirect_field_value"]
    answer = client.post(form.wsgi_request.path, {"login": user.email, "password": "demo-demo", "next": value})
    chain = [answer.headers["Location"], client.get(answer.headers["Location"]).headers["Location"]]

    onward = f"/{address[1:3]}/account/welcome/?" + urlencode({"next": address})
    assert chain[-1] == (address if role == "provider" else onward)


@pytest.mark.parametrize("address", ["/fr/", "/fr/account/signup/"])
def test_the_log_in_of_the_header_is_plain_where_nobody_comes_back_to(client, address):
    assert 'href="/fr/account/login/"' in client.get(address).content.decode()


def test_own_page_on_the_editors_side_asks_for_the_one_name_and_takes_a_language(clients, people):
    page = clients["admin"].get("/admin/account/").content.decode()
    assert ("name_email-name" in page, "first_name" in page) == (True, False)

    said = {"name_email-name": "Lou", "locale-preferred_language": "en", "theme-theme": "system"}
    said |= {"theme-density": "default", "theme-contrast": "system", "theme-keyboard_shortcuts": "on"}
    clients["admin"].post("/admin/account/", said)

    person = people["admin"]
    person.refresh_from_db()
    assert (person.name, UserProfile.objects.get(user=person).preferred_language) == ("Lou", "en")
