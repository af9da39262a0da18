"""What classes are made of and ask for, for any number of classes in five queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select

from training.accounts.models import Account
from training.attendance.queries.called import door_shut_by, is_over, was_called
from training.attendance.queries.rules import read_rule, with_rule
from training.attendance.rules.tallies import MeetingShape
from training.catalog.models import Course, Module
from training.classes.models import ClassCourse, ClassState, Meeting, TrainingClass
from training.completion.models import CompletionRule
from training.completion.queries.learners import CLASS_IDS, rows
from training.completion.rules.conditions import Group, Part, leaves, proposed_conditions, read_conditions
from training.completion.rules.facts import ClassShape, Facts, QuizShape
from training.completion.rules.marks import counted_quizzes, mark_of
from training.core import clock
from training.core.db import db
from training.people.models import Person
from training.quizzes.models import Quiz, QuizRevision


@dataclass(frozen=True)
class Terms:
    """What a class is made of and the conditions in force; `number` is the rule's version, 0 while only proposed.

    `scale` names the scale of grading, empty for passed or not passed; its version is that of the day `closes_on`.
    """

    shape: ClassShape
    conditions: tuple[Part, ...]
    number: int = 0
    scale: str = ""
    closes_on: date = date.max

    @cached_property
    def quiz_ids(self) -> tuple[int, ...]:
        """Return the quizzes that a mark may come from: those the conditions name, else all of the class."""
        named = tuple(c.quiz_id for c in leaves(self.conditions) if c.quiz_id in self.shape.quizzes)
        return tuple(q for q in named if q is not None) or tuple(self.shape.quizzes)

    @cached_property
    def _offers_a_choice(self) -> bool:
        return any(isinstance(part, Group) for part in self.conditions)

    def counted(self, facts: Facts) -> tuple[int, ...]:
        """Return the quizzes whose results make the mark of a learner with these facts."""
        if not self._offers_a_choice or not any(c.quiz_id for c in leaves(self.conditions)):
            return self.quiz_ids
        return counted_quizzes(self.conditions, self.shape, facts)

    def mark(self, facts: Facts) -> Fraction | None:
        """Return the mark of a learner with these facts as a share 0-1; None until each quiz that counts is taken."""
        return mark_of(facts, self.counted(facts))


def terms_of(class_ids: Collection[int]) -> dict[int, Terms]:
    """Return the terms of each class by its id."""
    values = {"class_ids": list(class_ids)}
    saved = _newest_rules(values)
    found = {}
    for class_id, (shape, closes_on) in _shapes(values).items():
        number, conditions, scale = saved.get(class_id, (0, [], ""))
        asked = read_conditions(conditions) if number else proposed_conditions(shape)
        found[class_id] = Terms(shape, asked, number, scale, closes_on)
    return found


def terms_of_class(training_class: TrainingClass) -> Terms:
    """Return the terms of one class."""
    return terms_of([training_class.id])[training_class.id]


def newest_number(training_class: TrainingClass) -> int:
    """Return the version of the class's rule, 0 where none was ever saved."""
    newest = select(func.max(CompletionRule.number)).where(CompletionRule.class_id == training_class.id)
    return db.session.scalar(newest) or 0


