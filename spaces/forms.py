from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.forms import CleanTextField
from core.models import PurchaseFamily
from core.widgets import ChoiceTiles
from guidance.models import Criterion
from spaces.blocks import LEVELS, RATIONALE_LENGTH, TEXT_LENGTH
from spaces.blocks import TITLE_LENGTH as ARTICLE_TITLE_LENGTH
from spaces.enums import (
    DECISIONS,
    ArticleKind,
    DocumentKind,
    MemberRole,
    Phase,
    ProposalState,
    SpaceKind,
)
from spaces.models.pages import DESCRIPTION_LENGTH, INTRODUCTION_LENGTH, PURPOSE_LENGTH
from spaces.models.proposals import REASON_LENGTH
from spaces.models.proposals import TEXT_LENGTH as PROPOSAL_LENGTH
from spaces.models.proposals import TITLE_LENGTH as PROPOSAL_TITLE_LENGTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spaces.articles import Article

NOTE_LENGTH = 300
MAX_TAGS = 20
TAG_LENGTH = 50
MAX_FILE_BYTES = 20 * 1024 * 1024

# How files of each kind begin; text has no mark, and no NUL either.
_SIGNATURES = {
    "pdf": b"%PDF-",
    "docx": b"PK\x03\x04",
    "odt": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "ods": b"PK\x03\x04",
    "zip": b"PK\x03\x04",
}


