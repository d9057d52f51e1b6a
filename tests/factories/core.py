"""Pages' common part, files and mails."""

from __future__ import annotations

import factory
import wagtail_factories
from wagtail.models import Locale

from core.models import OutgoingMail, SiteDocument, SiteImage
from home.models import HomePage, StandardPage


class BasePageFactory(wagtail_factories.PageFactory):
    """Parent of every page factory: French unless ``locale__language_code`` or the parent says otherwise."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Page {n}")
    slug = factory.Sequence(lambda n: f"page-{n}")
    summary = "Une page."
    locale = factory.LazyAttribute(
        lambda page: (
            page.parent.locale
            if getattr(page, "parent", None) and page.parent.depth > 1
            else Locale.objects.get(language_code="fr")
        )
    )


class StandardPageFactory(BasePageFactory):
    class Meta:
        model = StandardPage

    body = "<p>Un texte.</p>"


class HomePageFactory(BasePageFactory):
    class Meta:
        model = HomePage


class SiteImageFactory(wagtail_factories.ImageFactory):
    class Meta:
        model = SiteImage


class SiteDocumentFactory(wagtail_factories.DocumentFactory):
    class Meta:
        model = SiteDocument


class OutgoingMailFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutgoingMail

    to = "somebody@example.org"
    subject = "Votre place"
    text = "Bonjour,\n\nvotre place est retenue.\n"
    html = "<p>Bonjour</p>"
    language = "fr"
    template = "test"

    class Params:
        sent = factory.Trait(state=OutgoingMail.State.SENT)
        failed = factory.Trait(state=OutgoingMail.State.FAILED, attempts=8, last_error="refused")
