from core.models.access import PageAccess
from core.models.base import BasePage, BasePageManager, BasePageQuerySet, PageTag
from core.models.files import SiteDocument, SiteImage, SiteRendition
from core.models.generation import ContentGeneration
from core.models.mail import OutgoingMail
from core.models.periodic import PeriodicRun
from core.models.site_settings import SiteSettings
from core.models.versions import PageVersion
from core.models.vocabularies import CodeListEntry, CpvCode, NutsRegion, ProcessStep, PurchaseFamily

__all__ = [
    "BasePage",
    "BasePageManager",
    "BasePageQuerySet",
    "CodeListEntry",
    "ContentGeneration",
    "CpvCode",
    "NutsRegion",
    "OutgoingMail",
    "PageAccess",
    "PageTag",
    "PageVersion",
    "PeriodicRun",
    "ProcessStep",
    "PurchaseFamily",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
]
