"""Vietnamese phone numbers, made one form: a 0 and nine digits for a mobile phone, ten for a fixed line."""

from __future__ import annotations

import re

from training.core.errors import Invalid
from training.core.i18n import _

_SEPARATORS = re.compile(r"[\s.\-()'_]+")
_SEVERAL = re.compile(r"[/;,\n]| - ")
_WRITTEN_AS_DECIMAL = re.compile(r"(\d{9,11})\.0")
_MOBILE = re.compile(r"0[35789]\d{8}")
_FIXED = re.compile(r"02\d{9}")
_LOST_ZERO = re.compile(r"[35789]\d{8}|2\d{9}")
_ABROAD = re.compile(r"(?:\+|00)?840?(\d{9,10})")

# Mobile numbers of eleven digits became ten in 2018, prefix by prefix.
_PREFIX_SINCE_2018 = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip


def normal_phone(value: str | float) -> tuple[str, str | None]:
    """Return the number as digits with its leading 0, and a warning where it had to be repaired.

    Takes text or the number of a spreadsheet cell; 0, +84, 84 and 0084 forms, with spaces and dots.
    Raises Invalid(field='phone') for anything that is no Vietnamese number.
    """
    text, several = _first_number(_as_text(value))
    digits = _SEPARATORS.sub("", text)
    phone, warning = _repaired(digits)
    if not (_MOBILE.fullmatch(phone) or _FIXED.fullmatch(phone)):
        raise Invalid(
            "phone",
            _("This is not a Vietnamese phone number: 10 digits that begin with 0 (11 for a fixed line) are expected."),
        )
    return (phone, several or warning)


def _as_text(value: str | float) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    decimal = _WRITTEN_AS_DECIMAL.fullmatch(text)
    return decimal.group(1) if decimal else text


def _first_number(text: str) -> tuple[str, str | None]:
    numbers = [part for part in _SEVERAL.split(text) if part.strip()]
    if len(numbers) > 1 and all(len(_SEPARATORS.sub("", part)) >= 9 for part in numbers):
        return (numbers[0], _("The cell holds several phone numbers; the first one is taken."))
    return (text, None)


def _repaired(digits: str) -> tuple[str, str | None]:
    if _LOST_ZERO.fullmatch(digits):
        return (f"0{digits}", _("The phone number had lost its leading 0, which was put back."))
    abroad = _ABROAD.fullmatch(digits)
    if abroad:
        digits = f"0{abroad.group(1)}"
    if len(digits) == 11 and digits[:4] in _PREFIX_SINCE_2018:
        current = _PREFIX_SINCE_2018[digits[:4]] + digits[4:]
        return (current, _("The phone number had eleven digits, as before 2018; it was changed to its present form."))
    return (digits, None)
