from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.access.matrix import KINDS, PAGES, ROLES, TABLE, Answers
from tests.access.routes import admin_routes, named_routes
from tests.access.scene import Scene, open_scene, space_scene
from tests.conftest import Clients, People

pytestmark = pytest.mark.django_db

LETTERS = {200: "o", 404: "a", 403: "r", 405: "x", 422: "u"}


@dataclass
class Stage:
    common: Scene
    spaces: dict[str, Scene]
    clients: Clients

    def answers(self, method: str, path: str) -> str:
        """A letter per role. What a request changes is taken back, so that all find the same."""
        return "".join(self._answer(self.clients[role], method, path) for role in ROLES)

    def _answer(self, client: Client, method: str, path: str) -> str:
        cookies = copy.deepcopy(client.cookies)
        point = transaction.savepoint()
        try:
            return letter(getattr(client, method)(path))
        finally:
            transaction.savepoint_rollback(point)
            client.cookies = cookies


def letter(response: HttpResponse) -> str:
    if response.status_code in {301, 302}:
        return "l" if "/account/login/" in response["Location"] else "m"
    return LETTERS.get(response.status_code, f"({response.status_code})")


@pytest.fixture(scope="module")
def stage(django_db_setup: Any, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """One of everything, built once; each test works in a savepoint above it."""
    from home.models import HomePage

    with django_db_blocker.unblock(), transaction.atomic():
        people = People()
        stage = Stage(
            common=open_scene(people, HomePage.objects.get(locale__language_code="fr")),
            spaces={kind: space_scene(people, kind) for kind in KINDS},
            clients=Clients(people),
        )
        for role in ROLES:
            assert stage.clients[role]
        yield stage
        transaction.set_rollback(True)


def cases() -> Iterator[Any]:
    for name, line in TABLE.items():
        for method in ("get", "post"):
            expected: Answers = getattr(line, method)
            if isinstance(expected, str):
                yield pytest.param(method, line.path, None, expected, id=f"{method} {name}")
                continue
            for kind, answers in zip(KINDS, expected, strict=True):
                yield pytest.param(method, line.path, kind, answers, id=f"{method} {name} {kind}")


@pytest.mark.parametrize(("method", "path", "kind", "expected"), list(cases()))
def test_an_address(stage: Stage, method: str, path: str, kind: str | None, expected: str) -> None:
    in_space = stage.spaces[kind or "members"].keys

    assert stage.answers(method, path.format(**stage.common.keys, **in_space)) == expected


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page(stage: Stage, name: str, language: str) -> None:
    expected = PAGES[name]
    if isinstance(expected, str):
        path = stage.common.pages[name]
        if language == "fr":
            assert stage.answers("get", path) == expected
        return
    for kind, answers in zip(KINDS, expected, strict=True):
        path = f"/{language}/{stage.spaces[kind].pages[name].split('/', 2)[2]}"
        assert (kind, stage.answers("get", path)) == (kind, answers)


def test_every_address_has_a_line() -> None:
    # wagtail_serve is every page: PAGES.
    assert set(TABLE) == named_routes() - {"wagtail_serve"}


def test_what_is_hidden_is_never_refused() -> None:
    """Whoever may not see a space must not learn that it is there."""
    hidden_from = {"agents": "provider", "members": "outsider"}
    telling = [
        (name, method, kind)
        for name, line in TABLE.items()
        for method in ("get", "post")
        for kind, role in hidden_from.items()
        if isinstance(answers := getattr(line, method), tuple)
        and answers[KINDS.index(kind)][ROLES.index(role)] not in "ax"
    ]
    assert telling == []


@pytest.mark.parametrize("role", ["anonymous", "provider", "outsider", "member", "facilitator"])
def test_participants_never_get_to_the_editors_side(stage: Stage, role: str) -> None:
    client = stage.clients[role]
    harmless = {"/admin/jsi18n/", "/admin/sprite/"}
    open_doors = [path for path in admin_routes() if path not in harmless and client.get(path).status_code == 200]
    assert open_doors == []


def test_the_editors_side_has_no_log_in_page_of_its_own(stage: Stage) -> None:
    for path in ("/admin/login/", "/fr/_util/login/"):
        assert letter(stage.clients["anonymous"].get(path)) == "l"
        assert letter(stage.clients["anonymous"].post(path, {"username": "a", "password": "b"})) == "l"
