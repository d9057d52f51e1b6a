from __future__ import annotations

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from discussions import services
from discussions.models import Comment
from spaces.enums import SpaceKind
from tests.factories.accounts import UserFactory
from tests.factories.events import ChallengeIndexPageFactory, ChallengePageFactory
from tests.factories.spaces import facilitator_of, make_space, make_specification

pytestmark = pytest.mark.django_db

CANARY = "zèbre-canari"


@pytest.fixture
def draft():
    return make_specification()


@pytest.fixture
def private():
    """A members-only draft with a comment that could leak."""
    page = make_specification(make_space(SpaceKind.MEMBERS))
    services.post(author=facilitator_of(page), page=page, text=CANARY, article_id=page.live_articles[0].id)
    return page


def post(client, page, **fields):
    data = {"kind": "remark", "quote": "", "text": "Une remarque.", "article": page.live_articles[0].id, **fields}
    return client.post(reverse("discussions:post", args=[page.pk]), data)


@pytest.mark.parametrize("role", ["provider", "agent", "communications"])
def test_whoever_is_signed_in_comments_on_a_public_draft(clients, people, draft, role):
    answer = post(clients[role], draft, text="Le délai est court.")

    comment = Comment.objects.get()
    assert (answer.status_code, comment.user, str(comment.article_id)) == (302, people[role], draft.live_articles[0].id)
    assert answer.headers["Location"].endswith(f"#comment-{comment.pk}")


def test_an_anonymous_reader_reads_and_is_asked_to_log_in_to_write(client, draft):
    services.post(author=UserFactory(agent=True), page=draft, text="Lisible par tous")

    page = client.get(reverse("discussions:thread", args=[draft.pk]))
    answer = post(client, draft)

    assert "Lisible par tous" in page.content.decode()
    assert answer.headers["Location"].startswith("/fr/account/login/?next=")
    assert Comment.objects.count() == 1


def test_nobody_is_asked_to_log_in_where_no_comment_is_ever_taken(client, draft, home_fr):
    pages = [draft, ChallengePageFactory(parent=ChallengeIndexPageFactory(parent=home_fr))]

    asked = [
        "Se connecter pour commenter" in client.get(reverse("discussions:thread", args=[page.pk])).content.decode()
        for page in pages
    ]

    assert asked == [True, False]


@pytest.mark.parametrize("role", ["anonymous", "provider", "outsider", "communications"])
@pytest.mark.parametrize("headers", [{}, {"HTTP_HX_REQUEST": "true"}], ids=["page", "fragment"])
def test_a_private_discussion_answers_outsiders_like_an_absent_one(clients, private, role, headers):
    url = reverse("discussions:thread", args=[private.pk])
    absent = reverse("discussions:thread", args=[private.pk + 10_000])

    answers = [clients[role].get(address, **headers) for address in (url, absent)]
    written = post(clients[role], private)

    assert [answer.status_code for answer in answers] == ([302, 302] if role == "anonymous" else [404, 404])
    assert written.status_code == (302 if role == "anonymous" else 404)
    assert CANARY not in answers[0].content.decode()
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("action", ["reply", "edit", "close", "hide"])
def test_a_comment_is_reached_through_its_own_page_only(clients, people, draft, private, action):
    comment = Comment.objects.get()

    answer = clients["admin"].get(reverse(f"discussions:{action}", args=[draft.pk, comment.pk]))

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Écrivez votre commentaire"),
        ({"text": " \x00\x07 "}, "Écrivez votre commentaire"),
        ({"text": "x" * 10_000}, "3000 au plus"),
        ({"kind": "nonsense"}, "nonsense"),
    ],
    ids=["empty", "control-characters", "long", "choice"],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(clients, draft, fields, sentence):
    answer = post(clients["agent"], draft, **{"quote": "mots cités", **fields})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html.replace("\u202f", "").replace("\xa0", " ")
    assert "mots cités" in html
    assert Comment.objects.count() == 0


def test_markup_is_shown_as_it_was_typed(clients, draft):
    post(clients["provider"], draft, text="<script>alert(1)</script> & <b>gras</b>")

    html = clients["anonymous"].get(draft.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;gras&lt;/b&gt;" in html


@pytest.mark.parametrize("article", ["not-an-id", str(uuid.uuid4())], ids=["nonsense", "unknown"])
def test_an_article_that_is_not_there_is_not_found(clients, draft, article):
    assert post(clients["agent"], draft, article=article).status_code == 404


def test_words_written_while_comments_close_are_given_back(clients, draft):
    draft.silence_from = timezone.localdate()
    draft.save()

    answer = post(clients["provider"], draft, text="Écrit trop tard")

    assert answer.status_code == 409
    assert "Écrit trop tard" in answer.content.decode()
    assert Comment.objects.count() == 0


def test_only_the_space_answers_and_only_with_a_reason(clients, people, draft):
    comment = services.post(author=people["provider"], page=draft, text="Le délai est court.")
    url = reverse("discussions:close", args=[draft.pk, comment.pk])
    clients["facilitator"].force_login(facilitator_of(draft))

    refused = clients["provider"].post(url, {"state": "answered", "reason": "Oui."})
    empty = clients["facilitator"].post(url, {"state": "answered", "reason": " "})
    done = clients["facilitator"].post(url, {"state": "integrated", "reason": "Porté à cinq semaines."})

    assert (refused.status_code, empty.status_code, done.status_code) == (404, 422, 302)
    comment.refresh_from_db()
    assert (comment.state, comment.reason, comment.closed_in) == (
        "integrated",
        "Porté à cinq semaines.",
        draft.versions.first(),
    )


def test_an_author_changes_their_words_until_somebody_answers(clients, people, draft):
    comment = services.post(author=people["provider"], page=draft, text="Première idée")
    url = reverse("discussions:edit", args=[draft.pk, comment.pk])

    assert clients["agent"].get(url).status_code == 404
    assert clients["provider"].post(url, {"text": "Seconde idée"}).status_code == 302
    services.post(author=people["agent"], page=draft, text="Merci", parent=comment)
    assert clients["provider"].get(url).status_code == 404
    assert Comment.objects.get(pk=comment.pk).text == "Seconde idée"


@pytest.mark.parametrize(
    "path",
    ["/comments/reply/1/", "/comments/api/comment/", "/comments/confirm/x/", "/comments/post/", "/comments/mute/x/"],
)
def test_the_packages_own_addresses_are_not_there(client, path):
    assert client.get(path, follow=True).status_code == 404


@pytest.mark.parametrize("number", [3, 300])
def test_a_thread_takes_the_same_queries_whatever_its_length(client, draft, number, django_assert_max_num_queries):
    author = UserFactory(provider=True)
    for n in range(number):
        services.post(author=author, page=draft, text=f"Remarque {n}")
    url = reverse("discussions:thread", args=[draft.pk])
    client.get(url)

    with django_assert_max_num_queries(12):
        client.get(url)
