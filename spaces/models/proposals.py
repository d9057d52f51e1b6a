from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from core import searchable
from core.models.base import localised_path
from core.text import Segment, count_changes, word_difference
from spaces.enums import ProposalKind, ProposalState
from spaces.querysets import ProposalQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable

TITLE_LENGTH = 150
TEXT_LENGTH = 4_000
REASON_LENGTH = 2_000


@searchable.register
class Proposal(models.Model):
    """What somebody proposes on a page: a course of action, or other words for one article.

    On any page that has ``proposals_open_to(user)``: a space, a draft, a challenge.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=ProposalKind.choices)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="proposals")
    # Counted per page: "Amendment 12" is what people say to each other.
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("in one line"), max_length=TITLE_LENGTH)
    text = models.TextField(_("what is proposed"), max_length=TEXT_LENGTH, blank=True)
    why = models.TextField(_("why"), max_length=TEXT_LENGTH, blank=True)
    article_id = models.UUIDField(null=True, blank=True, db_index=True)
    base_text = models.TextField(blank=True)
    base_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_text = models.TextField(_("proposed wording"), blank=True)
    # The article has other words now than those the amendment started from.
    base_changed = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    author_role = models.CharField(max_length=15, choices=Role.choices, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    language = models.CharField(_("language"), max_length=5, default="fr")
    state = models.CharField(_("state"), max_length=16, choices=ProposalState.choices, default=ProposalState.OPEN)
    reason = models.TextField(_("reason"), max_length=REASON_LENGTH, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.ForeignKey(
        "core.PageVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="one_proposal_per_number"),
            models.CheckConstraint(
                condition=~models.Q(kind=ProposalKind.AMENDMENT) | models.Q(article_id__isnull=False),
                name="amendment_has_article",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[ProposalState.OPEN, ProposalState.WITHDRAWN]) | ~models.Q(reason=""),
                name="decision_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_amendment(self) -> bool:
        return self.kind == ProposalKind.AMENDMENT

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.OPEN

    @property
    def anchor(self) -> str:
        return f"p-{self.pk}"

    @property
    def target_key(self) -> str:
        """Under which its discussion is kept."""
        return f"proposal:{self.pk}"

    @property
    def author_name(self) -> str:
        return self.author.get_full_name() if self.author else str(_("Deleted account"))

    @cached_property
    def difference(self) -> list[Segment]:
        return word_difference(self.base_text, self.proposed_text)

    @property
    def insertions(self) -> int:
        return count_changes(self.difference)[0]

    @property
    def deletions(self) -> int:
        return count_changes(self.difference)[1]

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("spaces:proposal", args=[self.pk])

    def search_documents(self) -> Iterable[searchable.Document]:
        if not self.page.live or self.state == ProposalState.WITHDRAWN:
            return
        page = self.page.specific
        yield searchable.Document(
            key=f"proposal:{self.pk}",
            kind="proposal",
            device=getattr(page, "device", ""),
            language=self.language,
            title=self.title,
            summary=self.text[:300] or self.why[:300],
            body="\n\n".join(filter(None, [self.text, self.proposed_text, self.why, self.reason])),
            url=localised_path(self.get_absolute_url(), self.language),
            page_id=self.page_id,
            any_language=True,
            date=self.created_at,
            facets={**page.search_facets(), "state": (self.state,)},
        )


class Support(models.Model):
    """One person, one voice."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="supports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "user"], name="one_support_per_person")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.proposal_id}"
