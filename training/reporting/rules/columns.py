"""The columns a roster may have: their names in addresses and views, headings, widths, what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from training.completion.queries.terms import Terms
from training.completion.rules.findings import Outcome
from training.completion.rules.marks import of_ten
from training.completion.rules.sentences import OUTCOME_WORDS, rounded
from training.core.i18n import LazyString, _, _l
from training.core.sheets.sheet import Column, Kind, Value
from training.people.models import Gender
from training.reporting.rules.figures import Line


class Extra(NamedTuple):
    """What few rosters show of a person, read only where it is asked for."""

    gender: Gender | None = None
    phone: str | None = None


NO_EXTRA = Extra()


class ClassName(NamedTuple):
    """What a line says of the class that it is of."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Around:
    """What the cells of all lines are made with: terms and names of classes, people's extras, words in one language."""

    terms: Mapping[int, Terms]
    classes: Mapping[int, ClassName]
    extras: Mapping[int, Extra]
    outcomes: Mapping[Outcome, str]
    genders: Mapping[Gender, str]


Cell = Callable[[Line, Around], Value]


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """A column: `name` is what addresses and saved views call it."""

    name: str
    heading: LazyString | str
    width: int
    kind: Kind
    cell: Cell


def _share(line: Line, _around: Around) -> Value:
    roll = line.standing.facts.attendance
    return _part(Fraction(roll.hours_attended), roll.hours_held)


@lru_cache(maxsize=4096)
def _part(attended: Fraction, held: int) -> Decimal | None:
    return rounded(attended / held, 4) if held else None


def _hours(line: Line, _around: Around) -> Value:
    """Return tiết as a cell takes them: a half counts where a class says that the late attend half."""
    hours = line.standing.facts.attendance.hours_attended
    return int(hours) if hours == int(hours) else rounded(Fraction(hours), 2)


def _gender(line: Line, around: Around) -> Value:
    gender = around.extras.get(line.learner.person_id, NO_EXTRA).gender
    return around.genders[gender] if gender else None


_TEXT, _WHOLE, _EXACT = Kind.TEXT, Kind.INTEGER, Kind.DECIMAL

#: All columns in the order in which they stand.
COLUMNS: tuple[RosterColumn, ...] = (
    RosterColumn("code", _l("Code"), 12, _TEXT, lambda line, _a: line.learner.code),
    RosterColumn("family", _l("Family and middle names"), 24, _TEXT, lambda line, _a: line.learner.family_and_middle),
    RosterColumn("given", _l("Given name"), 12, _TEXT, lambda line, _a: line.learner.given_name),
    RosterColumn("full_name", _l("Full name"), 28, _TEXT, lambda line, _a: line.learner.full_name),
    RosterColumn(
        "birth", _l("Date of birth"), 13, Kind.DATE, lambda line, _a: line.learner.birth_on or line.learner.birth_year
    ),
    RosterColumn("gender", _l("Gender"), 10, _TEXT, _gender),
    RosterColumn("unit", _l("Unit"), 28, _TEXT, lambda line, _a: line.learner.unit),
    RosterColumn("post", _l("Post"), 28, _TEXT, lambda line, _a: line.learner.post),
    RosterColumn("phone", _l("Phone"), 14, _TEXT, lambda line, a: a.extras.get(line.learner.person_id, NO_EXTRA).phone),
    RosterColumn("class_code", _l("Class code"), 12, _TEXT, lambda line, a: a.classes[line.learner.class_id].code),
    RosterColumn("class", _l("Class"), 32, _TEXT, lambda line, a: a.classes[line.learner.class_id].title),
    RosterColumn("enrolled", _l("Enrolled on"), 13, Kind.DATE, lambda line, _a: line.learner.enrolled_at),
    RosterColumn("read", _l("Modules read"), 10, _WHOLE, lambda line, _a: line.standing.facts.modules_read),
    RosterColumn(
        "modules", _l("Modules in all"), 10, _WHOLE, lambda line, a: a.terms[line.learner.class_id].shape.modules
    ),
    RosterColumn(
        "meetings",
        _l("Meetings attended"),
        10,
        _WHOLE,
        lambda line, _a: line.standing.facts.attendance.meetings_attended,
    ),
    RosterColumn(
        "held", _l("Meetings held"), 10, _WHOLE, lambda line, _a: line.standing.facts.attendance.meetings_held
    ),
    RosterColumn("hours", _l("Study hours attended"), 10, _EXACT, _hours),
    RosterColumn(
        "hours_held", _l("Study hours held"), 10, _WHOLE, lambda line, _a: line.standing.facts.attendance.hours_held
    ),
    RosterColumn("attendance", _l("Attendance"), 10, Kind.PERCENT, _share),
    RosterColumn("mark", _l("Mark out of ten"), 10, _EXACT, lambda line, _a: of_ten(line.mark)),
    RosterColumn("result", _l("Result"), 16, _TEXT, lambda line, a: a.outcomes[line.standing.outcome]),
)
BY_NAME = {column.name: column for column in COLUMNS}

