from __future__ import annotations

import pytest
from wagtail.models import Locale

from guidance.models import GuidancePage
from tests.factories.guidance import guidance_index


@pytest.fixture
def translate():
    """``translate(page, title="…")``: the page in English, published."""

    def make(page: GuidancePage, **changes: object) -> GuidancePage:
        guidance_index("en")
        english = page.copy_for_translation(Locale.objects.get(language_code="en"))
        for name, value in changes.items():
            setattr(english, name, value)
        english.save_revision().publish()
        return GuidancePage.objects.get(pk=english.pk)

    return make
