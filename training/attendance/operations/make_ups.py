"""Making up for a missed meeting (học bù), with its reason and up to the most that a class allows."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from training.attendance.models import MISSED, Attendance, How, Status
from training.attendance.operations.roll_call import check_class_open, note
from training.attendance.operations.settling import lock_learners
from training.attendance.queries.called import is_missable
from training.attendance.queries.rules import rule_of
from training.classes.models import Enrolment, Meeting
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Conflict, Invalid
from training.core.i18n import _, ngettext


@operation
def make_up(meeting: Meeting, enrolment: Enrolment, *, on: date, reason: str, agent: str = "", by: Actor) -> Meeting:
    """Note that a learner has made up for the meeting on a day, and by what.

    Raises Invalid(field='on') for a day before the meeting or ahead, Conflict where the learner was there, the meeting
    has no roll, or the learner has made up as many meetings as the class allows.
    """
    check_class_open(meeting)
    if not lock_learners(meeting.class_id, [enrolment.id]):
        raise Conflict(_("There is no such learner in this class."))
    _check_day(meeting, on)
    _check_missed(meeting, enrolment)
    _check_most(meeting, enrolment)
    row = {"enrolment_id": enrolment.id, "status": Status.MADE_UP, "how": How.MAKE_UP}
    note(meeting, [row], agent=agent, by=by, on=on.isoformat(), reason=reason)
    return meeting


@operation
def take_back_make_up(meeting: Meeting, enrolment: Enrolment, *, agent: str = "", by: Actor) -> Meeting:
    """Take back that a learner has made up for the meeting; raise Conflict where that was not noted."""
    check_class_open(meeting)
    lock_learners(meeting.class_id, [enrolment.id])
    mark = db.session.get(Attendance, (meeting.id, enrolment.id))
    if mark is None or mark.status is not Status.MADE_UP:
        raise Conflict(_("This learner has not made up for this meeting."))
    note(meeting, [{"enrolment_id": enrolment.id, "status": None, "how": How.MAKE_UP}], agent=agent, by=by)
    return meeting


def _check_day(meeting: Meeting, on: date) -> None:
    if on > clock.today():
        raise Invalid("on", _("This day is still ahead."))
    if on < clock.to_site(meeting.starts_at).date():
        raise Invalid("on", _("This day is before the meeting."))


def _check_missed(meeting: Meeting, enrolment: Enrolment) -> None:
    if not is_missable(meeting.id):
        raise Conflict(_("The roll of this meeting is not over yet: nobody has missed it."))
    mark = db.session.get(Attendance, (meeting.id, enrolment.id))
    if mark is not None and mark.status not in MISSED:
        raise Conflict(_("The roll says that this learner was there or has made up already."))


def _check_most(meeting: Meeting, enrolment: Enrolment) -> None:
    most = rule_of(meeting.class_id).make_ups
    made_up = select(func.count()).select_from(Attendance).join(Meeting, Meeting.id == Attendance.meeting_id)
    mine = (Attendance.enrolment_id == enrolment.id, Attendance.status == Status.MADE_UP)
    if (db.session.scalar(made_up.where(*mine, Meeting.cancelled_at.is_(None))) or 0) >= most:
        text = ngettext(
            "This class lets a learner make up %(num)s meeting; that many are made up already.",
            "This class lets a learner make up %(num)s meetings; that many are made up already.",
            most,
        )
        raise Conflict(str(text))
