"""The first thing staff see in the editor's side: what they can do, in their own words.

A room registers what it lets staff begin; only what this person may do is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

Provider = Callable[[HttpRequest], Iterable["Task"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to begin: the words of the button, where it leads, and a sentence under it."""

    label: str
    url: str
    help: str = ""
    icon: str = "plus"


_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Decorator: ``provider(request)`` yields the tasks that ``request.user`` may begin."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def tasks(request: HttpRequest) -> list[Task]:
    return [task for provider in _providers for task in provider(request)]


class TasksPanel(Component):
    name = "tasks"
    template_name = "core/admin/tasks.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        return {"request": request, "heading": _("What would you like to do?"), "tasks": tasks(request)}
