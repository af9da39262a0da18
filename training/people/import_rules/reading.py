"""Reading one row: its cells by field, what they come to, what was changed on the way, and the first fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from training.core.errors import Invalid
from training.core.i18n import _
from training.core.sheets.table import Cell, Row, cell_text
from training.core.vietnamese import match_key, normal_phone, split_name, tidy, tidy_name
from training.people.import_rules.birth import Birth, read_birth
from training.people.import_rules.headings import Header
from training.people.import_rules.unit_names import UnitChoice, UnitIndex
from training.people.import_rules.values import CadreValues, Change
from training.people.import_rules.vocabulary import NAME_FIELDS, Field
from training.people.models import Gender

#: The longest texts that are taken, in characters.
LONGEST = {Field.FULL_NAME: 120, Field.TITLE: 200, Field.EMAIL: 200, Field.CODE: 20}
_LONGEST_NAME_PART = 40
_MALE = {"nam", "male", "m", "trai"}
_FEMALE = {"nu", "nữ", "female", "f", "gai", "gái"}
_ADDRESS = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>().]+")
_COMRADE = re.compile(r"(?:đ/c|đồng chí|đc\.|mr\.|mrs\.|ms\.)\s*:?\s*", re.IGNORECASE)
_FORM_OF_ADDRESS = re.compile(r"(?:ông|bà|anh|chị|mr|mrs|ms)\b[.:]?\s", re.IGNORECASE)


@dataclass
class RowReader:
    """Reads the cells of one row, noting changes and warnings; raises Invalid(field) at the first fault."""

    row: Row
    header: Header
    units: UnitIndex
    default_unit: UnitChoice | None
    today: date
    changes: list[Change] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def cell(self, field: Field) -> Cell:
        """Return the cell of a field, blank where the list has no such column."""
        place = self.header.columns.get(field)
        return self.row.cells[place] if place is not None and place < len(self.row.cells) else ""

    def typed(self, field: Field) -> str:
        """Return the cell as it was typed."""
        return cell_text(self.cell(field))

    def raw_cells(self) -> dict[str, str]:
        """Return the filled cells that are read, by the title of their column.

        Other columns are left in the file: lists carry passwords and identity numbers that nobody asked for.
        """
        return {self.header.heading(field): self.typed(field) for field in self.header.columns if self.typed(field)}

    def values(self) -> CadreValues:
        """Read the whole row."""
        name = self._name()
        family, middle, given = self._parts(name)
        birth, gender = self._birth_and_gender()
        return CadreValues(
            full_name=name,
            family=family,
            middle=middle,
            given=given,
            birth=birth,
            gender=gender,
            title=self._text(Field.TITLE),
            unit=self._unit(),
            phone=self._phone(),
            email=self._email(),
            code=self._text(Field.CODE) or None,
        )

    def _text(self, field: Field) -> str:
        text = tidy(self.typed(field))
        self._note(field, self.typed(field), text)
        return self._within(field, text)

    def _within(self, field: Field, text: str) -> str:
        if len(text) > LONGEST[field]:
            raise Invalid(field, _("The text is too long: at most %(most)s characters.", most=LONGEST[field]))
        return text

    def _note(self, field: Field, before: str, after: str) -> None:
        if before != after:
            self.changes.append(Change(field, before, after))

    def _name(self) -> str:
        typed = self.typed(Field.FULL_NAME)
        if not tidy(typed):
            typed = " ".join(filter(None, map(self.typed, NAME_FIELDS)))
        name, _changed = tidy_name(_COMRADE.sub("", tidy(typed), count=1) if _COMRADE.match(tidy(typed)) else typed)
        if not any(map(str.isalpha, name)):
            raise Invalid(self.name_field, _("The name is missing.") if not name else _("This is not a name."))
        if _FORM_OF_ADDRESS.match(name):
            self.warnings.append(_("The name seems to begin with a form of address."))
        self._note(Field.FULL_NAME, typed, name)
        return self._within(Field.FULL_NAME, name)

    @property
    def name_field(self) -> Field:
        """Return the field of the column that names the person, for a fault to point at."""
        return next((field for field in NAME_FIELDS if field in self.header.columns), Field.FULL_NAME)

    def _parts(self, name: str) -> tuple[str, str, str]:
        """Split the name as the list's own columns do, where it has them."""
        parts = split_name(name)
        own = len(tidy(self.typed(Field.GIVEN)).split())
        words = name.split()
        if Field.FAMILY_AND_MIDDLE in self.header.columns and 1 < own < len(words):
            parts = (*split_name(" ".join(words[: len(words) - own + 1]))[:2], " ".join(words[-own:]))
        if max(len(parts[0]), len(parts[2])) > _LONGEST_NAME_PART or len(parts[1]) > 2 * _LONGEST_NAME_PART:
            raise Invalid(self.name_field, _("The name is too long."))
        return parts

    def _birth_and_gender(self) -> tuple[Birth | None, Gender | None]:
        cell, gender = self.cell(Field.BIRTH), self._gender()
        for place, meant in self._marked():
            gender = gender or meant
            mark = self.cell(place)
            # A column for men or for women holds a mark or, below "Năm sinh", the birth itself.
            if cell == "" and any(map(str.isdigit, cell_text(mark))) and mark != 1:
                cell = mark
        birth, warning = read_birth(cell, self.today)
        self.warnings += filter(None, [warning])
        return (birth, gender)

    def _marked(self) -> Iterator[tuple[Field, Gender]]:
        for place, gender in ((Field.MALE, Gender.MALE), (Field.FEMALE, Gender.FEMALE)):
            if tidy(self.typed(place)) not in {"", "0", "-"}:
                yield (place, gender)

    def _gender(self) -> Gender | None:
        word = match_key(tidy(self.typed(Field.GENDER)))
        if not word:
            return None
        if word in _MALE or word in {match_key(female) for female in _FEMALE}:
            return Gender.MALE if word in _MALE else Gender.FEMALE
        self.warnings.append(_("The gender “%(text)s” was not understood and is left out.", text=word[:40]))
        return None

    def _unit(self) -> UnitChoice:
        text = tidy(self.typed(Field.UNIT))
        if not text:
            if self.default_unit is None:
                raise Invalid(Field.UNIT, _("The unit is missing."))
            return self.default_unit
        found = self.units.matches(text)
        if len(found) != 1:
            raise Invalid(Field.UNIT, self._unit_fault(text, found))
        self._note(Field.UNIT, self.typed(Field.UNIT), found[0].name)
        return found[0]

    def _unit_fault(self, text: str, found: tuple[UnitChoice, ...]) -> str:
        if found:
            return _("Several units have this name.")
        near = self.units.nearest(text)
        if not near:
            return _("There is no such unit.")
        return _("There is no such unit. The nearest names: %(names)s.", names=", ".join(near))

    def _phone(self) -> str | None:
        cell = self.cell(Field.PHONE)
        typed = tidy(cell_text(cell))
        if typed in {"", "-", "0"} or isinstance(cell, date):
            return None
        phone, warning = normal_phone(cell if isinstance(cell, int | float) else typed)
        self.warnings += filter(None, [warning])
        if warning:
            self._note(Field.PHONE, typed, phone)
        return phone

    def _email(self) -> str | None:
        typed = tidy(self.typed(Field.EMAIL))
        if typed in {"", "-"}:
            return None
        address = self._within(Field.EMAIL, typed.lower().removeprefix("mailto:"))
        if not _ADDRESS.fullmatch(address):
            raise Invalid(Field.EMAIL, _("This is not an e-mail address."))
        self._note(Field.EMAIL, typed, address)
        return address
