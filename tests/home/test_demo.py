"""The demo as a visitor meets it: everything is there, every page answers, and loading it again changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.management.base import CommandError
from django.db import transaction
from django.test import Client, override_settings
from django.utils import translation
from wagtail.models import Page

from accounts.models import Organisation, User
from core import visibility
from core.models import OutgoingMail
from core.models.base import localised_path
from events.models import ChallengePage, Registration
from guidance.models import Criterion, GuidancePage
from home.demo import challenges, guidance, lessons, people, spaces, trail, visits
from home.demo.load import load
from home.models import StandardPage
from lessons.models import Cause, LessonPage
from spaces.models import Proposal, SpacePage, SpecificationPage
from visits.models import VisitOfferPage, VisitReportPage, VisitRequest

ACCOUNTS = ["editor", "agent", "facilitator", "outsider", "provider", "admin"]


@dataclass
class Demo:
    made: list[str]

    def user(self, key: str) -> User:
        return User.objects.get(email=f"{key}@demo.example")

    def client(self, key: str | None) -> Client:
        client = Client()
        if key:
            client.force_login(self.user(key))
        return client


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Demo]:
    """Loaded once for the module, and gone with its transaction."""
    # The tests' own backend would look each saved row up at once, for the editors' search, some hundreds of times.
    idle = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    with django_db_blocker.unblock(), override_settings(TASKS=idle), transaction.atomic():
        yield Demo(made=load(quiet=True))
        transaction.set_rollback(True)


def test_what_the_demo_promises_is_there(demo):
    assert GuidancePage.objects.live().count() == 2 * len(guidance.PAGES) == 14
    assert Criterion.objects.in_use().count() == 42
    assert SpacePage.objects.live().count() == 4
    assert ChallengePage.objects.live().count() == 10
    assert LessonPage.objects.live().count() == len(lessons.LESSONS) == 12
    assert VisitOfferPage.objects.live().count() == len(visits.OFFERS) == 6
    assert VisitReportPage.objects.live().count() == len(visits.REPORTS) == 5
    assert StandardPage.objects.live().count() == 14
    assert Organisation.objects.count() == len(people.ORGANISATIONS)
    assert User.objects.count() == len(people.PEOPLE)


@pytest.mark.parametrize("key", ACCOUNTS)
def test_the_demo_accounts_open_with_the_demo_password(demo, key):
    assert Client().login(email=f"{key}@demo.example", password=people.PASSWORD)


def test_both_languages_are_translations_of_each_other(demo):
    pages = GuidancePage.objects.live().values_list("translation_key", "locale__language_code")
    languages: dict[object, set[str]] = {}
    for key, language in pages:
        languages.setdefault(key, set()).add(language)

    assert list(languages.values()) == [{"fr", "en"}] * len(guidance.PAGES)


def test_a_criterion_remembers_what_it_said_before(demo):
    page = GuidancePage.objects.get(slug="imprimer-et-diffuser")
    first, second = page.versions.order_by("number")
    uid = "PI-IMP-TS-01"
    clauses = [
        next(block.value["clause"] for block in version.revision.as_object().criteria if block.value["uid"] == uid)
        for version in (first, second)
    ]

    assert ["[[100]]" in clause for clause in clauses] == [True, False]
    assert first.created_at < second.created_at


def test_there_is_a_space_of_each_kind_and_one_is_frozen(demo):
    kinds = Counter(SpacePage.objects.values_list("kind", flat=True))
    phases = dict(SpecificationPage.objects.values_list("slug", "phase"))

    assert kinds == {"public": 2, "agents": 1, "members": 1}
    assert phases == {
        "etudes-de-mobilite": "comments",
        "accord-cadre-impression": "frozen",
        "formation-lsf": "comments",
        "refonte-portail-des-aides": "writing",
    }


def test_the_drafts_have_lived(demo):
    drafts = {
        page.slug: (len(page.live_articles), page.versions.count(), page.comments.count() > 5)
        for page in SpecificationPage.objects.all()
    }

    assert drafts == {
        "etudes-de-mobilite": (16, 3, True),
        "accord-cadre-impression": (17, 4, True),
        "formation-lsf": (8, 1, False),
        "refonte-portail-des-aides": (16, 2, True),
    }
    states = set(Proposal.objects.filter(kind="amendment").values_list("state", flat=True))
    assert states == {"open", "accepted", "accepted_in_part", "declined"}


def test_nothing_waits_for_an_answer_in_the_frozen_draft(demo):
    page = SpecificationPage.objects.get(slug="accord-cadre-impression")

    assert page.comments.filter(state="open", level=0).count() == 0
    assert page.proposals.filter(state="open").count() == 0


def test_the_challenges_are_in_every_state(demo):
    with translation.override("fr"):
        states = {page.slug: str(page.state) for page in ChallengePage.objects.filter(locale__language_code="fr")}

    assert states == {
        "une-etude-qui-sert": "record_published",
        "imprimer-moins-informer-mieux": "open",
        "documents-accessibles": "full",
        "langue-des-signes-pres-de-chez-soi": "announced",
        "des-repas-sans-reste": "cancelled",
    }
    assert Registration.objects.filter(state="waiting").count() == 4


def test_visits_are_at_every_stage(demo):
    states = Counter(VisitRequest.objects.values_list("state", flat=True))

    assert states == {"done": 5, "accepted": 3, "declined": 1, "requested": 2}
    hidden = VisitReportPage.objects.get(slug="la-preparation-est-dans-le-prix")
    assert hidden.is_anonymous


def test_the_lessons_cover_nearly_every_cause(demo):
    used = set(LessonPage.objects.live().values_list("causes__cause__code", flat=True))

    assert set(Cause.objects.values_list("code", flat=True)) - used == {"Z9"}
    assert max(page.versions.count() for page in LessonPage.objects.all()) == 4


# Making a thumbnail leaves the package's temporary file to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("reader", [None, "agent", "provider", "outsider"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_answers_its_readers_and_nobody_else(demo, reader, language):
    client = demo.client(reader)
    held = visibility.keywords_for(demo.user(reader)) if reader else {visibility.PUBLIC}
    wrong = []
    for page in Page.objects.live().filter(depth__gt=1).select_related("access", "locale").specific():
        if not getattr(page, "single_tree", False) and page.locale.language_code != language:
            continue
        with translation.override(language):
            address = localised_path(page.get_url(), language)
        status = client.get(address).status_code
        expected = 200 if page.access.keyword in held else (404 if reader else 302)
        if status != expected:
            wrong.append((address, status, expected))

    assert wrong == []


def test_the_outsider_is_kept_out_of_what_is_private(demo):
    private = Page.objects.live().filter(access__keyword__startswith="space:")

    assert private.count() == 3
    assert not private.filter(access__keyword__in=visibility.keywords_for(demo.user("outsider"))).exists()


@pytest.mark.parametrize("story", trail.TRAILS, ids=lambda story: story["key"])
def test_each_story_leads_through_things_that_exist(story):
    drafts = [space["draft"] for space in spaces.SPACES]
    known = {
        "report": {(row["key"],) for row in visits.REPORTS},
        "lesson": {(row["key"],) for row in lessons.LESSONS},
        "challenge": {(row["key"],) for row in challenges.CHALLENGES},
        "criterion": {(value["uid"],) for page in guidance.PAGES for value in page["criteria"]},
        "amendment": {(row["key"],) for draft in drafts for row in draft["amendments"]},
        "article": {(draft["key"], row["key"]) for draft in drafts for row in draft["articles"]},
        "consultation": {(draft["consultation"]["reference"],) for draft in drafts if "consultation" in draft},
    }

    assert [tuple(keys) in known[kind] for kind, *keys in (step["ref"] for step in story["steps"])] == [True] * 5
    assert [step["at"] for step in story["steps"]][-1] > story["steps"][0]["at"]


def test_no_mail_goes_out(demo):
    assert OutgoingMail.objects.count() == 0


def test_a_second_load_changes_nothing(demo):
    revisions = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))

    assert load(quiet=True) == []
    assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")) == revisions


def test_it_is_refused_where_people_work(demo, settings):
    settings.DEV_PAGES = False

    with pytest.raises(CommandError, match="known passwords"):
        load(quiet=True)
