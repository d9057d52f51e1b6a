"""The tree that every portal starts from: two front pages, the five places, the editors' rights."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.management import call_command
from django.db import transaction
from wagtail.models import Locale, Page, Site

from core import navigation
from core.imports import load_vocabularies
from core.models import BasePage
from events.models import ChallengeIndexPage
from guidance.models import GuidanceIndexPage
from home.editors import give_rights
from home.models import HomePage, StandardPage
from lessons.models import LessonIndexPage
from search.services import load_synonyms
from spaces.models import SpaceIndexPage
from visits.models import VisitIndexPage


@dataclass(frozen=True)
class Place:
    model: type[BasePage]
    titles: dict[str, str]
    slugs: dict[str, str]
    summaries: dict[str, str]
    # Spaces are their members' own: communications staff have no way in from the editor's side.
    edited: bool = True


PLACES = (
    Place(
        GuidanceIndexPage,
        {"fr": "Critères", "en": "Criteria"},
        {"fr": "criteres", "en": "criteria"},
        {
            "fr": "Des questions à se poser, des clauses à adapter, et la façon de les vérifier.",
            "en": "Questions to ask first, clauses to adapt, and how to check them.",
        },
    ),
    Place(
        SpaceIndexPage,
        {"fr": "Espaces de contributions"},
        {"fr": "espaces"},
        {"fr": "Les cahiers des charges s’y écrivent ensemble, article par article."},
        edited=False,
    ),
    Place(
        ChallengeIndexPage,
        {"fr": "Apéritifs-défis", "en": "Aperitif-challenges"},
        {"fr": "aperitifs-defis", "en": "aperitif-challenges"},
        {
            "fr": "Un soir, deux ou trois questions, et des entreprises de toutes tailles.",
            "en": "One evening, two or three questions, and firms of every size.",
        },
    ),
    Place(
        LessonIndexPage,
        {"fr": "Wiki-contrats"},
        {"fr": "wiki-contrats"},
        {"fr": "Ce que les marchés infructueux nous ont appris, et ce qui a marché ensuite."},
    ),
    Place(
        VisitIndexPage,
        {"fr": "Micro-voyages"},
        {"fr": "micro-voyages"},
        {"fr": "Des agents vont voir, chez les prestataires, où sont les marges de manœuvre."},
    ),
)

HOMES = {
    "fr": (
        "Cahier commun",
        "accueil",
        "Les critères durables ne changent l’achat que lorsque ceux qui achètent et ceux qui fournissent en parlent "
        "à temps. Ici, tout se passe à livre ouvert.",
    ),
    "en": (
        "Cahier commun",
        "home",
        "Sustainable criteria only change purchasing when those who buy and those who supply talk about them in "
        "time. Here, everything happens in the open.",
    ),
}


@transaction.atomic
def ensure_site(*, hostname: str = "localhost", port: int = 80) -> HomePage:
    """Create what is missing of the tree and of the editors' rights; running it again changes nothing.

    Returns the French front page, the root of the site.
    """
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in HOMES}
    _clear_welcome()
    root = Page.get_first_root_node()
    homes: dict[str, HomePage] = {}
    for code, (title, slug, summary) in HOMES.items():
        home = HomePage.objects.filter(locale=locales[code]).first()
        if home is None:
            home = HomePage(title=title, slug=slug, summary=summary, locale=locales[code])
            if homes:
                home.translation_key = homes["fr"].translation_key
            root.add_child(instance=home)
            home.save_revision().publish()
            home.refresh_from_db()
        elif not home.summary:
            home.summary = summary
            home.save(update_fields=["summary"])
        homes[code] = home
    _serve_from(homes["fr"], hostname=hostname, port=port)
    edited: list[Page] = [*StandardPage.objects.all()]
    for place in PLACES:
        first = None
        for code, title in place.titles.items():
            page = place.model.objects.filter(locale=locales[code]).first()
            if page is None:
                page = place.model(
                    title=title,
                    slug=place.slugs[code],
                    summary=place.summaries[code],
                    locale=locales[code],
                    show_in_menus=True,
                )
                if first is not None:
                    page.translation_key = first.translation_key
                homes[code].add_child(instance=page)
                page.save_revision().publish()
            first = first or page
            if place.edited:
                edited.append(page)
    give_rights(pages=edited)
    load_vocabularies()
    call_command("load_taxonomies", verbosity=0)
    load_synonyms()
    navigation.forget_menus()
    return homes["fr"]


def _clear_welcome() -> None:
    """A new project begins with Wagtail's welcome page, under the very slug that the English front page takes."""
    for page in Page.get_first_root_node().get_children():
        if page.specific_class is Page:
            page.delete()


def _serve_from(home: HomePage, *, hostname: str, port: int) -> None:
    if Site.objects.filter(root_page=home).exists():
        return
    # Deleting the welcome page took its site with it; one that somebody else made is kept, not as the default.
    Site.objects.filter(is_default_site=True).update(is_default_site=False)
    Site.objects.create(hostname=hostname, port=port, root_page=home, is_default_site=True, site_name="Cahier commun")
