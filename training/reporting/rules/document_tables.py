"""The columns of each official list and what stands in them, as text; Vietnamese, as the papers are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from training.attendance.models import Status
from training.completion.rules.findings import Outcome
from training.completion.rules.marks import of_ten, percentage
from training.core.formats import day, number, percent
from training.core.sheets.sheet import Kind, Value
from training.reporting.models import DocumentKind
from training.reporting.rules.columns import Around, columns_of
from training.reporting.rules.documents import MADE_UP, DocumentColumn, DocumentRow
from training.reporting.rules.figures import Line
from training.reporting.rules.number_words import mark_words

#: How rolls are written on an attendance table.
_SIGNS = {
    Status.PRESENT: "x",
    Status.LATE: "m",
    Status.LEFT_EARLY: "v",
    Status.EXCUSED: "P",
    Status.ABSENT: "K",
    Status.MADE_UP: MADE_UP,
}
_THERE = frozenset({Status.PRESENT, Status.LATE, Status.LEFT_EARLY, Status.MADE_UP})
_BLANK = "Ghi chú"


@dataclass(frozen=True, slots=True)
class Meant:
    """What lists are made with beside the lines: names of quizzes, meetings in order, rolls, groups, reasons."""

    around: Around
    quizzes: Mapping[int, str] = field(default_factory=dict)
    meetings: Sequence[tuple[int, datetime]] = ()
    rolls: Mapping[tuple[int, int], Status] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    #: Serial and number in the register of the certificates that hold, by enrolment.
    certificates: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    names: Sequence[str] = ()


Cells = Callable[[Line], Sequence[str]]


def table_of(kind: DocumentKind, lines: Iterable[Line], meant: Meant) -> tuple[list[DocumentColumn], list[DocumentRow]]:
    """Return the columns of a list, without the number, and its rows in the order of `lines`."""
    columns, cells = _TABLES[kind](meant)
    return columns, list(_rows(lines, cells, meant))


def _rows(lines: Iterable[Line], cells: Cells, meant: Meant) -> Iterator[DocumentRow]:
    for line in lines:
        one = line.learner
        unit = meant.groups.get(one.unit_path, one.unit_name)
        yield DocumentRow(one.enrolment_id, one.person_id, one.full_name, unit, tuple(cells(line)))


def _birth(line: Line) -> str:
    one = line.learner
    return day(one.birth_on) if one.birth_on else str(one.birth_year or "")


def _mark(line: Line) -> str:
    mark = of_ten(line.mark)
    return "" if mark is None else number(mark)


def _learners(meant: Meant) -> tuple[list[DocumentColumn], Cells]:
    if meant.names:
        return _chosen(meant)
    columns = [
        DocumentColumn("Họ và tên", 44),
        DocumentColumn("Ngày sinh", 24, "center"),
        DocumentColumn("Chức vụ", 38),
        DocumentColumn("Đơn vị", 36),
        _last(meant),
    ]
    return columns, lambda line: (
        line.learner.full_name,
        _birth(line),
        line.learner.post,
        line.learner.unit,
        _last_cell(line, meant),
    )


def _last(meant: Meant) -> DocumentColumn:
    """Return the last column: for notes by hand, or the class where the list is of several and may name one twice."""
    return DocumentColumn("Lớp", 34) if len(meant.around.classes) > 1 else DocumentColumn(_BLANK, 18)


def _last_cell(line: Line, meant: Meant) -> str:
    return meant.around.classes[line.learner.class_id].title if len(meant.around.classes) > 1 else ""


def _chosen(meant: Meant) -> tuple[list[DocumentColumn], Cells]:
    """Return the columns that somebody chose on the screen."""
    columns = columns_of(meant.names, meant.quizzes)
    shown = [DocumentColumn(str(c.heading), c.width * 2, _ALIGN[c.kind]) for c in columns]
    return shown, lambda line: [_text(c.cell(line, meant.around), c.kind) for c in columns]


_ALIGN = {
    Kind.TEXT: "left",
    Kind.DATE: "center",
    Kind.DATETIME: "center",
    Kind.INTEGER: "right",
    Kind.DECIMAL: "right",
    Kind.PERCENT: "right",
}


def _text(value: Value, kind: Kind) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal | float):
        return percent(value) if kind is Kind.PERCENT else number(value)
    return str(value)


def _completed(meant: Meant) -> tuple[list[DocumentColumn], Cells]:
    columns = [
        DocumentColumn("Họ và tên", 42),
        DocumentColumn("Ngày sinh", 24, "center"),
        DocumentColumn("Chức vụ", 34),
        DocumentColumn("Đơn vị", 32),
        DocumentColumn("Tham gia", 16, "center"),
        DocumentColumn("Điểm", 13, "center"),
        _last(meant),
    ]
    return columns, lambda line: (
        line.learner.full_name,
        _birth(line),
        line.learner.post,
        line.learner.unit,
        _attended(line),
        _mark(line),
        _last_cell(line, meant),
    )


def _attended(line: Line) -> str:
    roll = line.standing.facts.attendance
    return percentage(Fraction(roll.hours_attended) / roll.hours_held) if roll.hours_held else ""


def _days(meetings: Sequence[datetime]) -> list[str]:
    """Return a heading for each meeting: its day, and the part of the day or the hour where the day has several."""
    days, halves = (Counter(map(write, meetings)) for write in (_day_of, _half_of))
    return [
        _day_of(at) if days[_day_of(at)] == 1 else _half_of(at) if halves[_half_of(at)] == 1 else f"{at:%d/%m %H:%M}"
        for at in meetings
    ]


def _day_of(at: datetime) -> str:
    return f"{at:%d/%m}"


def _half_of(at: datetime) -> str:
    return f"{at:%d/%m} {'sáng' if at.hour < 12 else 'chiều' if at.hour < 18 else 'tối'}"


def _attendance(meant: Meant) -> tuple[list[DocumentColumn], Cells]:
    days = [DocumentColumn(heading, 12, "center") for heading in _days([at for _id, at in meant.meetings])]
    columns = [
        DocumentColumn("Họ và tên", 46),
        DocumentColumn("Đơn vị", 38),
        *days,
        DocumentColumn("Có mặt", 13, "center"),
        DocumentColumn("Vắng có phép", 15, "center"),
        DocumentColumn("Vắng không phép", 17, "center"),
        DocumentColumn("Tỷ lệ", 14, "center"),
        DocumentColumn("Ký tên", 24),
    ]

    def cells(line: Line) -> list[str]:
        said = [meant.rolls.get((meeting_id, line.learner.enrolment_id)) for meeting_id, _at in meant.meetings]
        signs = [_SIGNS.get(status, "") if status else "" for status in said]
        there = sum(status in _THERE for status in said)
        away = [str(said.count(Status.EXCUSED)), str(said.count(Status.ABSENT))]
        return [line.learner.full_name, line.learner.unit, *signs, str(there), *away, _attended(line), ""]

    return columns, cells


def _marks(meant: Meant) -> tuple[list[DocumentColumn], Cells]:
    quizzes = (
        [DocumentColumn(title, 18, "center") for title in meant.quizzes.values()] if len(meant.quizzes) > 1 else []
    )
    columns = [
        DocumentColumn("Họ và tên", 42),
        DocumentColumn("Đơn vị", 34),
        *quizzes,
        DocumentColumn("Điểm", 13, "center"),
        DocumentColumn("Bằng chữ", 34),
        DocumentColumn("Kết quả", 24, "center"),
        DocumentColumn(_BLANK, 18),
    ]

    def cells(line: Line) -> list[str]:
        mark = of_ten(line.mark)
        taken = [_of_quiz(line, quiz_id) for quiz_id in meant.quizzes] if quizzes else []
        words = "" if mark is None else mark_words(mark).capitalize()
        result = meant.around.outcomes[line.standing.outcome]
        return [line.learner.full_name, line.learner.unit, *taken, _mark(line), words, result, ""]

    return columns, cells


def _of_quiz(line: Line, quiz_id: int) -> str:
    result = line.standing.facts.quizzes.get(quiz_id)
    return "" if result is None else number(of_ten(result.share))


def _certificates(meant: Meant) -> tuple[list[DocumentColumn], Cells]:
    columns = [
        DocumentColumn("Họ và tên", 40),
        DocumentColumn("Ngày sinh", 24, "center"),
        DocumentColumn("Đơn vị", 32),
        DocumentColumn("Điểm", 13, "center"),
        DocumentColumn("Số hiệu", 20),
        DocumentColumn("Số vào sổ", 20),
        DocumentColumn("Ký nhận", 24),
    ]
    return columns, lambda line: (
        line.learner.full_name,
        _birth(line),
        line.learner.unit,
        _mark(line),
        *meant.certificates.get(line.learner.enrolment_id, ("", "")),
        "",
    )


def _commendation(meant: Meant) -> tuple[list[DocumentColumn], Cells]:
    columns = [
        DocumentColumn("Họ và tên", 42),
        DocumentColumn("Chức vụ", 34),
        DocumentColumn("Đơn vị", 34),
        DocumentColumn("Điểm", 13, "center"),
        DocumentColumn("Tham gia", 16, "center"),
        DocumentColumn("Lý do", 34),
    ]
    return columns, lambda line: (
        line.learner.full_name,
        line.learner.post,
        line.learner.unit,
        _mark(line),
        _attended(line),
        meant.reasons.get(line.learner.enrolment_id, ""),
    )


_TABLES: dict[DocumentKind, Callable[[Meant], tuple[list[DocumentColumn], Cells]]] = {
    DocumentKind.LEARNERS: _learners,
    DocumentKind.COMPLETED: _completed,
    DocumentKind.ATTENDANCE: _attendance,
    DocumentKind.MARKS: _marks,
    DocumentKind.CERTIFICATES: _certificates,
    DocumentKind.COMMENDATION: _commendation,
}


def is_commended(line: Line, *, least_mark: Decimal, least_attendance: int) -> bool:
    """Tell whether the rule of a commendation proposes the learner: completed, a mark out of ten, a % of attendance."""
    roll = line.standing.facts.attendance
    there = Fraction(roll.hours_attended) / roll.hours_held if roll.hours_held else Fraction(0)
    mark = of_ten(line.mark)
    return (
        line.standing.outcome is Outcome.COMPLETED
        and mark is not None
        and mark >= least_mark
        and there * 100 >= least_attendance
    )
