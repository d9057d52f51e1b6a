"""Comparing two versions, and the decision table."""

from __future__ import annotations

import csv
import io

import pytest

from discussions import services as discussions
from spaces import articles, decisions, services
from spaces.articles import Article
from tests.factories.accounts import UserFactory
from tests.factories.spaces import facilitator_of, make_amendment, make_specification


def an_article(key: str, text: str = "Texte.", **values: object) -> Article:
    return Article(id=key, title=key, text=text, **values)


def told(before, after):
    return [(change.article.id, change.status, change.moved) for change in articles.compare(before, after)]


def test_each_article_says_what_became_of_it():
    before = [an_article("a"), an_article("b"), an_article("c"), an_article("d", retired=True), an_article("e")]
    after = [
        an_article("a"),
        an_article("b", "Autre."),
        an_article("c", retired=True),
        an_article("d"),
        an_article("n"),
    ]

    assert told(before, after) == [
        ("a", "same", False),
        ("b", "changed", False),
        ("c", "retired", False),
        ("d", "restored", False),
        ("n", "new", False),
        ("e", "gone", False),
    ]


def test_the_fewest_moves_explain_a_new_order():
    before = [an_article(key) for key in "abcde"]
    after = [an_article(key) for key in "eabcd"]

    assert [change.article.id for change in articles.compare(before, after) if change.moved] == ["e"]


def test_changes_are_counted_in_runs():
    change = articles.compare([an_article("a", "un deux trois")], [an_article("a", "un trois quatre")])[0]

    assert (change.insertions, change.deletions) == (1, 1)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "  ="])
def test_a_cell_that_a_spreadsheet_would_run_is_defused(sign):
    assert decisions.defuse(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.django_db
def test_the_decision_table_has_every_answer_in_the_order_of_the_text():
    page = make_specification()
    first, second = page.live_articles
    by, provider = facilitator_of(page), UserFactory(provider=True)
    closed = discussions.post(author=provider, page=page, text="=1+1", article_id=second.id)
    discussions.close(comment=closed, by=by, state="declined", reason="Non, parce que.")
    discussions.post(author=provider, page=page, text="CANARI sans réponse", article_id=first.id)
    amendment = make_amendment(page, author=provider, article_id=first.id, text="D’autres mots.")
    services.decide(proposal=amendment, by=by, state="accepted", reason="Oui, parce que.")
    page = type(page).objects.get(pk=page.pk)

    rows = decisions.decisions_of(page)
    table = list(csv.reader(io.StringIO(decisions.to_csv(page, rows)), delimiter=";"))

    assert [(row.article, row.role, row.answer, row.reason) for row in rows] == [
        ("1 Objet", "prestataire", "accepté", "Oui, parce que."),
        ("2 Livrables", "prestataire", "non suivi", "Non, parce que."),
    ]
    assert [row[2] for row in table[1:]] == ["D’autres mots.", "'=1+1"]
    assert [row[6] for row in table[1:]] == ["version 2", "aucun"]
