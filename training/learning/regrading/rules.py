"""What a regrading does to each attempt, worked out before anything is written; all figures exact."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from training.learning.regrading.models import Remedy
from training.learning.rules.results import Finished, result_of
from training.questions.kinds import KINDS
from training.questions.rules import award
from training.quizzes.models import Counts

Judge = Callable[[Any], Fraction]


@dataclass(frozen=True, slots=True)
class Place:
    """The question in one attempt with the mark that counts; `score` is None while other marks wait."""

    id: int
    attempt_id: int
    enrolment_id: int
    max_mark: Decimal
    response: Any
    mark_id: int
    judged_by: int
    fraction: Decimal
    mark: Decimal
    is_void: bool
    is_by_hand: bool
    score: Decimal | None
    full_mark: Decimal


@dataclass(frozen=True, slots=True)
class Attempted:
    """A marked attempt of one of the learners, for what counts among several."""

    attempt_id: int
    enrolment_id: int
    finished: Finished
    counts: Counts


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a place: its new mark, the attempt's new score and full mark, the learner's result."""

    place: Place
    fraction: Fraction
    mark: Decimal
    is_void: bool
    result_before: bool | None = None
    result_after: bool | None = None

    @property
    def score(self) -> Decimal | None:
        """Return the attempt's new score."""
        return None if self.place.score is None else self.place.score - self.place.mark + self.mark

    @property
    def full_mark(self) -> Decimal:
        """Return the attempt's new full mark."""
        before = Decimal(0) if self.place.is_void else self.place.max_mark
        after = Decimal(0) if self.is_void else self.place.max_mark
        return self.place.full_mark - before + after

    @property
    def changes_something(self) -> bool:
        """Tell whether the learner can notice it."""
        place = self.place
        same = (self.mark, self.is_void, self.full_mark) == (place.mark, place.is_void, place.full_mark)
        return not same or self.result_before is not self.result_after

    @property
    def flips(self) -> bool:
        """Tell whether the result turns from passed to failed or back."""
        return self.result_before is not self.result_after


def judge_by(kind: str, body: Mapping[str, Any]) -> Judge:
    """Return what marks a response by a version's kind and body."""
    return lambda response: KINDS[kind].mark(body, response)


def regraded(places: Iterable[Place], remedy: Remedy, judge: Judge | None) -> list[Change]:
    """Return what the remedy makes of each place; marks given by hand are not overruled by a key."""
    return [_change(place, remedy, judge) for place in places if judge is None or not place.is_by_hand]


def _change(place: Place, remedy: Remedy, judge: Judge | None) -> Change:
    if remedy is Remedy.VOID:
        return Change(place, Fraction(0), Decimal(0), is_void=True)
    fraction = Fraction(1) if judge is None else judge(place.response)
    return Change(place, fraction, award(fraction, place.max_mark), is_void=False)


def with_results(changes: Iterable[Change], attempts: Iterable[Attempted]) -> list[Change]:
    """Return the changes with whether each learner's result passes before and after all of them."""
    changes = list(changes)
    by_attempt = {change.place.attempt_id: change for change in changes}
    mine: dict[int, list[Attempted]] = {}
    for attempt in attempts:
        mine.setdefault(attempt.enrolment_id, []).append(attempt)
    before = {key: passes(those, {}) for key, those in mine.items()}
    after = {key: passes(those, by_attempt) for key, those in mine.items()}
    return [
        replace(c, result_before=before.get(c.place.enrolment_id), result_after=after.get(c.place.enrolment_id))
        for c in changes
    ]


def passes(attempts: Sequence[Attempted], changes: Mapping[int, Change]) -> bool | None:
    """Tell whether what counts of a learner's attempts passes, once changed; None without any."""
    finished = [_finished(one, changes.get(one.attempt_id)) for one in attempts]
    result = result_of(finished, counts=attempts[-1].counts) if attempts else None
    return None if result is None else result.passed


def _finished(attempt: Attempted, change: Change | None) -> Finished:
    if change is None or change.score is None:
        return attempt.finished
    return replace(attempt.finished, score=change.score, full_mark=change.full_mark)


def digest_of(order: Sequence[object], changes: Iterable[Change]) -> str:
    """Return a sign that changes with anything that the changes rest on or lead to."""
    rows = [
        [c.place.id, c.place.mark_id, c.place.response, str(c.place.score), str(c.fraction), str(c.mark), c.is_void]
        for c in changes
    ]
    text = json.dumps([[str(one) for one in order], rows], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def rekeyed(kind: str, body: Mapping[str, Any], key: Sequence[str]) -> dict[str, Any] | None:
    """Return what an author would give for the same question with another key; None for kinds that need their form.

    `key` holds the ids of the right options, or the accepted answers.
    """
    if "options" in body and kind in {"single_choice", "multiple_choice"}:
        return {**body, "options": [{**option, "right": option["id"] in key} for option in body["options"]]}
    if kind == "true_false":
        return {**body, "right": "true" in key}
    if kind == "short_answer":
        return {**body, "answers": list(key)}
    return None
