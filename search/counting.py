"""What people look for, in numbers: by day and words, by nobody in particular.

Staff learn from it what the site lacks. Nothing is kept of who asked; what looks like a person's own data, or like a
text that was pasted, is not counted at all.
"""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, Sum
from django.http import HttpRequest
from django.utils import timezone

from search.engines import query
from search.models import QueryCount

logger = logging.getLogger(__name__)

# What fewer have looked for is shown to nobody: a rare question may tell who asked it.
SHOWN_FROM = 5
KEPT = timedelta(days=395)
# What has not been asked SHOWN_FROM times goes sooner.
KEPT_RARE = timedelta(days=60)
MAX_LENGTH = 80
MAX_WORDS = 8
# Somebody who makes up questions by machine fills a day, not the table.
MAX_A_DAY = 2_000

# An address; nine digits and more (telephone, SIREN, SIRET, social security; a CPV code has eight and one behind a
# dash); a long run of letters and digits mixed (IBAN, tokens).
_PERSONAL = re.compile(r"@|(?:\d[\s.\-/]?){9,}|\b(?=\w*\d)(?=\w*[^\W\d])\w{16,}\b|https?:", re.I)
_CPV = re.compile(r"\b\d{8}-\d\b")


def countable(text: str) -> str:
    """The words as they are counted; "" for what is none of our business."""
    words = query.clean(text).lower().split()
    line = " ".join(words)
    if not words or len(words) > MAX_WORDS or len(line) > MAX_LENGTH or _PERSONAL.search(_CPV.sub("", line)):
        return ""
    return line


def wants_counting(request: HttpRequest) -> bool:
    """Whoever asks not to be measured is not, even without a name."""
    return request.headers.get("DNT") != "1" and request.headers.get("Sec-GPC") != "1"


def record(text: str, *, language: str, found: bool) -> None:
    """Count one question. Never fails: a number less is better than a page less."""
    words = countable(text)
    if not words:
        return
    try:
        with transaction.atomic():
            _count(timezone.localdate(), language, words, 0 if found else 1)
    except DatabaseError:
        logger.warning("a search was not counted", exc_info=True)


def _count(day: date, language: str, words: str, without_result: int) -> None:
    row = QueryCount.objects.filter(day=day, language=language, words=words)
    more = {"asked": F("asked") + 1, "without_result": F("without_result") + without_result}
    if row.update(**more) or QueryCount.objects.filter(day=day).count() >= MAX_A_DAY:
        return
    try:
        with transaction.atomic():
            QueryCount.objects.create(day=day, language=language, words=words, asked=1, without_result=without_result)
    except IntegrityError:  # somebody asked the same at the same moment
        row.update(**more)


def purge() -> int:
    """Take away what is too old, and sooner what too few have asked; returns how many rows."""
    today = timezone.localdate()
    common = (
        QueryCount.objects.values("words").annotate(total=Sum("asked")).filter(total__gte=SHOWN_FROM).values("words")
    )
    rare = QueryCount.objects.filter(day__lt=today - KEPT_RARE).exclude(words__in=common)
    return rare.delete()[0] + QueryCount.objects.filter(day__lt=today - KEPT).delete()[0]
