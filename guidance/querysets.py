from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef

from core.models.base import BasePageQuerySet
from core.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_WORDS = 12


def fold(text: str) -> str:
    """``text`` without capitals, accents and ligatures: what a filter box compares."""
    text = clean_text(text).casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


class CriterionTextQuerySet(models.QuerySet):
    def live(self) -> Self:
        """Wordings that stand on a published page today."""
        return self.filter(live=True)

    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def matching(self, text: str) -> Self:
        """Wordings that have all the words of ``text``, whatever their accents and capitals."""
        found = self
        for word in fold(text).split()[:MAX_WORDS]:
            found = found.filter(folded__contains=word)
        return found


class CriterionQuerySet(models.QuerySet):
    def in_use(self) -> Self:
        """Criteria that stand on a published page today; a citation of a retired one stays readable."""
        return self.filter(retired_at=None)

    def with_texts(self) -> Self:
        """With the wording in every language and its page: titles and addresses then cost no query."""
        return self.prefetch_related("texts__page")

    def by_uid(self, uids: Iterable[str]) -> Self:
        return self.filter(uid__in=[uid.upper() for uid in uids])

    def matching(self, text: str) -> Self:
        """Criteria whose number or wording, in any language, has all the words of ``text``."""
        texts: CriterionTextQuerySet = CriterionTextQuerySet(
            self.model._meta.get_field("texts").related_model
        ).matching(text)
        return self.filter(Exists(texts.filter(criterion=OuterRef("pk"))))


class GuidancePageQuerySet(BasePageQuerySet):
    def in_language(self, language: str) -> Self:
        return self.filter(locale__language_code=language)

    def in_one_language(self) -> Self:
        """Pages that no other language has yet, not even as a draft."""
        others = self.model._default_manager.filter(translation_key=OuterRef("translation_key"))
        return self.filter(~Exists(others.exclude(pk=OuterRef("pk"))))
