"""The roster as a sheet for other programs: one header row, one row a person, real numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from training.classes.models import TrainingClass
from training.completion.queries.terms import Terms
from training.completion.rules.findings import Outcome
from training.completion.rules.marks import of_ten
from training.completion.rules.sentences import OUTCOME_WORDS, rounded
from training.core.i18n import _
from training.core.sheets.sheet import Column, Kind, Sheet, Value
from training.core.vietnamese import search_key
from training.reporting.rules import Line


def roster_sheet(training_class: TrainingClass, terms: Terms, lines: Iterable[Line]) -> Sheet:
    """Return the sheet of a class's roster; each quiz has a column of its own where the mark is made of several."""
    quizzes = terms.quiz_ids if len(terms.quiz_ids) > 1 else ()
    titles = [terms.shape.quizzes[quiz_id].title for quiz_id in quizzes]
    columns = [*_who(), *_did(), *(Column(title, 16, Kind.DECIMAL) for title in titles), *_result()]
    # Looked up here: the rows are written after the request has ended.
    words = {outcome: str(word) for outcome, word in OUTCOME_WORDS.items()}
    return Sheet(training_class.code, columns, _rows(lines, terms, quizzes, words))


def file_name(training_class: TrainingClass, day: date, extension: str) -> str:
    """Return a name for the file: what it is, the class's code and the day, without spaces or marks."""
    parts = (_("Roster"), training_class.code, day.isoformat())
    return f"{'-'.join(_plain(part) for part in parts)}.{extension}"


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", search_key(text)).strip("-")


def _who() -> list[Column]:
    return [
        Column(_("No."), 6, Kind.INTEGER),
        Column(_("Code"), 12),
        Column(_("Family and middle names"), 24),
        Column(_("Given name"), 12),
        Column(_("Date of birth"), 13, Kind.DATE),
        Column(_("Unit"), 28),
        Column(_("Post"), 28),
        Column(_("Enrolled on"), 13, Kind.DATE),
    ]


def _did() -> list[Column]:
    return [
        Column(_("Modules read"), 10, Kind.INTEGER),
        Column(_("Modules in all"), 10, Kind.INTEGER),
        Column(_("Meetings attended"), 10, Kind.INTEGER),
        Column(_("Meetings held"), 10, Kind.INTEGER),
        Column(_("Study hours attended"), 10, Kind.DECIMAL),
        Column(_("Study hours held"), 10, Kind.INTEGER),
        Column(_("Attendance"), 10, Kind.PERCENT),
    ]


def _result() -> list[Column]:
    return [Column(_("Mark out of ten"), 10, Kind.DECIMAL), Column(_("Result"), 16)]


def _rows(
    lines: Iterable[Line], terms: Terms, quizzes: tuple[int, ...], words: Mapping[Outcome, str]
) -> Iterator[tuple[Value, ...]]:
    for number, line in enumerate(lines, start=1):
        one, facts = line.learner, line.standing.facts
        roll = facts.attendance
        yield (
            number,
            one.code,
            one.family_and_middle,
            one.given_name,
            one.birth_on or one.birth_year,
            one.unit,
            one.post,
            one.enrolled_at,
            facts.modules_read,
            terms.shape.modules,
            roll.meetings_attended,
            roll.meetings_held,
            _exact(roll.hours_attended),
            roll.hours_held,
            _share(Fraction(roll.hours_attended), roll.hours_held),
            *(of_ten(facts.quizzes[q].share) if q in facts.quizzes else None for q in quizzes),
            of_ten(line.mark),
            words[line.standing.outcome],
        )


@lru_cache(maxsize=4096)
def _share(attended: Fraction, held: int) -> Decimal | None:
    return rounded(attended / held, 4) if held else None


def _exact(hours: Fraction | int) -> Decimal | int:
    """Return tiết as a cell takes them: a half counts where a class says that the late attend half."""
    return int(hours) if hours == int(hours) else rounded(Fraction(hours), 2)
