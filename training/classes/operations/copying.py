"""Copying a class: what is taught, when and by whom, moved to another first day; no learner comes along."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from training.classes.copies import bring_along
from training.classes.models import (
    ClassCourse,
    ClassQuiz,
    ClassQuota,
    ClassTrainer,
    CourseTrainer,
    Meeting,
    MeetingTrainer,
    Plan,
    PlanLine,
    TrainingClass,
)
from training.classes.operations.classes import ClassFacts, create_class
from training.classes.operations.teaching import set_trainer
from training.classes.queries.classes import list_class_courses, trainers_of_courses
from training.classes.queries.meetings import list_meetings, trainers_of_meetings
from training.classes.queries.plans import list_lines
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Invalid
from training.core.i18n import _


@operation
def copy_class(training_class: TrainingClass, *, code: str, title: str, opens_on: date, by: Actor) -> TrainingClass:
    """Make a class in preparation like this one, all its days moved.

    In another year it belongs to that year's plan, to the line with the same title where there is one. Raises Invalid
    for a code taken, or where that year has no plan.
    Courses, trainers, quotas, the hours of quizzes, the meetings that were not cancelled and the class's rules come
    along, learners and rolls do not.
    """
    ahead = opens_on - training_class.opens_on
    facts = replace(_facts(training_class), code=code, title=title)
    facts = replace(facts, opens_on=opens_on, closes_on=training_class.closes_on + ahead)
    if training_class.register_by is not None:
        facts = replace(facts, register_by=training_class.register_by + ahead)
    plan = _plan_of(training_class, opens_on.year)
    if plan.id != training_class.plan_id:
        facts = replace(facts, plan_line_id=_like_line(training_class, plan))
    copy = create_class(facts, plan=plan, unit=training_class.unit, by=by)
    _copy_people(training_class, copy)
    _copy_courses(training_class, copy)
    _copy_quiz_hours(training_class, copy, ahead)
    _copy_meetings(training_class, copy, ahead)
    bring_along(training_class, copy, by)
    return copy


def _plan_of(training_class: TrainingClass, year: int) -> Plan:
    """Return the plan to which a class of that year belongs."""
    plan = training_class.plan
    if year in {plan.year, training_class.opens_on.year}:
        return plan
    found = db.session.scalar(select(Plan).where(Plan.unit_id == plan.unit_id, Plan.year == year))
    if found is None:
        raise Invalid("opens_on", _("There is no plan for %(year)s yet. Copy the plan to that year first.", year=year))
    return found


def _like_line(training_class: TrainingClass, plan: Plan) -> int | None:
    line = db.session.get(PlanLine, training_class.plan_line_id) if training_class.plan_line_id else None
    return next((one.id for one in list_lines(plan) if line and one.title == line.title), None)


def _facts(training_class: TrainingClass) -> ClassFacts:
    names = [name for name in ClassFacts.__dataclass_fields__ if name != "register_by"]
    return ClassFacts(**{name: getattr(training_class, name) for name in names})


def _copy_people(old: TrainingClass, new: TrainingClass) -> None:
    for trainer in db.session.scalars(select(ClassTrainer).where(ClassTrainer.class_id == old.id)).all():
        db.session.add(ClassTrainer(class_id=new.id, person_id=trainer.person_id))
    for quota in db.session.scalars(select(ClassQuota).where(ClassQuota.class_id == old.id)).all():
        db.session.add(ClassQuota(class_id=new.id, unit_id=quota.unit_id, places=quota.places))


def _copy_courses(old: TrainingClass, new: TrainingClass) -> None:
    teachers = trainers_of_courses(old)
    for part in list_class_courses(old):
        said = {"course_id": part.course_id, "position": part.position, "study_hours": part.study_hours}
        copy = ClassCourse(class_id=new.id, **said)
        db.session.add(copy)
        db.session.flush()
        if part.id in teachers:
            set_trainer(CourseTrainer, copy.id, teachers[part.id].id)


def _copy_quiz_hours(old: TrainingClass, new: TrainingClass, ahead: timedelta) -> None:
    for one in db.session.scalars(select(ClassQuiz).where(ClassQuiz.class_id == old.id)).all():
        opens_at = _moved(one.opens_at, ahead) if one.opens_at else None
        closes_at = _moved(one.closes_at, ahead) if one.closes_at else None
        db.session.add(ClassQuiz(class_id=new.id, quiz_id=one.quiz_id, opens_at=opens_at, closes_at=closes_at))


def _copy_meetings(old: TrainingClass, new: TrainingClass, ahead: timedelta) -> None:
    teachers = trainers_of_meetings(old)
    for one in (numbered.meeting for numbered in list_meetings(old) if numbered.number):
        said = {name: getattr(one, name) for name in ("title", "study_hours", "place", "room")}
        times = {"starts_at": _moved(one.starts_at, ahead), "ends_at": _moved(one.ends_at, ahead)}
        copy = Meeting(class_id=new.id, secret=secrets.token_hex(16), **said, **times)
        db.session.add(copy)
        db.session.flush()
        if one.id in teachers:
            set_trainer(MeetingTrainer, copy.id, teachers[one.id].id)


def _moved(instant: datetime, ahead: timedelta) -> datetime:
    # By the wall clock: a meeting at eight stays one at eight.
    return clock.from_site(clock.to_site(instant).replace(tzinfo=None) + ahead)
