"""Figures, filters and groups of a roster."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.attendance.rules.tallies import Tally
from training.completion.queries.learners import Learner
from training.completion.queries.standings import Standing
from training.completion.rules.facts import Facts
from training.completion.rules.findings import Outcome
from training.completion.rules.marks import mark_of, of_ten, percentage
from training.core.vietnamese import search_key
from training.learning.rules.results import QuizResult
from training.reporting.rules.figures import Figures, Line, Wanted, chosen, figures_of, groups_of
from training.units.models import UnitKind


def line(
    name: str = "Đặng Thị Hòa",
    *,
    path: str = "/1/4/",
    outcome: Outcome = Outcome.IN_PROGRESS,
    mark: str | None = None,
    hours: tuple[int, int] = (0, 0),
    person: int = 1,
) -> Line:
    learner = Learner(
        enrolment_id=1,
        class_id=1,
        person_id=person,
        enrolled_at=datetime(2026, 1, 1, tzinfo=UTC),
        code="CB00012",
        full_name=name,
        family_name="",
        middle_name="",
        given_name=name,
        search_key=search_key(name),
        birth_on=None,
        birth_year=None,
        post="Phó Chủ tịch",
        unit_id=4,
        unit_kind=UnitKind.WARD,
        unit_name="Phường An Mỹ",
        unit_path=path,
        above_name=None,
    )
    facts = Facts(attendance=Tally(*hours))
    return Line(Standing(learner, facts, outcome), None if mark is None else Fraction(mark))


def test_the_figures_of_nobody_are_nothing() -> None:
    figures = figures_of([])
    assert figures == Figures(0, 0, 0, 0, None, None, 0, 0)
    assert (figures.share, figures.attendance) == (None, None)


def test_figures_add_up_and_means_leave_out_who_has_no_mark() -> None:
    figures = figures_of(
        [
            line(outcome=Outcome.COMPLETED, mark="0.9", hours=(8, 8)),
            line(mark="0.5", hours=(4, 8)),
            line(mark="0.4", hours=(0, 4), person=2),
            line(person=3),
        ]
    )
    assert (figures.learners, figures.people, figures.completed, figures.marked) == (4, 3, 1, 3)
    assert (figures.mark, figures.median) == (Fraction("0.6"), Fraction("0.5"))
    assert (figures.share, figures.attendance) == (Fraction(1, 4), Fraction(12, 20))


@given(st.lists(st.sampled_from(["0.1", "0.55", "1", None]), max_size=9))
def test_half_of_the_marks_lie_on_either_side_of_the_median(marks: list[str | None]) -> None:
    median = figures_of([line(mark=mark) for mark in marks]).median
    known = [Fraction(mark) for mark in marks if mark]
    assert (median is None) == (not known)
    if median is not None:
        assert abs(sum(m < median for m in known) - sum(m > median for m in known)) <= len(known) - 1


@pytest.mark.parametrize("words", ["dang thi hoa", "Hoà", "  ĐẶNG ", "cb00012", "pho chu", "hoa dang"])
def test_a_search_needs_no_marks(words: str) -> None:
    assert chosen([line(), line("Trần Văn An")], Wanted(words))[0].learner.full_name == "Đặng Thị Hòa"


def test_filters_are_joined() -> None:
    lines = [line(path="/1/4/9/", outcome=Outcome.COMPLETED), line(path="/1/4/"), line(path="/1/41/")]
    assert chosen(lines, Wanted(unit_id=4)) == lines[:2]
    assert chosen(lines, Wanted(unit_id=4, outcome=Outcome.COMPLETED)) == lines[:1]
    assert chosen(lines, Wanted("nobody")) == []
    assert chosen(lines, Wanted()) == lines


@pytest.mark.parametrize(
    ("paths", "groups"),
    [
        (["/1/4/", "/1/4/9/", "/1/41/", "/1/41/"], {4: 2, 41: 2}),
        (["/1/4/", "/1/4/9/", "/1/4/10/"], {4: 1, 9: 1, 10: 1}),
        (["/1/4/"], {4: 1}),
        (["/1/", "/1/4/9/"], {1: 1, 4: 1}),
        ([], {}),
    ],
)
def test_lines_are_grouped_by_the_units_that_tell_them_apart(paths: list[str], groups: dict[int, int]) -> None:
    found = groups_of([line(path=path) for path in paths])
    assert {unit_id: len(lines) for unit_id, lines in found.items()} == groups


def test_a_mark_is_the_mean_once_every_quiz_was_taken() -> None:
    taken = {1: result("0.9"), 2: result("0.6")}
    assert mark_of(Facts(quizzes=taken), [1, 2]) == Fraction("0.75")
    assert mark_of(Facts(quizzes=taken), [1, 2, 3]) is None
    assert mark_of(Facts(quizzes=taken), []) is None


def result(share: str) -> QuizResult:
    exact = Fraction(share)
    return QuizResult(exact, 20, Fraction("0.5"), exact >= Fraction("0.5"), 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("share", "mark"), [(Fraction(1), "10.00"), (Fraction(2, 3), "6.67"), (Fraction(1, 8), "1.25"), (None, "None")]
)
def test_marks_are_out_of_ten(share: Fraction | None, mark: str) -> None:
    assert str(of_ten(share)) == mark


@pytest.mark.parametrize(("share", "text"), [(Fraction(2, 3), "67%"), (Fraction(0), "0%"), (None, "–")])
def test_shares_are_whole_percentages(app: object, share: Fraction | None, text: str) -> None:
    assert percentage(share) == text
