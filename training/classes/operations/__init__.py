"""Writes of plans, classes, meetings and enrolments."""

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
from training.classes.operations.plans import change_plan, create_plan

__all__ = [
    "ClassFacts",
    "Enrolled",
    "MeetingFacts",
    "add_course",
    "add_trainer",
    "cancel_meeting",
    "change_class",
    "change_meeting",
    "change_plan",
    "close_class",
    "create_class",
    "create_meeting",
    "create_plan",
    "enrol_people",
    "enrol_unit",
    "move_course",
    "open_class",
    "remove_course",
    "remove_meeting",
    "remove_trainer",
    "reopen_class",
    "restore_learner",
    "restore_meeting",
    "set_course_hours",
    "set_quiz_hours",
    "withdraw_learner",
]
