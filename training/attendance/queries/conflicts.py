"""Marks on which takers disagree who knew nothing of each other: what each said, when, and on which device."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select

from training.accounts.models import Account
from training.attendance.models import Attendance, AttendanceEvent, Status
from training.attendance.queries.events import SAID
from training.attendance.rules.folding import Said, fold
from training.classes.models import Enrolment, EnrolmentState, Meeting
from training.core.db import db
from training.people.models import Person
from training.units.models import Unit


class Claim(NamedTuple):
    """One of the taps that contradict each other, and who tapped when; `noted_at` is when it reached the server."""

    said: Said
    noted_at: datetime
    by_name: str | None
    agent: str


class Dispute(NamedTuple):
    """A learner on whom takers disagree; `seen` is the newest event that whoever decides has before the eyes."""

    enrolment_id: int
    full_name: str
    unit_name: str
    counting: Status | None
    seen: int
    claims: tuple[Claim, ...]


def count_disputes(meeting: Meeting) -> int:
    """Return on how many learners of the meeting somebody has to decide."""
    return db.session.scalar(_disputed(meeting).with_only_columns(func.count(), maintain_column_froms=True)) or 0


def list_disputes(meeting: Meeting) -> list[Dispute]:
    """Return the learners on whom takers disagree, in the order of the roll, in two queries."""
    learners = list(db.session.execute(_disputed(meeting).order_by(Person.sort_key, Person.id)))
    claims = _claims(meeting, [row.id for row in learners])
    return [_dispute(row.id, row.full_name, row.name, claims[row.id]) for row in learners]


def _dispute(enrolment_id: int, full_name: str, unit_name: str, claims: list[Claim]) -> Dispute:
    standing = fold(claim.said for claim in claims)
    rivals = {rival.event_id for rival in standing.rivals}
    return Dispute(
        enrolment_id,
        full_name,
        unit_name,
        standing.event.status if standing.event else None,
        max(claim.said.event_id for claim in claims),
        tuple(claim for claim in claims if claim.said.event_id in rivals),
    )


def _disputed(meeting: Meeting) -> Select[*tuple[Any, ...]]:
    here = and_(Attendance.enrolment_id == Enrolment.id, Attendance.meeting_id == meeting.id)
    return (
        select(Enrolment.id, Person.full_name, Unit.name)
        .join(Attendance, here)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(Attendance.disputed, Enrolment.state == EnrolmentState.ENROLLED)
    )


def _claims(meeting: Meeting, enrolment_ids: Collection[int]) -> defaultdict[int, list[Claim]]:
    event = AttendanceEvent
    events = (
        select(event.enrolment_id, event.at, Person.full_name, event.evidence, *SAID)
        .outerjoin(Account, Account.id == event.by_account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(event.meeting_id == meeting.id, event.enrolment_id.in_(enrolment_ids))
        .order_by(event.id)
    )
    found: defaultdict[int, list[Claim]] = defaultdict(list)
    for enrolment_id, at, name, evidence, *said in db.session.execute(events):
        found[enrolment_id].append(Claim(Said(*said), at, name, str(evidence.get("agent", ""))))
    return found
