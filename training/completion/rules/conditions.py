"""What a class asks for: conditions, how a rule keeps them, which of them anybody could meet, which are proposed."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from training.completion.rules.facts import ClassShape
from training.core.errors import Invalid
from training.core.i18n import _

#: The share of tiết that is proposed where a class has meetings.
USUAL_ATTENDANCE = Decimal("0.8")


class Kind(enum.StrEnum):
    """Kinds of condition."""

    MODULES = "modules"
    QUIZ = "quiz"
    ATTENDANCE = "attendance"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a class asks for: at least `share`, a fraction 0-1, of modules, of a quiz's full mark or of tiết.

    A quiz condition without a share asks for the quiz's own pass mark.
    """

    kind: Kind
    share: Decimal | None = None
    quiz_id: int | None = None

    @property
    def field(self) -> str:
        """Return the name of the form field that gives the share."""
        return f"quiz_{self.quiz_id}_share" if self.kind is Kind.QUIZ else f"{self.kind.value}_share"


def stored_conditions(conditions: Iterable[Condition]) -> list[dict[str, Any]]:
    """Return the conditions as a rule keeps them."""
    return [
        {"kind": c.kind.value, "share": None if c.share is None else str(c.share), "quiz_id": c.quiz_id}
        for c in conditions
    ]


def read_conditions(stored: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    """Return the conditions that a rule keeps."""
    return tuple(
        Condition(
            Kind(one["kind"]), None if one.get("share") is None else Decimal(str(one["share"])), one.get("quiz_id")
        )
        for one in stored
    )


def read_share(text: str, *, field: str) -> Decimal | None:
    """Read a percentage as people type it (80, 82,5 or 80%) as a fraction 0-1; None where nothing is typed.

    Raises Invalid(field) for what is no number, not above 0 or above 100.
    """
    figure = text.strip().removesuffix("%").strip().replace(",", ".")
    if not figure:
        return None
    try:
        share = Decimal(figure) / 100
    except InvalidOperation:
        raise Invalid(field, _("Give a percentage as a number, such as 80.")) from None
    if not share.is_finite() or not 0 < share <= 1:
        raise Invalid(field, _("Give more than 0 and at most 100 percent: nobody could meet anything else."))
    return share.normalize()


def check_conditions(conditions: Sequence[Condition], shape: ClassShape) -> None:
    """Raise Invalid, naming the form field, for a rule that says nothing or that nobody in the class could meet."""
    if not conditions:
        raise Invalid("", _("Choose at least one condition: a class that asks for nothing completes nobody."))
    for condition in conditions:
        fault = _fault(condition, shape)
        if fault:
            raise Invalid(condition.field, fault)


def _fault(condition: Condition, shape: ClassShape) -> str:
    if condition.kind is Kind.MODULES and not shape.modules:
        return str(_("The courses of this class have no published modules: nobody could meet this condition."))
    if condition.kind is Kind.QUIZ and condition.quiz_id not in shape.quizzes:
        return str(_("This quiz is not a published quiz of the class's courses: nobody could meet this condition."))
    if condition.kind is Kind.ATTENDANCE and not shape.study_hours:
        return str(_("The class has no meetings with study hours: nobody could meet this condition."))
    if condition.share is None and condition.kind is not Kind.QUIZ:
        return str(_("Give the share that is asked for."))
    if condition.share is not None and not 0 < condition.share <= 1:
        return str(_("Give more than 0 and at most 100 percent: nobody could meet anything else."))
    return ""


def proposed_conditions(shape: ClassShape) -> tuple[Condition, ...]:
    """Return what is asked for until a class says otherwise: all modules, each exam passed, 80 % of the tiết."""
    modules = [Condition(Kind.MODULES, Decimal(1))] if shape.modules else []
    quizzes = [Condition(Kind.QUIZ, quiz_id=quiz_id) for quiz_id, quiz in shape.quizzes.items() if quiz.is_exam]
    attendance = [Condition(Kind.ATTENDANCE, USUAL_ATTENDANCE)] if shape.study_hours else []
    return (*modules, *quizzes, *attendance)
