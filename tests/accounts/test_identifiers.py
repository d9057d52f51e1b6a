from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accounts.enums import IdentifierType
from accounts.validators import validate_identifier


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (IdentifierType.SIRET, "356 000 000 49837", "35600000049837"),
        (IdentifierType.SIRET, "73282932000074", "73282932000074"),
        (IdentifierType.SIRET, "", ""),
        (IdentifierType.NONE, "whatever", ""),
        (IdentifierType.VAT, "BE 0428.759.497", "BE0428759497"),
        (IdentifierType.RIDET, "1 234 567", "1234567"),
    ],
    ids=["la-poste", "luhn", "missing", "none", "vat", "ridet"],
)
def test_a_good_number_is_kept_without_spaces(kind, typed, kept):
    assert validate_identifier(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (IdentifierType.SIRET, "12345678901234", "siret_checksum"),
        (IdentifierType.SIRET, "73282932000075", "siret_checksum"),
        (IdentifierType.SIRET, "123", "siret_length"),
        (IdentifierType.SIRET, "x" * 10_000, "siret_length"),
        (IdentifierType.SIRET, "٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "siret_length"),
        (IdentifierType.VAT, "FR00", "vat"),
        (IdentifierType.OTHER, "<script>", "identifier"),
    ],
    ids=["checksum", "key", "short", "long", "arabic-digits", "vat", "markup"],
)
def test_a_wrong_number_is_refused_with_its_own_sentence(kind, typed, code):
    with pytest.raises(ValidationError) as refusal:
        validate_identifier(kind, typed)
    assert refusal.value.code == code
