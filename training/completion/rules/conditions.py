"""What a class asks for: a small tree of conditions, how it is kept, what nobody could meet, what is proposed.

A rule is a sequence of parts that must all be met; a part is a condition, or a group of parts of which some must be.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from training.completion.rules.facts import ClassShape
from training.core.errors import Invalid
from training.core.i18n import _

#: The share of tiết that is proposed where a class has meetings.
USUAL_ATTENDANCE = Decimal("0.8")
#: Groups may stand within groups so many levels deep.
DEEPEST = 3


class Kind(enum.StrEnum):
    """Kinds of condition."""

    MODULES = "modules"
    QUIZ = "quiz"
    #: By tiết; a meeting made up counts as the class's attendance rule says.
    ATTENDANCE = "attendance"
    #: By meetings, each counting the same.
    MEETINGS = "meetings"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a class asks for: at least `share`, 0-1, of modules, of a quiz's full mark, of tiết or of meetings.

    A quiz condition without a share asks for the quiz's own pass mark.
    """

    kind: Kind
    share: Decimal | None = None
    quiz_id: int | None = None

    @property
    def field(self) -> str:
        """Return the name of the form field that gives the share."""
        return f"quiz_{self.quiz_id}_share" if self.kind is Kind.QUIZ else f"{self.kind.value}_share"


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of which at least `need` must be met: 1 for any, their number for all; `name` tells groups apart."""

    need: int
    parts: tuple[Part, ...]
    name: str = ""

    @property
    def field(self) -> str:
        """Return the name of the form field that gives the number."""
        return f"need_{self.name}"


Part: TypeAlias = Condition | Group


def leaves(parts: Iterable[Part]) -> Iterator[Condition]:
    """Give the conditions of a rule, those within groups in their place."""
    for part in parts:
        if isinstance(part, Group):
            yield from leaves(part.parts)
        else:
            yield part


def stored_conditions(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Return the parts as a rule keeps them."""
    return [_stored(part) for part in parts]


def _stored(part: Part) -> dict[str, Any]:
    if isinstance(part, Group):
        return {"need": part.need, "name": part.name, "parts": stored_conditions(part.parts)}
    share = None if part.share is None else str(part.share)
    return {"kind": part.kind.value, "share": share, "quiz_id": part.quiz_id}


def read_conditions(stored: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    """Return the parts that a rule keeps."""
    return tuple(_read(one) for one in stored)


def _read(one: Mapping[str, Any]) -> Part:
    if "parts" in one:
        return Group(int(one["need"]), read_conditions(one["parts"]), str(one.get("name", "")))
    share = None if one.get("share") is None else Decimal(str(one["share"]))
    return Condition(Kind(one["kind"]), share, one.get("quiz_id"))


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


def check_conditions(parts: Sequence[Part], shape: ClassShape) -> None:
    """Raise Invalid, naming the form field, for a rule that says nothing or that nobody in the class could meet."""
    if not parts:
        raise Invalid("", _("Choose at least one condition: a class that asks for nothing completes nobody."))
    for part in parts:
        _check(part, shape, depth=1)


def _check(part: Part, shape: ClassShape, *, depth: int) -> None:
    fault = _group_fault(part, depth) if isinstance(part, Group) else _fault(part, shape)
    if fault:
        raise Invalid(part.field, fault)
    for inner in part.parts if isinstance(part, Group) else ():
        _check(inner, shape, depth=depth + 1)


def _group_fault(group: Group, depth: int) -> str:
    if len(group.parts) < 2:
        return str(_("A group needs at least two conditions to choose from."))
    if not 1 <= group.need <= len(group.parts):
        return str(_("Of %(count)s conditions, between 1 and %(count)s can be asked for.", count=len(group.parts)))
    if depth > DEEPEST:
        return str(_("Groups within groups within groups are more than anybody can follow."))
    return ""


def _fault(condition: Condition, shape: ClassShape) -> str:
    if condition.kind is Kind.MODULES and not shape.modules:
        return str(_("The courses of this class have no published modules: nobody could meet this condition."))
    if condition.kind is Kind.QUIZ and condition.quiz_id not in shape.quizzes:
        return str(_("This quiz is not a published quiz of the class's courses: nobody could meet this condition."))
    if condition.kind is Kind.MEETINGS and not shape.meetings:
        return str(_("The class has no meetings: nobody could meet this condition."))
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
