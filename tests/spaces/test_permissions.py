"""Who may open what: role × kind of space × route. A route that is not in these tables fails a test below."""

from __future__ import annotations

import re

import pytest
from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse

from spaces import services, urls
from spaces.enums import Phase, SpaceKind
from tests.factories.accounts import UserFactory
from tests.factories.spaces import make_amendment, make_specification, space_index

pytestmark = pytest.mark.django_db

ROLES = ["anonymous", "provider", "outsider", "communications", "member", "facilitator", "admin"]
INSIDE = {"member": 200, "facilitator": 200, "admin": 200}
# What somebody who may not read the space gets: absent and forbidden answer alike.
HIDDEN = {
    SpaceKind.MEMBERS: {"anonymous": 302, "provider": 404, "outsider": 404, "communications": 404},
    SpaceKind.AGENTS: {"anonymous": 302, "provider": 404},
    SpaceKind.PUBLIC: {},
}
READ = dict.fromkeys(ROLES, 200)
TAKE_PART = READ | {"anonymous": 302}
MEMBERS = {"anonymous": 302, "provider": 404, "outsider": 404, "communications": 404} | INSIDE
WRITE = {"anonymous": 302, "provider": 403, "outsider": 403, "communications": 403} | INSIDE
FACILITATE = WRITE | {"member": 403}
# Somebody's own: nobody else, whatever their part.
AUTHOR = {role: 302 if role == "anonymous" else 403 for role in ROLES}

ROUTES = {
    "page": READ,
    "space page": READ,
    "resource page": READ,
    "remarks": READ,
    "amendments": READ,
    "decisions": READ,
    "decisions_csv": READ,
    "resources": READ,
    "history": READ,
    "version": READ,
    "compare": READ,
    "article_history": READ,
    "proposal": READ,
    "amend": TAKE_PART,
    "propose": TAKE_PART,
    "members": MEMBERS,
    "create_specification": WRITE,
    "specification_settings": WRITE,
    "article_new": WRITE,
    "article_edit": WRITE,
    "article_move": WRITE,
    "article_retire": WRITE,
    "add_resource": WRITE,
    "remove_resource": WRITE,
    "settings": FACILITATE,
    "phase": FACILITATE,
    "decide": FACILITATE,
    "remove_member": MEMBERS | {"member": 403},
    "withdraw": AUTHOR,
}
POST_ONLY = {"support": 302}
ELSEWHERE = {"create_space"}


@pytest.fixture
def place(space_of):
    """Addresses of everything in one space of a kind."""

    def make(kind: str) -> dict[str, str]:
        space = space_of(kind)
        page = make_specification(space)
        article = page.live_articles[0].id
        amendment = make_amendment(page, author=space.memberships.last().user)
        amendment.author = UserFactory(agent=True)
        amendment.save()
        resource = services.add_resource(
            space=space,
            author=space.memberships.first().user,
            title="Guide",
            file=ContentFile(b"%PDF-1.4", name="guide.pdf"),
        )
        addresses = {
            "page": page.get_absolute_url(),
            "space page": space.get_absolute_url(),
            "resource page": resource.get_absolute_url(),
            "file": resource.document.file.url,
        }
        arguments = {
            **{name: [space.pk] for name in ("settings", "members", "add_resource", "create_specification")},
            "remove_member": [space.pk, space.memberships.first().pk],
            "remove_resource": [space.pk, resource.pk],
            "version": [page.pk, 1],
            "compare": [page.pk, 1, 1],
            **{name: [amendment.pk] for name in ("proposal", "support", "withdraw", "decide")},
        }
        for pattern in urls.urlpatterns:
            if pattern.name in ELSEWHERE:
                continue
            default = [page.pk, article] if "article_id" in str(pattern.pattern) else [page.pk]
            addresses[pattern.name] = reverse(f"spaces:{pattern.name}", args=arguments.get(pattern.name, default))
        return addresses

    return make


def test_every_route_is_in_the_tables():
    names = {pattern.name for pattern in urls.urlpatterns}

    assert names - set(ROUTES) - set(POST_ONLY) - ELSEWHERE == set()
    assert get_resolver().reverse_dict is not None


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", SpaceKind.values)
def test_who_may_open_what(clients, place, kind, role):
    addresses = place(kind)
    hidden = HIDDEN[SpaceKind(kind)].get(role)

    got = {name: clients[role].get(addresses[name]).status_code for name in ROUTES}

    assert got == {name: hidden or expected[role] for name, expected in ROUTES.items()}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", SpaceKind.values)
