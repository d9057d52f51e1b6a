from __future__ import annotations

import uuid

import pytest

from core.models import OutgoingMail
from discussions import services
from discussions.enums import CommentKind, CommentState
from discussions.models import Comment
from notifications.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.core import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home_fr):
    return StandardPageFactory(parent=home_fr)


def test_post_keeps_the_article_the_quote_and_no_address(page):
    article = uuid.uuid4()
    author = UserFactory(provider=True, name="Maïa Vidal")

    comment = services.post(
        author=author,
        page=page,
        text="  Comment le vérifier ?\x00 ",
        kind=CommentKind.QUESTION,
        article_id=article,
        article_label="6.1 Rapport",
        quote="soixante pages",
    )

    saved = Comment.objects.get(pk=comment.pk)
    assert (saved.text, saved.kind, saved.article_id, saved.quote) == (
        "Comment le vérifier ?",
        "question",
        article,
        "soixante pages",
    )
    assert (saved.user_email, saved.ip_address, saved.state) == ("", None, CommentState.OPEN)


def test_a_name_longer_than_the_package_column_can_still_comment(page):
    comment = services.post(author=UserFactory(agent=True, name="N" * 100), page=page, text="Oui.")

    assert Comment.objects.get(pk=comment.pk).author_name == "N" * 100


def test_replies_nest_twice_then_quote_what_they_answer(page):
    agent = UserFactory(agent=True)
    first = services.post(author=agent, page=page, text="Première")
    second = services.post(author=agent, page=page, text="Deuxième", parent=first)
    third = services.post(author=agent, page=page, text="Troisième", parent=second)
    fourth = services.post(author=agent, page=page, text="Quatrième", parent=third)

    assert [c.level for c in (first, second, third, fourth)] == [0, 1, 2, 2]
    assert fourth.quote == "Troisième"
    thread = list(Comment.objects.for_page(page).in_thread_order().values_list("comment", flat=True))
    assert thread == ["Première", "Deuxième", "Troisième", "Quatrième"]


def test_a_reply_to_another_pages_comment_is_refused(page, home_fr):
    elsewhere = services.post(author=UserFactory(agent=True), page=StandardPageFactory(parent=home_fr), text="Ici")

    with pytest.raises(services.WrongParentError):
        services.post(author=UserFactory(agent=True), page=page, text="Là", parent=elsewhere)
    assert Comment.objects.for_page(page).count() == 0


def test_closing_needs_a_reason(page):
    comment = services.post(author=UserFactory(provider=True), page=page, text="Le délai est court.")

    with pytest.raises(services.ReasonRequiredError):
        services.close(comment=comment, by=UserFactory(agent=True), state=CommentState.DECLINED, reason=" \n ")
    assert Comment.objects.get(pk=comment.pk).state == CommentState.OPEN


def test_the_author_is_told_of_the_answer_in_their_language(page):
    author = UserFactory(provider=True, preferred_language="en", name="Léa")
    comment = services.post(author=author, page=page, text="The deadline is short.")

    services.close(
        comment=comment, by=UserFactory(agent=True), state=CommentState.INTEGRATED, reason="Porté à 5 semaines."
    )

    assert Notification.objects.get(user=author).kind == "comment_integrated"
    mail = OutgoingMail.objects.get(to=author.email)
    assert mail.subject == f"Your comment on “{page.title}” has been integrated into the text"
    assert "Porté" not in mail.text


def test_nobody_is_told_of_a_page_they_may_not_see_any_more(page):
    author = UserFactory(provider=True)
    comment = services.post(author=author, page=page, text="Bonjour")
    page.access.keyword = "agents"
    page.access.save()

    services.close(comment=comment, by=UserFactory(agent=True), state=CommentState.ANSWERED, reason="Vu.")

    assert Notification.objects.filter(user=author).count() == 0
    assert OutgoingMail.objects.filter(to=author.email).count() == 0


def test_hiding_keeps_the_place_and_the_replies(page):
    agent = UserFactory(agent=True)
    comment = services.post(author=UserFactory(provider=True), page=page, text="Injure")
    services.post(author=agent, page=page, text="Restons courtois.", parent=comment)

    services.hide(comment=comment, by=agent, reason="Propos injurieux")

    hidden, reply = Comment.objects.for_page(page).in_thread_order()
    assert (hidden.is_removed, hidden.removal_reason, reply.is_removed) == (True, "Propos injurieux", False)
    assert list(hidden.search_documents()) == []


def test_editing_does_not_count_the_replies_again(page):
    agent = UserFactory(agent=True)
    root = services.post(author=agent, page=page, text="Racine")
    middle = services.post(author=agent, page=page, text="Milieu", parent=root)
    services.post(author=agent, page=page, text="Feuille", parent=middle)

    for _again in range(3):
        services.edit(comment=Comment.objects.get(pk=middle.pk), text="Milieu, corrigé")

    assert Comment.objects.get(pk=root.pk).nested_count == 2


def test_counts_by_article_leave_replies_and_hidden_comments_out(page):
    article, agent = uuid.uuid4(), UserFactory(agent=True)
    first = services.post(author=agent, page=page, text="Un", article_id=article)
    services.post(author=agent, page=page, text="Réponse", parent=first)
    second = services.post(author=agent, page=page, text="Deux", article_id=article)
    hidden = services.post(author=agent, page=page, text="Trois", article_id=article)
    services.post(author=agent, page=page, text="Ensemble")
    services.close(comment=second, by=agent, state=CommentState.ANSWERED, reason="Oui.")
    services.hide(comment=hidden, by=agent, reason="Doublon")

    assert Comment.objects.counts_by_article(page) == {str(article): (2, 1), None: (1, 1)}


def test_a_comment_goes_with_its_page(page):
    services.post(author=UserFactory(agent=True), page=page, text="Bonjour")

    page.delete()

    assert Comment.objects.count() == 0
