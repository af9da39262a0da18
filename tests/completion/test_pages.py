"""Pages of completion: the rule with its preview, one learner's standing, one's own."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import LONG_AGO, attempt, days_ago, mark, read
from tests.counting import counted
from tests.makers import Makers
from training.attendance.models import Status
from training.classes.models import ClassState
from training.completion.models import CompletionRule
from training.core.db import db


@pytest.fixture
def rule(cast: Cast) -> str:
    return f"/classes/{cast.training_class.id}/completion-rule"


def learner_page(cast: Cast) -> str:
    return f"/classes/{cast.training_class.id}/learners/{cast.enrolment.id}/completion"


def own_page(cast: Cast) -> str:
    return f"/learn/classes/{cast.training_class.id}/completion"


def stored() -> list[CompletionRule]:
    db.session.rollback()
    return list(db.session.scalars(select(CompletionRule).order_by(CompletionRule.number)))


def sent(html: str, **more: str) -> dict[str, str]:
    """Return what a browser would send of the form on the page, with `more` typed over it."""
    form = html[html.index('action="/classes/') :]
    values: dict[str, str] = {}
    for field in re.findall(r"<input [^>]*>", form[: form.index("</form>")]):
        at = dict(re.findall(r'([\w-]+)="([^"]*)"', field))
        if at.get("type") != "checkbox" or " checked" in field:
            values[at["name"]] = at.get("value", "")
    values.pop("csrf_token")
    return {name: value for name, value in (values | more).items() if value != "-"}


def test_the_proposed_rule_stands_in_the_form(make: Makers, cast: Cast, client: CheckingClient, rule: str) -> None:
    quiz = make.quiz(cast.course, time_limit=1800)
    make.meeting(cast.training_class)
    page = client.sign_in(cast.administrator).get(rule).text
    assert "Đây là điều kiện đề xuất" in page
    form = sent(page)
    assert (form["modules"], form["modules_share"], form["attendance_share"]) == ("y", "100", "80")
    assert (form[f"quiz_{quiz.id}"], form[f"quiz_{quiz.id}_share"]) == ("y", "")


def test_a_rule_is_previewed_and_then_saved(cast: Cast, client: CheckingClient, rule: str) -> None:
    read(cast.enrolment, cast.course, count=1)
    client.sign_in(cast.trainer)
    typed = sent(client.get(rule).text, modules_share="50", step="preview")
    preview = client.post(rule, typed, status=200).text
    assert "Mới hoàn thành: 1" in preview
    assert "Nguyễn Thị Hạnh" in preview
    assert stored() == []
    client.post(rule, sent(preview, step="save"))
    (saved,) = stored()
    assert saved.conditions == [{"kind": "modules", "share": "0.5", "quiz_id": None}]
    assert "Học ít nhất 50% số bài học" in client.get(rule).text


def test_what_was_not_previewed_is_previewed_before_it_is_saved(cast: Cast, client: CheckingClient, rule: str) -> None:
    client.sign_in(cast.administrator)
    preview = client.post(rule, sent(client.get(rule).text, step="preview"), status=200).text
    again = client.post(rule, sent(preview, modules_share="40", step="save"), status=200).text
    assert stored() == []
    client.post(rule, sent(again, step="save"))
    assert [one.conditions[0]["share"] for one in stored()] == ["0.4"]


def test_a_rule_in_force_that_nobody_can_meet_any_more_says_why(
    make: Makers, cast: Cast, client: CheckingClient, rule: str
) -> None:
    asked = {"kind": "quiz", "share": None, "quiz_id": 99}
    make.save(CompletionRule(class_id=cast.training_class.id, number=1, conditions=[asked]))
    page = client.sign_in(cast.administrator).get(rule).text
    assert "không còn đạt được" in page
    assert "không phải là bài đã đăng trong các khóa học của lớp" in page


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"modules_share": "101"}, "không ai đạt được"),
        ({"modules_share": "nhiều"}, "bằng số"),
        ({"modules_share": ""}, "Nhập tỷ lệ cần đạt"),
        ({"modules": "-"}, "Chọn ít nhất một điều kiện"),
        ({"attendance": "y", "attendance_share": "80"}, "chưa có buổi học"),
        ({"modules_share": "1" * 20}, "12"),
    ],
)
def test_a_rule_that_cannot_be_met_comes_back_with_the_reason_and_what_was_typed(
    cast: Cast, client: CheckingClient, rule: str, typed: dict[str, str], reason: str
) -> None:
    client.sign_in(cast.administrator)
    form = sent(client.get(rule).text, **typed, step="save")
    answer = client.post(rule, form, status=422).text
    assert reason in answer
    assert f'value="{form["modules_share"]}"' in answer
    assert stored() == []


def test_of_two_who_change_the_rule_the_second_sees_both(cast: Cast, client: CheckingClient, rule: str) -> None:
    client.sign_in(cast.administrator)
    mine = client.post(rule, sent(client.get(rule).text, modules_share="60", step="preview"), status=200).text
    theirs = client.post(rule, sent(client.get(rule).text, modules_share="70", step="preview"), status=200).text
    client.post(rule, sent(theirs, step="save"))
    refused = client.post(rule, sent(mine, step="save"), status=409).text
    assert "Học ít nhất 70% số bài học" in refused
    assert 'value="60"' in refused
    again = client.post(rule, sent(refused, step="preview"), status=200).text
    client.post(rule, sent(again, step="save"))
    assert [one.conditions[0]["share"] for one in stored()] == ["0.7", "0.6"]


def test_a_rule_sent_twice_is_saved_once(cast: Cast, client: CheckingClient, rule: str) -> None:
    client.sign_in(cast.administrator)
    preview = client.post(rule, sent(client.get(rule).text, step="preview"), status=200).text
    for _time in range(2):
        client.post(rule, sent(preview, step="save"))
    assert len(stored()) == 1


def test_a_closed_class_shows_its_rule_and_takes_no_other(
    make: Makers, cast: Cast, client: CheckingClient, rule: str
) -> None:
    client.sign_in(cast.administrator)
    preview = client.post(rule, sent(client.get(rule).text, step="preview"), status=200).text
    cast.training_class.state = ClassState.CLOSED
    make.save(cast.training_class)
    assert "không đổi được điều kiện" in client.get(rule).text
    client.post(rule, sent(preview, step="save"), status=409)


@pytest.mark.parametrize(
    ("role", "rule_status", "learner_status", "own_status"),
    [
        ("administrator", 200, 200, 404),
        ("trainer", 200, 200, 404),
        ("manager", 403, 200, 404),
        ("cadre", 403, 403, 200),
        ("stranger", 403, 403, 404),
    ],
)
def test_who_may_open_what(
    cast: Cast, client: CheckingClient, rule: str, role: str, rule_status: int, learner_status: int, own_status: int
) -> None:
    client.sign_in(getattr(cast, role))
    client.get(rule, status=rule_status)
    client.get(learner_page(cast), status=learner_status)
    client.get(own_page(cast), status=own_status)


def test_a_manager_sees_no_learner_of_another_unit(make: Makers, cast: Cast, client: CheckingClient) -> None:
    other = make.enrolment(cast.training_class, cast.stranger_person)
    client.sign_in(cast.manager)
    client.get(f"/classes/{cast.training_class.id}/learners/{other.id}/completion", status=403)


def test_a_learner_is_looked_for_in_the_class_of_the_address(make: Makers, cast: Cast, client: CheckingClient) -> None:
    other = make.training_class(cast.course, unit=cast.city)
    client.sign_in(cast.administrator)
    client.get(f"/classes/{other.id}/learners/{cast.enrolment.id}/completion", status=404)


def test_staff_see_every_condition_with_what_it_rests_on(make: Makers, cast: Cast, client: CheckingClient) -> None:
    cast.enrolment.enrolled_at = LONG_AGO
    make.save(cast.enrolment)
    quiz = make.quiz(cast.course, time_limit=1800)
    read(cast.enrolment, cast.course, count=1)
    attempt(cast.enrolment, quiz, "7.5")
    mark(make.meeting(cast.training_class, starts_at=days_ago(1)), cast.enrolment.id, Status.EXCUSED)
    page = client.sign_in(cast.administrator).get(learner_page(cast)).text
    for words in (
        "Đã đạt 0/3 điều kiện.",
        "Đã học 1/2 bài; cần 2 bài, còn thiếu 1 bài.",
        "Được 7,5/20 điểm (37,5%) sau 1 lượt làm; cần từ 50%.",
        "Có mặt 0/4 tiết, 0/1 buổi đã điểm danh (0%).",
        "Vắng có phép",
        "Không đạt",
    ):
        assert words in page


def test_a_learner_sees_the_own_way_to_completion(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.cadre)
    assert "Đang học" in client.get(own_page(cast)).text
    read(cast.enrolment, cast.course)
    page = client.get(own_page(cast)).text
    assert "100%" in page
    assert "Hoàn thành" in page


def test_the_page_of_a_class_shows_its_learner_what_is_missing(cast: Cast, client: CheckingClient) -> None:
    page = client.sign_in(cast.cadre).get(f"/learn/classes/{cast.training_class.id}").text
    assert "Học hết các bài học" in page
    assert own_page(cast) in page


def test_one_learner_costs_the_same_in_a_class_of_any_size(make: Makers, cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.administrator)
    costs = []
    for number in range(2):
        client.get(learner_page(cast))
        with counted() as queries:
            client.get(learner_page(cast))
        costs.append(len(queries))
        for _more in range(10):
            make.enrolment(cast.training_class, make.person(f"Lê Thị Số {number}", unit=cast.ward))
    assert costs[0] == costs[1] <= 20


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_pages_speak_both_languages(cast: Cast, client: CheckingClient, rule: str, language: str) -> None:
    client.sign_in(cast.administrator)
    client.raw().set_cookie("language", language)
    words = {"en": "What the class asks for", "vi": "Điều kiện hoàn thành"}
    assert words[language] in client.get(rule).text
    client.get(learner_page(cast))


def test_conditions_to_choose_from_are_saved_as_a_group(
    make: Makers, cast: Cast, client: CheckingClient, rule: str
) -> None:
    quiz = make.quiz(cast.course)
    client.sign_in(cast.administrator)
    typed = {"modules_in": "a", f"quiz_{quiz.id}": "y", f"quiz_{quiz.id}_in": "a", "need_a": "1"}
    preview = client.post(rule, sent(client.get(rule).text, **typed, step="preview"), status=200).text
    client.post(rule, sent(preview, **typed, step="save"))
    (saved,) = stored()
    assert [(one["need"], [part["kind"] for part in one["parts"]]) for one in saved.conditions] == [
        (1, ["modules", "quiz"])
    ]
    assert "Một trong các điều kiện" in client.get(rule).text
    refused = client.post(rule, sent(preview, **typed | {"need_a": "3"}, step="save"), status=422).text
    assert "từ 1 đến 2" in refused


def test_a_scale_of_grading_is_added_and_its_versions_stay(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.administrator)
    form = {"name": "Thang 10", "valid_from": "2026-01-01", "bands": "9 Xuất sắc\n5 Đạt"}
    client.post("/grading-scales", form)
    assert "9 Xuất sắc · 5 Đạt" in client.get("/grading-scales").text
    assert "đã có bản áp dụng" in client.post("/grading-scales", form, status=409).text
    assert "không đọc được: Giỏi" in client.post("/grading-scales", form | {"bands": "Giỏi"}, status=422).text


def test_a_learner_is_graded_by_the_scale_of_the_class(
    make: Makers, cast: Cast, client: CheckingClient, rule: str
) -> None:
    quiz = make.quiz(cast.course, time_limit=1800)
    client.sign_in(cast.administrator)
    client.post("/grading-scales", {"name": "Thang 10", "valid_from": "2020-01-01", "bands": "9 Xuất sắc\n8 Giỏi"})
    preview = client.post(rule, sent(client.get(rule).text, scale="Thang 10", step="preview"), status=200).text
    client.post(rule, sent(preview, scale="Thang 10", step="save"))
    read(cast.enrolment, cast.course)
    attempt(cast.enrolment, quiz, "17")
    client.sign_in(cast.cadre)
    assert "<b>Giỏi</b>" in client.get(f"/learn/classes/{cast.training_class.id}/completion").text
