"""Tables of plans and classes."""

from training.classes.models.classes import (
    ClassCourse,
    ClassQuiz,
    ClassState,
    ClassTrainer,
    Enrolment,
    EnrolmentState,
    Meeting,
    Mode,
    TrainingClass,
)
from training.classes.models.plans import (
    Plan,
    PlanAgreement,
    PlanLine,
    PlanState,
    PlanStep,
    PlanTarget,
)
from training.classes.models.reaching import Announcement, CalendarLink
from training.classes.models.registering import ClassQuota, Registration, RegistrationState
from training.classes.models.teaching import CourseTrainer, MeetingTrainer

__all__ = [
    "Announcement",
    "CalendarLink",
    "ClassCourse",
    "ClassQuiz",
    "ClassQuota",
    "ClassState",
    "ClassTrainer",
    "CourseTrainer",
    "Enrolment",
    "EnrolmentState",
    "Meeting",
    "MeetingTrainer",
    "Mode",
    "Plan",
    "PlanAgreement",
    "PlanLine",
    "PlanState",
    "PlanStep",
    "PlanTarget",
    "Registration",
    "RegistrationState",
    "TrainingClass",
]
