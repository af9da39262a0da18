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

__all__ = [
    "ClassCourse",
    "ClassQuiz",
    "ClassState",
    "ClassTrainer",
    "Enrolment",
    "EnrolmentState",
    "Meeting",
    "Mode",
    "Plan",
    "PlanAgreement",
    "PlanLine",
    "PlanState",
    "PlanStep",
    "PlanTarget",
    "TrainingClass",
]
