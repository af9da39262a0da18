"""Writes of plans, classes, meetings and enrolments."""

from training.classes.operations.agreements import advance_plan
from training.classes.operations.classes import (
    ClassFacts,
    add_trainer,
    change_class,
    close_class,
    create_class,
    open_class,
    remove_trainer,
    reopen_class,
)
from training.classes.operations.copying import copy_class
from training.classes.operations.courses import (
    add_course,
    move_course,
    remove_course,
    set_course_hours,
    set_quiz_hours,
)
from training.classes.operations.enrolments import (
    Enrolled,
    enrol_people,
    enrol_unit,
    move_learner,
    restore_learner,
    withdraw_learner,
)
from training.classes.operations.meetings import (
    MeetingFacts,
    cancel_meeting,
    change_meeting,
    create_meeting,
    remove_meeting,
    restore_meeting,
)
from training.classes.operations.plans import (
    LineFacts,
    PlanFacts,
    add_plan_line,
    change_plan,
    change_plan_line,
    copy_plan,
    create_plan,
    remove_plan_line,
    set_plan_target,
)
from training.classes.operations.reaching import (
    announce,
    make_class_calendar,
    make_own_calendar,
    revoke_class_calendar,
    revoke_own_calendar,
)
from training.classes.operations.registrations import (
    admit_registrations,
    nominate_people,
    refuse_registrations,
    set_quota,
    take_back_registration,
)
from training.classes.operations.teaching import set_course_trainer

__all__ = [
    "ClassFacts",
    "Enrolled",
    "LineFacts",
    "MeetingFacts",
    "PlanFacts",
    "add_course",
    "add_plan_line",
    "add_trainer",
    "admit_registrations",
    "advance_plan",
    "announce",
    "cancel_meeting",
    "change_class",
    "change_meeting",
    "change_plan",
    "change_plan_line",
    "close_class",
    "copy_class",
    "copy_plan",
    "create_class",
    "create_meeting",
    "create_plan",
    "enrol_people",
    "enrol_unit",
    "make_class_calendar",
    "make_own_calendar",
    "move_course",
    "move_learner",
    "nominate_people",
    "open_class",
    "refuse_registrations",
    "remove_course",
    "remove_meeting",
    "remove_plan_line",
    "remove_trainer",
    "reopen_class",
    "restore_learner",
    "restore_meeting",
    "revoke_class_calendar",
    "revoke_own_calendar",
    "set_course_hours",
    "set_course_trainer",
    "set_plan_target",
    "set_quiz_hours",
    "set_quota",
    "take_back_registration",
    "withdraw_learner",
]