#: The prefix of the column of one quiz, followed by its id; a roster of one class may have them.
QUIZ = "quiz-"

_STANDARD = (
    *("code", "family", "given", "birth", "unit", "post", "enrolled", "read", "modules", "meetings", "held"),
    *("hours", "hours_held", "attendance", "mark", "result"),
)


def standard_names(quiz_ids: Collection[int], *, one_class: bool) -> tuple[str, ...]:
    """Return the columns that a roster has until others are chosen; several quizzes have one column each."""
    quizzes = [f"{QUIZ}{quiz_id}" for quiz_id in quiz_ids] if len(quiz_ids) > 1 else []
    names = [name for name in _STANDARD if name != "mark"]
    names[names.index("result") : names.index("result")] = [*quizzes, "mark"]
    if not one_class:
        names.insert(names.index("enrolled"), "class_code")
    return tuple(names)


def known_names(names: Iterable[str], quizzes: Mapping[int, str]) -> tuple[str, ...]:
    """Return those of `names` that are columns, each once, in the order in which columns stand."""
    wanted = set(names)
    return tuple(name for name in all_names(quizzes) if name in wanted)


def all_names(quizzes: Mapping[int, str]) -> tuple[str, ...]:
    """Return the names of all columns of a roster with `quizzes`, titles by id."""
    names = list(BY_NAME)
    names[names.index("mark") : names.index("mark")] = [f"{QUIZ}{quiz_id}" for quiz_id in quizzes]
    return tuple(names)


def columns_of(names: Sequence[str], quizzes: Mapping[int, str]) -> list[RosterColumn]:
    """Return the columns of the names, which must be known."""
    return [BY_NAME[name] if name in BY_NAME else _quiz_column(name, quizzes) for name in names]


def _quiz_column(name: str, quizzes: Mapping[int, str]) -> RosterColumn:
    quiz_id = int(name.removeprefix(QUIZ))
    return RosterColumn(name, quizzes[quiz_id], 16, _EXACT, lambda line, _a: _quiz_mark(line, quiz_id))


def _quiz_mark(line: Line, quiz_id: int) -> Value:
    result = line.standing.facts.quizzes.get(quiz_id)
    return None if result is None else of_ten(result.share)


def sheet_columns(columns: Iterable[RosterColumn]) -> list[Column]:
    """Return the columns as a sheet has them, after one for the number of the line."""
    return [Column(_("No."), 6, _WHOLE), *(Column(str(c.heading), c.width, c.kind) for c in columns)]


def rows_of(lines: Iterable[Line], columns: Sequence[RosterColumn], around: Around) -> Iterator[list[Value]]:
    """Yield what stands in the columns of each line, after its number."""
    cells = [column.cell for column in columns]
    for number, line in enumerate(lines, start=1):
        yield [number, *(cell(line, around) for cell in cells)]


def outcome_words() -> dict[Outcome, str]:
    """Return the words for outcomes in the language in force: rows are written after the request has ended."""
    return {outcome: str(word) for outcome, word in OUTCOME_WORDS.items()}
