"""What all builders share: the demo's calendar, the people and things already made, and dates put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.files.images import ImageFile
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.html import escape, format_html_join
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from core.models import ProcessStep, PurchaseFamily, SiteImage
from home.demo import pictures, tags
from home.models import HomePage
from notifications.models import Notification

LANGUAGES = ("fr", "en")
READ_AFTER = timedelta(days=4)
SATURDAY = 5

# What services stamp with the present moment, and the field that holds it.
STAMPED: tuple[tuple[type[Model], str], ...] = (
    (Notification, "created_at"),
    (PageLogEntry, "timestamp"),
    (ModelLogEntry, "timestamp"),
    (Revision, "created_at"),
)


@dataclass
class Desk:
    """The demo being laid out. ``made`` says, item by item, what this run added."""

    now: datetime
    tick: Callable[[], None] = lambda: None
    people: dict[str, Any] = field(default_factory=dict)
    organisations: dict[str, Any] = field(default_factory=dict)
    families: dict[str, PurchaseFamily] = field(default_factory=dict)
    steps: dict[str, ProcessStep] = field(default_factory=dict)
    homes: dict[str, HomePage] = field(default_factory=dict)
    images: dict[str, SiteImage] = field(default_factory=dict)
    pages: dict[str, Any] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    marks: dict[type[Model], int] = field(default_factory=dict)

    # Dates

    def day(self, offset: int) -> date:
        return timezone.localdate(self.now) + timedelta(days=offset)

    def at(self, offset: int, clock: str = "10:15") -> datetime:
        """A moment ``offset`` days from today; never in the future for something that has happened."""
        hour, minute = clock.split(":")
        return timezone.make_aware(datetime.combine(self.day(offset), time(int(hour), int(minute))))

    def appointment(self, offset: int, clock: str, weekday: int | None = None) -> datetime:
        """As ``at``, on a day when people meet: not at a weekend, or on the ``weekday`` that is asked for."""
        day = self.day(offset)
        if weekday is not None:
            day += timedelta(days=(weekday - day.weekday()) % 7)
        elif day.weekday() == SATURDAY:
            day -= timedelta(days=1)
        elif day.weekday() > SATURDAY:
            day += timedelta(days=1)
        return self.at((day - timezone.localdate(self.now)).days, clock)

    def past(self, offset: int, clock: str = "10:15") -> datetime:
        return min(self.at(offset, clock), self.now)

    @contextmanager
    def dated(self, when: datetime) -> Iterator[None]:
        """Whatever services have stamped with the present moment since the last such block gets ``when`` instead."""
        if not self.marks:
            self.marks = {model: self._last(model) for model, _name in STAMPED}
        yield
        for model, name in STAMPED:
            last = self._last(model)
            if last == self.marks[model]:
                continue
            values: dict[str, Any] = {name: when}
            if model is Notification and when < self.now - READ_AFTER:
                values["read_at"] = when + timedelta(hours=20)
            model._default_manager.filter(pk__gt=self.marks[model]).update(**values)
            self.marks[model] = last

    @staticmethod
    def _last(model: type[Model]) -> int:
        return model._default_manager.aggregate(last=Max("pk"))["last"] or 0

    def date_page(self, page: Page, *, first: datetime, last: datetime | None = None) -> None:
        """Give ``page`` the dates of its publications; search reads them later, when its outbox is drained."""
        Page.objects.filter(pk=page.pk).update(
            first_published_at=first, last_published_at=last or first, latest_revision_created_at=last or first
        )

    # Things

    def labels(self, codes: Sequence[str], language: str = "fr") -> list[str]:
        return [tags.TAGS[code][language] for code in codes]

    def family(self, code: str) -> PurchaseFamily:
        return self.families[code]

    def image(self, key: str) -> SiteImage:
        """One of our pictures, drawn the first time it is needed. Public: it belongs to no page."""
        if key not in self.images:
            title = pictures.PICTURES[key]["title"]["fr"]
            image = SiteImage.objects.filter(title=title, owner_page=None).first()
            if image is None:
                file = ImageFile(BytesIO(pictures.draw(key)), name=f"{key}.png")
                image = SiteImage(title=title, description=pictures.PICTURES[key]["alt"]["fr"], file=file)
                image.save()
            self.images[key] = image
        return self.images[key]

    def child(self, parent: Page, slug: str) -> Any:
        """The page of that slug below ``parent``, or None."""
        found = Page.objects.child_of(parent).filter(slug=slug).first()
        return found.specific if found else None

    def publish(self, page: Page, *, by: Any, when: datetime) -> None:
        page.save_revision(user=by, log_action=True).publish(user=by, skip_permission_checks=True)
        self.date_page(page, first=when)

    def index(self, model: type[Any]) -> dict[str, Any]:
        """A device's entrance in each language it has one in; every portal starts with them."""
        return {page.locale.language_code: page for page in model.objects.select_related("locale")}

    def introduce(self, page: Any, text: str) -> None:
        """Give an entrance its words, once."""
        if not page.introduction:
            page.introduction = paragraphs(text)
            with self.dated(self.past(-700)):
                self.publish(page, by=self.people["editor"], when=self.past(-700))
            self.made.append(f"introduction:{page.slug}")


def lasting_id(*parts: str) -> UUID:
    """The same identifier at every load: blocks and articles keep their address."""
    return uuid5(NAMESPACE_URL, "/".join(("cahier-commun-demo", *parts)))


def paragraphs(text: str) -> str:
    """Plain text as rich text."""
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part.strip())


def rich(parts: Sequence[tuple[str, str]]) -> str:
    """A standing page's list of (kind, text) as rich text."""
    out = []
    for kind, text in parts:
        if kind == "ul":
            items = format_html_join("", "<li>{}</li>", ((line,) for line in text.splitlines() if line.strip()))
            out.append(f"<ul>{items}</ul>")
        else:
            out.append(f"<{kind}>{escape(text)}</{kind}>")
    return "".join(out)
