"""What was answered, option by option: how often, and how those who chose it fared in the whole quiz."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import escape

from training.questions.kinds import KINDS

#: Of typed answers the most frequent are shown.
TYPED_SHOWN = 12


class Given(NamedTuple):
    """A response with how many gave it, and the sum of the shares 0-1 of the full mark that they reached."""

    response: Any
    times: int
    shares: float


@dataclass(frozen=True, slots=True)
class Choice:
    """An option, or words typed; `mean` is the mean share 0-1 reached by those who chose it, None where nobody did."""

    html: str
    right: bool
    count: int
    mean: float | None


@dataclass(slots=True)
class _Tally:
    count: int = 0
    shares: float = 0.0

    def add(self, given: Given) -> None:
        self.count += given.times
        self.shares += given.shares

    @property
    def mean(self) -> float | None:
        return self.shares / self.count if self.count else None


def choices_of(kind: str, body: Mapping[str, Any], given: Sequence[Given]) -> list[Choice]:
    """Return the options of a version with those who chose them, or the words typed most; blanks are not among them.

    A kind whose answers are neither, or that a person marks, has no such table.
    """
    if KINDS[kind].by_hand:
        return []
    options = KINDS[kind].explain(body, None)
    if options:
        tallies = _by_option(given)
        return [Choice(o.html, o.right, _of(tallies, o.id).count, _of(tallies, o.id).mean) for o in options]
    told = [one for one in given if isinstance(one.response, str | list)]
    return [
        _told(kind, body, one) for one in sorted(told, key=lambda one: (-one.times, str(one.response)))[:TYPED_SHOWN]
    ]


def _told(kind: str, body: Mapping[str, Any], one: Given) -> Choice:
    words = str(escape(KINDS[kind].told(body, one.response)))
    return Choice(words, KINDS[kind].mark(body, one.response) == 1, one.times, one.shares / one.times)


def _by_option(given: Iterable[Given]) -> dict[str, _Tally]:
    tallies: dict[str, _Tally] = {}
    for one in given:
        chosen = [one.response] if isinstance(one.response, str) else one.response
        for name in chosen if isinstance(chosen, list) else ():
            tallies.setdefault(name, _Tally()).add(one)
    return tallies


def _of(tallies: Mapping[str, _Tally], name: str) -> _Tally:
    return tallies.get(name, _Tally())
