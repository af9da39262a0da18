"""Writes of who teaches what: the trainer of a course in a class, the one who holds a meeting."""

from __future__ import annotations

from sqlalchemy import delete

from training.classes.models import ClassCourse, CourseTrainer, MeetingTrainer
from training.classes.operations.holding import hold_unclosed
from training.core.access import Actor
from training.core.db import db, operation, upsert


def set_trainer(kind: type[CourseTrainer | MeetingTrainer], thing_id: int, person_id: int | None) -> None:
    """Let the person teach the course or hold the meeting, or nobody; part of another operation."""
    key = "part_id" if kind is CourseTrainer else "meeting_id"
    if person_id is None:
        db.session.execute(delete(kind).where(kind.__table__.c[key] == thing_id))
    else:
        upsert(kind, [{key: thing_id, "person_id": person_id}], key=[key], update=["person_id"])


@operation
def set_course_trainer(part: ClassCourse, *, person_id: int | None, by: Actor) -> ClassCourse:  # noqa: ARG001
    """Say who teaches the course in its class; None for nobody yet."""
    hold_unclosed(part.class_id)
    set_trainer(CourseTrainer, part.id, person_id)
    return part
