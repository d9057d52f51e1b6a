"""What the front page shows: what is open now, and one story that went all the way."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import PageVersion
from core.models.base import localised_path
from discussions.models import Comment
from events.models import ChallengePage
from guidance.models import Criterion
from guidance.trail import trails
from lessons.models import LessonPage
from spaces.enums import Phase
from spaces.models import SpecificationPage

STORY_SECONDS = 600
MEETINGS = 6


def happening_now(user: Any) -> list[dict[str, Any]]:
    """At most three cards: a draft that takes comments, the next meeting, the newest lesson."""
    cards = [_draft_card(user), _challenge_card(user), _lesson_card(user)]
    return [card for card in cards if card]


def _draft_card(user: Any) -> dict[str, Any] | None:
    today = timezone.localdate()
    draft = (
        SpecificationPage.objects.visible_to(user)
        .filter(phase=Phase.COMMENTS)
        .filter(Q(comments_until=None) | Q(comments_until__gte=today))
        .exclude(pk__in=SpecificationPage.objects.silent())
        .defer_streamfields()
        .order_by("comments_until", "pk")
        .first()
    )
    if draft is None:
        return None
    counts = Comment.objects.counts_by_article(draft).values()
    total, waiting = sum(row[0] for row in counts), sum(row[1] for row in counts)
    version = PageVersion.objects.filter(page=draft).first()
    remarks = ngettext("%(count)s remark", "%(count)s remarks", total) % {"count": total}
    unanswered = ngettext("%(count)s waits for an answer", "%(count)s wait for an answer", waiting) % {"count": waiting}
    return {
        "kind": "space",
        "kind_label": _("Draft specification"),
        "title": draft.title,
        "url": draft.get_absolute_url(),
        "text": draft.summary,
        "state": _("Comments open until %(date)s") % {"date": date_format(draft.comments_until, "MONTH_DAY_FORMAT")}
        if draft.comments_until
        else _("Comments are open"),
        "tone": "open",
        "facts": [f"{remarks}, {unanswered}" if waiting else remarks]
        + ([_("Version %(number)s") % {"number": version.number}] if version else []),
        "lang": draft.language,
    }


def _challenge_card(user: Any) -> dict[str, Any] | None:
    language = translation.get_language()
    coming = (
        ChallengePage.objects.visible_to(user)
        .filter(locale__language_code=language, starts_at__gte=timezone.now(), cancelled_at=None)
        .order_by("starts_at")[:MEETINGS]
        .for_list()
    )
    if not coming:
        return None
    # One that still takes people, before one that is only nearer.
    challenge = next((page for page in coming if page.takes_registrations() and page.seats.free), coming[0])
    return {
        "kind": "challenge",
        "title": challenge.title,
        "url": challenge.get_absolute_url(),
        "date": timezone.localtime(challenge.event.starts_at),
        "text": challenge.summary,
        "state": challenge.state.label,
        "facts": [*_places(challenge.seats.free), challenge.place],
        "lang": challenge.language,
    }


def _places(free: int) -> list[str]:
    """How many are left; the state already says “full”."""
    return [ngettext("%(count)s place left", "%(count)s places left", free) % {"count": free}] if free else []


def _lesson_card(user: Any) -> dict[str, Any] | None:
    lesson = (
        LessonPage.objects.visible_to(user).select_related("outcome", "locale").order_by("-first_published_at").first()
    )
    if lesson is None:
        return None
    facts = [lesson.outcome.label]
    if lesson.tenders_received is not None and lesson.tenders_after is not None:
        facts.append(
            _("tenders: %(before)s, then %(after)s")
            % {"before": lesson.tenders_received, "after": lesson.tenders_after}
        )
    return {
        "kind": "lesson",
        "title": lesson.title,
        "url": lesson.get_absolute_url(),
        "text": lesson.summary,
        "facts": facts,
        "lang": lesson.language,
    }


def story() -> dict[str, Any] | None:
    """The criterion whose public trail crosses most places, oldest step first; worked out every ten minutes."""
    key = f"front:story:{translation.get_language()}"
    found = cache.get(key)
    if found is None:
        found = _longest_trail() or {}
        cache.set(key, found, STORY_SECONDS)
    return found or None


def _longest_trail() -> dict[str, Any] | None:
    criteria = {
        criterion.pk: criterion for criterion in Criterion.objects.filter(retired_at=None).select_related("page")
    }
    found = trails(list(criteria), AnonymousUser())
    best = max(found, key=lambda pk: (len(found[pk].counts), len(found[pk].items), -pk), default=None)
    if best is None or len(found[best].counts) < 2:
        return None
    criterion = criteria[best]
    first_of_each: dict[str, Any] = {}
    for item in reversed(found[best].items):
        first_of_each.setdefault(item.device, item)
    steps = [
        {
            "kind": item.device,
            "label": item.label,
            "text": item.text,
            "url": localised_path(item.url),
            "date": item.date,
            "lang": item.lang,
        }
        for item in first_of_each.values()
    ]
    steps.insert(
        min(1, len(steps)),
        {
            "kind": "guidance",
            "label": _("Criterion %(uid)s") % {"uid": criterion.uid},
            "text": criterion.title,
            "url": criterion.get_absolute_url(),
        },
    )
    return {"steps": steps[:5], "url": criterion.get_absolute_url(), "label": _("The whole trail")}


def examples() -> list[dict[str, str]]:
    """Three searches that lead somewhere, in the reader's words."""
    words = [_("integration clause"), _("recycled paper"), _("sign language")]
    return [{"label": word, "url": f"{reverse('search:search')}?q={word.replace(' ', '+')}"} for word in words]
