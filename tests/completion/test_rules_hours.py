"""Sums of the ledger come out to nothing left over; the target that counts is the most particular one."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.attendance.models import Status
from training.completion.hours.rules.credits import Credit, Source, YearLedger, in_order, once_each, worth_of
from training.completion.hours.rules.sentences import reason, summary
from training.completion.hours.rules.targets import HeldPost, Target, read_posts, reckoning_day, target_for
from training.core.i18n import speaking

TODAY = date(2023, 9, 1)
AREA = HeldPost("Trưởng ban Công tác Mặt trận", "/1/4/9/")
CHAIR = HeldPost("Chủ tịch Ủy ban MTTQ", "/1/4/")


def line(hours: int | Fraction = 4, *, year: int = 2023, key: int = 1, source: Source = Source.MEETING) -> Credit:
    return Credit(year, source, key, Fraction(hours), "Buổi", "Lớp")


histories = st.lists(
    st.builds(
        line,
        st.builds(worth_of, st.integers(0, 20), st.integers(0, 100)),
        key=st.integers(1, 4),
        year=st.integers(2022, 2024),
        source=st.sampled_from(Source),
    ),
    max_size=40,
)


@given(histories)
@settings(max_examples=1000)
def test_the_total_is_the_sum_of_its_lines_and_of_its_sources(lines: list[Credit]) -> None:
    ledger = YearLedger(2023, in_order(lines), 40)
    assert ledger.total == sum(one.hours for one in lines) == sum(ledger.by_source.values())
    assert ledger.total + ledger.missing >= 40
    assert ledger.missing == 0 or ledger.total + ledger.missing == 40


@given(histories)
def test_a_course_is_credited_once_a_year_and_no_line_is_dropped(lines: list[Credit]) -> None:
    told = once_each(lines)
    assert len(told) == len(lines)
    assert set(Counter((one.year, one.key) for one in told if not one.repeats).values()) <= {1}
    assert all(one.hours == 0 for one in told if one.repeats)


@pytest.mark.parametrize(
    ("ledger", "words"),
    [
        (YearLedger(2023, (line(32),), 40), "32/40 tiết năm 2023, còn 8 tiết"),
        (YearLedger(2023, (line(Fraction(75, 2)),), 40), "37,5/40 tiết năm 2023, còn 2,5 tiết"),
        (YearLedger(2023, (line(41),), 40), "41/40 tiết năm 2023, đạt chỉ tiêu"),
        (YearLedger(2023, (line(4),)), "4 tiết năm 2023; không có chỉ tiêu"),
    ],
)
def test_a_year_is_summed_up_in_a_sentence(ledger: YearLedger, words: str) -> None:
    with speaking("vi"):
        assert summary(ledger) == words


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (line()._replace(status=Status.PRESENT), ""),
        (line()._replace(status=Status.LATE), "Đi muộn"),
        (line()._replace(status=Status.LATE, worth=50), "Đi muộn: tính 50%"),
        (line()._replace(status=Status.MADE_UP), "Học bù"),
        (line()._replace(repeats="Lớp A (L-1)"), "đã tính ở Lớp A (L-1)"),
    ],
)
def test_a_line_says_what_is_not_plain_presence(one: Credit, words: str) -> None:
    with speaking("vi"):
        assert reason(one) == words


@pytest.mark.parametrize(("year", "day"), [(2022, date(2022, 12, 31)), (2023, TODAY), (2024, date(2024, 1, 1))])
def test_a_year_is_reckoned_on_its_last_day_the_running_one_today(year: int, day: date) -> None:
    assert reckoning_day(year, TODAY) == day


def target(key: int, path: str = "/1/", posts: str = "", *, since: int = 2020, until: date | None = None) -> Target:
    return Target(key, f"Chỉ tiêu {key}", path, read_posts(posts), 40, date(since, 1, 1), until)


@pytest.mark.parametrize(
    ("held", "targets", "chosen"),
    [
        ([AREA], [], None),
        ([], [target(1)], None),
        ([AREA], [target(1, "/1/5/")], None),
        ([AREA], [target(1, until=date(2023, 8, 31))], None),
        ([AREA], [target(1, since=2024)], None),
        ([AREA], [target(1), target(2, "/1/4/")], 2),
        ([AREA], [target(1, since=2023), target(2)], 1),
        ([AREA], [target(1, "/1/4/9/"), target(2, posts="TRƯỞNG  BAN\nThư ký")], 2),
        ([AREA], [target(1, posts="Trưởng ban Công"), target(2, posts="Trưởng b")], 1),
        ([CHAIR], [target(1, posts="Phó Chủ tịch"), target(2)], 2),
        ([HeldPost("Phó Chủ tịch", "/1/")], [target(1, posts="Chủ tịch")], None),
        ([AREA, CHAIR], [target(1, posts="Chủ tịch"), target(2, "/1/4/9/")], 1),
    ],
)
def test_the_most_particular_target_in_force_counts(
    held: list[HeldPost], targets: list[Target], chosen: int | None
) -> None:
    found = target_for(held, targets, on=TODAY)
    assert (found.id if found else None) == chosen
