from django.db import models
from django.utils.translation import gettext_lazy as _


class CriterionType(models.TextChoices):
    """Where in a procedure the criterion acts; the code is the value used in exports and in search facets."""

    SUBJECT_MATTER = "subject_matter", _("Subject matter")
    SELECTION = "selection_criterion", _("Selection criterion")
    SPECIFICATION = "technical_specification", _("Technical specification")
    AWARD = "award_criterion", _("Award criterion")
    PERFORMANCE = "contract_performance_clause", _("Performance clause")
    RESERVED = "reserved_contract", _("Reserved contract")
    LIFE_CYCLE_COST = "life_cycle_cost", _("Life-cycle cost")

    @property
    def short(self) -> str:
        """The part of a criterion's number that tells its type (PI-ETU-TS-01)."""
        return TYPE_CODES[self]


TYPE_CODES: dict[str, str] = {
    CriterionType.SUBJECT_MATTER: "SM",
    CriterionType.SELECTION: "SC",
    CriterionType.SPECIFICATION: "TS",
    CriterionType.AWARD: "AC",
    CriterionType.PERFORMANCE: "CPC",
    CriterionType.RESERVED: "RC",
    CriterionType.LIFE_CYCLE_COST: "LCC",
}


class Level(models.IntegerChoices):
    """How far the criterion goes; levels add up, a higher one never lowers a lower one."""

    ESSENTIAL = 1, _("Essential")
    ADVANCED = 2, _("Advanced")
    PIONEER = 3, _("Pioneer")


class Audience(models.TextChoices):
    BUYER = "buyer", _("Buyers")
    DEPARTMENT = "department", _("Departments that specify")
    ELECTED = "elected", _("Elected members")
    PROVIDER = "provider", _("Providers")
    CITIZEN = "citizen", _("Citizens")


class State(models.TextChoices):
    DRAFT = "draft", _("Draft, open for comments")
    IN_FORCE = "in_force", _("In force")
    UNDER_REVISION = "under_revision", _("Under revision")
    OUTDATED = "outdated", _("Outdated")
