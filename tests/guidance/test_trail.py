from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from core.models import PageAccess
from guidance import trail
from guidance.models import Criterion
from guidance.trail import SHOWN, TrailItem, trails
from tests.factories.guidance import CriterionFactory, GuidancePageFactory

pytestmark = pytest.mark.django_db

BLOCK = "c1846830-cabf-526c-8d61-7465d1d32dce"


def cite(criterion: Criterion, *, keyword: str = "public", block: str = "", live: bool = True) -> Page:
    """A page that points at ``criterion``, as Wagtail's index records it."""
    page = GuidancePageFactory(live=live)
    PageAccess(page_id=page.pk, keyword=keyword).save()
    types = ContentType.objects.get_for_models(Criterion, Page, type(page))
    ReferenceIndex.objects.create(
        base_content_type=types[Page],
        content_type=types[type(page)],
        object_id=str(page.pk),
        to_content_type=types[Criterion],
        to_object_id=str(criterion.pk),
        model_path="articles.article.criterion",
        content_path=f"articles.{block}.criterion" if block else "criterion",
        content_path_hash=ReferenceIndex._get_content_path_hash(f"{page.pk}{block}"),
    )
    return page


@pytest.fixture
def provider():
    """``provider(item, …)`` registers a source that gives these items, for the time of the test."""
    made = []

    def make(*items: TrailItem, devices: tuple[str, ...] = ()):
        def give(criterion_ids, user):
            return list(items)

        trail.register(give, devices=devices)
        made.append(give)

    yield make
    for give in made:
        trail.unregister(give)


def test_a_citation_leads_to_the_very_block():
    criterion = CriterionFactory()
    page = cite(criterion, block=BLOCK)

    (item,) = trails([criterion.pk], AnonymousUser())[criterion.pk].items

    assert (item.device, item.text, item.url) == ("guidance", page.title, f"{page.specific.get_absolute_url()}#{BLOCK}")


def test_a_citation_by_a_row_of_a_page_leads_to_the_page():
    criterion = CriterionFactory()
    page = cite(criterion, block="20")

    (item,) = trails([criterion.pk], AnonymousUser())[criterion.pk].items

    assert item.url == page.specific.get_absolute_url()


@pytest.mark.parametrize(
    ("keyword", "role", "seen"),
    [
        pytest.param("public", "anonymous", True, id="public-anonymous"),
        pytest.param("agents", "anonymous", False, id="agents-anonymous"),
        pytest.param("agents", "provider", False, id="agents-provider"),
        pytest.param("agents", "agent", True, id="agents-agent"),
        pytest.param("space:424242", "agent", False, id="members-other agent"),
        pytest.param("space:424242", "communications", False, id="members-communications"),
    ],
)
def test_a_citation_is_seen_by_those_who_may_read_its_page(people, keyword, role, seen):
    criterion = CriterionFactory()
    cite(criterion, keyword=keyword)
    reader = AnonymousUser() if role == "anonymous" else people[role]

    assert bool(trails([criterion.pk], reader)[criterion.pk].items) is seen


def test_a_citation_by_an_unpublished_page_is_not_shown(people):
    criterion = CriterionFactory()
    cite(criterion, live=False)

    assert trails([criterion.pk], people["admin"])[criterion.pk].items == ()


def test_a_private_citation_shows_nowhere_on_the_criterions_pages(clients):
    criterion = CriterionFactory()
    secret = cite(criterion, keyword="space:424242")
    addresses = [criterion.get_absolute_url(), f"/fr/guidance/criterion/{criterion.uid}/trail/"]

    for role in ("anonymous", "provider", "outsider"):
        for address in addresses:
            content = clients[role].get(address).content.decode()
            assert secret.title not in content
            assert "étape" not in content.split("<main")[1].split("</main")[0]


def test_rooms_add_steps_newest_first(provider):
    criterion = CriterionFactory()
    old, new = (
        TrailItem(
            criterion_id=criterion.pk, device="visit", label="Vu", text=text, url=f"/{text}/", date=date(2026, 1, day)
        )
        for text, day in (("ancien", 1), ("récent", 9))
    )
    provider(old, new)

    assert trails([criterion.pk], AnonymousUser())[criterion.pk].items == (new, old)


def test_a_provider_that_answers_for_a_device_replaces_its_plain_citations(provider):
    criterion = CriterionFactory()
    cite(criterion)
    provider(devices=("guidance",))

    assert trails([criterion.pk], AnonymousUser())[criterion.pk].items == ()


def test_a_long_story_is_cut_and_counted():
    criterion = CriterionFactory()
    for _number in range(SHOWN + 3):
        cite(criterion)

    found = trails([criterion.pk], AnonymousUser())[criterion.pk]

    assert (len(found.shown), found.hidden_count, found.counts) == (SHOWN, 3, {"guidance": SHOWN + 3})


@pytest.mark.parametrize("path", ["page", "trail"])
def test_queries_do_not_grow_with_citations(clients, count_queries, path):
    criterion = CriterionFactory()
    address = {
        "page": criterion.get_absolute_url(),
        "trail": f"/fr/guidance/criterion/{criterion.uid}/trail/",
    }[path]
    for _number in range(3):
        cite(criterion)
    few = count_queries(clients["anonymous"], address)
    for _number in range(40):
        cite(criterion)

    assert count_queries(clients["anonymous"], address) == few
    assert few <= 15
