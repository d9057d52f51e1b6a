"""What can be done to spaces, drafts and proposals, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import OutgoingMail, PageVersion
from core.versions import StaleEditError
from discussions import services as discussions
from notifications.models import Notification
from spaces import services
from spaces.enums import MemberRole, Phase, ProposalState, SpaceKind
from spaces.models import Membership, Proposal, SpacePage, SpecificationPage, Support
from spaces.silence import is_silent
from tests.factories.accounts import UserFactory
from tests.factories.spaces import (
    facilitator_of,
    make_amendment,
    make_article,
    make_space,
    make_specification,
)

pytestmark = pytest.mark.django_db


def again(page: SpecificationPage) -> SpecificationPage:
    return SpecificationPage.objects.get(pk=page.pk)


def edit(page: SpecificationPage, article_id: str, text: str, *, base: int | None = None, author: object = None):
    return services.edit_article(
        page=page,
        article_id=article_id,
        author=author or facilitator_of(page),
        values={"text": text},
        note="Plus clair.",
        base_revision_id=page.latest_revision_id if base is None else base,
    )


# Members


@pytest.mark.parametrize("kind", [SpaceKind.MEMBERS, SpaceKind.AGENTS])
@pytest.mark.parametrize("role", MemberRole.values)
def test_a_provider_is_never_a_member_of_a_space_that_is_not_public(kind, role):
    space, provider = make_space(kind), UserFactory(provider=True)

    with pytest.raises(ValidationError):
        services.add_member(space=space, user=provider, role=role)
    with pytest.raises(ValidationError):
        Membership(space=space, user=provider, role=role).full_clean()
    assert not Membership.objects.filter(user=provider).exists()


@pytest.mark.parametrize("role", [MemberRole.FACILITATOR, MemberRole.WRITER])
def test_a_provider_never_writes_the_text_of_a_public_space_either(role):
    space, provider = make_space(SpaceKind.PUBLIC), UserFactory(provider=True)

    with pytest.raises(ValidationError):
        services.add_member(space=space, user=provider, role=role)


def test_closing_a_space_takes_its_providers_out_and_names_them():
    space, provider = make_space(SpaceKind.PUBLIC), UserFactory(provider=True)
    services.add_member(space=space, user=provider, role=MemberRole.COMMENTER)
    space.refresh_from_db()

    removed = services.change_space(
        space=space,
        by=facilitator_of(space),
        title=space.title,
        kind=SpaceKind.MEMBERS,
        introduction="",
        summary="",
        tags=[],
        base_revision_id=space.latest_revision_id,
    )

    assert removed == [provider]
    assert list(space.memberships.values_list("user", flat=True)) == [facilitator_of(space).pk]


def test_the_model_refuses_to_close_a_space_over_its_providers():
    space = make_space(SpaceKind.PUBLIC)
    services.add_member(space=space, user=UserFactory(provider=True), role=MemberRole.COMMENTER)
    space = SpacePage.objects.get(pk=space.pk)
    space.kind = SpaceKind.MEMBERS

    with pytest.raises(ValidationError):
        space.full_clean()


def test_an_agent_who_becomes_a_provider_sees_the_private_space_no_more():
    from core import visibility

    space, person = make_space(SpaceKind.MEMBERS), UserFactory(agent=True)
    services.add_member(space=space, user=person, role=MemberRole.WRITER)
    assert SpacePage.objects.visible_to(person).get() == space
    person.role = "provider"
    person.save()
    visibility.forget(person)

    assert not SpacePage.objects.visible_to(person).exists()
    assert space.role_of(person) is None


def test_removal_closes_the_space_at_once():
    space, person = make_space(SpaceKind.MEMBERS), UserFactory(agent=True)
    membership = services.add_member(space=space, user=person, role=MemberRole.WRITER)
    assert SpacePage.objects.visible_to(person).exists()

    services.remove_member(membership=membership)

    assert not SpacePage.objects.visible_to(membership.user).exists()


def test_a_space_keeps_a_facilitator():
    space = make_space()
    membership = space.memberships.get()

    with pytest.raises(services.RefusedError):
        services.remove_member(membership=membership)
    with pytest.raises(services.RefusedError):
        services.add_member(space=space, user=membership.user, role=MemberRole.WRITER)


def test_a_new_member_is_told_who_added_them():
    space, person = make_space(), UserFactory(agent=True)

    services.add_member(space=space, user=person, role=MemberRole.WRITER, by=facilitator_of(space))

    assert list(Notification.objects.values_list("user", "kind")) == [(person.pk, "member_added")]
    assert OutgoingMail.objects.get().to == person.email


# Articles


def test_an_article_keeps_its_identity_through_every_version():
    page = make_specification(articles=[make_article("Un"), make_article("Deux"), make_article("Trois")])
    ids = [article.id for article in page.article_list]
    author = facilitator_of(page)

    edit(page, ids[1], "Autrement.")
    services.move_article(page=page, article_id=ids[2], after="", author=author, note="D’abord.")
    page = again(page)
    services.retire_article(
        page=page, article_id=ids[0], author=author, note="Inutile.", base_revision_id=page.latest_revision_id
    )
    added = services.add_article(page=page, author=author, values={"title": "Quatre"}, note="Il manquait.")
    services.restore_article(page=page, article_id=ids[0], author=author, note="Utile, si.")

    page = again(page)
    assert [article.id for article in page.article_list] == [ids[2], ids[0], ids[1], added.id]
    assert [article.number for article in page.article_list] == ["1", "2", "3", "4"]
    assert list(page.versions.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_numbers_follow_the_levels_and_pass_over_what_is_retired():
    page = make_specification(
        articles=[
            make_article("A", level=2),
            make_article("B", level=2),
            make_article("C", retired=True),
            make_article("D"),
            make_article("E", level=3),
            make_article("F", level=2),
            make_article("G", level=3),
        ]
    )

    assert [(a.title, a.number) for a in page.article_list] == [
        ("A", "1"),
        ("B", "1.1"),
        ("C", ""),
        ("D", "2"),
        ("E", "2.1"),
        ("F", "2.2"),
        ("G", "2.2.1"),
    ]


def test_an_article_moves_with_those_below_it():
    page = make_specification(
        articles=[make_article("A"), make_article("A1", level=2), make_article("B"), make_article("B1", level=2)]
    )
    a, _a1, b, _b1 = page.article_list

    services.move_article(page=page, article_id=a.id, after=b.id, author=facilitator_of(page), note="Après.")

    assert [x.title for x in again(page).article_list] == ["B", "B1", "A", "A1"]


def test_a_stale_edit_of_the_same_article_is_refused_and_nothing_is_lost():
    page = make_specification()
    base, article = page.latest_revision_id, page.live_articles[0]
    edit(page, article.id, "Le texte du premier.")

    with pytest.raises(services.ArticleConflictError) as conflict:
        edit(page, article.id, "Le texte du second.", base=base)

    assert conflict.value.base.text == article.text
    assert conflict.value.theirs.text == "Le texte du premier."
    assert again(page).article(article.id).text == "Le texte du premier."
    assert page.versions.count() == 2


def test_two_people_write_two_articles_at_the_same_time():
    page = make_specification()
    base, (first, second) = page.latest_revision_id, page.live_articles
    edit(page, first.id, "Le premier.")

    edit(page, second.id, "Le second.", base=base)

    assert [article.text for article in again(page).live_articles] == ["Le premier.", "Le second."]


def test_a_base_of_another_page_is_no_base():
    page, other = make_specification(), make_specification()

    with pytest.raises(StaleEditError):
        edit(page, page.live_articles[0].id, "Autre.", base=other.latest_revision_id)


def test_saving_without_a_change_makes_no_version():
    page = make_specification()
    article = page.live_articles[0]

    assert edit(page, article.id, article.text) is None
    assert page.versions.count() == 1


def test_a_change_needs_a_note():
    page = make_specification()

    with pytest.raises(services.RefusedError):
        services.edit_article(
            page=page,
            article_id=page.live_articles[0].id,
            author=facilitator_of(page),
            values={"text": "Autre."},
            note="  \n ",
            base_revision_id=page.latest_revision_id,
        )


@pytest.mark.parametrize("phase", [Phase.FROZEN, Phase.PUBLISHED])
def test_a_frozen_text_does_not_change(phase):
    page = make_specification(phase=phase)

    with pytest.raises(services.RefusedError):
        edit(page, page.live_articles[0].id, "Autre.")


def test_settings_make_no_version_and_outlive_the_next_edit():
    page = make_specification()
    changed = services.change_specification(
        page=page, by=facilitator_of(page), base_revision_id=page.latest_revision_id, cpv="79311000", tags=["clarté"]
    )
    assert page.versions.count() == 1

    edit(changed, changed.live_articles[0].id, "Autre.")

    page = again(page)
    assert (page.cpv, list(page.tags.names()), page.versions.count()) == ("79311000", ["clarté"], 2)


# Phases


def test_a_freeze_is_refused_while_somebody_waits():
    page = make_specification()
    comment = discussions.post(author=UserFactory(provider=True), page=page, text="Et le délai ?")
    amendment = make_amendment(page)
    by = facilitator_of(page)

    with pytest.raises(services.UnansweredError):
        services.set_phase(page=page, by=by, phase=Phase.FROZEN)
    discussions.close(comment=comment, by=by, state="answered", reason="Deux mois.")
    with pytest.raises(services.UnansweredError):
        services.set_phase(page=page, by=by, phase=Phase.PUBLISHED)
    services.decide(proposal=amendment, by=by, state=ProposalState.DECLINED, reason="Trop long.")

    assert services.set_phase(page=page, by=by, phase=Phase.FROZEN).phase == Phase.FROZEN
    assert again(page).frozen_on == timezone.localdate()


def test_a_published_text_is_not_written_again():
    page = make_specification(phase=Phase.PUBLISHED)

    with pytest.raises(services.RefusedError):
        services.set_phase(page=page, by=facilitator_of(page), phase=Phase.WRITING)


def test_comments_close_by_themselves_after_their_last_day(clock):
    page = make_specification(comments_until=date(2026, 3, 11))
    agent = UserFactory(agent=True)
    open_days = []
    for _day in range(3):
        open_days.append((page.current_phase, page.comments_open_to(agent)))
        clock.shift(timedelta(days=1))

    assert open_days == [("comments", True), ("comments", True), ("answers", False)]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(None, None, [False, False, False], id="no silence"),
        pytest.param(date(2026, 3, 11), None, [False, True, True], id="open end"),
        pytest.param(date(2026, 3, 10), date(2026, 3, 11), [True, True, False], id="both days count"),
    ],
)
def test_silence_comes_and_goes_with_its_dates(clock, first, last, expected):
    page = make_specification(silence_from=first, silence_to=last)
    agent = UserFactory(agent=True)
    silent, closed = [], []
    for _day in range(3):
        silent.append(is_silent(page))
        closed.append(not page.comments_open_to(agent))
        clock.shift(timedelta(days=1))

    assert (silent, closed) == (expected, expected)


def test_silence_closes_amendments_proposals_and_supports(clock):
    page = make_specification(silence_from=date(2026, 3, 11))
    amendment, provider = make_amendment(page), UserFactory(provider=True)
    clock.shift(timedelta(days=1))
    page = again(page)

    for attempt in (
        lambda: make_amendment(page, author=provider, text="Encore autre chose."),
        lambda: services.propose(page=page, author=provider, title="Une piste", text="Essayer."),
        lambda: services.propose(page=page.space, author=provider, title="Une piste", text="Essayer."),
        lambda: services.support(proposal=amendment, user=provider),
    ):
        with pytest.raises(services.ClosedError):
            attempt()
    assert (Proposal.objects.count(), Support.objects.count()) == (1, 0)


# Proposals and amendments


def test_accepting_an_amendment_makes_the_next_version_with_its_reason():
    page = make_specification()
    article = page.live_articles[1]
    amendment = make_amendment(page, article_id=article.id, text="Le titulaire remet deux rapports.")
    by = facilitator_of(page)

    decided = services.decide(proposal=amendment, by=by, state=ProposalState.ACCEPTED, reason="Plus utile.")

    version = PageVersion.objects.get(page_id=page.pk, number=2)
    assert again(page).article(article.id).text == "Le titulaire remet deux rapports."
    assert (decided.state, decided.reason, decided.decided_by, decided.version) == (
        "accepted",
        "Plus utile.",
        by,
        version,
    )
    assert version.note == "Article 2\u00a0: amendement 1 accepté. Plus utile."
    assert version.author == by


def test_an_amendment_whose_article_changed_waits_for_merged_words():
    page = make_specification()
    article = page.live_articles[0]
    amendment = make_amendment(page, article_id=article.id, text="Les mots de l’amendement.")
    edit(page, article.id, "Les mots d’une autre.")
    by = facilitator_of(page)

    with pytest.raises(services.AmendmentConflictError) as conflict:
        services.decide(proposal=amendment, by=by, state=ProposalState.ACCEPTED, reason="Oui.")
    assert conflict.value.theirs.text == "Les mots d’une autre."
    assert again(page).article(article.id).text == "Les mots d’une autre."
    assert Proposal.objects.get().state == ProposalState.OPEN

    services.decide(
        proposal=amendment,
        by=by,
        state=ProposalState.ACCEPTED,
        reason="Oui.",
        wording="Les mots des deux.",
        base_revision_id=again(page).latest_revision_id,
    )
    assert again(page).article(article.id).text == "Les mots des deux."


def test_merged_words_written_from_a_stale_text_are_refused():
    page = make_specification()
    article = page.live_articles[0]
    amendment, base = make_amendment(page, article_id=article.id), page.latest_revision_id
    edit(page, article.id, "Entre-temps.")

    with pytest.raises(services.ArticleConflictError):
        services.decide(
            proposal=amendment,
            by=facilitator_of(page),
            state=ProposalState.ACCEPTED_IN_PART,
            reason="En partie.",
            wording="Réuni.",
            base_revision_id=base,
        )


def test_accepting_one_amendment_flags_the_others_of_its_article_only():
    page = make_specification()
    first, second = page.live_articles
    accepted = make_amendment(page, article_id=first.id, text="Un.")
    rival = make_amendment(page, article_id=first.id, text="Deux.")
    elsewhere = make_amendment(page, article_id=second.id, text="Trois.")

    services.decide(proposal=accepted, by=facilitator_of(page), state=ProposalState.ACCEPTED, reason="Oui.")

    flags = dict(Proposal.objects.values_list("pk", "base_changed"))
    assert flags == {accepted.pk: False, rival.pk: True, elsewhere.pk: False}


@pytest.mark.parametrize("state", [ProposalState.ACCEPTED, ProposalState.ACCEPTED_IN_PART, ProposalState.DECLINED])
@pytest.mark.parametrize("reason", ["", " \n\t", "\x00"])
def test_nothing_is_decided_without_a_reason(state, reason):
    page = make_specification()
    amendment = make_amendment(page)

    with pytest.raises(services.RefusedError):
        services.decide(
            proposal=amendment,
            by=facilitator_of(page),
            state=state,
            reason=reason,
            wording="Autre.",
            base_revision_id=page.latest_revision_id,
        )
    assert (Proposal.objects.get().state, page.versions.count()) == ("open", 1)


def test_the_database_keeps_no_decision_without_a_reason():
    amendment = make_amendment(make_specification())
    amendment.state = ProposalState.DECLINED

    with pytest.raises(IntegrityError), transaction.atomic():
        amendment.save()


def test_a_proposal_is_decided_once():
    page = make_specification()
    amendment, by = make_amendment(page), facilitator_of(page)
    services.decide(proposal=amendment, by=by, state=ProposalState.DECLINED, reason="Non.")

    with pytest.raises(services.RefusedError):
        services.decide(proposal=amendment, by=by, state=ProposalState.ACCEPTED, reason="Si.")


def test_the_author_is_told_what_became_of_it():
    page, provider = make_specification(), UserFactory(provider=True)
    amendment = make_amendment(page, author=provider)

    services.decide(proposal=amendment, by=facilitator_of(page), state=ProposalState.DECLINED, reason="Non.")

    assert list(Notification.objects.values_list("user", "kind")) == [(provider.pk, "amendment_declined")]


def test_a_voice_counts_once_and_the_authors_is_the_proposal_itself():
    page, provider = make_specification(), UserFactory(provider=True)
    amendment = make_amendment(page, author=provider)
    reader = UserFactory(agent=True)
    for user in (reader, reader, provider):
        services.support(proposal=amendment, user=user)

    assert list(Support.objects.values_list("user", flat=True)) == [reader.pk]


def test_an_amendment_that_changes_nothing_is_refused():
    page = make_specification()

    with pytest.raises(services.RefusedError):
        make_amendment(page, text=page.live_articles[0].text + " \n")


def test_an_amendment_written_from_old_words_keeps_them_and_is_flagged():
    page = make_specification()
    base, article = page.latest_revision_id, page.live_articles[0]
    edit(page, article.id, "Entre-temps.")

    amendment = services.amend(
        page=page,
        article_id=article.id,
        author=UserFactory(provider=True),
        proposed_text="Mes mots.",
        why="Voilà.",
        base_revision_id=base,
    )

    assert (amendment.base_text, amendment.base_changed) == (article.text, True)


def test_numbers_of_proposals_count_per_page():
    first, second = make_specification(), make_specification()

    numbers = [make_amendment(page, text=f"Mots {n}").number for n, page in enumerate([first, second, first])]

    assert numbers == [1, 1, 2]