def list_rules(training_class: TrainingClass) -> list[tuple[CompletionRule, str]]:
    """Return the versions of the class's rule, the newest first, each with the name of who saved it."""
    versions = (
        select(CompletionRule, Person.full_name)
        .outerjoin(Account, Account.id == CompletionRule.by_account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(CompletionRule.class_id == training_class.id)
        .order_by(CompletionRule.number.desc())
    )
    return [(rule, name or "") for rule, name in db.session.execute(versions)]


_RULES = (
    select(CompletionRule.class_id, CompletionRule.number, CompletionRule.conditions, CompletionRule.scale)
    .where(CompletionRule.class_id.in_(CLASS_IDS))
    .order_by(CompletionRule.number)
)
_STATES = with_rule(select(TrainingClass.id, TrainingClass.closes_on, TrainingClass.state)).where(
    TrainingClass.id.in_(CLASS_IDS)
)
_MODULES = (
    select(ClassCourse.class_id, func.count(Module.id))
    .join(Module, Module.course_id == ClassCourse.course_id)
    .where(ClassCourse.class_id.in_(CLASS_IDS), Module.published_revision_id.is_not(None))
    .where(Module.archived_at.is_(None))
    .group_by(ClassCourse.class_id)
)
_QUIZZES = (
    select(
        ClassCourse.class_id,
        Quiz.id,
        Quiz.title,
        Course.title,
        QuizRevision.pass_mark,
        QuizRevision.counts,
        or_(QuizRevision.time_limit.is_not(None), QuizRevision.attempts_allowed.is_not(None)),
    )
    .join(Course, Course.id == ClassCourse.course_id)
    .join(Quiz, Quiz.course_id == ClassCourse.course_id)
    .join(QuizRevision, QuizRevision.id == Quiz.current_revision_id)
    .where(ClassCourse.class_id.in_(CLASS_IDS), Quiz.published_at.is_not(None))
    .order_by(ClassCourse.position, Quiz.position, Quiz.id)
)
_MEETINGS = (
    select(
        Meeting.class_id,
        Meeting.id,
        Meeting.ends_at,
        Meeting.study_hours,
        # An excuse noted beforehand makes no roll.
        and_(Meeting.starts_at <= bindparam("now"), was_called()),
        is_over(bindparam("door_shut_by")),
    )
    .where(Meeting.class_id.in_(CLASS_IDS), Meeting.cancelled_at.is_(None))
    .order_by(Meeting.starts_at, Meeting.id)
)


def is_ahead(meeting: MeetingShape) -> bool:
    """Tell whether a meeting is still to come: it is not over, and nobody was called."""
    return not (meeting.held or meeting.running) and meeting.ends_at > clock.now()


def _newest_rules(values: Mapping[str, Any]) -> dict[int, tuple[int, list[Any], str]]:
    return {class_id: (number, conditions, scale) for class_id, number, conditions, scale in rows(_RULES, values)}


def _shapes(values: Mapping[str, Any]) -> dict[int, tuple[ClassShape, date]]:
    modules = Counter({row[0]: row[1] for row in rows(_MODULES, values)})
    quizzes, meetings = _quizzes(values), _meetings(values)
    return {
        class_id: (
            ClassShape(
                modules[class_id],
                quizzes[class_id],
                tuple(meetings[class_id]),
                state is ClassState.CLOSED,
                read_rule(rule),
            ),
            closes_on,
        )
        for class_id, closes_on, state, *rule in rows(_STATES, values)
    }


def _quizzes(values: Mapping[str, Any]) -> defaultdict[int, dict[int, QuizShape]]:
    published = list(rows(_QUIZZES, values))
    # Two courses of a class often end with a quiz of the same name.
    names = Counter((row[0], row[2]) for row in published)
    found: defaultdict[int, dict[int, QuizShape]] = defaultdict(dict)
    for class_id, quiz_id, title, course, pass_mark, counts, is_exam in published:
        name = title if names[class_id, title] == 1 else f"{title} ({course})"
        found[class_id][quiz_id] = QuizShape(name, pass_mark, counts, bool(is_exam))
    return found


def _meetings(values: Mapping[str, Any]) -> defaultdict[int, list[MeetingShape]]:
    found: defaultdict[int, list[MeetingShape]] = defaultdict(list)
    now = clock.now()
    said = rows(_MEETINGS, {**values, "now": now, "door_shut_by": door_shut_by(now)})
    for class_id, meeting_id, ends_at, study_hours, called, over in said:
        shape = MeetingShape(meeting_id, ends_at, study_hours, bool(called and over), bool(called and not over))
        found[class_id].append(shape)
    return found
