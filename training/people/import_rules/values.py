"""What comes of reading a row: the values of a cadre, what was changed, the fault, the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from training.core.vietnamese import tidy
from training.people.import_rules.birth import Birth
from training.people.import_rules.known import KnownPerson
from training.people.import_rules.unit_names import UnitChoice
from training.people.import_rules.vocabulary import Field
from training.people.models import Gender, RowOutcome


@dataclass(frozen=True, kw_only=True)
class CadreValues:
    """What a row says of a cadre, clean and ready to be recorded."""

    full_name: str
    family: str
    middle: str
    given: str
    unit: UnitChoice
    title: str = ""
    birth: Birth | None = None
    gender: Gender | None = None
    phone: str | None = None
    email: str | None = None
    code: str | None = None

    def as_known(self, row: int, stt: str = "") -> KnownPerson:
        """Return the person that the row of this number, and of this STT, would create."""
        return KnownPerson(
            full_name=self.full_name,
            row=row,
            stt=stt,
            birth=self.birth,
            unit_ids=frozenset({self.unit.id}),
            titles=(self.title,) if self.title else (),
            phone=self.phone,
            email=self.email,
            code=self.code,
        )


class Change(NamedTuple):
    """A value that is recorded otherwise than it was typed."""

    field: Field
    before: str
    after: str

    @property
    def is_visible(self) -> bool:
        """Tell whether a reader sees a difference; composed letters, look-alikes and blanks are none."""
        return tidy(self.before) != self.after


class Fault(NamedTuple):
    """Why a row is rejected: the title of the column, the cell as in the file, a finished sentence."""

    column: str
    value: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RowReading:
    """What a row of a list says and what would become of it."""

    row_number: int
    stt: str
    #: The cells that are read, as in the file, by the title of their column.
    cells: dict[str, str]
    outcome: RowOutcome
    values: CadreValues | None = None
    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()
    fault: Fault | None = None
    same_as: KnownPerson | None = None
