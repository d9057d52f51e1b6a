"""By what results are narrowed, and how its values are called. A room's new facet is one line in ``FACETS``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import SizeClass
from core.models import ProcessStep, PurchaseFamily
from core.models.vocabularies import Labelled
from discussions.enums import CommentKind
from guidance.enums import CriterionType, Level
from lessons.models import CauseGroup, Outcome
from spaces.enums import ProposalState
from visits.enums import Dimension

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
    """``labels`` is asked only for the values that are shown; what it does not know is shown as it is."""

    name: str
    title: str | Promise
    labels: Callable[[Collection[str]], Labels] = lambda values: {}
    # Shown in this order of values; without, the most frequent come first.
    order: tuple[str, ...] = ()
    shown: int = 8


def _fixed(labels: Labels) -> Callable[[Collection[str]], Labels]:
    return lambda values: labels


def _vocabulary(model: type[Labelled], field: str = "code") -> Callable[[Collection[str]], Labels]:
    def read(values: Collection[str]) -> Labels:
        terms = model._default_manager.filter(**{f"{field}__in": list(values)})
        return {str(getattr(term, field)): term.label for term in terms}

    return read


FACETS: dict[str, Facet] = {
    facet.name: facet
    for facet in [
        Facet("device", _("Where to look"), _fixed(DEVICES), tuple(DEVICES)),
        Facet("kind", _("What"), _fixed(KINDS_PLURAL), tuple(KINDS_PLURAL)),
        Facet("family", _("Purchase family"), _vocabulary(PurchaseFamily)),
        Facet("type", _("Where the criterion acts"), _fixed(dict(CriterionType.choices)), tuple(CriterionType.values)),
        Facet(
            "level",
            _("Level of the criterion"),
            _fixed({str(value): label for value, label in Level.choices}),
            tuple(str(value) for value in Level.values),
        ),
        Facet("remark", _("Kind of comment"), _fixed(dict(CommentKind.choices)), tuple(CommentKind.values)),
        Facet("state", _("State of the proposal"), _fixed(dict(ProposalState.choices)), tuple(ProposalState.values)),
        Facet("outcome", _("Outcome of the procedure"), _vocabulary(Outcome)),
        Facet("cause", _("Cause of the failure"), _vocabulary(CauseGroup)),
        Facet("dimension", _("What a margin changes"), _fixed(dict(Dimension.choices)), tuple(Dimension.values)),
        Facet("size", _("Size of the firm"), _fixed(dict(SizeClass.choices)), tuple(SizeClass.values)),
        Facet("step", _("Step of the purchase"), _vocabulary(ProcessStep)),
        Facet("tag", _("Tags"), shown=12),
        Facet("language", _("Language of the text"), _fixed(LANGUAGES), tuple(LANGUAGES)),
    ]
}


def label_of_kind(kind: str, device: str) -> str:
    if kind == "page" and device in PAGES:
        return str(PAGES[device])
    return str(KINDS.get(kind, KINDS["page"]))


def language_note(language: str) -> str:
    """What is said of a result that is not in the reader's language."""
    return str(LANGUAGES.get(language, language))


def labels_for(values: Mapping[str, Collection[str]]) -> dict[str, dict[str, str]]:
    """The words for every value of every facet that is shown: one query a vocabulary at most."""
    return {
        name: {value: str(known.get(value, value.replace("_", " "))) for value in held}
        for name, held in values.items()
        if name in FACETS and held
        for known in [FACETS[name].labels(held)]
    }
