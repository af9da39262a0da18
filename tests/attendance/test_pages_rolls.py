"""Pages of the roll: calling it, as a plain form and tap by tap, and how a mark came about."""

from __future__ import annotations

import re

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.counting import counted
from tests.makers import Makers
from training.attendance.models import Status
from training.attendance.queries.rolls import count_roll, statuses_of
from training.classes.models import ClassState, Meeting
from training.core import clock


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class)


@pytest.fixture
def path(meeting: Meeting) -> str:
    return f"/roll-call/{meeting.class_id}/{meeting.id}"


@pytest.fixture
def trainer(client: CheckingClient, cast: Cast) -> CheckingClient:
    return client.sign_in(cast.trainer)


def test_a_roll_lists_the_learners_with_their_marks_and_five_buttons_for_all(
    trainer: CheckingClient, path: str, cast: Cast, make: Makers
) -> None:
    make.enrolment(cast.training_class, cast.stranger_person)
    trainer.post(f"{path}/plain", {"shown": "", f"s-{cast.enrolment.id}": "late"})
    page = trainer.get(path).text
    assert re.findall(r'data-key="([^"]+)".*<span class="tag ?(\w*)">', page) == [
        ("nguyen thi hanh", "warn"),
        ("vo van khach", ""),
    ]
    assert page.count('type="radio"') == 5


def test_a_plain_form_has_five_buttons_for_each_learner(trainer: CheckingClient, path: str, cast: Cast) -> None:
    page = trainer.get(f"{path}/plain").text
    assert "Nguyễn Thị Hạnh" in page
    assert page.count(f'name="s-{cast.enrolment.id}"') == 5


def test_a_plain_form_holds_those_alone_who_fit_the_search(
    trainer: CheckingClient, path: str, cast: Cast, make: Makers
) -> None:
    other = make.enrolment(cast.training_class, cast.stranger_person)
    search = f"{path}/plain?q=hanh&unit={cast.ward.id}"
    page = trainer.get(search).text
    assert (f"s-{cast.enrolment.id}" in page, f"s-{other.id}" in page) == (True, False)
    saved = trainer.post(search, {"shown": f"{cast.enrolment.id}::0", f"s-{cast.enrolment.id}": "late"})
    assert saved.location.endswith(search)
    assert "Không có học viên" in trainer.get(f"{path}/plain?q=khong ai").text


def test_a_plain_form_saves_the_roll(trainer: CheckingClient, path: str, cast: Cast, meeting: Meeting) -> None:
    trainer.post(f"{path}/plain", {"shown": "", f"s-{cast.enrolment.id}": "late"})
    assert statuses_of(meeting) == {cast.enrolment.id: Status.LATE}
    assert "Đã lưu 1" in trainer.get(path).text


def test_a_plain_form_leaves_alone_what_it_does_not_change(
    trainer: CheckingClient, path: str, cast: Cast, meeting: Meeting
) -> None:
    one = cast.enrolment.id
    trainer.post(f"{path}/plain", {"shown": "", f"s-{one}": "present"})
    trainer.post(f"{path}/plain", {"shown": f"{one}:absent:0", f"s-{one}": "absent"})
    assert statuses_of(meeting) == {one: Status.PRESENT}


def taps(*edits: dict[str, object]) -> dict[str, object]:
    return {
        "device": "d1",
        "edits": [{"key": "a1", "who": 1, "mark": "present", "at": 1, "seen": 0, **e} for e in edits],
    }


def test_a_tap_is_saved_by_itself_and_answered_with_the_counts(trainer: CheckingClient, path: str, cast: Cast) -> None:
    one = cast.enrolment.id
    answer = trainer.post(f"{path}/marks", json=taps({"who": one, "mark": "excused"}), status=200)
    assert answer.json is not None
    mark, seen = answer.json["marks"][str(one)]
    assert (mark, seen > 0) == ("excused", True)
    assert {name: count for name, count in answer.json["counts"].items() if count} == {"excused": 1}
    assert answer.json["saved"].startswith("Đã lưu lúc")


