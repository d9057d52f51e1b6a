"""Hundreds of pages in no time, for tests that count what a page asks however much there is."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import F
from wagtail.models import Page

from core.models import PageAccess


def copies(page: Any, number: int) -> None:
    """Add ``number`` siblings of ``page`` as it is now, table by table; services would take minutes.

    Nothing that hangs on it is copied (members, slots, comments), and nobody is told.
    """
    if number < 1:
        return
    source = type(page).objects.get(pk=page.pk)
    parent = source.get_parent()
    first = 1 + Page._str2int(parent.get_last_child().path[-Page.steplen :])
    plain = {field.attname: getattr(source, field.attname) for field in Page._meta.concrete_fields}
    rows = []
    for place in range(first, first + number):
        slug = f"{source.slug}-{place}"
        own = {
            "id": None,
            "path": Page._get_path(parent.path, source.depth, place),
            "numchild": 0,
            "slug": slug,
            "url_path": f"{parent.url_path}{slug}/",
            "translation_key": uuid.uuid4(),
        }
        rows.append(Page(**plain | own))
    Page.objects.bulk_create(rows)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + number)
    fields = type(page)._meta.local_concrete_fields
    more = {field.attname: getattr(source, field.attname) for field in fields}
    specific = [type(page)(**more | {"page_ptr_id": row.pk}) for row in rows]
    # Django's bulk_create knows no models of several tables.
    type(page)._base_manager.all()._batched_insert(specific, fields, None)
    keyword = PageAccess.objects.get(page_id=page.pk).keyword
    PageAccess.objects.bulk_create(PageAccess(page_id=row.pk, keyword=keyword) for row in rows)
