"""Numbers that identify an organisation. Never compulsory: a firm is not turned away for lack of one."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.eu import vat
from stdnum.fr import siret

from accounts.enums import IdentifierType


def normalise_identifier(value: str) -> str:
    return "".join(value.split()).replace(".", "").replace("-", "").upper()


def validate_identifier(kind: str, value: str) -> str:
    """Return the number without spaces, or raise ``ValidationError`` with a sentence that helps.

    SIRET: 14 digits, Luhn, with La Poste's exception (sum of digits a multiple of 5), by python-stdnum.
    """
    number = normalise_identifier(value)
    if kind == IdentifierType.NONE or not number:
        return ""
    if kind == IdentifierType.SIRET:
        if not (number.isascii() and number.isdigit() and len(number) == 14):
            raise ValidationError(
                _("A SIRET has 14 digits; this one has %(count)d characters. It is on your Kbis or your invoices."),
                code="siret_length",
                params={"count": len(number)},
            )
        if not siret.is_valid(number):
            raise ValidationError(
                _("This SIRET does not exist: a digit is wrong or two are swapped. Check it on your Kbis."),
                code="siret_checksum",
            )
    elif kind == IdentifierType.VAT and not vat.is_valid(number):
        raise ValidationError(
            _("This EU VAT number is not valid. It begins with two letters, for example BE0428759497."), code="vat"
        )
    elif len(number) > 30 or not number.isalnum():
        raise ValidationError(_("Use letters and digits only, 30 at most."), code="identifier")
    return number
