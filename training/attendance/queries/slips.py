"""Reads of personal slips."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from training.attendance.models import Slip
from training.classes.models import Enrolment, EnrolmentState
from training.core.db import db
from training.people.models import Person
from training.units.models import Unit


class SlipLine(NamedTuple):
    """A slip as it is printed."""

    enrolment_id: int
    code: str
    full_name: str
    unit_name: str


def find_slip(code: str) -> Enrolment | None:
    """Return the learner in force whose slip this is, or None."""
    return db.session.scalar(
        select(Enrolment)
        .join(Slip, Slip.enrolment_id == Enrolment.id)
        .where(Slip.code == code, Slip.ended_at.is_(None), Enrolment.state == EnrolmentState.ENROLLED)
    )


def list_slips(class_id: int) -> list[SlipLine]:
    """Return the slips in force of a class, by unit and as Vietnamese lists are ordered."""
    slips = (
        select(Enrolment.id, Slip.code, Person.full_name, Unit.name)
        .join(Slip, Slip.enrolment_id == Enrolment.id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(Enrolment.class_id == class_id, Enrolment.state == EnrolmentState.ENROLLED, Slip.ended_at.is_(None))
        .order_by(Unit.sort_key, Unit.id, Person.sort_key, Person.id)
    )
    return [SlipLine._make(row) for row in db.session.execute(slips)]
