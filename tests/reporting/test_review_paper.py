"""The year-end review as a paper: who issues it, how its numbers are written, what is left open."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.cast import Cast
from tests.makers import Makers
from tests.reporting.papers import LEAD, PARTNER, make_document, part_of_docx
from training.classes.models import Plan
from training.core import clock
from training.core.i18n import speaking
from training.reporting.printing.review import frame_of, grouped, open_number, review_docx
from training.reporting.queries.review import read_review
from training.reporting.rules.documents import PARTY, STATE


@pytest.mark.parametrize(
    ("number", "style", "opened"),
    [
        ("05/DS-MTTQ-BTT", STATE, "       /BC-MTTQ-BTT"),
        ("12-DS/BTGTU", PARTY, "       -BC/BTGTU"),
        ("", STATE, "       "),
        ("không rõ", PARTY, "       "),
    ],
)
def test_the_number_of_a_review_is_left_open(number: str, style: str, opened: str) -> None:
    assert open_number(number, style) == opened


@pytest.mark.parametrize(
    ("value", "words"),
    [(54, "54"), (1514, "1.514"), (Decimal("91904.5"), "91.904,5"), (1_000_000, "1.000.000")],
)
def test_a_report_sets_thousands_apart(value: Decimal | int, words: str) -> None:
    with speaking("vi"):
        assert grouped(value) == words


def test_a_review_is_issued_as_the_newest_paper_of_the_office_was(cast: Cast) -> None:
    make_document(cast)
    xml = part_of_docx(review_docx(read_review(cast.training_class.plan), at=clock.now()))
    for words in ("T/M BAN TUYÊN GIÁO THÀNH ỦY", LEAD["signer"], PARTNER["signer"], "/BC-MTTQ-BTT", "Nơi nhận:"):
        assert words in xml
    assert LEAD["number"] not in xml


def test_a_year_without_learners_has_no_share(make: Makers, cast: Cast) -> None:
    empty = make.save(Plan(unit_id=cast.other_ward.id, year=2026, title="Kế hoạch 2026"))
    xml = part_of_docx(review_docx(read_review(empty), at=clock.now()))
    assert "0 lượt hoàn thành; học viên có mặt 0 trên 0 lượt tiết" in xml


def test_without_a_paper_the_plan_names_the_agencies(cast: Cast) -> None:
    plan = cast.training_class.plan
    plan.lead_agency, plan.partner_agency = "Ủy ban MTTQ Việt Nam thành phố", "Ban Tuyên giáo Thành ủy"
    frame = frame_of(read_review(plan))
    assert [one["name"] for one in frame["issuers"]] == ["Ban Tuyên giáo Thành ủy", "Ủy ban MTTQ Việt Nam thành phố"]
    plan.partner_agency = plan.lead_agency = ""
    assert [one["name"] for one in frame_of(read_review(plan))["issuers"]] == [cast.city.name]
    assert frame["place_and_date"].startswith("Tam Kỳ, ngày")
