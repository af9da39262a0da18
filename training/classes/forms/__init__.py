"""Forms of plans, classes, meetings and enrolment."""

from training.classes.forms.classes import (
    ClassForm,
    CourseForm,
    HoursForm,
    MeetingForm,
    NewClassForm,
    PasteForm,
    PeopleForm,
    QuizHoursForm,
    ReopenForm,
    TrainerForm,
    WithdrawForm,
)
from training.classes.forms.plans import (
    AgreementForm,
    LineForm,
    NewPlanForm,
    PlanForm,
    RemoveLineForm,
    TargetForm,
)

__all__ = [
    "AgreementForm",
    "ClassForm",
    "CourseForm",
    "HoursForm",
    "LineForm",
    "MeetingForm",
    "NewClassForm",
    "NewPlanForm",
    "PasteForm",
    "PeopleForm",
    "PlanForm",
    "QuizHoursForm",
    "RemoveLineForm",
    "ReopenForm",
    "TargetForm",
    "TrainerForm",
    "WithdrawForm",
]
