"""Pages of plans: written, agreed to, compared with what has come of them."""

from __future__ import annotations

import re

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.makers import Makers
from training.classes.models import Plan, PlanState
from training.classes.queries.plans import get_plan, list_lines, list_targets
from training.classes.rules.plans import digest_of_line
from training.core.db import db

LINE = {"title": "Nghiệp vụ Mặt trận", "classes": "2", "learners": "60", "study_hours": "16", "quarter": "3"}


@pytest.fixture
def path(cast: Cast, client: CheckingClient) -> str:
    client.sign_in(cast.administrator)
    return f"/plans/{cast.training_class.plan_id}"


def fresh(cast: Cast) -> Plan:
    db.session.expire_all()
    return get_plan(cast.training_class.plan_id)


def agree(client: CheckingClient, path: str, signatory: str = "Phó Chủ tịch", *, status: int = 303) -> None:
    page = client.get(path).text
    fields = dict(re.findall(r'name="(step|digest)" value="(\w+)"', page))
    client.post(f"{path}/advance", {**fields, "signatory": signatory}, status=status)


def test_a_plan_is_led_into_force(client: CheckingClient, cast: Cast, path: str) -> None:
    client.post(f"{path}/lines/new", {**LINE, "unit_id": str(cast.city.id)})
    for state in (PlanState.AGREED_BY_FRONT, PlanState.AGREED_BY_BOTH, PlanState.IN_FORCE):
        agree(client, path)
        assert fresh(cast).state is state
    page = client.get(path).text
    assert "Ban Tuyên giáo đã thống nhất" in page
    assert cast.administrator.name in page


def test_nobody_agrees_without_a_name(client: CheckingClient, cast: Cast, path: str) -> None:
    client.post(f"{path}/lines/new", {**LINE, "unit_id": str(cast.city.id)})
    agree(client, path, "", status=422)
    assert fresh(cast).state is PlanState.DRAFT


def test_a_change_after_agreement_asks_why_and_keeps_what_was_typed(
    client: CheckingClient, cast: Cast, path: str
) -> None:
    client.post(f"{path}/lines/new", {**LINE, "unit_id": str(cast.city.id)})
    agree(client, path)
    line = list_lines(fresh(cast))[0]
    changed = {**LINE, "title": "Tên mới", "unit_id": str(cast.city.id), "digest": digest_of_line(line)}
    page = client.post(f"{path}/lines/{line.id}", changed, status=422).text
    assert "Ghi rõ lý do" in page
    assert 'value="Tên mới"' in page
    client.post(f"{path}/lines/{line.id}", {**changed, "reason": "Theo ý kiến cấp ủy"})
    assert "Hai cơ quan cần thống nhất lại" in client.get(path).text


def test_a_line_changed_meanwhile_is_shown_beside_what_was_typed(client: CheckingClient, cast: Cast, path: str) -> None:
    client.post(f"{path}/lines/new", {**LINE, "unit_id": str(cast.city.id)})
    line = list_lines(fresh(cast))[0]
    form = {**LINE, "unit_id": str(cast.city.id), "place": "", "digest": digest_of_line(line)}
    client.post(f"{path}/lines/{line.id}", {**form, "place": "Hội trường B", "learners": "75"})
    page = client.post(f"{path}/lines/{line.id}", {**form, "budget": "12 triệu đồng"}, status=409).text
    assert "Hội trường B" in page
    assert "75" in page
    assert 'value="12 triệu đồng"' in page
    (now,) = re.findall(r'name="digest"[^>]* value="(\w+)"', page)
    client.post(f"{path}/lines/{line.id}", {**form, "digest": now, "budget": "12 triệu đồng"})
    saved = list_lines(fresh(cast))[0]
    assert (saved.learners, saved.place, saved.budget) == (60, "", "12 triệu đồng")


@pytest.mark.parametrize("field", ["classes", "learners", "study_hours"])
def test_numbers_out_of_range_are_refused_at_their_field(
    client: CheckingClient, cast: Cast, path: str, field: str
) -> None:
    wrong = {**LINE, "unit_id": str(cast.city.id), field: "-1"}
    assert f'id="{field}-error"' in client.post(f"{path}/lines/new", wrong, status=422).text