def test_files_are_as_private_as_their_space(clients, place, kind, role):
    hidden = role in HIDDEN[SpaceKind(kind)]

    assert clients[role].get(place(kind)["file"]).status_code == (404 if hidden else 200)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", SpaceKind.values)
def test_support_is_for_those_who_read_and_are_known(clients, place, kind, role):
    response = clients[role].post(place(kind)["support"])

    hidden = HIDDEN[SpaceKind(kind)].get(role)
    assert response.status_code == (hidden or 302)
    assert ("account" in response.get("Location", "")) == (role == "anonymous")


@pytest.mark.parametrize("role", ["anonymous", "provider", "outsider", "communications"])
def test_what_is_hidden_answers_exactly_like_what_is_absent(clients, place, role):
    client = clients[role]
    index = space_index().get_absolute_url()
    for name, address in place(SpaceKind.MEMBERS).items():
        if name in {"file", "support"}:
            continue
        absent = f"{index}nothing/" if "page" in name else reverse("spaces:remarks", args=[987654])
        hidden, missing = client.get(address), client.get(absent)

        assert (hidden.status_code, without(hidden, address)) == (missing.status_code, without(missing, absent)), name


def without(response, address: str) -> str:
    """What a page says besides the address that was asked for, in whatever language it links to it."""
    content = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return content.replace(address.split("/", 2)[2], "")


@pytest.mark.parametrize("role", ["anonymous", "provider", "outsider"])
def test_nothing_of_a_private_space_leaks_into_lists(clients, space_of, role):
    space = space_of(SpaceKind.MEMBERS, title="CANARI espace", summary="CANARI résumé", tags=["CANARI"])
    make_specification(space, title="CANARI cahier")
    public = space_of(SpaceKind.PUBLIC, title="Ouvert")
    index = space_index().get_absolute_url()

    for address in (index, f"{index}?tag=canari", f"{index}?mine=1", public.get_absolute_url()):
        assert b"CANARI" not in clients[role].get(address).content


@pytest.mark.parametrize("role", ["anonymous", "provider", "outsider", "member", "facilitator"])
def test_who_opens_a_space(clients, role):
    space_index()
    expected = {"anonymous": 302, "provider": 403}

    assert clients[role].get(reverse("spaces:create_space")).status_code == expected.get(role, 200)


# Who may say something in which phase, on a public draft.
SPEAK = {
    Phase.WRITING: {"member", "facilitator", "admin"},
    Phase.COMMENTS: set(ROLES) - {"anonymous"},
    Phase.ANSWERS: {"member", "facilitator", "admin"},
    Phase.FROZEN: set(),
    Phase.PUBLISHED: set(),
}


@pytest.mark.parametrize("phase", Phase.values)
def test_who_may_speak_in_which_phase(people, space_of, phase):
    page = make_specification(space_of(SpaceKind.PUBLIC), phase=phase)

    speakers = {role for role in ROLES if role != "anonymous" and page.comments_open_to(people[role])}

    assert speakers == SPEAK[Phase(phase)]


def test_ids_of_one_space_open_nothing_under_the_address_of_another(clients, space_of, people):
    mine, other = space_of(SpaceKind.PUBLIC), space_of(SpaceKind.PUBLIC)
    here, there = make_specification(mine), make_specification(other)
    article = there.live_articles[0].id
    membership = other.memberships.first()
    resource = services.add_resource(
        space=other, author=people["facilitator"], title="Guide", link="https://exemple.example.org/"
    )
    client = clients["facilitator"]

    got = [
        client.get(address).status_code
        for address in (
            reverse("spaces:article_edit", args=[here.pk, article]),
            reverse("spaces:article_history", args=[here.pk, article]),
            reverse("spaces:amend", args=[here.pk, article]),
            reverse("spaces:version", args=[here.pk, 9]),
            reverse("spaces:remove_member", args=[mine.pk, membership.pk]),
            reverse("spaces:remove_resource", args=[mine.pk, resource.pk]),
        )
    ]

    assert got == [404] * 6
