from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation
from django.utils.formats import date_format


@pytest.mark.parametrize(
    ("language", "day", "name", "shown"),
    [
        ("fr", date(2027, 1, 1), "DATE_FORMAT", "1er janvier 2027"),
        ("fr", date(2027, 1, 2), "DATE_FORMAT", "2 janvier 2027"),
        ("fr", date(2027, 1, 21), "MONTH_DAY_FORMAT", "21 janvier"),
        ("fr", date(2027, 8, 1), "MONTH_DAY_FORMAT", "1er août"),
        ("en", date(2027, 1, 1), "DATE_FORMAT", "1 January 2027"),
        ("en", date(2027, 1, 1), "jS F", "1st January"),
    ],
)
def test_the_first_of_the_month_is_said_as_people_say_it(language: str, day: date, name: str, shown: str) -> None:
    with translation.override(language):
        assert date_format(day, name) == shown
