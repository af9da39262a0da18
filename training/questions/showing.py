"""A question as a page asks and explains it, made from its version by its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from training.questions.kinds import KINDS, OptionOutcome, Response, ShownOption, ShownPart
from training.questions.models import QuestionVersion


@dataclass(frozen=True, slots=True)
class Asked:
    """A question before it is marked; `input` is the type of its controls, `filled` what they hold."""

    version: QuestionVersion
    options: tuple[ShownOption, ...]
    parts: tuple[ShownPart, ...]
    input: str
    guide: Mapping[str, Any]
    filled: list[str]
    name: str = "answer"


@dataclass(frozen=True, slots=True)
class Explained:
    """What an answer was worth, 0-1, and what became of each option; `right` is the right answer in words.

    `fraction` is None where a person has to mark the answer.
    """

    fraction: Fraction | None
    outcomes: tuple[OptionOutcome, ...]
    right: str


def ask(
    version: QuestionVersion, *, name: str = "answer", rng: Random | None = None, values: Sequence[str] = ()
) -> Asked:
    """Return the question as a learner meets it, its options shuffled by `rng` or in the author's order."""
    kind = KINDS[version.kind]
    order = kind.option_order(version.body, rng=rng or Random(0), shuffle=rng is not None)  # noqa: S311
    return Asked(
        version,
        options=kind.shown(version.body, order),
        parts=kind.parts(version.body, order),
        input=kind.input,
        guide=kind.guide(version.body),
        filled=kind.filled(version.body, order, values),
        name=name,
    )


def answer(version: QuestionVersion, values: Sequence[str]) -> tuple[Response | None, Explained]:
    """Return the response that `values` make and what it is worth; raise Invalid("answer") for an unreadable one."""
    kind = KINDS[version.kind]
    response = kind.read(values, version.body)
    outcomes = tuple(kind.explain(version.body, response))
    share = None if kind.awaits_person(response) else kind.mark(version.body, response)
    return response, Explained(share, outcomes, kind.key_text(version.body))
