"""The room's pages: what they show, to whom, in how many queries."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from discussions import services as discussions
from guidance.models import Criterion
from spaces import services
from spaces.enums import SpaceKind
from spaces.models import SpecificationPage
from tests.factories.accounts import UserFactory
from tests.factories.guidance import GuidancePageFactory, a_criterion, criteria
from tests.factories.spaces import (
    facilitator_of,
    make_amendment,
    make_article,
    make_space,
    make_specification,
    space_index,
)

pytestmark = pytest.mark.django_db


def a_draft_with(articles: int, comments: int, amendments: int = 0) -> SpecificationPage:
    if not Criterion.objects.exists():
        GuidancePageFactory(criteria=criteria(*(a_criterion(f"PI-ETU-TS-{n:02}") for n in range(1, 31))))
    cited = list(Criterion.objects.values_list("pk", flat=True))
    page = make_specification(
        articles=[make_article(f"Article {n}", f"Texte {n}.", criterion=cited[n % 30]) for n in range(articles)],
        tags=["études", "mobilité"],
        purpose="Décider avec les habitants.",
    )
    author = UserFactory(provider=True)
    ids = [article.id for article in page.live_articles]
    for n in range(comments):
        first = discussions.post(author=author, page=page, text=f"Remarque {n}", article_id=ids[n % articles])
        if n % 3 == 0:
            discussions.post(author=author, page=page, text="Réponse", parent=first)
    for n in range(amendments):
        make_amendment(page, author=author, article_id=ids[n % articles], text=f"Autres mots {n}")
    return page


def test_whoever_decides_finds_the_way_from_each_proposal_and_amendment(client):
    page = make_specification(articles=[make_article("Objet", "Une étude.")])
    leader = facilitator_of(page)
    proposals = [
        services.propose(page=page, author=UserFactory(provider=True), title="Un atelier", text="Avec les habitants."),
        make_amendment(
            page, author=UserFactory(provider=True), article_id=page.live_articles[0].id, text="Deux études."
        ),
    ]
    address = reverse("spaces:amendments", args=[page.pk])

    def ways():
        html = client.get(address).content.decode()
        return [f'href="{reverse("spaces:decide", args=[proposal.pk])}"' in html for proposal in proposals]

    for_everybody = ways()
    client.force_login(leader)

    assert (for_everybody, ways()) == ([False, False], [True, True])


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


def test_a_comment_is_there_where_its_address_leads_however_many_came_later(client):
    page = make_specification()
    author = UserFactory(provider=True)
    said = [
        discussions.post(author=author, page=page, text=f"Remarque {n}", article_id=page.live_articles[0].id)
        for n in range(5)
    ]
    answer = discussions.post(author=author, page=page, text="Réponse", parent=said[0])

    plain = client.get(page.get_absolute_url()).content.decode()
    for comment in (said[0], answer):
        linked = client.get(comment.get_absolute_url().partition("#")[0]).content.decode()
        assert f'id="{comment.anchor}"' not in plain
        assert f'id="{comment.anchor}"' in linked
        assert linked.count("Remarque ") == plain.count("Remarque ")


@pytest.mark.parametrize("wrong", ["", "x", "-1", "999999999", "9" * 40, "²"])
def test_an_address_with_a_discussion_that_is_not_there_shows_the_text(client, wrong):
    page = make_specification()

    assert client.get(page.get_absolute_url(), {"discussion": wrong}).status_code == 200


@pytest.mark.parametrize(
    ("small", "large"),
    [pytest.param((3, 3, 1), (100, 300, 30), id="comments and amendments")],
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


def test_a_reader_who_takes_part_costs_a_few_queries_more_and_no_more_than_that(clients, count_queries):
    few = count_queries(clients["provider"], a_draft_with(3, 3, 1).get_absolute_url())
    many = count_queries(clients["provider"], a_draft_with(30, 90, 12).get_absolute_url())

    assert (many, many <= 25) == (few, True)


def test_the_place_in_the_menu_is_marked_on_lists_and_forms_too(clients):
    index = space_index()
    index.show_in_menus = True
    index.save()
    page = make_specification()

    content = clients["anonymous"].get(f"/fr/spaces/draft/{page.pk}/remarks/").content.decode()

    assert re.search(r'href="/fr/espaces/"[^>]*aria-current', content)
