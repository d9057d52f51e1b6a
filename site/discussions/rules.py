"""Who may read, comment, and close a comment. The page decides; a comment has no wall of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import visibility

if TYPE_CHECKING:
    from core.models import BasePage
    from discussions.models import Comment
    from discussions.targets import Target


def can_comment(user: Any, page: BasePage, target: Target | None = None) -> bool:
    """Signed in, may read the page, and it takes comments from them now, on ``target`` too where there is one."""
    if target is not None and target.closed_note:
        return False
    if not user.is_authenticated or not visibility.can_see(user, page):
        return False
    return page.comments_open_to(user) if target is None else page.target_comments_open_to(user)


def can_close(user: Any, page: BasePage) -> bool:
    """May answer in the space's name, with a reason."""
    return user.is_authenticated and visibility.can_see(user, page) and page.moderated_by(user)


def can_edit(user: Any, comment: Comment, page: BasePage, target: Target | None = None) -> bool:
    """Authors may mend their own words until somebody has answered them."""
    return (
        can_comment(user, page, target)
        and comment.user_id == user.pk
        and not comment.is_closed
        and not comment.is_removed
        and comment.nested_count == 0
    )


def can_hide(user: Any, page: BasePage) -> bool:
    return can_close(user, page) or (
        user.is_authenticated and user.is_communications and visibility.can_see(user, page)
    )
