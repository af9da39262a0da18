"""Pages of reporting: the roster with its figures and filters, the overview of classes."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import LONG_AGO, attempt, days_ago, mark, read
from tests.counting import counted
from tests.makers import Makers
from tests.reporting.lists import enrol, names_on, rows_of
from training.attendance.models import Status
from training.classes.models import ClassState, EnrolmentState, Plan


@pytest.fixture
def two(make: Makers, cast: Cast) -> Cast:
    """The cadre of the ward is complete; one of the other ward is not."""
    for enrolment in (cast.enrolment, make.enrolment(cast.training_class, cast.stranger_person)):
        enrolment.enrolled_at = LONG_AGO
        make.save(enrolment)
    quiz = make.quiz(cast.course)
    read(cast.enrolment, cast.course)
    attempt(cast.enrolment, quiz, "16")
    mark(make.meeting(cast.training_class, starts_at=days_ago(2)), cast.enrolment.id, Status.PRESENT)
    return cast


def roster(cast: Cast, query: str = "", form: str = "") -> str:
    return f"/classes/{cast.training_class.id}/roster{form}{query}"


def test_the_roster_shows_figures_units_and_each_learner(two: Cast, client: CheckingClient) -> None:
    page = client.sign_in(two.administrator).get(roster(two)).text
    assert names_on(page) == ["Nguyễn Thị Hạnh", "Võ Văn Khách"]
    for words in ("<b>2</b>", "<b>1</b><span>50%</span>", "<b>8,0</b>", "<b>50%</b><span>4/8 tiết</span>"):
        assert words in page
    for words in ("Phường An Mỹ: 1/1", "Xã Tam Ngọc: 0/1", "Hoàn thành", "Đang học", ">2/2<", ">8,0<"):
        assert words in page


def test_closing_the_class_turns_what_is_missing_into_not_met(make: Makers, two: Cast, client: CheckingClient) -> None:
    two.training_class.state = ClassState.CLOSED
    make.save(two.training_class)
    client.sign_in(two.administrator)
    assert names_on(client.get(roster(two, "?result=not_met")).text) == ["Võ Văn Khách"]


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("administrator", ["Nguyễn Thị Hạnh", "Võ Văn Khách"]),
        ("trainer", ["Nguyễn Thị Hạnh", "Võ Văn Khách"]),
        ("manager", ["Nguyễn Thị Hạnh"]),
    ],
)
def test_page_and_files_show_each_reader_the_own_learners(
    two: Cast, client: CheckingClient, role: str, names: list[str]
) -> None:
    client.sign_in(getattr(two, role))
    assert names_on(client.get(roster(two)).text) == names
    assert [f"{row[2]} {row[3]}" for row in rows_of(client.get(roster(two, form=".csv")).data)[1:]] == names


@pytest.mark.parametrize("form", ["", ".xlsx", ".csv"])
@pytest.mark.parametrize("role", ["cadre", "stranger"])
def test_learners_have_no_roster(cast: Cast, client: CheckingClient, role: str, form: str) -> None:
    client.sign_in(getattr(cast, role)).get(roster(cast, form=form), status=403)


def test_a_manager_of_another_ward_does_not_see_a_wards_class(make: Makers, cast: Cast, client: CheckingClient) -> None:
    made = make.training_class(cast.course, unit=cast.other_ward)
    client.sign_in(cast.manager).get(f"/classes/{made.id}/roster", status=403)


def test_there_is_no_roster_of_no_class(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.administrator).get("/classes/999/roster", status=404)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=hanh", ["Nguyễn Thị Hạnh"]),
        ("?q=vo+van", ["Võ Văn Khách"]),
        ("?result=completed", ["Nguyễn Thị Hạnh"]),
        ("?unit={other_ward}", ["Võ Văn Khách"]),
        ("?unit={ward}&result=in_progress", []),
        ("?unit=999", []),
        ("?unit=x&result=y&page=z", ["Nguyễn Thị Hạnh", "Võ Văn Khách"]),
        ("?page=-3", ["Nguyễn Thị Hạnh", "Võ Văn Khách"]),
    ],
)
def test_the_roster_is_filtered_by_words_unit_and_result(
    two: Cast, client: CheckingClient, query: str, names: list[str]
) -> None:
    query = query.format(ward=two.ward.id, other_ward=two.other_ward.id)
    assert names_on(client.sign_in(two.administrator).get(roster(two, query)).text) == names


def test_the_files_offered_are_filtered_as_the_page_is(two: Cast, client: CheckingClient) -> None:
    page = client.sign_in(two.administrator).get(roster(two, "?q=hạnh&result=completed")).text
    assert "roster.xlsx?q=h%E1%BA%A1nh&amp;result=completed" in page


def test_fifty_learners_stand_on_a_page_and_all_can(make: Makers, cast: Cast, client: CheckingClient) -> None:
    made = make.training_class(cast.course, unit=cast.city)
    enrol(made, cast.ward, [("Lê Thị", f"Số {number:03}") for number in range(120)])
    client.sign_in(cast.administrator)
    found = [len(names_on(client.get(f"/classes/{made.id}/roster?{part}").text)) for part in ("", "page=3", "all=1")]
    assert found == [50, 20, 120]
    assert names_on(client.get(f"/classes/{made.id}/roster?page=99").text)[-1] == "Lê Thị Số 119"
    assert '<td class="num wide-only">101</td>' in client.get(f"/classes/{made.id}/roster?page=3").text


def test_an_empty_class_says_what_its_roster_is_for(make: Makers, cast: Cast, client: CheckingClient) -> None:
    cast.enrolment.state = EnrolmentState.WITHDRAWN
    make.save(cast.enrolment)
    client.sign_in(cast.administrator)
    assert "Chưa có học viên" in client.get(roster(cast)).text
    assert len(rows_of(client.get(roster(cast, form=".csv")).data)) == 1


@pytest.mark.parametrize("path", ["roster", "reports"])
def test_pages_cost_as_many_queries_for_many_learners_as_for_few(
    make: Makers, cast: Cast, client: CheckingClient, path: str
) -> None:
    address = roster(cast) if path == "roster" else "/reports"
    client.sign_in(cast.administrator).get(address)
    costs = []
    for _time in range(2):
        with counted() as queries:
            client.get(address)
        costs.append(len(queries))
        enrol(cast.training_class, cast.ward, [("Lê Thị", f"Số {number}") for number in range(60)])
    assert costs[0] == costs[1] <= 16


def test_reports_add_up_the_classes_and_lead_to_their_rosters(make: Makers, two: Cast, client: CheckingClient) -> None:
    other = make.training_class(two.course, unit=two.ward, title="Lớp của phường")
    make.enrolment(other, two.cadre_person)
    page = client.sign_in(two.administrator).get("/reports").text
    for words in ("Lớp của phường", f'href="/classes/{other.id}/roster"', "2 người", "<b>3</b>", "Phường An Mỹ: 1/2"):
        assert words in page


def test_reports_are_filtered_by_unit_and_year(make: Makers, two: Cast, client: CheckingClient) -> None:
    older = make.save(Plan(unit_id=two.city.id, year=2025, title="Kế hoạch 2025"))
    made = make.training_class(two.course, unit=two.city, title="Lớp năm trước")
    made.plan_id = older.id
    make.save(made)
    make.enrolment(made, two.cadre_person)
    client.sign_in(two.administrator)
    assert "Lớp năm trước" not in client.get("/reports").text
    assert "Lớp năm trước" in client.get("/reports?year=2025").text
    page = client.get(f"/reports?unit={two.other_ward.id}").text
    assert f'roster?unit={two.other_ward.id}"' in page
    assert "<b>1</b><span>1 người</span>" in page


def test_a_manager_reports_on_the_own_subtree(two: Cast, client: CheckingClient) -> None:
    page = client.sign_in(two.manager).get("/reports").text
    assert "<b>1</b><span>1 người</span>" in page
    assert "Xã Tam Ngọc" not in page


def test_learners_have_no_reports(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.cadre).get("/reports", status=403)


def test_reports_without_classes_offer_the_first_step(make: Makers, cast: Cast, client: CheckingClient) -> None:
    cast.training_class.state = ClassState.DRAFT
    make.save(cast.training_class)
    assert "Chưa có gì để báo cáo" in client.sign_in(cast.administrator).get("/reports").text


def test_reports_speak_english_too(two: Cast, client: CheckingClient) -> None:
    client.sign_in(two.administrator)
    client.raw().set_cookie("language", "en")
    assert "Completed by unit" in client.get("/reports").text
    assert "8.0" in client.get(roster(two)).text