class TagsField(CleanTextField):
    """Tags as people write them: words between commas."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Tags"))
        kwargs.setdefault("help_text", _("Between commas, for example: printing, plain language."))
        super().__init__(max_length=600, required=False, **kwargs)

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        tags: dict[str, str] = {}
        for part in text.replace(";", ",").replace("\n", ",").split(","):
            name = " ".join(part.split())
            if name:
                tags.setdefault(name.casefold(), name)
        if any(len(name) > TAG_LENGTH for name in tags.values()):
            raise ValidationError(_("A tag has at most %(limit)s characters.") % {"limit": TAG_LENGTH})
        if len(tags) > MAX_TAGS:
            raise ValidationError(_("At most %(limit)s tags.") % {"limit": MAX_TAGS})
        return list(tags.values())


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Write a date as 31/12/2027.")


class BaseRevisionForm(forms.Form):
    """A form that says from which state of the page its writer started."""

    base_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_base_revision(self) -> int | None:
        value: int | None = self.cleaned_data.get("base_revision")
        return value


def note_field(**kwargs: Any) -> CleanTextField:
    return CleanTextField(
        label=kwargs.pop("label", _("What changes, and why")),
        help_text=kwargs.pop("help_text", _("Shown in the history, under the number of the new version.")),
        max_length=NOTE_LENGTH,
        error_messages={
            "required": _("Say in a few words what changed and why: readers of the history will thank you."),
            "max_length": _("The note has %(show_value)d characters; at most %(limit_value)d fit."),
        },
        **kwargs,
    )


class SpaceForm(BaseRevisionForm):
    title = CleanTextField(
        label=_("Name of the space"),
        max_length=150,
        help_text=_("What you buy or think about, for example: Mobility studies in rural areas."),
        error_messages={"required": _("Give the space a name.")},
    )
    kind = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[
            (SpaceKind.MEMBERS, _("Its members only: agents whom you add")),
            (SpaceKind.AGENTS, _("Every agent of the portal")),
            (SpaceKind.PUBLIC, _("Everybody: all firms read the same, and may comment when comments are open")),
        ],
        widget=ChoiceTiles(wide=True),
        help_text=_("There is no space “for chosen firms”: the law asks that all of them know the same."),
        error_messages={"required": _("Choose who reads the space.")},
    )
    summary = CleanTextField(
        label=_("In two sentences"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Shown in lists and in search results."),
    )
    introduction = CleanTextField(
        label=_("What this space is for"), max_length=INTRODUCTION_LENGTH, rows=6, required=False
    )
    tags = TagsField()
    written_in = forms.ChoiceField(label=_("Language of the texts"), choices=settings.LANGUAGES)


class SpecificationForm(BaseRevisionForm):
    title = CleanTextField(
        label=_("Title"), max_length=200, error_messages={"required": _("Give the specification a title.")}
    )
    purpose = CleanTextField(label=_("What is bought, and what for"), max_length=PURPOSE_LENGTH, rows=4, required=False)
    summary = CleanTextField(label=_("In two sentences"), max_length=300, rows=2, required=False)
    document_kind = forms.ChoiceField(label=_("Kind of document"), choices=DocumentKind.choices)
    families = forms.ModelMultipleChoiceField(
        label=_("What is bought"),
        queryset=PurchaseFamily.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    cpv = CleanTextField(
        label=_("CPV codes"), max_length=100, required=False, help_text=_("Separated by spaces, for example 79311000.")
    )
    procedure_reference = CleanTextField(label=_("Reference of the procedure"), max_length=80, required=False)
    buyer_profile_url = forms.URLField(
        label=_("Address on the buyer profile"), max_length=500, required=False, assume_scheme="https"
    )
    silence_from = DayField(
        label=_("Silence from"),
        help_text=_("The day the procedure opens. Comments, proposals and amendments then close by themselves."),
    )
    silence_to = DayField(
        label=_("Silence until"), help_text=_("That day included; leave empty while it is not known.")
    )
    tags = TagsField()
    written_in = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("silence_from"), data.get("silence_to")
        if last and not first:
            self.add_error("silence_from", _("Say from when the silence lasts."))
        elif first and last and last < first:
            self.add_error("silence_to", _("The silence cannot end before it begins."))
        return data


class PhaseForm(forms.Form):
    phase = forms.ChoiceField(
        label=_("Where the draft stands"),
        choices=[
            (Phase.WRITING, _("Writing: the members write, nobody else comments yet")),
            (Phase.COMMENTS, _("Comments: whoever reads the space may comment and amend")),
            (Phase.ANSWERS, _("Answers: comments are closed, the space answers each of them")),
            (Phase.FROZEN, _("Frozen text: everything is answered, nothing changes any more")),
            (Phase.PUBLISHED, _("Published: the procedure has begun with this text")),
        ],
        widget=ChoiceTiles(wide=True),
    )
    until = DayField(
        label=_("Until"),
        help_text=_("Last day of the comments or of the answers. Comments then close by themselves."),
    )


class ArticleForm(BaseRevisionForm):
    title = CleanTextField(
        label=_("Title of the article"),
        max_length=ARTICLE_TITLE_LENGTH,
        error_messages={"required": _("Give the article a title.")},
    )
    level = forms.TypedChoiceField(label=_("Level"), choices=LEVELS, coerce=int, initial=1)
    kind = forms.ChoiceField(label=_("Kind"), choices=ArticleKind.choices, initial=ArticleKind.TECHNICAL)
    text = CleanTextField(
        label=_("Text"),
        max_length=TEXT_LENGTH,
        rows=10,
        required=False,
        help_text=_("An empty line begins a paragraph; a line that begins with a dash is an item of a list."),
        error_messages={"max_length": _("The text has %(show_value)d characters; at most %(limit_value)d fit.")},
    )
    criterion = CleanTextField(
        label=_("Criterion it takes up"),
        widget=forms.TextInput(attrs={"list": "criteria", "autocomplete": "off"}),
        max_length=60,
        required=False,
        help_text=_("Its number in the criteria guidance, for example PI-ETU-TS-01."),
    )
    rationale = CleanTextField(
        label=_("Why this article"),
        max_length=RATIONALE_LENGTH,
        rows=3,
        required=False,
        help_text=_("Readers see it under the text: a reason invites better proposals."),
    )
    negotiable = forms.BooleanField(label=_("Open to other solutions"), required=False, initial=True)
    note = note_field()

    def clean_criterion(self) -> Criterion | None:
        uid = self.cleaned_data["criterion"].split(" ")[0]
        if not uid:
            return None
        criterion = Criterion.objects.by_uid([uid]).first()
        if criterion is None:
            raise ValidationError(
                _("No criterion has this number. Look it up in the criteria guidance."), code="unknown"
            )
        return criterion

    def values(self) -> dict[str, Any]:
        """What the article becomes."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("title", "level", "kind", "text", "rationale", "negotiable")},
            "criterion": data["criterion"].pk if data["criterion"] else None,
        }


