"""The resource base of a space: files that only its readers get, and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.actions.delete_page import DeletePageAction

from core import versions
from core.models import SiteDocument
from core.text import clean_text
from spaces.models import ResourcePage
from spaces.slugs import free_slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.base import File

    from accounts.models import User
    from spaces.models import SpacePage


@transaction.atomic
def add_resource(
    *,
    space: SpacePage,
    author: User,
    title: str,
    description: str = "",
    link: str = "",
    file: File[bytes] | None = None,
    tags: Sequence[str] = (),
    written_in: str = "fr",
    slug: str = "",
) -> ResourcePage:
    """Add a file or a link. The file belongs to the resource's page: who may not read it gets no file either."""
    versions.lock(space)
    space.refresh_from_db()
    page: ResourcePage = space.add_child(
        instance=ResourcePage(
            title=clean_text(title),
            slug=slug or free_slug(space, title),
            description=clean_text(description),
            link=link,
            written_in=written_in,
            added_by=author,
            owner=author,
        )
    )
    if file is not None:
        document = SiteDocument(
            title=page.title, file=file, owner_page_id=page.pk, uploaded_by_user=author, language=written_in
        )
        document._set_document_file_metadata()
        document.save()
        page.document = document
    page.tags.set(tags)
    page.save()
    page.save_revision(user=author, log_action=True).publish(user=author, skip_permission_checks=True)
    return ResourcePage.objects.get(pk=page.pk)


@transaction.atomic
def remove_resource(*, resource: ResourcePage, by: User) -> None:
    """Take a resource out of the base, with its file."""
    document = resource.document
    # Who may was asked already: members of a space hold no rights on the editors' side.
    DeletePageAction(resource, user=by).execute(skip_permission_checks=True)
    if document is not None:
        file = document.file
        SiteDocument.objects.filter(pk=document.pk).delete()
        transaction.on_commit(lambda: file.storage.delete(file.name))
