from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody does here. Editors' rights come from Wagtail groups, which ``services.set_role`` keeps."""

    COMMUNICATIONS = "communications", _("communications")
    AGENT = "agent", _("agent")
    PROVIDER = "provider", _("provider")


class SizeClass(models.TextChoices):
    """Commission Recommendation 2003/361/EC; the labels give the staff figures people know."""

    MICRO = "micro", _("fewer than 10 people")
    SMALL = "small", _("10 to 49 people")
    MEDIUM = "medium", _("50 to 249 people")
    LARGE = "large", _("250 people and more")


class IdentifierType(models.TextChoices):
    """How an organisation is identified; firms of other countries and territories have no SIRET."""

    SIRET = "siret", _("SIRET")
    VAT = "vat", _("EU VAT number")
    TAHITI = "tahiti", _("TAHITI number (French Polynesia)")
    RIDET = "ridet", _("RIDET number (New Caledonia)")
    OTHER = "other", _("other number")
    NONE = "none", _("none yet")


class OrganisationKind(models.TextChoices):
    FIRM = "firm", _("firm")
    PUBLIC = "public", _("public body")
    ASSOCIATION = "association", _("association")
