"""What all builders share: the demo's calendar, the people and things already made, and dates put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
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
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry, Revision

from core.models import ProcessStep, PurchaseFamily, SiteImage
from home.demo import pictures, tags
from home.models import HomePage
from notifications.models import Notification

LANGUAGES = ("fr", "en")
READ_AFTER = timedelta(days=4)

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

    # Dates

    def day(self, offset: int) -> date:
        return timezone.localdate(self.now) + timedelta(days=offset)

    def at(self, offset: int, clock: str = "10:15") -> datetime:
        """A moment ``offset`` days from today; never in the future for something that has happened."""
        hour, minute = clock.split(":")
        return timezone.make_aware(datetime.combine(self.day(offset), time(int(hour), int(minute))))

    def past(self, offset: int, clock: str = "10:15") -> datetime:
        return min(self.at(offset, clock), self.now)

    @contextmanager
    def dated(self, when: datetime) -> Iterator[None]:
        """Whatever the block's services stamp with the present moment gets ``when`` instead."""
        marks = {model: model._default_manager.aggregate(last=Max("pk"))["last"] for model, _name in STAMPED}
        yield
        for model, name in STAMPED:
            mark = marks[model]
            rows = model._default_manager.all() if mark is None else model._default_manager.filter(pk__gt=mark)
            values: dict[str, Any] = {name: when}
            if model is Notification and when < self.now - READ_AFTER:
                values["read_at"] = when + timedelta(hours=20)
            rows.update(**values)

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
        page.save_revision(user=by, log_action=True).publish(user=by)
        self.date_page(page, first=when)

    def index(
        self,
        model: type[Any],
        texts: Mapping[str, Mapping[str, str]],
        *,
        languages: Sequence[str] = LANGUAGES,
        **fields: Callable[[str], Any],
    ) -> dict[str, Any]:
        """A device's entrance below each front page, linked as translations of each other."""
        found: dict[str, Any] = {}
        for language in languages:
            home = self.homes[language]
            page = model.objects.child_of(home).first()
            if page is None:
                page = model(
                    title=texts["title"][language],
                    slug=texts["slug"][language],
                    show_in_menus=True,
                    locale=Locale.objects.get(language_code=language),
                    **{name: value(texts["introduction"][language]) for name, value in fields.items()},
                )
                if hasattr(page, "summary"):
                    page.summary = texts["introduction"][language][:300]
                if "fr" in found:
                    page.translation_key = found["fr"].translation_key
                home.refresh_from_db()
                home.add_child(instance=page)
                self.publish(page, by=self.people["editor"], when=self.past(-700))
                self.made.append(f"index:{page.slug}")
            found[language] = page
        return found


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
