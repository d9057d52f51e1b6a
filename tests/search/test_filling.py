"""The made-up corpus is what search and Wagtail take it for."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from search import filling, services
from search.models import SearchDocument
from spaces.models import SpecificationPage

pytestmark = pytest.mark.django_db


def test_filled_pages_and_comments_are_found_and_fit_the_site(home_fr: object) -> None:
    out = StringIO()

    call_command("search_fill", pages=6, comments=9, private=0.0, yes=True, verbosity=0, stdout=out)
    services.rebuild()

    kinds = list(SearchDocument.objects.values_list("kind", flat=True))
    assert (kinds.count("draft"), kinds.count("comment")) == (6, 9)
    assert Page.find_problems() == ([], [], [], [], [])
    assert services.differences() == {}
    assert all(page.get_parent().specific.own_access_keyword() for page in SpecificationPage.objects.all())


def test_command_refuses_where_the_site_may_be_real(home_fr: object) -> None:
    with pytest.raises(CommandError, match="Say --yes"):
        call_command("search_fill", pages=1, comments=0, verbosity=0)


def test_words_are_distinct_and_begin_with_the_frequent_ones() -> None:
    words = filling.vocabulary()

    assert (len(words) == len(set(words)), words.index(filling.COMMON) < 5, len(words) > 5_000) == (True, True, True)
    assert words.index(filling.MIDDLE) < 100 < words.index(filling.RARE)