def test_the_same_new_line_sent_twice_is_one_line(client: CheckingClient, cast: Cast, path: str) -> None:
    form = {**LINE, "unit_id": str(cast.city.id), "once": "abc"}
    for _n in range(2):
        client.post(f"{path}/lines/new", form)
    assert len(list_lines(fresh(cast))) == 1


def test_figures_lead_to_names(client: CheckingClient, cast: Cast, path: str, make: Makers) -> None:
    line = make.plan_line(cast.training_class.plan_id, unit=cast.city)
    cast.training_class.plan_line_id = line.id
    db.session.commit()
    assert f"{path}/names?line={line.id}" in client.get(path).text
    names = client.get(f"{path}/names?line={line.id}&unit={cast.ward.id}").text
    assert cast.cadre_person.full_name in names
    assert cast.cadre_person.full_name not in client.get(f"{path}/names?line=0").text


def test_a_target_and_a_line_taken_away(client: CheckingClient, cast: Cast, path: str, make: Makers) -> None:
    said = client.post(f"{path}/targets", {"unit_id": str(cast.ward.id), "learners": "12", "completion": "90"})
    assert "12 người, tỷ lệ hoàn thành 90%" in client.get(said.headers["Location"]).text
    assert cast.ward.name in client.get(path).text
    filled = client.get(f"{path}/targets?unit={cast.ward.id}").text
    assert 'value="12"' in filled
    assert 'value="90"' in filled
    too_many = {"unit_id": str(cast.ward.id), "learners": "12", "completion": "101"}
    assert "100" in client.post(f"{path}/targets", too_many, status=422).text
    client.post(f"{path}/targets", {"unit_id": str(cast.ward.id), "learners": "0"})
    assert list_targets(fresh(cast)) == []
    line = make.plan_line(cast.training_class.plan_id, unit=cast.city)
    client.post(f"{path}/lines/{line.id}/remove")
    assert list_lines(fresh(cast)) == []


def test_a_line_with_a_class_is_not_taken_out(client: CheckingClient, cast: Cast, path: str, make: Makers) -> None:
    line = make.plan_line(cast.training_class.plan_id, unit=cast.city)
    cast.training_class.plan_line_id = line.id
    db.session.commit()
    client.post(f"{path}/lines/{line.id}/remove")
    assert "Có 1 lớp thuộc dòng này" in client.get(f"{path}/lines/{line.id}").text


def test_a_plan_is_copied_once(client: CheckingClient, cast: Cast, path: str) -> None:
    first = client.post(f"{path}/copy").headers["Location"]
    assert first != path
    assert client.post(f"{path}/copy").headers["Location"] == path


def test_managers_read_a_plan_and_change_nothing(client: CheckingClient, cast: Cast, path: str) -> None:
    page = client.sign_in(cast.manager).get(path).text
    assert "trong phạm vi các đơn vị" in page
    client.get(f"{path}/names")
    for part in ("/lines/new", "/targets"):
        client.get(path + part, status=403)
    client.post(f"{path}/advance", status=403)


def test_a_class_is_made_for_a_line(client: CheckingClient, cast: Cast, make: Makers, path: str) -> None:
    line = make.plan_line(cast.training_class.plan_id, unit=cast.city)
    page = client.get(f"/classes/new?plan={line.plan_id}&line={line.id}").text
    assert f'selected value="{line.id}"' in page


def test_classes_beside_the_plan_are_not_counted_as_planned(
    client: CheckingClient, cast: Cast, path: str, make: Makers
) -> None:
    line = make.plan_line(cast.training_class.plan_id, unit=cast.city)
    cast.training_class.plan_line_id = line.id
    make.enrolment(make.training_class(unit=cast.city), cast.stranger_person)
    page = client.get(path).text
    assert f"trên {line.classes} theo kế hoạch · ngoài kế hoạch 1" in page
    mine = client.sign_in(cast.manager).get(path).text
    assert f"trên {line.learners} theo kế hoạch" not in mine
