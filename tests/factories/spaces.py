"""Spaces, drafts and proposals, made through the room's own services."""

from __future__ import annotations

import uuid
from typing import Any

import factory
from wagtail.models import Locale

from home.models import HomePage
from spaces import services
from spaces.enums import MemberRole, Phase, SpaceKind
from spaces.models import Proposal, SpaceIndexPage, SpacePage, SpecificationPage
from tests.factories.accounts import UserFactory
from tests.factories.core import BasePageFactory


class SpaceIndexPageFactory(BasePageFactory):
    class Meta:
        model = SpaceIndexPage

    title = "Espaces"
    slug = "espaces"
    parent = factory.LazyFunction(lambda: HomePage.objects.get(locale__language_code="fr"))


def space_index() -> SpaceIndexPage:
    found = SpaceIndexPage.objects.first()
    return found or SpaceIndexPageFactory(locale=Locale.objects.get(language_code="fr"))


_counter = iter(range(1, 1_000_000))


def make_space(kind: str = SpaceKind.MEMBERS, *, facilitator: Any = None, **fields: Any) -> SpacePage:
    number = next(_counter)
    fields = {"title": f"Espace {number}", "slug": f"espace-{number}", **fields}
    return services.create_space(
        index=space_index(), author=facilitator or UserFactory(agent=True), kind=kind, **fields
    )


def make_article(title: str = "Objet", text: str = "Le titulaire remet un rapport.", **values: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "title": title, "text": text, **values}


def make_specification(
    space: SpacePage | None = None, *, articles: Any = None, phase: str = Phase.COMMENTS, **fields: Any
) -> SpecificationPage:
    """A draft open for comments, unless ``phase`` says otherwise, with two articles unless given."""
    space = space or make_space(SpaceKind.PUBLIC)
    number = next(_counter)
    author = space.memberships.get(role=MemberRole.FACILITATOR).user
    if articles is None:
        articles = [
            make_article("Objet", "La région achète des études de mobilité."),
            make_article("Livrables", "Le titulaire remet un rapport de soixante pages au plus."),
        ]
    fields = {"title": f"Cahier {number}", "slug": f"cahier-{number}", **fields}
    return services.create_specification(space=space, author=author, initial_articles=articles, phase=phase, **fields)


def make_amendment(
    page: SpecificationPage, *, author: Any = None, text: str = "D’autres mots.", **more: Any
) -> Proposal:
    article_id = more.pop("article_id", page.live_articles[0].id)
    return services.amend(
        page=page,
        article_id=article_id,
        author=author or UserFactory(agent=True),
        proposed_text=text,
        why=more.pop("why", "C’est plus clair."),
        base_revision_id=page.latest_revision_id,
        **more,
    )


def facilitator_of(page: SpacePage | SpecificationPage) -> Any:
    space = page if isinstance(page, SpacePage) else page.space
    return space.memberships.filter(role=MemberRole.FACILITATOR).first().user
