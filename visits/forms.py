from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.enums import SizeClass
from core.forms import CleanTextField
from core.models import SiteImage
from core.pictures import PictureError, PictureField, clean_picture, store_picture
from core.rows import BoundGroup, RowKind, RowsForm
from guidance.models import Criterion
from visits.enums import Agreement, ChangeState, Dimension, Effort, Hospitality, WhoCanAct
from visits.models import ReportChange, Slot, VisitOfferPage, VisitReportPage

MAX_COMPANIONS = 9
MAX_CAPACITY = 20


def date_field(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def time_field(**kwargs: Any) -> forms.TimeField:
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **kwargs)


def optional(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [("", _("Choose")), *choices]


def clean_tag_names(value: str) -> list[str]:
    names = [name.strip() for name in value.replace(";", ",").split(",")]
    names = list(dict.fromkeys(name for name in names if name))
    if len(names) > 10:
        raise ValidationError(_("Ten tags at most."))
    if any(len(name) > 40 for name in names):
        raise ValidationError(_("A tag has 40 characters at most."))
    return names


class OfferForm(forms.Form):
    """What a host offers to show. ``apply_to`` writes it on a page; nothing is saved here."""

    FIELDS = (
        "title",
        "summary",
        "described_as",
        "activity",
        "place",
        "size_class",
        "what_to_see",
        "access_information",
        "safety_information",
        "meeting_point",
        "languages",
        "written_in",
    )

    title = CleanTextField(
        label=_("Title"),
        max_length=150,
        help_text=_("For example “Printing on recycled paper, from file to delivery”."),
    )
    summary = CleanTextField(
        label=_("In two sentences"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Shown in lists and in search."),
    )
    activity = CleanTextField(label=_("What you do"), max_length=150)
    place = CleanTextField(label=_("Town"), max_length=100)
    size_class = forms.ChoiceField(
        label=_("How many people you are"), choices=[("", _("Not said")), *SizeClass.choices], required=False
    )
    what_to_see = CleanTextField(
        label=_("What agents can see"),
        max_length=2000,
        rows=6,
        help_text=_(
            "Machines, a working day, a material store, the way you answer tenders. No price, no coming contract."
        ),
    )
    access_information = CleanTextField(
        label=_("Getting there, and access for disabled people"), max_length=1000, rows=3, required=False
    )
    safety_information = CleanTextField(label=_("Safety on site"), max_length=1000, rows=3, required=False)
    meeting_point = CleanTextField(
        label=_("Meeting point"),
        max_length=250,
        required=False,
        help_text=_("Given only to agents whose visit you accept."),
    )
    languages = CleanTextField(
        label=_("Languages of the visit"),
        max_length=100,
        required=False,
        help_text=_("For example: French, English, sign language."),
    )
    described_as = CleanTextField(
        label=_("Shown as, instead of your name"),
        max_length=150,
        required=False,
        help_text=_("Leave empty to be named. For example “a printing house of 12 people”."),
    )
    written_in = forms.ChoiceField(label=_("Language of this text"), choices=settings.LANGUAGES)
    base_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def new(cls, *, host: Any) -> OfferForm:
        organisation = host.organisation
        return cls(
            initial={
                "written_in": translation.get_language(),
                "activity": organisation.description[:150] if organisation else "",
                "place": organisation.town if organisation else "",
                "size_class": organisation.size_class if organisation else "",
            }
        )

    @classmethod
    def for_offer(cls, offer: VisitOfferPage) -> OfferForm:
        initial = {name: getattr(offer, name) for name in cls.FIELDS}
        return cls(initial={**initial, "base_revision": offer.latest_revision_id})

    def apply_to(self, offer: VisitOfferPage) -> VisitOfferPage:
        for name in self.FIELDS:
            setattr(offer, name, self.cleaned_data[name])
        offer.draft_title = offer.title
        return offer


class SlotForm(forms.Form):
    day = date_field(label=_("Day"))
    begins = time_field(label=_("From"))
    ends = time_field(label=_("To"))
    capacity = forms.IntegerField(
        label=_("Agents at most"),
        min_value=2,
        max_value=MAX_CAPACITY,
        initial=4,
        help_text=_("Two at least: nobody visits alone."),
    )

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day <= timezone.localdate():
            raise ValidationError(_("Choose a day to come."))
        if day > timezone.localdate() + timedelta(days=730):
            raise ValidationError(_("Choose a day within the next two years."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("The end comes after the beginning."))
        return cleaned

    @property
    def starts_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["begins"]))

    @property
    def ends_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["ends"]))