@pytest.mark.parametrize(
    "payload",
    [
        {},
        [],
        {"device": "d1"},
        {"device": "d1", "edits": []},
        {"device": "d1", "edits": ["x"]},
        {**taps({}), "device": ""},
        {**taps({}), "device": 5},
        {**taps({}), "device": "k" * 25},
        taps({}, {}),
        taps({"who": "x"}),
        taps({"who": 10**9}),
        taps({"mark": "elsewhere"}),
        taps({"mark": None}),
        taps({"mark": "made_up"}),
        taps({"mark": ["present"]}),
        taps({"at": "now"}),
        taps({"at": -1}),
        taps({"at": 10**15}),
        taps({"seen": True}),
        taps({"seen": 2**31}),
        taps({"key": None}),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    trainer: CheckingClient, path: str, payload: object, meeting: Meeting
) -> None:
    answer = trainer.post(f"{path}/marks", json=payload, status=422)
    assert answer.json is not None
    assert "tải lại" in answer.json["error"].lower()
    assert statuses_of(meeting) == {}


def test_a_learner_of_another_class_is_dropped_in_words(
    trainer: CheckingClient, path: str, cast: Cast, make: Makers
) -> None:
    other = make.enrolment(make.training_class(unit=cast.city), cast.stranger_person)
    answer = trainer.post(f"{path}/marks", json=taps({"who": other.id}), status=200)
    assert answer.json is not None
    assert "không còn trong lớp" in answer.json["gone"]


def test_two_takers_who_differ_are_shown_side_by_side_until_one_decides(
    trainer: CheckingClient, path: str, cast: Cast, meeting: Meeting
) -> None:
    one = cast.enrolment.id
    trainer.post(f"{path}/marks", json=taps({"who": one}), status=200)
    answer = trainer.post(
        f"{path}/marks", json=taps({"who": one, "key": "b1", "mark": "absent"}) | {"device": "d2"}, status=200
    )
    assert answer.json is not None
    assert answer.json["disputes"] == 1
    page = trainer.get(f"{path}/conflicts").text
    assert (page.count("Phạm Văn Giảng · "), "tạm tính" in page) == (2, True)
    trainer.post(f"{path}/conflicts/{one}", {"mark": "late", "seen": str(answer.json["marks"][str(one)][1])})
    assert statuses_of(meeting) == {one: Status.LATE}
    assert "Không có chỗ chấm khác nhau" in trainer.get(f"{path}/conflicts").text


@pytest.mark.parametrize("form", [{}, {"mark": "late"}, {"mark": "late", "seen": "x"}, {"mark": "", "seen": "1"}])
def test_a_decision_that_cannot_be_read_decides_nothing(
    trainer: CheckingClient, path: str, cast: Cast, form: dict[str, str], meeting: Meeting
) -> None:
    trainer.post(f"{path}/conflicts/{cast.enrolment.id}", form, status=422)
    assert statuses_of(meeting) == {}


def test_the_list_of_rolls_leads_to_the_meetings_about_now(trainer: CheckingClient, path: str) -> None:
    assert f'href="{path}"' in trainer.get("/roll-call/").text


def test_the_service_worker_is_sent_as_a_script(client: CheckingClient) -> None:
    answer = client.get("/roll-call/worker.js")
    assert "javascript" in answer.headers["Content-Type"]


def test_all_present_marks_those_not_yet_called(
    trainer: CheckingClient, path: str, cast: Cast, make: Makers, meeting: Meeting
) -> None:
    other = make.enrolment(cast.training_class, cast.stranger_person)
    trainer.post(f"{path}/plain", {"shown": "", f"s-{other.id}": "absent"})
    trainer.post(f"{path}/rest", {"unit": ""})
    assert statuses_of(meeting) == {cast.enrolment.id: Status.PRESENT, other.id: Status.ABSENT}


def test_all_present_of_a_unit_leaves_the_others(
    trainer: CheckingClient, path: str, cast: Cast, make: Makers, meeting: Meeting
) -> None:
    other = make.enrolment(cast.training_class, cast.stranger_person)
    trainer.post(f"{path}/rest", {"unit": str(cast.other_ward.id)})
    assert statuses_of(meeting) == {other.id: Status.PRESENT}


def test_without_scripts_the_server_hides_whom_the_search_leaves_out(
    trainer: CheckingClient, path: str, cast: Cast, make: Makers
) -> None:
    make.enrolment(cast.training_class, cast.stranger_person)
    page = trainer.get(f"{path}?q=hạnh").text
    assert 'data-key="vo van khach"' in page
    assert page.count("<li value") == 2
    assert page.count(" hidden><p>") == 1


def test_a_closed_class_shows_its_roll_and_changes_it_no_more(
    trainer: CheckingClient, path: str, cast: Cast, make: Makers, meeting: Meeting
) -> None:
    cast.training_class.state = ClassState.CLOSED
    make.save(cast.training_class)
    assert "radio" not in trainer.get(path).text
    assert trainer.get(f"{path}/plain", status=303).location.endswith(path)
    trainer.post(f"{path}/plain", {"shown": "", f"s-{cast.enrolment.id}": "late"}, status=409)
    assert statuses_of(meeting) == {}


def test_a_cancelled_meeting_has_no_roll(trainer: CheckingClient, path: str, make: Makers, meeting: Meeting) -> None:
    meeting.cancelled_at = clock.now()
    make.save(meeting)
    assert "không có điểm danh" in trainer.get(path).text
    trainer.post(f"{path}/rest", {"unit": ""}, status=409)


def test_the_history_tells_every_event_and_takes_the_mark_back(
    trainer: CheckingClient, path: str, cast: Cast, meeting: Meeting
) -> None:
    one = cast.enrolment.id
    trainer.post(f"{path}/plain", {"shown": "", f"s-{one}": "late"}, headers={"User-Agent": "Cốc Cốc"})
    page = trainer.get(f"{path}/{one}").text
    assert "Phạm Văn Giảng" in page
    trainer.post(f"{path}/{one}/take-back")
    assert count_roll(meeting)[None] == 1
    assert "Rút lại" in trainer.get(f"{path}/{one}").text


def test_a_roll_with_nobody_on_it_says_what_to_do(client: CheckingClient, cast: Cast, make: Makers) -> None:
    empty = make.meeting(make.training_class(unit=cast.city))
    page = client.sign_in(cast.administrator).get(f"/roll-call/{empty.class_id}/{empty.id}")
    assert "/learners" in page.text


def test_a_roll_costs_the_same_queries_for_four_learners_and_for_forty(
    trainer: CheckingClient, path: str, cast: Cast, make: Makers
) -> None:
    def cost() -> int:
        with counted() as queries:
            trainer.get(path)
        return len(queries)

    for number in range(3):
        make.enrolment(cast.training_class, make.person(f"Trần Văn {number}", unit=cast.ward))
    few = cost()
    for number in range(36):
        make.enrolment(cast.training_class, make.person(f"Lê Thị {number}", unit=cast.other_ward))
    assert cost() == few
    assert few <= 11


@pytest.mark.parametrize(("who", "status"), [("administrator", 200), ("manager", 403), ("cadre", 403)])
def test_those_who_run_the_class_keep_its_rolls(
    client: CheckingClient, path: str, cast: Cast, who: str, status: int
) -> None:
    client.sign_in(getattr(cast, who)).get(path, status=status)


def test_a_meeting_of_another_class_is_not_found(trainer: CheckingClient, meeting: Meeting) -> None:
    trainer.get(f"/roll-call/{meeting.class_id + 1}/{meeting.id}", status=404)
