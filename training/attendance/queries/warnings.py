"""Whose attendance is low, and who looks after those people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import or_, select

from training.accounts.models import Account, RoleGrant
from training.attendance.access import managing
from training.attendance.queries.classes import attendance_of_class
from training.attendance.rules.tallies import Tally, is_low
from training.classes.models import ClassState, Enrolment, EnrolmentState, Meeting, TrainingClass
from training.core import clock
from training.core.db import db
from training.notices.models import Notice
from training.people.models import Person
from training.units.models import Unit
from training.units.rules import ids_on

#: One missed meeting of one says nothing yet.
FEWEST_MEETINGS = 2


class Low(NamedTuple):
    """A learner whose share is below what the class warns of."""

    enrolment_id: int
    person_id: int
    full_name: str
    unit_path: str
    tally: Tally


def list_low(class_id: int) -> list[Low]:
    """Return the learners of a class whose share is below what it warns of, after two meetings with a roll.

    Only rolls that are over count: while some still stand at the door, those who are in have a mark and they have none.
    """
    now = clock.now()
    found = attendance_of_class(class_id)
    if not found.rule.warn_below:
        return []
    found = replace(found, meetings=tuple(m for m in found.meetings if m.over))
    learners = (
        select(Enrolment.id, Enrolment.enrolled_at, Person.id, Person.full_name, Unit.path)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(Enrolment.class_id == class_id, Enrolment.state == EnrolmentState.ENROLLED)
        .order_by(Person.sort_key, Person.id)
    )
    low = []
    for enrolment_id, enrolled_at, person_id, name, path in db.session.execute(learners):
        tally = found.tally_of(enrolment_id, enrolled_at=enrolled_at, now=now)
        if tally.meetings_held >= FEWEST_MEETINGS and is_low(tally, found.rule):
            low.append(Low(enrolment_id, person_id, name, path, tally))
    return low


def key_of(enrolment_id: int) -> str:
    """Return the key of the notices of low attendance about a learner: there is one for each class."""
    return f"attendance-low:{enrolment_id}"


def list_unwarned(class_id: int) -> list[Low]:
    """Return those of list_low who have not been warned yet."""
    low = list_low(class_id)
    keys = [key_of(one.enrolment_id) for one in low]
    notices = db.session.execute(select(Notice.person_id, Notice.key).where(Notice.key.in_(keys)))
    sent = {(person_id, key) for person_id, key in notices}
    return [one for one in low if (one.person_id, key_of(one.enrolment_id)) not in sent]


def managers_over(paths: Collection[str]) -> dict[str, list[int]]:
    """Return by unit path the people who manage the unit today; those of units above, where it has none of its own."""
    units = {unit_id for path in paths for unit_id in ids_on(path)}
    today = clock.today()
    held = (
        select(RoleGrant.unit_id, Account.person_id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(managing(), RoleGrant.unit_id.in_(units), RoleGrant.held_from <= today)
        .where(or_(RoleGrant.held_to.is_(None), RoleGrant.held_to >= today))
    )
    by_unit: dict[int, list[int]] = {}
    for unit_id, person_id in db.session.execute(held):
        by_unit.setdefault(unit_id, []).append(person_id)
    return {path: next((by_unit[u] for u in reversed(ids_on(path)) if u in by_unit), []) for path in paths}


def classes_under_way() -> list[int]:
    """Return the open classes that have had meetings within the last month."""
    recent = (
        select(TrainingClass.id)
        .join(Meeting, Meeting.class_id == TrainingClass.id)
        .where(TrainingClass.state == ClassState.OPEN, Meeting.cancelled_at.is_(None), Meeting.starts_at <= clock.now())
        .where(Meeting.starts_at > clock.now() - timedelta(days=31))
        .distinct()
        .order_by(TrainingClass.id)
    )
    return list(db.session.scalars(recent))