class RequestForm(forms.Form):
    """A request for a visit, with the statements that keep it fair."""

    slot = forms.ModelChoiceField(
        label=_("When"), queryset=Slot.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    companions = CleanTextField(
        label=_("Work e-mail of each colleague who comes, one a line"),
        max_length=1000,
        rows=3,
        help_text=_("At least one: nobody visits a firm alone. One of you does not buy from this firm."),
    )
    question = CleanTextField(
        label=_("Question of the visit"),
        max_length=1500,
        rows=4,
        help_text=_(
            "What you want to understand: a practice, a margin for manoeuvre, what our documents make difficult. "
            "Never a coming tender."
        ),
    )
    approved_on = date_field(label=_("Approved by your hierarchy on"))
    interests = CleanTextField(
        label=_("Interests to declare"),
        max_length=1000,
        rows=2,
        required=False,
        help_text=_(
            "A link that one of you has with this firm, and what is done about it. Leave empty if there is none."
        ),
    )
    no_interest = forms.BooleanField(
        label=_("None of us has an interest in this firm beyond what is declared above."),
        error_messages={"required": _("A visit needs this statement.")},
    )
    no_procedure = forms.BooleanField(
        label=_("No procedure that this firm may answer is running, and no dispute with it."),
        error_messages={"required": _("A firm is not visited while a procedure that it may answer is running.")},
    )
    no_gift = forms.BooleanField(
        label=_("We accept no gift and no meal; the authority pays for the journey."),
        error_messages={"required": _("A visit needs this statement.")},
    )

    def __init__(self, *args: Any, agent: Any, slots: Iterable[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agent = agent
        field = self.fields["slot"]
        field.queryset = Slot.objects.filter(pk__in=[slot.pk for slot in slots])  # type: ignore[attr-defined]
        field.label_from_instance = slot_label  # type: ignore[attr-defined]

    def clean_companions(self) -> list[Any]:
        """The colleagues' accounts. Only agents ask here, so saying which address is unknown tells nothing new."""
        addresses = list(
            dict.fromkeys(
                line.strip().lower()
                for line in self.cleaned_data["companions"].replace(",", "\n").replace(";", "\n").split("\n")
            )
        )
        addresses = [address for address in addresses if address]
        if len(addresses) > MAX_COMPANIONS:
            raise ValidationError(_("Nine colleagues at most."))
        people = get_user_model().objects.filter(email__in=addresses, is_active=True)
        agents = {person.email: person for person in people if person.is_agent}
        unknown = [address for address in addresses if address not in agents]
        if unknown:
            raise ValidationError(
                _("No agent is known here by this address: %(address)s. Ask them to open an account first."),
                params={"address": unknown[0][:100]},
            )
        companions = [person for person in agents.values() if person.pk != self.agent.pk]
        if not companions:
            raise ValidationError(_("Name at least one colleague besides yourself."))
        return companions

    def clean_approved_on(self) -> date:
        day: date = self.cleaned_data["approved_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The approval has been given: this date cannot be in the future."))
        if day < timezone.localdate() - timedelta(days=365):
            raise ValidationError(_("This approval is more than a year old: ask again."))
        return day


def slot_label(slot: Slot) -> str:
    begins, ends = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    hours = f"{date_format(begins, 'TIME_FORMAT')} – {date_format(ends, 'TIME_FORMAT')}"
    return f"{date_format(begins, 'DATE_FORMAT')}, {hours}"


class ReasonForm(forms.Form):
    reason = CleanTextField(label=_("Reason"), max_length=1000, rows=3, help_text=_("The others receive it."))


class AcceptForm(forms.Form):
    message = CleanTextField(
        label=_("A word to the agents"),
        max_length=1000,
        rows=2,
        required=False,
        help_text=_("What to bring, whom to ask for. The meeting point of your offer is sent with it."),
    )


class OfferReasonForm(forms.Form):
    reason = CleanTextField(
        label=_("What should change before it is published"), max_length=1500, rows=3, help_text=_("The host is told.")
    )


class LookForm(forms.Form):
    no_procedure = forms.BooleanField(
        label=_("No procedure that this host may answer is running, and no dispute with it."),
        error_messages={
            "required": _("An offer is not published while a procedure that its host may answer is running.")
        },
    )


class NoteForm(forms.Form):
    note = CleanTextField(label=_("What changed and why"), max_length=300, help_text=_("Shown in the history."))


class CheckForm(forms.Form):
    """The host's answer to the report."""

    CUTS = "cuts"

    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[
            (Agreement.AS_IS, _("Publish it as it is")),
            (Agreement.ANONYMOUS, _("Publish it without our name")),
            (CUTS, _("Something has to be cut or put right first")),
        ],
    )
    message = CleanTextField(
        label=_("What has to be cut or put right"),
        max_length=2000,
        rows=5,
        required=False,
        help_text=_("A trade secret, a mistake, a person who can be recognised: say where, in which words."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == self.CUTS and not cleaned.get("message") and "message" not in self.errors:
            self.add_error("message", _("Say what has to be cut or put right, so that the agents can do it."))
        return cleaned

    @property
    def agreement(self) -> Agreement | None:
        answer = self.cleaned_data["answer"]
        return None if answer == self.CUTS else Agreement(answer)


class RestoreForm(forms.Form):
    base_revision = forms.IntegerField(widget=forms.HiddenInput)


class ReportForm(RowsForm):
    """A visit report, whole. Pictures are kept as soon as they are good, so that no error loses them."""

    SECTIONS = (
        ("visit", _("The visit"), ("title", "question", "visited_on", "agents")),
        ("host", _("The host"), ("host_description", "is_anonymous", "why_this_host")),
        ("findings", _("What you found"), ()),
        ("learned", _("What you learned"), ("learning_1", "learning_2", "learning_3", "summary", "tags")),
        ("changes", _("What will change because of it"), ()),
        ("integrity", _("Integrity"), ("hospitality", "hospitality_note", "costs_paid_by", "written_in")),
    )
    FIELDS = (
        "title", "question", "visited_on", "agents", "host_description", "is_anonymous", "why_this_host", "learning_1",
        "learning_2", "learning_3", "summary", "hospitality", "hospitality_note", "costs_paid_by", "written_in",
    )  # fmt: skip
    max_rows = 30

    title = CleanTextField(label=_("Title"), max_length=150)
    question = CleanTextField(label=_("Question of the visit"), max_length=1500, rows=3)
    visited_on = date_field(label=_("Date of the visit"))
    agents = CleanTextField(
        label=_("Who went"), max_length=600, rows=2, help_text=_("Functions and departments, not names.")
    )
    host_description = CleanTextField(
        label=_("The host in a few words"),
        max_length=150,
        help_text=_("For example “a printing house of 12 people”. Stands in for the name if the host is not named."),
    )
    is_anonymous = forms.BooleanField(label=_("The host is not named"), required=False)
    why_this_host = CleanTextField(
        label=_("Why this host"),
        max_length=600,
        rows=2,
        help_text=_("Open call, announced rotation, list. Others must have had the same chance."),
    )
    learning_1 = CleanTextField(label=_("First thing learned"), max_length=400, rows=2, required=False)
    learning_2 = CleanTextField(label=_("Second"), max_length=400, rows=2, required=False)
    learning_3 = CleanTextField(label=_("Third"), max_length=400, rows=2, required=False)
    summary = CleanTextField(
        label=_("In two sentences"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Shown in lists and in search."),
    )
    tags = CleanTextField(
        label=_("Tags"),
        max_length=200,
        required=False,
        help_text=_("Separated by commas, for example: workshops, price."),
    )
    hospitality = forms.ChoiceField(
        label=_("Gifts and hospitality"), choices=Hospitality.choices, widget=forms.RadioSelect
    )
    hospitality_note = CleanTextField(
        label=_("If so: what, of which value, what was decided"), max_length=600, rows=2, required=False
    )
    costs_paid_by = CleanTextField(label=_("Who paid for the journey and meals"), max_length=150)
    written_in = forms.ChoiceField(label=_("Language of this report"), choices=settings.LANGUAGES)
    base_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, report: VisitReportPage, **kwargs: Any) -> None:
        self.report = report
        self.criteria = {criterion.uid: criterion for criterion in Criterion.objects.with_texts()}
        self.row_groups = _row_groups(self.criteria.values())  # type: ignore[misc]
        # Copies, because a picture that is kept leaves the files and comes back as its number.
        super().__init__(
            data.copy() if data is not None else None, files.copy() if files is not None else None, **kwargs
        )
        self.picture_errors: dict[str, Any] = {}

    @classmethod
    def for_report(cls, report: VisitReportPage) -> ReportForm:
        initial = {name: getattr(report, name) for name in cls.FIELDS}
        initial["tags"] = ", ".join(sorted(tag.name for tag in report.tags.all()))
        initial["base_revision"] = report.latest_revision_id
        findings = []
        for block in report.findings:
            values = dict(block.value)
            if "criterion" in values:
                values["criterion"] = values["criterion"].uid if values["criterion"] else ""
            if "image" in values:
                values["image_id"] = values.pop("image").pk if values["image"] else None
            findings.append((block.block_type, values))
        changes = [
            ("change", {"action": row.action, "who": row.who, "due": row.due, "state": row.state})
            for row in report.changes.all()
        ]
        return cls(report=report, initial=initial, rows={"findings": findings, "changes": changes})

    @property
    def sections(self) -> list[dict[str, Any]]:
        return [
            {
                "key": key,
                "title": title,
                "fields": [self[name] for name in names],
                "group": self.group(key) if key in self.row_groups else None,
                "token": self[self.token_field(key)] if key in self.row_groups else "",
            }
            for key, title, names in self.SECTIONS
        ]

    def group(self, name: str) -> BoundGroup:
        bound = super().group(name)
        for row in bound.rows:
            if row.kind.name == "picture" and self._own_image(row["image_id"].value()) is not None:
                row.preview_url = reverse("visits:picture", args=[self.report.pk, int(row["image_id"].value())])
        return bound

    def keep_pictures(self, *, uploaded_by: Any) -> None:
        """Store each good picture that was sent; a bad one waits for ``picture_errors`` or for validation."""
        for index, kind, _unused in self._rows["findings"]:
            upload_name = self.row_name("findings", index, "upload")
            if kind.name != "picture" or upload_name not in self.files:
                continue
            try:
                picture = clean_picture(self.files[upload_name])  # type: ignore[arg-type]
            except PictureError as error:
                self.picture_errors[upload_name] = error.message
                continue
            alt = str(self.data.get(self.row_name("findings", index, "alt"), ""))
            image = store_picture(
                picture=picture, title=alt or self.report.title, owner_page=self.report, uploaded_by=uploaded_by
            )
            self.data[self.row_name("findings", index, "image_id")] = str(image.pk)  # type: ignore[index]
            del self.files[upload_name]

    def forgive(self) -> None:
        super().forgive()
        for name, message in self.picture_errors.items():
            self.add_error(name, message)

    def _own_image(self, value: Any) -> SiteImage | None:
        """The report's own picture of that number; numbers of others' pictures count for nothing."""
        try:
            number = int(value)
        except (TypeError, ValueError):
            return None
        if not 0 < number < 2**62:
            return None
        return SiteImage.objects.filter(pk=number, owner_page_id=self.report.pk).first()

    def clean_tags(self) -> list[str]:
        return clean_tag_names(self.cleaned_data["tags"])

    def clean_visited_on(self) -> date:
        day: date = self.cleaned_data["visited_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The visit has taken place: this date cannot be in the future."))
        if day.year < 2000:
            raise ValidationError(_("Please check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("hospitality") == Hospitality.DECLARED and not cleaned.get("hospitality_note"):
            self.add_error("hospitality_note", _("Say what it was, its value, and what was decided."))
        for row in self.row_values("findings"):
            if row.kind != "picture":
                continue
            name = self.row_name("findings", row.index, "upload")
            if self._own_image(row.values["image_id"]) is None and name not in self.errors:
                self.add_error(name, _("Choose a picture."))
        return cleaned

    def apply_to(self, report: VisitReportPage) -> VisitReportPage:
        """Write what was entered on ``report``, unsaved."""
        for name in self.FIELDS:
            setattr(report, name, self.cleaned_data[name])
        report.draft_title = report.title
        report.tags.set(self.cleaned_data["tags"])
        findings: list[tuple[str, dict[str, Any]]] = []
        for row in self.row_values("findings"):
            values = dict(row.values)
            if "criterion" in values:
                values["criterion"] = self.criteria.get(values["criterion"] or "")
            if row.kind == "picture":
                values["image"] = self._own_image(values.pop("image_id"))
                values.pop("upload")
            findings.append((row.kind, values))
        report.findings = findings
        report.changes.set(
            [
                ReportChange(
                    action=row.values["action"],
                    who=row.values["who"],
                    due=row.values["due"],
                    state=row.values["state"],
                    sort_order=position,
                )
                for position, row in enumerate(self.row_values("changes"))
            ]
        )
        return report


def _row_groups(criteria: Iterable[Criterion]) -> Mapping[str, tuple[RowKind, ...]]:
    criterion_choices = [("", _("None")), *((criterion.uid, str(criterion)) for criterion in criteria)]

    def text(label: Any, *, max_length: int = 1500, rows: int = 3, **kwargs: Any) -> CleanTextField:
        return CleanTextField(label=label, max_length=max_length, rows=rows, **kwargs)

    def criterion() -> forms.Field:
        return forms.ChoiceField(
            label=_("Criterion that it speaks for or against"), choices=criterion_choices, required=False
        )

    def practice() -> dict[str, forms.Field]:
        return {"what": text(_("What you saw")), "criterion": criterion()}

    def margin() -> dict[str, forms.Field]:
        return {
            "what": text(_("What could be done")),
            "dimension": forms.ChoiceField(label=_("What it is about"), choices=optional(Dimension.choices)),
            "effort": forms.ChoiceField(label=_("Effort"), choices=optional(Effort.choices)),
            "who": forms.ChoiceField(label=_("Who can act"), choices=optional(WhoCanAct.choices)),
            "condition": text(_("On what condition"), max_length=600, rows=2, required=False),
            "criterion": criterion(),
        }

    def obstacle() -> dict[str, forms.Field]:
        return {
            "clause": text(_("What our documents say")),
            "effect": text(_("What it causes")),
            "idea": text(_("What could be written instead"), required=False),
            "criterion": criterion(),
        }

    def quotation() -> dict[str, forms.Field]:
        return {
            "words": text(_("Words"), max_length=600),
            "speaker": CleanTextField(label=_("Said by (a function, not a name)"), max_length=100),
            "consent": forms.BooleanField(label=_("They agree to be quoted"), required=False),
        }

    def picture() -> dict[str, forms.Field]:
        return {
            "image_id": forms.IntegerField(widget=forms.HiddenInput, required=False),
            "upload": PictureField(label=_("Picture"), required=False),
            "alt": CleanTextField(
                label=_("What it shows"), max_length=250, help_text=_("Read aloud to those who do not see it.")
            ),
            "consent": forms.BooleanField(label=_("Everybody who can be recognised agrees"), required=False),
        }

    def change() -> dict[str, forms.Field]:
        return {
            "action": text(_("What"), max_length=600, rows=2),
            "who": CleanTextField(label=_("Who (a function)"), max_length=120),
            "due": date_field(label=_("By when"), required=False),
            "state": forms.ChoiceField(label=_("State"), choices=ChangeState.choices, initial=ChangeState.PLANNED),
        }

    return {
        "findings": (
            RowKind("practice", _("Practice seen"), _("A practice"), practice, ("what", "criterion")),
            RowKind(
                "margin",
                _("Margin for manoeuvre"),
                _("A margin for manoeuvre"),
                margin,
                ("what", "dimension", "condition"),
            ),
            RowKind(
                "obstacle", _("Obstacle of ours"), _("An obstacle of ours"), obstacle, ("clause", "effect", "idea")
            ),
            RowKind("quotation", _("Quotation"), _("A quotation"), quotation, ("words", "speaker")),
            RowKind("picture", _("Picture"), _("A picture"), picture, ("image_id", "upload", "alt")),
        ),
        "changes": (RowKind("change", _("Change decided"), _("Add a change"), change, ("action", "who", "due")),),
    }
