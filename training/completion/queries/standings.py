"""How learners stand: what they have done, read for whole classes at once without entities, held against the rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, func, select

from training.attendance.models import Attendance
from training.attendance.rules.tallies import Recorded, Roll
from training.catalog.models import Module
from training.classes.models import ClassCourse, Enrolment, Meeting
from training.completion.queries.learners import (
    OF_CLASSES,
    OF_LIST,
    OF_ONE,
    Learner,
    Statement,
    among,
    rows,
    select_learners,
)
from training.completion.queries.terms import Terms, terms_of
from training.completion.rules.facts import ClassShape, Facts
from training.completion.rules.findings import Outcome, outcome_of
from training.core import clock
from training.learning.models import Attempt, AttemptState, Reading
from training.learning.rules.results import Finished, QuizResult, result_of
from training.quizzes.models import Counts, QuizRevision

#: Attempts that say nothing of a learner yet or ever; the others have a result, or wait for one.
#: (Asked for by what it is not, a state leads SQLite to the learners' attempts and not to all that are marked.)
NOT_HANDED_IN = (AttemptState.IN_PROGRESS, AttemptState.OVERDUE, AttemptState.ABANDONED)


@dataclass(frozen=True, slots=True)
class Standing:
    """A learner, what the learner has done, and what that amounts to."""

    learner: Learner
    facts: Facts
    outcome: Outcome


def list_standings(class_ids: Collection[int], *conditions: ColumnElement[bool]) -> list[Standing]:
    """Return how the enrolled learners of the classes stand, in the order of Vietnamese lists.

    `conditions` narrow down the learners, on Enrolment, its Unit or TrainingClass.
    """
    return standings_under(terms_of(class_ids), *conditions)


def standings_under(terms: Mapping[int, Terms], *conditions: ColumnElement[bool]) -> list[Standing]:
    """Return how learners stand under `terms` of their classes, read before; four queries."""
    return _standings(terms, _ALL.where(*conditions) if conditions else _ALL, {})


def standings_of(enrolment_ids: Sequence[int], terms: Mapping[int, Terms]) -> list[Standing]:
    """Return how the learners of these enrolments, ended ones too, stand under `terms`, read before; four queries."""
    return _standings(terms, _LISTED, {"enrolment_ids": enrolment_ids})


def standing_of(enrolment_id: int, terms: Mapping[int, Terms]) -> Standing:
    """Return how one enrolled learner stands under `terms` of the class, read before; four queries built once."""
    return _standings(terms, _ONE, {"enrolment_id": enrolment_id})[0]


class _Reads(NamedTuple):
    """The four statements that tell of learners who they are, what they read and handed in, what rolls say."""

    learners: Statement
    read: Statement
    handed_in: Statement
    recorded: Statement

    def where(self, *conditions: ColumnElement[bool]) -> _Reads:
        """Return them narrowed down to the same learners."""
        return _Reads(*(statement.where(*conditions) for statement in self))


def _standings(terms: Mapping[int, Terms], reads: _Reads, values: Mapping[str, Any]) -> list[Standing]:
    values = {**values, "class_ids": list(terms)}
    learners = [Learner._make(row) for row in rows(reads.learners, values)]
    read = Counter({row[0]: row[1] for row in rows(reads.read, values)})
    results, waiting = _quiz_results(terms, reads.handed_in, values)
    running = [one.meeting_id for term in terms.values() for one in term.shape.meetings if one.running]
    recorded = _recorded(reads.recorded, {**values, "now": clock.now(), "running": running})
    rolls = {class_id: _roll(term.shape) for class_id, term in terms.items()}
    standings = []
    for one in learners:
        term, key = terms[one.class_id], one.enrolment_id
        attendance = rolls[one.class_id].tally(one.enrolled_at, recorded[key])
        facts = Facts(read[key], results.get(key, {}), attendance, frozenset(waiting.get(key, ())))
        standings.append(Standing(one, facts, outcome_of(term.conditions, term.shape, facts)))
    return standings


def _roll(shape: ClassShape) -> Roll:
    return Roll(shape.meetings, rule=shape.attendance, closed=shape.closed)


def _recorded(recorded: Statement, values: Mapping[str, Any]) -> defaultdict[int, list[Recorded]]:
    found: defaultdict[int, list[Recorded]] = defaultdict(list)
    for enrolment_id, status, early, runs, hours, meetings in rows(recorded, values):
        found[enrolment_id].append(Recorded(status, bool(early), int(hours), meetings, bool(runs)))
    return found


def _quiz_results(
    terms: Mapping[int, Terms], handed_in: Statement, values: Mapping[str, Any]
) -> tuple[dict[int, dict[int, QuizResult]], dict[int, set[int]]]:
    waiting: defaultdict[int, set[int]] = defaultdict(set)
    attempts: defaultdict[tuple[int, int, int], list[tuple[Any, ...]]] = defaultdict(list)
    for enrolment_id, class_id, quiz_id, *attempt in rows(handed_in, values):
        if attempt[1] is None:
            waiting[enrolment_id].add(quiz_id)
        else:
            attempts[enrolment_id, class_id, quiz_id].append(tuple(attempt))
    found: defaultdict[int, dict[int, QuizResult]] = defaultdict(dict)
    for (enrolment_id, class_id, quiz_id), tries in attempts.items():
        quiz = terms[class_id].shape.quizzes.get(quiz_id)
        if quiz:
            found[enrolment_id][quiz_id] = _result(tuple(tries), quiz.counts)
    return found, waiting


@lru_cache(maxsize=4096)
def _result(tries: tuple[tuple[Any, ...], ...], counts: Counts) -> QuizResult:
    """Return what counts of attempts; of a large class, many have the same scores."""
    result = result_of([Finished(*attempt) for attempt in tries], counts=counts)
    assert result is not None  # noqa: S101 -- there is an attempt
    return result


def _select_read(whom: ColumnElement[bool]) -> Statement:
    read = (
        select(Enrolment.id, func.count(Reading.id))
        .select_from(Enrolment)
        .join(Reading, and_(Reading.enrolment_id == Enrolment.id, Reading.done_at.is_not(None)))
        .join(Module, and_(Module.id == Reading.module_id, Module.published_revision_id.is_not(None)))
        .join(ClassCourse, and_(ClassCourse.class_id == Enrolment.class_id, ClassCourse.course_id == Module.course_id))
    )
    return among(read, whom).where(Module.archived_at.is_(None)).group_by(Enrolment.id)


def _select_handed_in(whom: ColumnElement[bool]) -> Statement:
    handed_in = (
        select(
            Enrolment.id,
            Enrolment.class_id,
            Attempt.quiz_id,
            Attempt.number,
            case((Attempt.state == AttemptState.MARKED, Attempt.score)),
            Attempt.full_mark,
            QuizRevision.pass_mark,
        )
        .select_from(Enrolment)
        .join(Attempt, and_(Attempt.enrolment_id == Enrolment.id, Attempt.state.not_in(NOT_HANDED_IN)))
        .join(QuizRevision, QuizRevision.id == Attempt.quiz_revision_id)
    )
    return among(handed_in, whom).order_by(Attempt.number)


def _select_recorded(whom: ColumnElement[bool]) -> Statement:
    early = (Meeting.ends_at <= Enrolment.enrolled_at).label("early")
    runs = Meeting.id.in_(bindparam("running", expanding=True)).label("runs")
    sums = (
        select(Enrolment.id, Attendance.status, early, runs, func.sum(Meeting.study_hours), func.count())
        .select_from(Enrolment)
        .join(Attendance, Attendance.enrolment_id == Enrolment.id)
        .join(Meeting, and_(Meeting.id == Attendance.meeting_id, Meeting.cancelled_at.is_(None)))
    )
    begun = among(sums, whom).where(Meeting.starts_at <= bindparam("now"))
    return begun.group_by(Enrolment.id, Attendance.status, early, runs)


def _reads(whom: ColumnElement[bool]) -> _Reads:
    return _Reads(select_learners(whom), _select_read(whom), _select_handed_in(whom), _select_recorded(whom))


_ALL, _LISTED, _ONE = _reads(OF_CLASSES), _reads(OF_LIST), _reads(OF_ONE)
