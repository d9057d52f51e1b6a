"""The same number of queries with 1, 3 and 300 things behind a page; and a draft with as much on it as one reads."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from discussions import services as discussions
from events.models import ChallengeIndexPage
from lessons import services as lessons
from spaces import services as spaces
from spaces.enums import SpaceKind
from tests.factories.accounts import UserFactory
from tests.factories.copies import copies
from tests.factories.core import StandardPageFactory
from tests.factories.events import (
    ChallengeIndexPageFactory,
    ChallengePageFactory,
    PublicQuestionFactory,
    RegistrationFactory,
)
from tests.factories.guidance import GuidancePageFactory, a_criterion, criteria, guidance_index
from tests.factories.lessons import LessonIndexPageFactory, LessonPageFactory
from tests.factories.spaces import (
    facilitator_of,
    make_amendment,
    make_article,
    make_space,
    make_specification,
    space_index,
)
from tests.factories.visits import (
    SlotFactory,
    VisitIndexPageFactory,
    VisitOfferPageFactory,
    VisitReportPageFactory,
)

pytestmark = [
    pytest.mark.django_db,
    # What a page asks is the same on both; three hundred of everything are made four times as fast on SQLite.
    pytest.mark.skipif(connection.vendor != "sqlite", reason="a page asks both databases the same: counted on SQLite"),
]

SIZES = (1, 3, 300)
# So many pages are made as people make them, the others in their likeness.
REAL = 3
Addresses = dict[str, str]
Fill = Callable[[int], Addresses]


class Lessons:
    def __init__(self, home: object) -> None:
        self.index = LessonIndexPageFactory(parent=home)
        self.lesson = LessonPageFactory(parent=self.index)
        self.author = UserFactory(agent=True)
        self.made = 0

    def fill(self, number: int) -> Addresses:
        pages(self.made, number, lambda: LessonPageFactory(parent=self.index))
        for n in range(self.made, number):
            lessons.say_same(lesson=self.lesson, person=UserFactory(agent=True), note=f"Aussi {n}")
            discussions.post(author=self.author, page=self.lesson, text=f"Remarque {n}")
        self.made = number
        return {"lessons": self.index.get_absolute_url(), "lesson": self.lesson.get_absolute_url()}


class Visits:
    def __init__(self, home: object) -> None:
        self.index = VisitIndexPageFactory(parent=home)
        self.offer, self.report = VisitOfferPageFactory(parent=self.index), VisitReportPageFactory(parent=self.index)
        self.author = UserFactory(agent=True)
        self.made = 0

    def fill(self, number: int) -> Addresses:
        finding = {"dimension": "energy", "effort": "low", "who": "both", "condition": "", "criterion": None}
        pages(self.made, number, lambda: VisitOfferPageFactory(parent=self.index))
        pages(self.made, number, lambda: VisitReportPageFactory(parent=self.index))
        for n in range(self.made, number):
            SlotFactory(offer=self.offer, starts_at=timezone.now() + timedelta(days=n + 1))
            discussions.post(author=self.author, page=self.report, text=f"Remarque {n}")
        self.report.findings = [("margin", {"what": f"Marge {n}", **finding}) for n in range(number)]
        self.report.save()
        self.made = number
        address = self.index.get_absolute_url()
        return {
            "visits": address,
            "visit reports": f"{address}?show=reports",
            "visit offer": self.offer.get_absolute_url(),
            "visit report": self.report.get_absolute_url(),
        }


class Challenges:
    def __init__(self, home: object) -> None:
        self.index: ChallengeIndexPage = ChallengeIndexPageFactory(parent=home)
        self.page = ChallengePageFactory(parent=self.index, capacity=400)
        self.author = UserFactory(provider=True)
        self.made = 0

    def fill(self, number: int) -> Addresses:
        pages(self.made, number, lambda: ChallengePageFactory(parent=self.index))
        for n in range(self.made, number):
            RegistrationFactory(page=self.page, confirmed=True)
            RegistrationFactory(page=self.page, waiting=True)
            PublicQuestionFactory(page=self.page, answered=True)
            discussions.post(author=self.author, page=self.page, text=f"Remarque {n}")
        self.made = number
        return {"challenges": self.index.get_absolute_url(), "challenge": self.page.get_absolute_url()}


class Guidance:
    def __init__(self, home: object) -> None:
        self.index = guidance_index()
        self.page = GuidancePageFactory()
        self.author = UserFactory(agent=True)
        self.made = 0

    def fill(self, number: int) -> Addresses:
        pages(self.made, number, lambda: GuidancePageFactory(criteria=criteria(a_criterion("PI-UNE-TS-001"))))
        for n in range(self.made, number):
            discussions.post(author=self.author, page=self.page, text=f"Remarque {n}")
        self.page.criteria = criteria(*(a_criterion(f"PI-TOUT-TS-{n:03}") for n in range(number)))
        self.page.save_revision().publish()
        self.made = number
        return {"guidance": self.index.get_absolute_url(), "guidance page": self.page.get_absolute_url()}


class Spaces:
    def __init__(self, home: object) -> None:
        self.space = make_space(SpaceKind.PUBLIC)
        self.author = UserFactory(agent=True)
        self.made = 0

    def fill(self, number: int) -> Addresses:
        guide = {"space": self.space, "author": self.author, "title": "Guide", "link": "https://exemple.example.org/"}
        pages(self.made, number, lambda: make_space(SpaceKind.PUBLIC))
        pages(self.made, number, lambda: make_specification(self.space))
        pages(self.made, number, lambda: spaces.add_resource(**guide))
        for n in range(self.made, number):
            spaces.propose(page=self.space, author=self.author, title=f"Piste {n}", text="Essayer.")
        self.made = number
        draft = draft_with(articles=number, comments=number, amendments=number)
        return {
            "spaces": space_index().get_absolute_url(),
            "space": self.space.get_absolute_url(),
            "specification": draft.get_absolute_url(),
        }


class Home:
    def __init__(self, home: object) -> None:
        self.home = home
        self.made = 0

    def fill(self, number: int) -> Addresses:
        pages(self.made, number, lambda: StandardPageFactory(parent=self.home))
        self.made = number
        return {"front page": self.home.get_url()}  # type: ignore[attr-defined]


def pages(made: int, number: int, make: Callable[[], object]) -> None:
    """From ``made`` pages to ``number``."""
    for _turn in range(made, min(number, REAL)):
        last = make()
    if number > REAL:
        copies(last if made < REAL else make(), number - max(made, REAL) - (made >= REAL))


def draft_with(*, articles: int, comments: int, amendments: int) -> object:
    page = make_specification(articles=[make_article(f"Article {n}", f"Texte {n}.") for n in range(articles)])
    author = UserFactory(provider=True)
    ids = [article.id for article in page.live_articles]
    for n in range(comments):
        discussions.post(author=author, page=page, text=f"Remarque {n}", article_id=ids[n % articles])
    for n in range(amendments):
        make_amendment(page, author=author, article_id=ids[n % articles], text=f"Autres mots {n}")
    return page


@pytest.mark.parametrize("room", [Lessons, Visits, Challenges, Guidance, Spaces, Home], ids=lambda room: room.__name__)
def test_a_page_takes_the_same_queries_with_1_3_and_300_things_behind_it(
    budget: Callable[..., None],
    client: Client,
    clock: object,
    home_fr: object,
    count_queries: Callable[[Client, str], int],
    room: type,
) -> None:
    world = room(home_fr)

    costs = [{name: count_queries(client, address) for name, address in world.fill(number).items()} for number in SIZES]

    assert costs[2] == costs[1]
    # With one thing, a page may be spared what it asks of many; never the other way round.
    assert all(costs[0][name] <= costs[2][name] for name in costs[2])
    for name, most in costs[2].items():
        budget(f"queries with 300 behind it, {name}", most, at_most=15)


def test_a_draft_of_100_articles_and_2000_comments(
    budget: Callable[..., None], clients: dict[str, Client], count_queries: Callable[[Client, str], int]
) -> None:
    page = draft_with(articles=100, comments=2000, amendments=20)
    address = page.get_absolute_url()  # type: ignore[attr-defined]
    facilitator = Client()
    facilitator.force_login(facilitator_of(page))  # type: ignore[arg-type]

    asked = {"anonymous": clients["anonymous"], "provider": clients["provider"], "facilitator": facilitator}
    for who, client in asked.items():
        budget(f"queries of a draft with 2,000 comments, {who}", count_queries(client, address), at_most=25)
    times = []
    for _turn in range(5):
        begun = time.perf_counter()
        content = asked["provider"].get(address).content
        times.append((time.perf_counter() - begun) * 1000)
    budget("milliseconds of a draft with 2,000 comments", median(times), at_most=10_000)
    budget("weight of a draft with 2,000 comments, uncompressed", len(content) / 1000, at_most=3_000, unit=" kB")
