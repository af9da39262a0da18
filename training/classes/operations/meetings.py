"""Writes of meetings: planned, moved, cancelled, taken back; one that has a roll keeps it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.exc import IntegrityError

from training.classes.models import Meeting, MeetingTrainer, TrainingClass
from training.classes.operations.holding import hold_unclosed
from training.classes.operations.teaching import set_trainer
from training.classes.operations.telling import tell_of_meeting
from training.classes.rules.dates import check_meeting_day, meeting_times
from training.classes.traces import learners_recorded
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Conflict, Invalid
from training.core.i18n import _, ngettext


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    """What an organiser says of a meeting; day and hours are those of the site's wall clock."""

    on: date
    begins: time
    ends: time
    #: In tiết.
    study_hours: int
    title: str = ""
    room: str = ""
    place: str = ""
    trainer_id: int | None = None


@operation
def create_meeting(training_class: TrainingClass, *, facts: MeetingFacts, by: Actor) -> Meeting:  # noqa: ARG001
    """Plan a meeting; raise Invalid for a day outside the class or hours turned round."""
    hold_unclosed(training_class.id)
    meeting = Meeting(class_id=training_class.id, secret=secrets.token_hex(16))
    _apply(facts, meeting, training_class)
    db.session.add(meeting)
    db.session.flush()
    set_trainer(MeetingTrainer, meeting.id, facts.trainer_id)
    return meeting


@operation
def change_meeting(
    meeting: Meeting,
    *,
    facts: MeetingFacts,
    version: int,
    roll_goes_along: bool = False,
    by: Actor,
) -> Meeting:
    """Change a meeting; its roll stays with it, and learners are told of another time or place.

    Raises Conflict where it is no longer of `version`; Invalid(field='roll_goes_along') where a meeting that has a
    roll would get another time and nobody has confirmed that the roll goes along.
    """
    hold_unclosed(meeting.class_id)
    if meeting.version != version:
        raise Conflict(_("Somebody else has changed this meeting meanwhile."))
    recorded = learners_recorded(meeting.id)
    times = meeting_times(facts.on, facts.begins, facts.ends)
    if recorded and times != (meeting.starts_at, meeting.ends_at) and not roll_goes_along:
        raise Invalid("roll_goes_along", _roll_exists(recorded))
    before = (meeting.starts_at, meeting.ends_at, meeting.place, meeting.room)
    _apply(facts, meeting, meeting.training_class)
    set_trainer(MeetingTrainer, meeting.id, facts.trainer_id)
    moved = before != (meeting.starts_at, meeting.ends_at, meeting.place, meeting.room)
    # Of one that is cancelled nobody is told; once it is held after all, they are told its time.
    if moved and meeting.cancelled_at is None:
        tell_of_meeting(meeting, "moved", by=by)
    return meeting


def _roll_exists(recorded: int) -> str:
    text = ngettext(
        "The roll of this meeting names %(num)s learner. Confirm that it goes along to the new time.",
        "The roll of this meeting names %(num)s learners. Confirm that it goes along to the new time.",
        recorded,
    )
    return str(text)


def _apply(facts: MeetingFacts, meeting: Meeting, training_class: TrainingClass) -> None:
    check_meeting_day(facts.on, training_class.opens_on, training_class.closes_on)
    meeting.starts_at, meeting.ends_at = meeting_times(facts.on, facts.begins, facts.ends)
    meeting.title, meeting.study_hours = facts.title, facts.study_hours
    meeting.room, meeting.place = facts.room, facts.place


@operation
def cancel_meeting(meeting: Meeting, *, by: Actor) -> Meeting:
    """Cancel a meeting: it counts for nobody, its roll is kept, learners are told; raise Conflict where it is so."""
    hold_unclosed(meeting.class_id)
    if meeting.cancelled_at is not None:
        raise Conflict(_("This meeting is cancelled already."))
    meeting.cancelled_at = clock.now()
    tell_of_meeting(meeting, "cancelled", by=by)
    return meeting


@operation
def restore_meeting(meeting: Meeting, *, by: Actor) -> Meeting:
    """Take back the cancelling of a meeting, roll included, and tell learners; raise Conflict where it is held."""
    hold_unclosed(meeting.class_id)
    if meeting.cancelled_at is None:
        raise Conflict(_("This meeting is not cancelled."))
    _check_day(meeting)
    meeting.cancelled_at = None
    tell_of_meeting(meeting, "held", by=by)
    return meeting


def _check_day(meeting: Meeting) -> None:
    training_class = meeting.training_class
    try:
        check_meeting_day(clock.to_site(meeting.starts_at).date(), training_class.opens_on, training_class.closes_on)
    except Invalid as refusal:
        text = _("The days of the class have been moved away from this meeting.")
        raise Conflict(f"{text} {refusal.text}") from refusal


@operation
def remove_meeting(meeting: Meeting, *, by: Actor) -> TrainingClass:  # noqa: ARG001
    """Remove a meeting planned by mistake; raise Conflict where anything is recorded of it."""
    hold_unclosed(meeting.class_id)
    if learners_recorded(meeting.id):
        raise Conflict(_("This meeting has a roll and is never removed. It can be cancelled."))
    training_class = meeting.training_class
    try:
        db.session.delete(meeting)
        db.session.flush()
    except IntegrityError as error:  # what the door and the roll keep of it holds it by a foreign key
        text = _(
            "Codes that were refused, marks taken back, a signed sheet or a closed roll are kept of this meeting. "
            "It can be cancelled."
        )
        raise Conflict(text) from error
    return training_class
