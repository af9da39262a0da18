"""What a learner's attendance amounts to, with the denominators of every share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from training.attendance.models import Excused, Status
from training.attendance.rules.rule import Rule
from training.attendance.rules.sentences import sentence
from training.attendance.rules.tallies import MeetingFact, Tally, tally

START = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)
DAY = timedelta(days=1)
P, L, E, A = Status.PRESENT, Status.LATE, Status.EXCUSED, Status.ABSENT


def meeting(
    number: int, *, hours: int = 4, rolled: bool = True, over: bool = True, cancelled: bool = False
) -> MeetingFact:
    at = START + number * DAY
    return MeetingFact(number, at, at + timedelta(hours=3), hours, rolled, over, cancelled)


FOUR = [meeting(n) for n in range(1, 5)]
ALL_OVER = START + 30 * DAY


def of(statuses: dict[int, Status], *, enrolled: int = 0, now: datetime = ALL_OVER, **more: object) -> Tally:
    meetings = more.pop("meetings", FOUR)
    return tally(meetings, statuses, enrolled_at=START + enrolled * DAY, now=now, **more)  # type: ignore[arg-type]


def test_present_and_late_attend_and_the_others_do_not() -> None:
    result = of({1: P, 2: L, 3: E, 4: A})
    assert (result.meetings_attended, result.meetings_held, result.hours_attended, result.hours_held) == (2, 4, 8, 16)
    assert (result.meetings_late, result.meetings_excused, result.share) == (1, 1, Decimal("0.5"))


def test_a_learner_whom_no_roll_names_was_not_there() -> None:
    assert of({1: P}).share == Decimal("0.25")


@pytest.mark.parametrize(
    ("policy", "attended", "held"), [(Excused.APART, 1, 4), (Excused.LEFT_OUT, 1, 3), (Excused.ATTENDED, 2, 4)]
)
def test_what_an_excuse_does_is_a_choice(policy: Excused, attended: int, held: int) -> None:
    result = of({1: P, 2: E, 3: A}, rule=Rule(excused=policy))
    assert (result.meetings_attended, result.meetings_held, result.meetings_excused) == (attended, held, 1)


RUNNING = [meeting(1), meeting(2, over=False)]


@pytest.mark.parametrize(
    ("statuses", "attended", "held", "awaited"),
    [
        ({1: P}, 1, 1, 1),
        ({1: P, 2: P}, 2, 2, 0),
        ({1: P, 2: A}, 1, 2, 0),
        ({2: L}, 1, 2, 0),
    ],
)
def test_while_people_stand_at_the_door_only_marks_count(
    statuses: dict[int, Status], attended: int, held: int, awaited: int
) -> None:
    found = of(statuses, meetings=RUNNING)
    assert (found.meetings_attended, found.meetings_held, found.meetings_awaited) == (attended, held, awaited)
    assert (found.hours_attended, found.hours_held, found.hours_awaited) == (4 * attended, 4 * held, 4 * awaited)


def test_an_excuse_at_a_running_meeting_is_left_out_and_awaited_no_more() -> None:
    found = of({1: P, 2: E}, meetings=RUNNING, rule=Rule(excused=Excused.LEFT_OUT))
    assert (found.meetings_attended, found.meetings_held, found.meetings_awaited) == (1, 1, 0)


def test_a_walk_in_noted_as_a_running_meeting_ends_counts_and_none_before_is_lost() -> None:
    found = of({2: P}, meetings=RUNNING, enrolled=3)
    assert (found.meetings_attended, found.meetings_held, found.meetings_awaited, found.meetings_before) == (1, 1, 0, 1)


def test_meetings_over_before_the_enrolment_do_not_count() -> None:
    result = of({3: P, 4: P}, enrolled=3)
    assert (result.meetings_attended, result.meetings_held, result.meetings_before) == (2, 2, 2)


def test_an_earlier_meeting_whose_roll_names_the_learner_counts_all_the_same() -> None:
    result = of({2: P, 3: P, 4: P}, enrolled=3)
    assert (result.meetings_held, result.meetings_before) == (3, 1)


def test_a_cancelled_meeting_counts_for_nobody() -> None:
    result = of({1: P}, meetings=[meeting(1, cancelled=True), meeting(2, cancelled=True, rolled=False)])
    assert result == Tally()


def test_a_meeting_without_a_roll_is_awaited() -> None:
    result = of({1: P}, meetings=[meeting(1), meeting(2, hours=5, rolled=False)])
    assert (result.hours_held, result.hours_awaited, result.meetings_awaited) == (4, 5, 1)


def test_an_excuse_noted_beforehand_makes_no_roll() -> None:
    assert of({2: E}, now=START + DAY + timedelta(hours=1)).meetings_held == 1


def test_nothing_held_has_no_share() -> None:
    assert of({}, meetings=[]).share is None


HALVES = Rule(late_worth=50, left_early_worth=75)
S, M = Status.LEFT_EARLY, Status.MADE_UP


@pytest.mark.parametrize(
    ("statuses", "rule", "hours", "held", "share"),
    [
        ({1: P, 2: P, 3: P, 4: P}, Rule(), 16, 16, "1"),
        ({1: P, 2: L, 3: S, 4: A}, Rule(), 12, 16, "0.75"),
        ({1: P, 2: L, 3: S, 4: A}, HALVES, 9, 16, "0.5625"),
        ({1: L, 2: L, 3: L, 4: L}, Rule(late_worth=0), 0, 16, "0"),
        ({1: P, 2: E, 3: A, 4: M}, Rule(), 8, 16, "0.5"),
        ({1: P, 2: E, 3: A, 4: M}, Rule(excused=Excused.LEFT_OUT), 8, 12, "0.6666666666666666666666666667"),
        ({1: P, 2: E, 3: A, 4: M}, Rule(excused=Excused.ATTENDED), 12, 16, "0.75"),
        ({1: E, 2: E, 3: E, 4: E}, Rule(excused=Excused.LEFT_OUT), 0, 0, None),
    ],
)
def test_what_marks_are_worth(
    statuses: dict[int, Status], rule: Rule, hours: int, held: int, share: str | None
) -> None:
    result = of(statuses, rule=rule)
    assert (result.hours_attended, result.hours_held) == (hours, held)
    assert result.share == (None if share is None else Decimal(share))


STATUSES = st.dictionaries(st.integers(1, 4), st.sampled_from(Status))


@given(STATUSES, st.integers(0, 6), st.integers(0, 6), st.sampled_from(Excused))
def test_every_meeting_is_told_of_once(statuses: dict[int, Status], enrolled: int, day: int, policy: Excused) -> None:
    result = of(statuses, enrolled=enrolled, now=START + day * DAY, rule=Rule(excused=policy))
    told = result.meetings_held + result.meetings_awaited + result.meetings_before
    left_out = result.meetings_excused if policy is Excused.LEFT_OUT else 0
    to_come_unasked = sum(m.starts_at > START + day * DAY and m.ends_at <= START + enrolled * DAY for m in FOUR)
    assert told + left_out + to_come_unasked == len(FOUR)
    assert 0 <= result.hours_attended <= result.hours_held
    assert result.share is None or 0 <= result.share <= 1


CALLED, BEFORE = "buổi đã điểm danh", "buổi trước khi nhận lớp không tính"


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Tally(meetings_attended=6, meetings_held=8, meetings_before=2), f"6/8 {CALLED}; 2 {BEFORE}"),
        (Tally(meetings_attended=1, meetings_held=2, meetings_excused=1), f"1/2 {CALLED}; 1 buổi có phép"),
        (Tally(meetings_awaited=3), "chưa buổi nào điểm danh"),
        (Tally(meetings_attended=3, meetings_held=4, meetings_made_up=1), f"3/4 {CALLED}; học bù 1 buổi"),
    ],
)
def test_a_share_is_told_with_its_denominators(app: Flask, result: Tally, words: str) -> None:
    with app.test_request_context():
        assert sentence(result) == words


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (Excused.APART, f"2/3 {CALLED}; 1 buổi có phép"),
        (Excused.LEFT_OUT, f"2/3 {CALLED}; 1 buổi có phép không tính"),
        (Excused.ATTENDED, f"2/3 {CALLED}; 1 buổi có phép tính là có mặt"),
    ],
)
def test_what_an_excuse_did_is_said(app: Flask, policy: Excused, words: str) -> None:
    with app.test_request_context():
        told = sentence(Tally(meetings_attended=2, meetings_held=3, meetings_excused=1), Rule(excused=policy))
        assert told == words
