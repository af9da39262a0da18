"""A question as a page asks and explains it, made from its version by its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from training.questions.kinds import KINDS, OptionOutcome, Response, ShownOption
from training.questions.models import QuestionVersion


@dataclass(frozen=True, slots=True)
class Asked:
    """A question before it is answered; `input` is the type of its controls: radio, checkbox or text."""

    version: QuestionVersion
    options: tuple[ShownOption, ...]
    input: str
    name: str = "answer"


@dataclass(frozen=True, slots=True)
class Explained:
    """What an answer was worth, 0-1, and what became of each option; `right` is the right answer in words."""

    fraction: Fraction
    outcomes: tuple[OptionOutcome, ...]
    right: str


def ask(version: QuestionVersion, *, name: str = "answer", rng: Random | None = None) -> Asked:
    """Return the question as a learner meets it, its options shuffled by `rng` or in the author's order."""
    kind = KINDS[version.kind]
    order = kind.option_order(version.body, rng=rng or Random(0), shuffle=rng is not None)  # noqa: S311
    types = {"multiple_choice": "checkbox", "short_answer": "text"}
    return Asked(version, kind.shown(version.body, order), types.get(version.kind, "radio"), name)


def answer(version: QuestionVersion, values: Sequence[str]) -> tuple[Response | None, Explained]:
    """Return the response that `values` make and what it is worth; raise Invalid("answer") for an unreadable one."""
    kind = KINDS[version.kind]
    response = kind.read(values, version.body)
    outcomes = tuple(kind.explain(version.body, response))
    return response, Explained(kind.mark(version.body, response), outcomes, kind.key_text(version.body))
