from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanTextField
from core.widgets import ChoiceTiles
from discussions.enums import CommentKind, CommentState
from discussions.services import MAX_LENGTH


class CommentForm(forms.Form):
    """A contribution: what kind, which words, what to say. The author comes from the account, never the form."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=CommentKind.choices, initial=CommentKind.REMARK)
    quote = CleanTextField(
        label=_("The words you speak of (optional)"),
        required=False,
        max_length=500,
        rows=2,
        help_text=_("Copy them from the text: readers will see them above your comment."),
    )
    text = CleanTextField(
        label=_("Your comment"),
        max_length=MAX_LENGTH,
        rows=5,
        error_messages={
            "required": _("Write your comment before you send it."),
            "max_length": _("Your comment has %(show_value)d characters; at most %(limit_value)d fit."),
        },
    )


class ReplyForm(forms.Form):
    text = CleanTextField(
        label=_("Your reply"),
        max_length=MAX_LENGTH,
        rows=4,
        error_messages={
            "required": _("Write your reply before you send it."),
            "max_length": _("Your reply has %(show_value)d characters; at most %(limit_value)d fit."),
        },
    )


class EditForm(forms.Form):
    text = CleanTextField(
        label=_("Your comment"),
        max_length=MAX_LENGTH,
        rows=5,
        error_messages={
            "required": _("A comment cannot be empty."),
            "max_length": _("Your comment has %(show_value)d characters; at most %(limit_value)d fit."),
        },
    )


class CloseForm(forms.Form):
    """The space's answer. A reason is compulsory: the author reads it."""

    state = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[(s.value, s.label) for s in (CommentState.INTEGRATED, CommentState.ANSWERED, CommentState.DECLINED)],
        widget=ChoiceTiles,
        error_messages={"required": _("Say what becomes of this contribution.")},
    )
    reason = CleanTextField(
        label=_("Answer and reason"),
        help_text=_("Public wherever the comment is, and sent to its author."),
        max_length=2000,
        rows=4,
        error_messages={"required": _("Give a reason: its author will read it, and the next buyer too.")},
    )


class HideForm(forms.Form):
    reason = CleanTextField(
        label=_("Why is it taken off?"),
        help_text=_("Shown in its place, and sent to its author."),
        max_length=300,
        rows=2,
        error_messages={"required": _("Say which rule of participation it breaks.")},
    )


def initial_quote(data: Any) -> str:
    return str(data.get("quote", ""))[:500]
