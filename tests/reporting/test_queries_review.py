"""The year-end review: every figure of the document is one of a query, counted here a second time by other means."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import LONG_AGO, attempt, days_ago, mark, read
from tests.makers import Makers
from tests.reporting.papers import part_of_docx
from training.attendance.models import Status
from training.classes.models import Enrolment, Plan
from training.classes.models.plans import PlanLine, PlanTarget
from training.completion.queries.standings import list_standings
from training.completion.rules.findings import Outcome
from training.core import clock
from training.core.db import db
from training.reporting.printing.review import review_docx
from training.reporting.queries.review import read_review


@pytest.fixture
def told(make: Makers, cast: Cast) -> Cast:
    """One of two has completed; the plan meant three, and two of the cadre's ward; the year before had one class."""
    plan_id = cast.training_class.plan_id
    stranger = make.enrolment(cast.training_class, cast.stranger_person)
    for enrolment in (cast.enrolment, stranger):
        enrolment.enrolled_at = LONG_AGO
        make.save(enrolment)
    read(cast.enrolment, cast.course)
    attempt(cast.enrolment, make.quiz(cast.course), "17", of="20")
    meeting = make.meeting(cast.training_class, starts_at=days_ago(3))
    mark(meeting, cast.enrolment.id, Status.PRESENT)
    mark(meeting, stranger.id, Status.ABSENT)
    line = make.save(
        PlanLine(
            plan_id=plan_id,
            title="Công tác Mặt trận",
            unit_id=cast.city.id,
            classes=3,
            learners=37,
            study_hours=8,
            quarter=2,
        )
    )
    cast.training_class.plan_line_id = line.id
    make.save(cast.training_class)
    for unit, learners in ((cast.ward, 2), (cast.other_ward, 1)):
        make.save(PlanTarget(plan_id=plan_id, unit_id=unit.id, learners=learners))
    older = make.save(Plan(unit_id=cast.city.id, year=2025, title="Kế hoạch 2025"))
    made = make.training_class(cast.course, unit=cast.city, title="Lớp năm trước")
    made.plan_id = older.id
    make.save(made)
    make.enrolment(made, cast.cadre_person)
    return cast


def words_of(cast: Cast) -> str:
    xml = part_of_docx(review_docx(read_review(cast.training_class.plan), at=clock.now()))
    paragraphs = re.findall(r"<w:p>.*?</w:p>", xml, re.DOTALL)
    return "\n".join("".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", one)) for one in paragraphs)


def test_every_figure_is_a_querys(told: Cast) -> None:
    review = read_review(told.training_class.plan)
    standings = list_standings([told.training_class.id])
    learners = db.session.scalar(select(func.count()).where(Enrolment.class_id == told.training_class.id))
    completed = sum(one.outcome is Outcome.COMPLETED for one in standings)
    hours = sum(one.facts.attendance.hours_attended for one in standings)
    this = review.this_year
    assert (this.classes, this.totals.learners, this.people) == (
        1,
        learners,
        len({s.learner.person_id for s in standings}),
    )
    assert (this.totals.completed, this.totals.hours_attended) == (completed, hours)
    assert sum(unit.totals.learners for unit in review.units) == learners
    assert sum(unit.totals.completed for unit in review.units) == completed
    assert review.last_year is not None
    assert (review.last_year.classes, review.last_year.totals.learners) == (1, 1)
    assert [(line.actual.classes, line.actual.learners) for line in review.lines] == [(1, learners)]
    assert sum(one.learners for one in review.units_before.values()) == 1


def test_the_document_says_those_figures(told: Cast) -> None:
    text = words_of(told)
    assert "Năm 2026 đã mở 1 lớp với 2 lượt học viên, 2 người; 1 lượt hoàn thành, đạt 50%" in text
    assert "học viên có mặt 4 trên 8 lượt tiết" in text
    rows = text.split("\n")
    assert rows[rows.index("Lượt học viên") + 1 : rows.index("Lượt học viên") + 4] == ["37", "2", "1"]
    assert rows[rows.index("Phường An Mỹ") + 1 : rows.index("Phường An Mỹ") + 4] == ["1", "1", "100%"]
    assert rows[rows.index("Công tác Mặt trận") + 1 : rows.index("Công tác Mặt trận") + 5] == ["3", "1", "37", "2"]


def test_units_under_target_are_named(told: Cast) -> None:
    assert [(one.unit, one.reached, one.target) for one in read_review(told.training_class.plan).under_target] == [
        ("Phường An Mỹ", 1, 2)
    ]
    assert "- Phường An Mỹ: 1 trên 2 người, đạt 50%." in words_of(told)


def test_units_are_named_that_completed_less_than_asked_for(make: Makers, told: Cast) -> None:
    """The ward's only learner has completed, the commune's has not; the city's target is that of both."""
    assert "tỷ lệ hoàn thành:" not in words_of(told)
    plan = told.training_class.plan
    make.save(PlanTarget(plan_id=plan.id, unit_id=told.city.id, learners=3, completion=60))
    review = read_review(plan)
    assert [(one.name, one.target) for one in review.under_completion] == [("Xã Tam Ngọc", 60)]
    assert (len(review.asked_to_complete), review.this_year.target) == (2, 60)
    text = words_of(told)
    assert "Có 1 trên 2 đơn vị chưa đạt chỉ tiêu về tỷ lệ hoàn thành:" in text
    assert "- Xã Tam Ngọc: 0%, chỉ tiêu 60%." in text
    rows = text.split("\n")
    assert rows[rows.index("Phường An Mỹ") + 1 : rows.index("Phường An Mỹ") + 5] == ["1", "1", "100%", "60%"]
    assert rows[rows.index("Tỷ lệ hoàn thành") + 1 : rows.index("Tỷ lệ hoàn thành") + 3] == ["60%", "50%"]


def test_next_year_is_a_draft_of_this_one_until_it_is_planned(make: Makers, told: Cast) -> None:
    assert "năm 2027 (dự kiến theo nội dung năm nay)" in words_of(told)
    coming = make.save(Plan(unit_id=told.city.id, year=2027, title="Kế hoạch 2027"))
    make.save(
        PlanLine(
            plan_id=coming.id, title="Hòa giải", unit_id=told.city.id, classes=2, learners=50, study_hours=4, quarter=1
        )
    )
    text = words_of(told)
    assert "năm 2027 (theo kế hoạch đã lập)" in text
    assert "- Hòa giải: 2 lớp, 50 học viên, 4 tiết một lớp." in text


def test_one_click_gives_the_document_with_its_picture(told: Cast, client: CheckingClient) -> None:
    plan = told.training_class.plan_id
    page = client.sign_in(told.administrator).get(f"/plans/{plan}/review").text
    assert "So với năm trước" in page
    assert 'data-label="Năm 2026">1/2 (50%)</td>' in page
    assert "Phường An Mỹ: 1/2 (50%)" in page
    data = client.get(f"/plans/{plan}/review.docx").data
    assert "word/media/image1.png" in str(data) or part_of_docx(data, "word/_rels/document.xml.rels").count("image") > 0
    assert "DỰ THẢO" in part_of_docx(data, "word/header2.xml") + part_of_docx(data, "word/header1.xml")


@pytest.mark.parametrize("role", ["manager", "trainer", "cadre"])
def test_a_review_is_for_the_office_of_the_plan(told: Cast, client: CheckingClient, role: str) -> None:
    client.sign_in(getattr(told, role)).get(f"/plans/{told.training_class.plan_id}/review", status=403)
