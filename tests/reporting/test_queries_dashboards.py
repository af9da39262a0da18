"""Dashboards: figures kept equal figures computed, each reader sees the own learners, steps only ever narrow."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import LONG_AGO, attempt, days_ago, mark, read
from tests.counting import counted
from tests.makers import Makers
from tests.reporting.lists import enrol
from training.attendance.models import Status
from training.attendance.queries.classes import attendance_of_class
from training.classes.models import Plan, PlanTarget
from training.classes.operations import withdraw_learner
from training.core import clock
from training.reporting.operations import figures as keeping
from training.reporting.queries import cells
from training.reporting.queries.cells import kept_cells, live_cells, read_cells
from training.reporting.queries.dashboards import read_dashboard
from training.reporting.queries.rosters import read_roster
from training.reporting.queries.scopes import get_scope
from training.reporting.rules.cells import Totals, summed
from training.reporting.rules.figures import figures_of


@pytest.fixture
def told(make: Makers, cast: Cast) -> Cast:
    """The cadre is complete with 8.5, the stranger has begun, a third has done nothing; a second class is empty."""
    stranger = make.enrolment(cast.training_class, cast.stranger_person)
    make.enrolment(cast.training_class, make.person("Võ Ân", unit=cast.other_ward))
    for enrolment in (cast.enrolment, stranger):
        enrolment.enrolled_at = LONG_AGO
        make.save(enrolment)
    quiz = make.quiz(cast.course)
    read(cast.enrolment, cast.course)
    attempt(cast.enrolment, quiz, "17", of="20")
    attempt(stranger, quiz, "4", of="20")
    meeting = make.meeting(cast.training_class, starts_at=days_ago(3))
    mark(meeting, cast.enrolment.id, Status.PRESENT)
    mark(meeting, stranger.id, Status.ABSENT)
    make.training_class(cast.course, unit=cast.city, title="Lớp trống")
    return cast


def test_a_dashboard_adds_up_what_learners_did(told: Cast) -> None:
    board = read_dashboard(get_scope("year", 2026), told.administrator)
    total = board.whole.totals
    assert (total.learners, total.started, total.passed, total.completed) == (3, 2, 1, 1)
    assert (total.marked, total.mark_sum, total.mark) == (2, Decimal("10.50"), Fraction(21, 40))
    assert total.bins == (0, 0, 1, 0, 0, 0, 0, 0, 1, 0)
    assert [(unit.name, unit.totals.completed, unit.totals.learners) for unit in board.whole.units] == [
        ("Phường An Mỹ", 1, 1),
        ("Xã Tam Ngọc", 0, 2),
    ]


def test_its_figures_are_those_of_the_roster(told: Cast) -> None:
    figures = figures_of(read_roster([told.training_class.id], told.administrator).lines)
    total = read_dashboard(get_scope("class", told.training_class.id), told.administrator).whole.totals
    assert (total.learners, total.completed, total.marked) == (figures.learners, figures.completed, figures.marked)
    assert (total.attendance, total.mark) == (figures.attendance, figures.mark)


@pytest.mark.parametrize(
    ("scope", "role", "learners"),
    [
        ("year", "administrator", 3),
        ("year", "manager", 1),
        ("unit", "administrator", 2),
        ("course", "trainer", 3),
        ("plan", "administrator", 3),
    ],
)
def test_each_scope_and_reader_has_the_own_learners(told: Cast, scope: str, role: str, learners: int) -> None:
    keys = {"year": 2026, "unit": told.other_ward.id, "course": told.course.id, "plan": told.training_class.plan_id}
    assert read_dashboard(get_scope(scope, keys[scope]), getattr(told, role)).whole.totals.learners == learners


@pytest.mark.parametrize("role", ["administrator", "manager", "trainer"])
def test_figures_kept_are_those_computed(told: Cast, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "LIVE_MOST", 0)
    assert keeping.keep_figures() == 2
    actor = getattr(told, role)
    class_ids = cells.classes_of_years([2026])
    kept = kept_cells(class_ids, actor)
    assert kept is not None
    assert kept.cells == live_cells(class_ids, actor)
    assert kept.as_of is not None


def test_kept_figures_are_used_while_fresh_and_never_when_old(
    make: Makers, told: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells, "LIVE_MOST", 0)
    keeping.keep_figures()
    make.enrolment(told.training_class, told.trainer_person)
    scoped = get_scope("year", 2026)
    assert summed(read_cells(scoped, told.administrator).cells).learners == 3
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert summed(read_cells(scoped, told.administrator).cells).learners == 4
    keeping.keep_figures()
    assert summed(read_cells(scoped, told.administrator).cells).learners == 4


def test_a_new_class_makes_kept_figures_useless(make: Makers, told: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "LIVE_MOST", 0)
    keeping.keep_figures()
    make.enrolment(make.training_class(told.course, unit=told.city), told.cadre_person)
    assert read_cells(get_scope("year", 2026), told.administrator).as_of is None


def test_small_years_are_not_kept(told: Cast) -> None:
    assert keeping.keep_figures() == 0


def test_years_stand_beside_each_other(make: Makers, told: Cast) -> None:
    older = make.save(Plan(unit_id=told.city.id, year=2025, title="Kế hoạch 2025"))
    made = make.training_class(told.course, unit=told.city, title="Lớp năm trước")
    made.plan_id = older.id
    make.save(made)
    make.enrolment(made, told.cadre_person)
    years = read_dashboard(get_scope("year", 2026), told.administrator).years
    assert [(one.year, one.totals.learners) for one in years] == [(2025, 1), (2026, 3)]


def ask(told: Cast, make: Makers, **completion: int) -> None:
    for name, percent in completion.items():
        unit, plan_id = getattr(told, name), told.training_class.plan_id
        make.save(PlanTarget(plan_id=plan_id, unit_id=unit.id, learners=1, completion=percent))


def test_units_and_years_stand_beside_their_targets(told: Cast, make: Makers) -> None:
    """One of one has completed in the ward, none of two in the commune, one of three in the city."""
    ask(told, make, city=30, ward=100)
    board = read_dashboard(get_scope("year", 2026), told.administrator)
    assert [(one.target, one.bar.met) for one in board.whole.units] == [(100, True), (30, False)]
    assert board.whole.target == 30
    assert [(one.target, one.bar.met) for one in board.years] == [(30, True)]
    mine = read_dashboard(get_scope("year", 2026), told.manager).whole
    assert (mine.target, mine.totals.learners) == (100, 1)


def test_pages_draw_the_target_that_the_plan_asks_for(told: Cast, make: Makers, client: CheckingClient) -> None:
    client.sign_in(told.administrator)
    pages = ("/dashboards/year/2026", f"/classes/{told.training_class.id}/roster", "/reports?year=2026")
    for page in pages:
        assert "chỉ tiêu" not in client.get(page).text
    ask(told, make, city=40, ward=90)
    for page in pages:
        text = client.get(page).text
        assert "33%, chỉ tiêu 40%" in text
        assert "Phường An Mỹ: 1/1, chỉ tiêu 90%" in text


def test_totals_add_up_in_any_order(told: Cast) -> None:
    found = read_cells(get_scope("year", 2026), told.administrator).cells
    assert summed(found) == summed(reversed(found)) == sum((cell.totals for cell in found), Totals())


def test_a_class_shows_its_meetings_and_leads_to_names(told: Cast, client: CheckingClient) -> None:
    page = client.sign_in(told.administrator).get(f"/dashboards/class/{told.training_class.id}").text
    assert "Buổi" in page
    assert ": 50%" in page
    link = f"/rosters/class/{told.training_class.id}?unit={told.other_ward.id}&amp;result=missing"
    assert link in page
    assert "<td>Khách</td>" in client.get(link.replace("&amp;", "&")).text


def test_a_meeting_counts_everybody_who_could_be_called(told: Cast, make: Makers) -> None:
    """The meeting was over before the third was enrolled; a fourth, whom nobody called, was in the class by then."""
    assert meetings_of(told) == [("Buổi", 1, 2)]
    fourth = make.enrolment(told.training_class, make.person("Võ Không Gọi", unit=told.ward))
    fourth.enrolled_at = LONG_AGO
    make.save(fourth)
    assert meetings_of(told) == [("Buổi", 1, 3)]


def test_a_roll_of_those_alone_who_have_left_is_no_roll(told: Cast, make: Makers) -> None:
    old = make.meeting(told.training_class, starts_at=days_ago(2))
    left = make.enrolment(told.training_class, make.person("Võ Rời Lớp", unit=told.ward))
    left.enrolled_at = LONG_AGO
    make.save(left)
    mark(old, left.id, Status.PRESENT)
    assert meetings_of(told) == [("Buổi", 1, 3), ("Buổi", 1, 3)]
    withdraw_learner(left, reason="Chuyển công tác", by=told.administrator)
    assert meetings_of(told) == [("Buổi", 1, 2)]
    assert [fact.rolled for fact in attendance_of_class(told.training_class.id).meetings] == [True, False]


def meetings_of(cast: Cast) -> list[tuple[str, int, int]]:
    board = read_dashboard(get_scope("class", cast.training_class.id), cast.administrator)
    return [(roll.title, roll.there, roll.called) for roll in board.meetings]


def test_a_dashboard_of_nobody_says_what_it_is_for(make: Makers, cast: Cast, client: CheckingClient) -> None:
    made = make.training_class(cast.course, unit=cast.city)
    assert "Chưa có học viên" in client.sign_in(cast.administrator).get(f"/dashboards/class/{made.id}").text


def test_a_dashboard_costs_as_many_queries_for_many_learners_as_for_few(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.administrator).get("/dashboards/year/2026")
    costs = []
    for _time in range(2):
        with counted() as queries:
            client.get("/dashboards/year/2026")
        costs.append(len(queries))
        enrol(cast.training_class, cast.ward, [("Lê Thị", f"Số {number}") for number in range(60)])
    assert costs[0] == costs[1] <= 24
