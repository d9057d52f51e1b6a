from __future__ import annotations

import pytest

from home import front
from tests.factories.spaces import make_space, make_specification

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", ["/fr/", "/en/"])
def test_an_empty_portal_says_what_will_be_here(client, url):
    answer = client.get(url)

    assert answer.status_code == 200
    assert answer.context["now"] == []
    assert "empty-state" in answer.content.decode()


def test_a_private_draft_is_on_nobody_elses_front_page(people, clients):
    draft = make_specification(make_space("members"), title="Réservé")

    assert [card["title"] for card in front.happening_now(people["outsider"])] == []
    assert [card["title"] for card in front.happening_now(people["admin"])] == [draft.title]


def test_costs_no_more_than_fifteen_queries(client, django_assert_max_num_queries):
    client.get("/fr/")
    with django_assert_max_num_queries(15):
        client.get("/fr/")