class NewArticleForm(ArticleForm):
    field_order = ("after", "title", "level", "kind", "text")

    after = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(self, *args: Any, articles: Sequence[Article], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = _places(articles)  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    after = forms.ChoiceField(label=_("Place"), required=False, help_text=_("The articles below it move with it."))
    note = note_field(label=_("Why it moves"))

    def __init__(self, *args: Any, articles: Sequence[Article], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = _places(articles)  # type: ignore[attr-defined]


class NoteForm(BaseRevisionForm):
    note = note_field()


def _places(articles: Sequence[Article]) -> list[tuple[str, Any]]:
    first: list[tuple[str, Any]] = [("", _("At the beginning"))]
    return first + [
        (article.id, _("After %(article)s") % {"article": article.label}) for article in articles if not article.retired
    ]


class AmendmentForm(BaseRevisionForm):
    proposed_text = CleanTextField(
        label=_("Your wording"),
        max_length=TEXT_LENGTH,
        rows=10,
        help_text=_("Change the words of the article here. Readers will see exactly what you add and remove."),
        error_messages={
            "required": _("Write the words that you propose. To take the article out, say so in a comment."),
            "max_length": _("The text has %(show_value)d characters; at most %(limit_value)d fit."),
        },
    )
    why = CleanTextField(
        label=_("Why it is better so"),
        max_length=PROPOSAL_LENGTH,
        rows=4,
        help_text=_("What it changes for those who answer, for users, for the environment. Public."),
        error_messages={"required": _("Say why: the space answers reasons, not only words.")},
    )


class ProposalForm(forms.Form):
    title = CleanTextField(
        label=_("In one line"),
        max_length=PROPOSAL_TITLE_LENGTH,
        error_messages={"required": _("Sum your proposal up in one line.")},
    )
    text = CleanTextField(
        label=_("What you propose"),
        max_length=PROPOSAL_LENGTH,
        rows=7,
        error_messages={
            "required": _("Say what should be done."),
            "max_length": _("The text has %(show_value)d characters; at most %(limit_value)d fit."),
        },
    )
    why = CleanTextField(
        label=_("What it would change"),
        max_length=PROPOSAL_LENGTH,
        rows=4,
        required=False,
        help_text=_("For the environment, for people, for costs or delays; what the buyer would have to change."),
    )


class DecisionForm(BaseRevisionForm):
    state = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[(state.value, ProposalState(state).label.capitalize()) for state in DECISIONS],
        widget=ChoiceTiles,
        error_messages={"required": _("Choose what becomes of the proposal.")},
    )
    reason = CleanTextField(
        label=_("Why"),
        max_length=REASON_LENGTH,
        rows=4,
        help_text=_("Public, beside the proposal, and sent to its author."),
        error_messages={"required": _("Say why: everybody reads the reason with the decision.")},
    )
    wording = CleanTextField(
        label=_("Words that the article will have"),
        max_length=TEXT_LENGTH,
        rows=8,
        required=False,
        help_text=_("Needed only when you accept a part, or when the article has changed since."),
    )


class MemberForm(forms.Form):
    who = CleanTextField(
        label=_("E-mail address or name"),
        max_length=254,
        error_messages={"required": _("Write the e-mail address or the name of the person.")},
    )
    role = forms.ChoiceField(label=_("Part"), choices=MemberRole.choices, initial=MemberRole.COMMENTER)


class ResourceForm(forms.Form):
    title = CleanTextField(
        label=_("Title"), max_length=150, error_messages={"required": _("Give the resource a title.")}
    )
    description = CleanTextField(label=_("What it is good for"), max_length=DESCRIPTION_LENGTH, rows=3, required=False)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, DOCX, ODT, XLSX, ODS, CSV, TXT or ZIP, 20 MB at most."),
    )
    link = forms.URLField(label=_("Or an address"), max_length=500, required=False, assume_scheme="https")
    tags = TagsField()
    written_in = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data.get("file")
        if not file:
            return None
        extension = (file.name or "").rsplit(".", 1)[-1].lower()
        if extension not in settings.WAGTAILDOCS_EXTENSIONS:
            raise ValidationError(_("This kind of file is not taken. Choose one of those listed above."))
        if (file.size or 0) > MAX_FILE_BYTES:
            raise ValidationError(_("The file is heavier than 20 MB. Make it lighter, or give its address."))
        head = file.read(2048)
        file.seek(0)
        signature = _SIGNATURES.get(extension)
        if (signature and not head.startswith(signature)) or (signature is None and b"\x00" in head):
            raise ValidationError(_("The file is not what its name says. Open it and save it again in that format."))
        # The name that people gave is a label only: on the disk it is ours.
        file.name = f"{uuid.uuid4().hex}.{extension}"
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "file" not in self.errors and "link" not in self.errors and bool(data.get("file")) == bool(data.get("link")):
            raise ValidationError(_("Give either a file or an address."), code="one")
        return data
