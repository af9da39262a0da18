"""Who keeps a roll, shows the wall, sees the attendance of a class, and who checks in."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from training.accounts.models import RoleGrant
from training.classes.access import runs_class, sees_class
from training.classes.models import Enrolment, Meeting, TrainingClass
from training.core.access import Actor, Permission, Role, grants


def managing() -> ColumnElement[bool]:
    """Return which grants make their holder the manager of a unit, who hears of low attendance there."""
    return RoleGrant.role == Role.UNIT_MANAGER


class AttendancePermission(Permission):
    """Permissions on rolls."""

    #: Keep the roll of a meeting and see how it came about.
    ROLL = "attendance.roll"
    #: Open the list of meetings to call.
    ROLLS = "attendance.rolls"
    #: Show the codes of a meeting on the wall.
    WALL = "attendance.wall"
    #: See the attendance of a class, as far as its learners may be seen.
    SEE = "attendance.see"
    #: Say what a class counts as attendance.
    RULE = "attendance.rule"
    #: Issue another check-in slip to a learner.
    RENEW_SLIP = "attendance.renew_slip"
    #: Check in to a meeting oneself.
    CHECK_IN = "attendance.check_in"


@grants(AttendancePermission.ROLL)
def keeps_roll(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the actor runs the meeting's class."""
    return runs_class(actor, meeting.training_class)


@grants(AttendancePermission.ROLLS)
def may_keep_rolls(actor: Actor, _thing: object) -> bool:
    """Tell that staff who teach or administer classes have rolls to keep."""
    return actor.holds(Role.ADMINISTRATOR, Role.TRAINER)


@grants(AttendancePermission.WALL)
def shows_wall(actor: Actor, meeting: Meeting) -> bool:
    """Tell that those who keep the roll show its codes."""
    return keeps_roll(actor, meeting)


@grants(AttendancePermission.SEE)
def sees_attendance(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell that those who see the class see its attendance."""
    return sees_class(actor, training_class)


@grants(AttendancePermission.RULE)
def sets_rule(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell that those who run the class say what it counts."""
    return runs_class(actor, training_class)


@grants(AttendancePermission.RENEW_SLIP)
def renews_slip(actor: Actor, enrolment: Enrolment) -> bool:
    """Tell whether the actor runs the learner's class."""
    return runs_class(actor, enrolment.training_class)


@grants(AttendancePermission.CHECK_IN)
def checks_in(actor: Actor, _thing: object) -> bool:
    """Tell that whoever is a person here may check in."""
    return actor.person_id is not None
