"""Who may see what: a page in a space of each kind, asked for as each reader; then what changes with time."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import Http404
from wagtail.models import Page

from accounts.models import User
from core import visibility
from core.models import PageAccess
from spaces import services
from spaces.enums import MemberRole, SpaceKind
from spaces.models import SpacePage, SpecificationPage
from tests.conftest import People
from tests.factories.accounts import UserFactory
from tests.factories.core import StandardPageFactory
from tests.factories.spaces import make_space, make_specification

pytestmark = pytest.mark.django_db

ROLES = ["anonymous", "provider", "outsider", "member", "facilitator", "communications", "admin"]
SEEN_BY = {
    SpaceKind.PUBLIC: set(ROLES),
    SpaceKind.AGENTS: {"outsider", "member", "facilitator", "communications", "admin"},
    SpaceKind.MEMBERS: {"member", "facilitator", "admin"},
}


def reader(people: People, role: str) -> object:
    return AnonymousUser() if role == "anonymous" else people[role]


def space_of(people: People, kind: str) -> SpacePage:
    space = make_space(kind, facilitator=people["facilitator"])
    services.add_member(space=space, user=people["member"], role=MemberRole.COMMENTER)
    return space


@pytest.mark.parametrize("kind", SEEN_BY)
@pytest.mark.parametrize("role", ROLES)
def test_a_draft_is_seen_by_those_who_see_its_space(people: People, kind: str, role: str) -> None:
    space = space_of(people, kind)
    draft = make_specification(space)
    user = reader(people, role)
    seen = role in SEEN_BY[kind]

    assert visibility.can_see(user, draft) is seen
    assert visibility.can_see_page_id(user, draft.pk) is seen
    assert set(SpecificationPage.objects.visible_to(user)) == ({draft} if seen else set())
    assert visibility.visible_pages(user).filter(pk__in=[space.pk, draft.pk]).count() == (2 if seen else 0)


@pytest.mark.parametrize("kind", [SpaceKind.AGENTS, SpaceKind.MEMBERS])
def test_what_is_hidden_answers_like_what_is_not_there(people: People, kind: str) -> None:
    draft = make_specification(space_of(people, kind))
    for key in (draft.pk, 10**6):
        with pytest.raises(visibility.SignInRequired):
            visibility.get_visible_or_404(SpecificationPage.objects, AnonymousUser(), private=True, pk=key)
        with pytest.raises(Http404):
            visibility.get_visible_or_404(SpecificationPage.objects, people["provider"], private=True, pk=key)


def test_changing_the_kind_of_a_space_changes_everything_below_it(people: People) -> None:
    space = space_of(people, SpaceKind.PUBLIC)
    draft = make_specification(space)

    space.refresh_from_db()
    space.kind = SpaceKind.MEMBERS
    space.save()

    assert not visibility.can_see(AnonymousUser(), draft)
    assert set(PageAccess.objects.filter(page__in=[space, draft]).values_list("keyword", flat=True)) == {
        f"space:{space.pk}"
    }

    space.kind = SpaceKind.PUBLIC
    space.save()

    assert visibility.can_see(AnonymousUser(), draft)


def test_a_page_that_moves_takes_the_rule_of_where_it_arrives(people: People) -> None:
    private = space_of(people, SpaceKind.MEMBERS)
    public = make_space(SpaceKind.PUBLIC)
    draft = make_specification(private)

    draft.move(public, pos="last-child")
    assert visibility.can_see(AnonymousUser(), draft)

    Page.objects.get(pk=draft.pk).move(Page.objects.get(pk=private.pk), pos="last-child")
    assert not visibility.can_see(AnonymousUser(), draft)


def test_a_new_page_below_a_private_one_is_private(people: People) -> None:
    space = space_of(people, SpaceKind.MEMBERS)
    draft = make_specification(space)

    assert PageAccess.objects.get(page=draft).keyword == visibility.space_keyword(space.pk)


def test_a_page_without_a_row_is_seen_by_nobody(people: People, home_fr: Page) -> None:
    page = StandardPageFactory(parent=home_fr)
    assert visibility.can_see(AnonymousUser(), page)

    PageAccess.objects.filter(page=page).delete()

    for role in ROLES:
        assert not visibility.can_see(reader(people, role), page)
        assert not visibility.can_see_page_id(reader(people, role), page.pk)


def test_an_unpublished_page_is_in_no_list(people: People, home_fr: Page) -> None:
    page = StandardPageFactory(parent=home_fr)
    page.unpublish()

    assert page.pk not in visibility.visible_pages(people["admin"]).values_list("pk", flat=True)


def test_leaving_a_space_takes_its_pages_away_at_once(people: People) -> None:
    space = space_of(people, SpaceKind.MEMBERS)
    draft = make_specification(space)
    member = people["member"]
    assert visibility.can_see(member, draft)

    services.remove_member(membership=space.memberships.get(user=member))
    member = User.objects.get(pk=member.pk)

    assert not visibility.can_see(member, draft)


@pytest.mark.parametrize("kind", [SpaceKind.AGENTS, SpaceKind.MEMBERS])
def test_a_closed_account_holds_what_everybody_holds(people: People, kind: str) -> None:
    draft = make_specification(space_of(people, kind))
    member = people["member"]
    member.is_active = False
    member.save()
    member = User.objects.get(pk=member.pk)

    assert visibility.keywords_for(member) == {"public"}
    assert not visibility.can_see(member, draft)


def test_a_provider_is_never_a_member_of_a_space_that_is_not_public(people: People) -> None:
    space = space_of(people, SpaceKind.MEMBERS)

    with pytest.raises(ValidationError):
        services.add_member(space=space, user=UserFactory(provider=True), role=MemberRole.COMMENTER)

    assert space.memberships.filter(user__role="provider").count() == 0
