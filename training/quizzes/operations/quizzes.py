"""Quizzes made, changed by a new revision each time, published and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from training.catalog.models import Course
from training.catalog.rendering import render_text
from training.catalog.rules.keys import free_key
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Conflict, Invalid, NotFound
from training.core.i18n import _
from training.quizzes.models import Counts, Quiz, QuizRevision, Slot
from training.quizzes.queries import bank_of, facts_of, list_slots, revision_of
from training.quizzes.reviewing import normal
from training.quizzes.rules import SlotFacts, slot_faults
from training.quizzes.sitting import Sitting, sitting_faults

INTRO = "i-"


@dataclass(frozen=True, slots=True)
class QuizFacts:
    """What an author says of a quiz: `time_limit` in seconds, `pass_mark` a fraction 0-1, `intro` in Markdown."""

    title: str
    pass_mark: Decimal
    intro: str = ""
    time_limit: int | None = None
    attempts_allowed: int | None = None
    counts: Counts = Counts.HIGHEST
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    shuffle_questions: bool = True
    shuffle_options: bool = True
    sitting: Sitting = field(default_factory=Sitting)
    review: Mapping[str, Any] | None = None
    slots: tuple[SlotFacts, ...] = ()


@operation
def create_quiz(course: Course, *, facts: QuizFacts, by: Actor, key: str = "") -> Quiz:
    """Make a quiz that learners do not see yet; raise Invalid with the field at fault, "slots.0" the first slot.

    `key` is its name within the course, made from the title where empty.
    """
    last = db.session.scalar(select(func.max(Quiz.position)).where(Quiz.course_id == course.id)) or 0
    taken = db.session.scalars(select(Quiz.key).where(Quiz.course_id == course.id)).all()
    quiz = Quiz(course_id=course.id, position=last + 1, title=facts.title, key=key or free_key(facts.title, taken))
    db.session.add(quiz)
    db.session.flush()
    _add_revision(quiz, facts, by=by)
    return quiz


@operation
def change_quiz(quiz: Quiz, *, facts: QuizFacts, seen: int, by: Actor) -> Quiz:
    """Save a change as a new revision, for attempts begun from now on; the same content again makes none.

    `seen` is the number of the revision that the author started from; raises Conflict where a newer one is there,
    Invalid as create_quiz does.
    """
    held = db.session.get(Quiz, quiz.id, with_for_update={"of": Quiz}, populate_existing=True)
    if held is None:
        raise NotFound(_("There is no such quiz."))
    if revision_of(held).number != seen:
        raise Conflict(_("Someone else has saved another revision of this quiz meanwhile."))
    if held.published_at and not facts.slots:
        raise Invalid("slots", _("A published quiz keeps at least one question."))
    _add_revision(held, facts, by=by)
    return held


@operation
def publish_quiz(quiz: Quiz, *, by: Actor) -> Quiz:  # noqa: ARG001
    """Let learners of classes with the course take the quiz; raise Conflict while its slots cannot be filled."""
    slots = facts_of(list_slots(revision_of(quiz)))
    if not slots:
        raise Conflict(_("The quiz has no questions yet."))
    for fault in slot_faults(slots, bank_of(quiz.course_id)):
        raise Conflict(_("The quiz cannot be published: %(fault)s", fault=fault.text))
    quiz.published_at = quiz.published_at or clock.now()
    return quiz


@operation
def unpublish_quiz(quiz: Quiz, *, by: Actor) -> Quiz:  # noqa: ARG001
    """Withdraw a quiz: nobody begins another attempt; those begun go on."""
    quiz.published_at = None
    return quiz


# --- revisions -----------------------------------------------------------------------------------


def is_same(quiz: Quiz, facts: QuizFacts) -> bool:
    """Tell whether the quiz says just what `facts` say."""
    current = quiz.current_revision
    if current is None:
        return False
    wanted = _content(_revision(quiz.course_id, facts), facts.slots)
    return _content(current, facts_of(list_slots(current))) == wanted


def _add_revision(quiz: Quiz, facts: QuizFacts, *, by: Actor) -> None:
    _check(facts)
    for fault in slot_faults(facts.slots, bank_of(quiz.course_id)):
        raise fault
    if is_same(quiz, facts):
        return
    revision = _revision(quiz.course_id, facts)
    revision.quiz_id = quiz.id
    revision.number = (quiz.current_revision.number if quiz.current_revision else 0) + 1
    revision.by_account_id = by.account_id
    revision.slots = [_row(slot, position) for position, slot in enumerate(facts.slots, start=1)]
    db.session.add(revision)
    db.session.flush()
    quiz.title, quiz.current_revision = facts.title, revision


def _check(facts: QuizFacts) -> None:
    if not facts.title.strip():
        raise Invalid("title", _("Give the title."))
    if not 0 < facts.pass_mark <= 1:
        raise Invalid("pass_mark", _("The mark to pass is above 0 and at most 100 per cent."))
    if facts.opens_at and facts.closes_at and facts.opens_at >= facts.closes_at:
        raise Invalid("closes_at", _("The quiz would close before it opens."))
    for fault in sitting_faults(facts.sitting):
        raise fault


def _revision(course_id: int, facts: QuizFacts) -> QuizRevision:
    return QuizRevision(
        title=facts.title,
        intro=facts.intro,
        intro_html=render_text(facts.intro, course_id=course_id, field="intro", prefix=INTRO).html,
        time_limit=facts.time_limit,
        attempts_allowed=facts.attempts_allowed,
        counts=facts.counts,
        pass_mark=facts.pass_mark,
        opens_at=facts.opens_at,
        closes_at=facts.closes_at,
        shuffle_questions=facts.shuffle_questions,
        shuffle_options=facts.shuffle_options,
        **asdict(facts.sitting),
        review=normal(facts.review or {}),
    )


def _content(revision: QuizRevision, slots: Sequence[SlotFacts]) -> tuple[object, ...]:
    """Return what makes two revisions the same to a learner."""
    return (
        revision.title,
        revision.intro,
        revision.intro_html,
        revision.time_limit,
        revision.attempts_allowed,
        revision.counts,
        Decimal(revision.pass_mark).normalize(),
        revision.opens_at,
        revision.closes_at,
        revision.shuffle_questions,
        revision.shuffle_options,
        revision.sitting,
        normal(revision.review),
        [(slot.question_id, slot.category_id, slot.count, slot.mark.normalize()) for slot in slots],
    )


def _row(slot: SlotFacts, position: int) -> Slot:
    return Slot(
        position=position,
        question_id=slot.question_id,
        category_id=slot.category_id,
        draw_count=slot.count,
        mark=slot.mark,
    )
