from __future__ import annotations

import pytest
from wagtail.models import Page, Revision

from core import versions
from core.models import PageVersion
from guidance.models import GuidancePage
from tests.factories.accounts import UserFactory
from tests.factories.guidance import GuidancePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> GuidancePage:
    """A versioned page at version 1."""
    return fresh(GuidancePageFactory(title="Études"))


def fresh(page: GuidancePage) -> GuidancePage:
    return GuidancePage.objects.get(pk=page.pk)


def rename(page: GuidancePage, title: str, *, base: int | None = None) -> PageVersion:
    """What a form does: change the page as it was when the form was opened, and publish."""
    changed = fresh(page)
    changed.title = title
    return versions.publish_version(
        page=changed,
        author=UserFactory(communications=True),
        note=title,
        base_revision_id=base or changed.latest_revision_id,
    )


def test_each_publication_has_the_next_number_its_author_and_its_note(page: GuidancePage) -> None:
    second = rename(page, "Études et conseil")
    third = rename(page, "Études, conseil")

    assert [(v.number, v.note) for v in page.versions.all()] == [
        (3, "Études, conseil"),
        (2, "Études et conseil"),
        (1, ""),
    ]
    assert second.author_id != third.author_id
    assert versions.page_at(second).title == "Études et conseil"


def test_a_stale_edit_is_refused_and_changes_nothing(page: GuidancePage) -> None:
    opened_at = page.latest_revision_id
    rename(page, "Theirs")
    before = (Revision.objects.count(), PageVersion.objects.count())

    with pytest.raises(versions.StaleEditError) as refusal:
        rename(page, "Mine", base=opened_at)

    assert refusal.value.current.title == "Theirs"
    assert fresh(page).title == "Theirs"
    assert (Revision.objects.count(), PageVersion.objects.count()) == before


def test_a_draft_saved_on_the_editors_side_makes_an_edit_stale_too(page: GuidancePage) -> None:
    opened_at = page.latest_revision_id
    draft = fresh(page)
    draft.title = "A draft"
    draft.save_revision()

    with pytest.raises(versions.StaleEditError) as refusal:
        rename(page, "Mine", base=opened_at)

    assert refusal.value.current.title == "A draft"


def test_publishing_on_the_editors_side_is_a_version_once(page: GuidancePage) -> None:
    revision = fresh(page).save_revision()
    revision.publish()
    versions.record(page=page, revision=revision)

    assert [v.number for v in page.versions.all()] == [2, 1]


def test_a_page_without_versions_gets_none(home_fr: Page) -> None:
    home_fr.save_revision().publish()

    assert PageVersion.objects.filter(page_id=home_fr.pk).count() == 0


def test_going_back_is_a_new_version_with_the_old_words(page: GuidancePage) -> None:
    rename(page, "Worse")
    restored = versions.restore_version(
        page=fresh(page),
        version=page.versions.get(number=1),
        author=UserFactory(communications=True),
        note="back to 1",
        base_revision_id=fresh(page).latest_revision_id,
    )

    assert (restored.number, fresh(page).title) == (3, "Études")
    assert versions.page_at(page.versions.get(number=2)).title == "Worse"
