"""Uploaded files have no address of their own: whoever may not see the page may not have the file."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Page

from core.models import PageAccess
from tests.conftest import Clients
from tests.factories.core import SiteDocumentFactory, SiteImageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def private_page(home_fr: Page) -> Page:
    """A page for agents. (Which page gets which keyword is each room's matter.)"""
    page = StandardPageFactory(parent=home_fr)
    PageAccess.objects.filter(page=page).update(keyword="agents")
    return page


READERS = [("anonymous", 404), ("provider", 404), ("agent", 200), ("outsider", 200), ("admin", 200)]


@pytest.mark.parametrize(("role", "status"), READERS)
def test_a_private_image_and_its_renditions(clients: Clients, private_page: Page, role: str, status: int) -> None:
    image = SiteImageFactory(owner_page=private_page)
    rendition = image.get_rendition("width-80")

    assert clients[role].get(image.file.url).status_code == status
    assert clients[role].get(rendition.file.url).status_code == status


@pytest.mark.parametrize(("role", "status"), READERS)
def test_a_private_document_by_both_addresses(clients: Clients, private_page: Page, role: str, status: int) -> None:
    document = SiteDocumentFactory(owner_page=private_page)

    assert clients[role].get(f"/media/{document.file.name}").status_code == status
    assert clients[role].get(document.url).status_code == status


def test_editors_choose_among_the_files_that_they_may_see(clients: Clients, home_fr: Page) -> None:
    draft = StandardPageFactory(parent=home_fr, live=False)
    SiteImageFactory(owner_page=draft, title="Atelier fermé")
    SiteImageFactory(title="Atelier ouvert")
    SiteDocumentFactory(owner_page=draft, title="Tableau fermé")
    SiteDocumentFactory(title="Tableau ouvert")

    for chooser, opened, closed in (
        ("wagtailimages_chooser:choose", "Atelier ouvert", "Atelier fermé"),
        ("wagtaildocs_chooser:choose", "Tableau ouvert", "Tableau fermé"),
    ):
        listed = clients["admin"].get(reverse(chooser)).content.decode()
        assert [title in listed for title in (opened, closed)] == [True, False]


def test_a_file_of_nobody_is_for_everybody_and_may_be_cached(clients: Clients) -> None:
    response = clients["anonymous"].get(SiteImageFactory().file.url)

    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=86400"
    assert response["Content-Security-Policy"] == "default-src 'none'"


def test_a_private_file_is_never_cached(clients: Clients, private_page: Page) -> None:
    response = clients["agent"].get(SiteImageFactory(owner_page=private_page).file.url)

    assert response["Cache-Control"] == "private, no-store"


def test_a_document_is_saved_never_shown_in_the_site(clients: Clients) -> None:
    document = SiteDocumentFactory(file__filename="page.html", file__data=b"<script>alert(1)</script>")
    response = clients["anonymous"].get(f"/media/{document.file.name}")

    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "path",
    ["nothing.png", "../db.sqlite3", "%2e%2e/db.sqlite3", "original_images", "original_images/", "\x00"],
)
def test_what_no_row_knows_is_no_file(clients: Clients, path: str) -> None:
    assert clients["admin"].get(f"/media/{path}", follow=True).status_code == 404


def test_a_file_of_a_page_taken_offline_is_gone_with_it(clients: Clients, private_page: Page) -> None:
    image = SiteImageFactory(owner_page=private_page)
    private_page.unpublish()

    assert clients["agent"].get(image.file.url).status_code == 404
