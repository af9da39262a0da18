"""Rules of people as plain functions: the fields that follow from a name, e-mail addresses, the wording of searches."""

from __future__ import annotations

import re
from dataclasses import dataclass

from training.core.errors import Invalid
from training.core.i18n import _, _l
from training.core.vietnamese import name_sort_key, search_key, split_name, tidy, tidy_name
from training.people.models import Gender, RowOutcome

GENDER_WORDS = {Gender.MALE: _l("Male"), Gender.FEMALE: _l("Female")}
OUTCOME_WORDS = {
    RowOutcome.CREATED: _l("New"),
    RowOutcome.UNCHANGED: _l("On record already"),
    RowOutcome.REJECTED: _l("Rejected"),
}

_EMAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>().]+")
_LONGEST_PART = 40
_FEWEST_DIGITS = 3


def name_fields(full_name: str, parts: tuple[str, str, str] | None = None) -> dict[str, str]:
    """Return the columns of a person that follow from the name; `parts` where a list gives them in columns of its own.

    Raises Invalid(field='full_name') for what is no name.
    """
    name, _changed = tidy_name(full_name)
    if not any(map(str.isalpha, name)):
        raise Invalid("full_name", _("The name is missing."))
    family, middle, given = parts or split_name(name)
    if max(len(family), len(given)) > _LONGEST_PART or len(middle) > 2 * _LONGEST_PART:
        raise Invalid("full_name", _("The name is too long."))
    return {
        "full_name": name,
        "family_name": family,
        "middle_name": middle,
        "given_name": given,
        "sort_key": name_sort_key(name, given),
        "search_key": search_key(name),
    }


def normal_email(text: str) -> str:
    """Return the address in small letters; raise Invalid(field='email') for what is none."""
    address = tidy(text).lower()
    if not _EMAIL.fullmatch(address):
        raise Invalid("email", _("This is not an e-mail address."))
    return address


def code_of(number: int) -> str:
    """Return the cadre code of a number, CB00012."""
    return f"CB{number:05d}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search text asks for."""

    #: Words without marks, all of which a name must hold.
    words: tuple[str, ...]
    #: The text with a name's capitals; names that hold it exactly come first.
    exact: str
    #: Digits of a phone number; empty where there are too few.
    digits: str
    code: str


def wanted(text: str) -> Wanted:
    """Read a search text: part of a name with or without marks, of a phone number, or a code."""
    typed = tidy(text)
    # A code holds digits that phone numbers hold too; with letters in it, a text asks for no phone number.
    digits = "" if any(c.isalpha() for c in typed) else "".join(c for c in typed if c.isdecimal())
    return Wanted(
        words=tuple(search_key(typed).split()),
        exact=" ".join(word[:1].upper() + word[1:].lower() for word in typed.split()),
        digits=digits if len(digits) >= _FEWEST_DIGITS else "",
        code=typed.upper(),
    )
