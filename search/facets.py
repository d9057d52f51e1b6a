"""By what results are narrowed, and how its values are called. A room's new facet is one line in ``FACETS``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import CharField, Value
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import SizeClass
from core.models import ProcessStep, PurchaseFamily
from core.models.vocabularies import CpvCode, Labelled
from core.visibility import visible_pages
from discussions.enums import CommentKind
from guidance.enums import CriterionType, Level
from lessons.models import CauseGroup, Outcome
from spaces.enums import Phase, ProposalState
from visits.enums import Dimension

if TYPE_CHECKING:
    from core.visibility import Reader

Labels = Mapping[str, str | Promise]

# What a result is; a page is called after the device it belongs to.
KINDS: Labels = {
    "page": _("Page"),
    "section": _("Overview"),
    "draft": _("Draft specification"),
    "criterion": _("Criterion"),
    "article": _("Article"),
    "proposal": _("Proposal"),
    "comment": _("Comment"),
    "resource": _("Resource"),
}
PAGES: Labels = {
    "guidance": _("Criteria guidance"),
    "space": _("Contributions space"),
    "challenge": _("Aperitif-challenge"),
    "lesson": _("Lesson"),
    "visit": _("Micro-travel"),
}
# The same in the list of choices, where each stands for many.
KINDS_PLURAL: Labels = {
    "page": _("Pages"),
    "section": _("Overviews"),
    "draft": _("Draft specifications"),
    "criterion": pgettext_lazy("kind of result", "Criteria"),
    "article": _("Articles of drafts"),
    "proposal": _("Proposals"),
    "comment": _("Comments"),
    "resource": _("Resources"),
}
DEVICES: Labels = {
    "guidance": _("Criteria"),
    "space": _("Spaces"),
    "challenge": _("Aperitif-challenges"),
    "lesson": _("Wiki-contracts"),
    "visit": pgettext_lazy("several", "Micro-travel"),
}
LANGUAGES: Labels = {"fr": _("In French"), "en": _("In English")}


@dataclass(frozen=True, slots=True)
class Facet:
    """How one facet is called and shown. Its words are fixed, or read from a vocabulary, or those of pages.

    ``shown`` values are open to the eye, the rest behind “Show more”.
    """

    name: str
    title: str | Promise
    labels: Labels = field(default_factory=dict)
    vocabulary: type[Labelled] | None = None
    # What follows the value in the vocabulary's code: divisions of the CPV are two digits of eight.
    ending: str = ""
    pages: bool = False
    # Shown in this order of values; without, the most frequent come first.
    order: tuple[str, ...] = ()
    newest_first: bool = False
    shown: int = 8


def _choices(name: str, title: str | Promise, labels: Labels) -> Facet:
    return Facet(name, title, labels, order=tuple(labels))


FACETS: dict[str, Facet] = {
    facet.name: facet
    for facet in [
        _choices("device", _("Where to look"), DEVICES),
        _choices("kind", _("What"), KINDS_PLURAL),
        Facet("family", _("Purchase family"), vocabulary=PurchaseFamily),
        Facet("cpv", _("CPV division"), vocabulary=CpvCode, ending="000000"),
        _choices("type", _("Where the criterion acts"), dict(CriterionType.choices)),
        _choices("level", _("Level of the criterion"), {str(value): label for value, label in Level.choices}),
        _choices("remark", _("Kind of comment"), dict(CommentKind.choices)),
        _choices("state", _("State of the proposal"), dict(ProposalState.choices)),
        _choices("phase", _("Phase of the draft"), dict(Phase.choices)),
        Facet("outcome", _("Outcome of the procedure"), vocabulary=Outcome),
        Facet("cause", _("Cause of the failure"), vocabulary=CauseGroup),
        _choices("dimension", _("What a margin changes"), dict(Dimension.choices)),
        _choices("size", _("Size of the firm"), dict(SizeClass.choices)),
        Facet("step", _("Step of the purchase"), vocabulary=ProcessStep),
        Facet("space", _("Contributions space"), pages=True),
        Facet("tag", _("Tags"), shown=12),
        Facet("year", _("Year"), newest_first=True),
        _choices("language", _("Language of the text"), LANGUAGES),
    ]
}


def label_of_kind(kind: str, device: str) -> str:
    if kind == "page" and device in PAGES:
        return str(PAGES[device])
    return str(KINDS.get(kind, KINDS["page"]))


def language_note(language: str) -> str:
    """What is said of a result that is not in the reader's language."""
    return str(LANGUAGES.get(language, language))


def labels_for(values: Mapping[str, Collection[str]], user: Reader) -> dict[str, dict[str, str]]:
    """The words for every value of every facet that is shown: one query for vocabularies, one for pages.

    Pages are named to those who may read them. What nobody knows is shown as it is.
    """
    known: dict[str, Labels] = {name: facet.labels for name, facet in FACETS.items() if facet.labels}
    values = {name: held for name, held in values.items() if held and name in FACETS}
    known |= _terms(values)
    known |= _titles({name: held for name, held in values.items() if FACETS[name].pages}, user)
    return {
        name: {value: str(known.get(name, {}).get(value, value.replace("_", " "))) for value in held}
        for name, held in values.items()
    }


def _terms(values: Mapping[str, Collection[str]]) -> dict[str, Labels]:
    label = "label_en" if get_language() == "en" else "label_fr"
    queries = []
    for name, held in values.items():
        facet = FACETS[name]
        if facet.vocabulary is None:
            continue
        coded = {"code__in": [f"{value}{facet.ending}" for value in held]}
        rows = facet.vocabulary._default_manager.filter(**coded).order_by()
        queries.append(rows.values_list(Value(name, output_field=CharField()), "code", label))
    if not queries:
        return {}
    found: dict[str, dict[str, str]] = {}
    for name, code, text in queries[0].union(*queries[1:], all=True):
        value = code.removesuffix(FACETS[name].ending)
        # Who looks for a division knows its number.
        found.setdefault(name, {})[value] = f"{value} {text}" if FACETS[name].ending else text
    return dict(found)


def _titles(values: Mapping[str, Collection[str]], user: Reader) -> dict[str, Labels]:
    ids = {int(value) for held in values.values() for value in held if value.isdecimal() and len(value) < 10}
    if not ids:
        return {}
    titles = {str(pk): title for pk, title in visible_pages(user).filter(pk__in=ids).values_list("pk", "title")}
    return dict.fromkeys(values, titles)
