"""The room's pages: what they show, to whom, in how many queries."""

from __future__ import annotations

import pytest

from discussions import services as discussions
from spaces import services
from spaces.enums import SpaceKind
from spaces.models import SpecificationPage
from tests.factories.accounts import UserFactory
from tests.factories.spaces import make_amendment, make_article, make_space, make_specification, space_index

pytestmark = pytest.mark.django_db


def a_draft_with(articles: int, comments: int, amendments: int = 0) -> SpecificationPage:
    page = make_specification(articles=[make_article(f"Article {n}", f"Texte {n}.") for n in range(articles)])
    author = UserFactory(provider=True)
    ids = [article.id for article in page.live_articles]
    for n in range(comments):
        first = discussions.post(author=author, page=page, text=f"Remarque {n}", article_id=ids[n % articles])
        if n % 3 == 0:
            discussions.post(author=author, page=page, text="Réponse", parent=first)
    for n in range(amendments):
        make_amendment(page, author=author, article_id=ids[n % articles], text=f"Autres mots {n}")
    return page


def test_the_text_shows_its_articles_numbered_with_their_notes_beside_them(client):
    page = make_specification(
        articles=[
            make_article("Objet", "Une étude."),
            make_article("Livrables", ""),
            make_article("Rapport", "Soixante pages au plus.", level=2),
        ]
    )
    report = page.live_articles[2]
    discussions.post(
        author=UserFactory(provider=True, name="Maïa Vidal"),
        page=page,
        text="Comment le vérifier ?",
        article_id=report.id,
        quote="Soixante pages",
    )

    content = client.get(page.get_absolute_url()).content.decode()

    assert [article.number for article in page.live_articles] == ["1", "2", "2.1"]
    assert f'id="{report.id}"' in content
    assert "Comment le vérifier" in content
    assert "<mark>Soixante pages</mark> au plus." in content
    assert "Maïa Vidal" in content


@pytest.mark.parametrize(
    ("small", "large"),
    [pytest.param((3, 3, 1), (30, 300, 30), id="comments and amendments")],
)
def test_the_text_takes_the_same_queries_however_much_is_said(client, count_queries, small, large):
    few = count_queries(client, a_draft_with(*small).get_absolute_url())
    many = count_queries(client, a_draft_with(*large).get_absolute_url())

    assert (many, many <= 15) == (few, True)


@pytest.mark.parametrize("name", ["remarks", "amendments", "decisions", "resources", "history"])
def test_every_tab_takes_the_same_queries_however_much_is_said(client, count_queries, name):
    from django.urls import reverse

    few, many = (
        count_queries(client, reverse(f"spaces:{name}", args=[a_draft_with(*size).pk]))
        for size in ((3, 3, 1), (10, 90, 12))
    )

    assert (many, many <= 15) == (few, True)


def test_the_index_takes_the_same_queries_however_many_spaces(client, count_queries):
    make_specification(make_space(SpaceKind.PUBLIC))
    few = count_queries(client, space_index().get_absolute_url())
    for _n in range(12):
        make_specification(make_space(SpaceKind.PUBLIC))
    many = count_queries(client, space_index().get_absolute_url())

    assert (many, many <= 15) == (few, True)


def test_a_space_takes_the_same_queries_however_much_it_holds(client, count_queries):
    small, large = make_space(SpaceKind.PUBLIC), make_space(SpaceKind.PUBLIC)
    for space, times in ((small, 1), (large, 8)):
        agent = UserFactory(agent=True)
        for n in range(times):
            make_specification(space)
            services.propose(page=space, author=agent, title=f"Piste {n}", text="Essayer.")
            services.add_resource(space=space, author=agent, title=f"Guide {n}", link="https://exemple.example.org/")

    few = count_queries(client, small.get_absolute_url())
    many = count_queries(client, large.get_absolute_url())

    assert (many, many <= 15) == (few, True)
