"""The tests' own database: what a test that commits leaves behind must not reach the next."""

from __future__ import annotations

import pytest
from wagtail.models import Locale, Site

from accounts.models import User
from home.models import HomePage
from tests.factories.accounts import UserFactory


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_committed_row_is_gone_in_the_next_test(turn: int) -> None:
    assert User.objects.count() == 0
    UserFactory()


@pytest.mark.django_db
def test_both_languages_have_a_front_page() -> None:
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"fr", "en"}
    assert set(HomePage.objects.values_list("locale__language_code", "access__keyword")) == {
        ("fr", "public"),
        ("en", "public"),
    }
    assert Site.objects.get().root_page.locale.language_code == "fr"
