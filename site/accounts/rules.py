from __future__ import annotations

from typing import Any


def can_invite_agents(user: Any) -> bool:
    """Any agent may bring a colleague in; providers never may."""
    return bool(user.is_authenticated and user.is_agent)


def can_edit_organisation(user: Any) -> bool:
    """Providers speak for their own firm; public bodies are kept by staff."""
    return bool(user.is_authenticated and user.is_provider)
