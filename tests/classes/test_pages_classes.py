"""Pages of plans and classes: who sees them, what they keep, what they refuse."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.counting import counted
from tests.makers import Makers
from training.classes.models import ClassState, Plan, TrainingClass
from training.classes.queries import get_class
from training.core import clock
from training.core.access import Role
from training.core.db import db

CLASS = {
    "title": "Bồi dưỡng công tác Mặt trận năm 2026",
    "code": "BD-2026-01",
    "opens_on": "2026-11-02",
    "closes_on": "2026-11-30",
    "mode": "blended",
}


def new_class(cast: Cast, **changes: str) -> dict[str, str]:
    return {**CLASS, "plan_id": str(cast.training_class.plan_id), "unit_id": str(cast.city.id), **changes}


def fresh(cast_class: TrainingClass) -> TrainingClass:
    db.session.expire_all()
    return get_class(cast_class.id)


def stored(code: str) -> TrainingClass | None:
    return db.session.query(TrainingClass).filter_by(code=code).one_or_none()


def test_every_page_of_a_class_can_be_read(client: CheckingClient, cast: Cast, make: Makers) -> None:
    make.quiz(cast.course, [make.question(cast.course)])
    make.meeting(cast.training_class)
    client.sign_in(cast.administrator)
    for page in ("", "/edit", "/learners", "/meetings", "/meetings/new", "/courses", "/enrol/unit", "/enrol/list"):
        assert cast.training_class.title in client.get(f"/classes/{cast.training_class.id}{page}").text
    client.get(f"/classes/{cast.training_class.id}/enrol/chosen")


def test_a_manager_of_a_unit_sees_the_class_and_changes_nothing(client: CheckingClient, cast: Cast) -> None:
    path = f"/classes/{cast.training_class.id}"
    assert f'href="{path}/edit"' not in client.sign_in(cast.manager).get(path).text
    for page in ("/edit", "/enrol/unit", "/meetings/new"):
        client.get(path + page, status=403)
    client.post(f"{path}/close", status=403)


def test_a_learner_has_no_organisers_pages(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.cadre)
    for path in ("/classes", "/plans", f"/classes/{cast.training_class.id}"):
        client.get(path, status=403)


def test_a_trainer_sees_own_classes_alone(client: CheckingClient, cast: Cast, make: Makers) -> None:
    other = make.training_class(cast.course, unit=cast.city, title="Lớp của người khác")
    page = client.sign_in(cast.trainer).get("/classes").text
    assert cast.training_class.title in page
    assert other.title not in page
    client.get(f"/classes/{other.id}", status=403)


def test_a_class_is_found_by_name_without_marks(client: CheckingClient, cast: Cast, make: Makers) -> None:
    make.training_class(cast.course, unit=cast.city, title="Lớp hòa giải viên")
    page = client.sign_in(cast.administrator).get("/classes?q=hoa+giai").text
    assert "Lớp hòa giải viên" in page
    assert cast.training_class.title not in page


@pytest.mark.parametrize(
    ("query", "shown"), [("year=2026", 1), ("year=2025", 0), ("state=open", 1), ("state=draft", 0)]
)
def test_the_list_is_narrowed_by_year_and_state(client: CheckingClient, cast: Cast, query: str, shown: int) -> None:
    page = client.sign_in(cast.administrator).get(f"/classes?{query}").text
    assert page.count(f'href="/classes/{cast.training_class.id}"') == shown


def test_a_class_is_made_once_however_often_the_form_is_sent(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.administrator).get("/classes/new")
    form = new_class(cast, once="one-form")
    first, second = client.post("/classes/new", form), client.post("/classes/new", form)
    assert first.location == second.location
    made = stored("BD-2026-01")
    assert made is not None
    assert made.state is ClassState.DRAFT


@pytest.mark.parametrize(
    ("field", "value"),
    [("code", "L-6"), ("closes_on", "2026-10-01"), ("opens_on", "hôm nay"), ("title", "  "), ("plan_id", "999")],
)
def test_a_refused_class_keeps_what_was_typed(
    client: CheckingClient, cast: Cast, make: Makers, field: str, value: str
) -> None:
    if field == "code":
        value = cast.training_class.code
    form = new_class(cast, place="Hội trường", **{field: value})
    page = client.sign_in(cast.administrator).post("/classes/new", form, status=422)
    assert 'value="Hội trường"' in page.text
    assert 'class="field wrong"' in page.text
    assert stored("BD-2026-01") is None


def test_a_class_of_a_unit_beyond_the_plans_is_refused(client: CheckingClient, cast: Cast, make: Makers) -> None:
    plan = make.save(Plan(unit_id=cast.ward.id, year=2026, title="Kế hoạch phường"))
    form = new_class(cast, plan_id=str(plan.id), unit_id=str(cast.other_ward.id))
    assert "Phường An Mỹ" in client.sign_in(cast.administrator).post("/classes/new", form, status=422).text


def test_a_change_shows_both_texts_when_another_was_faster(client: CheckingClient, cast: Cast) -> None:
    path = f"/classes/{cast.training_class.id}/edit"
    client.sign_in(cast.administrator).get(path)
    today = {"opens_on": str(cast.training_class.opens_on), "closes_on": str(cast.training_class.closes_on)}
    form = {**CLASS, **today, "version": str(cast.training_class.version)}
    client.post(path, {**form, "title": "Lớp một"})
    refused = client.post(path, {**form, "title": "Lớp hai"}, status=409).text
    assert "Lớp một" in refused
    assert 'value="Lớp hai"' in refused
    assert f'name="version" type="hidden" value="{fresh(cast.training_class).version}"' in refused


def test_a_class_is_closed_and_opened_again_with_a_reason(client: CheckingClient, cast: Cast, make: Makers) -> None:
    training_class = make.training_class(cast.course, unit=cast.city, state=ClassState.DRAFT)
    path = f"/classes/{training_class.id}"
    client.sign_in(cast.administrator)
    for step, state in (("open", ClassState.OPEN), ("close", ClassState.CLOSED)):
        client.post(f"{path}/{step}")
        assert fresh(training_class).state is state
    client.post(f"{path}/reopen", {"reason": " "}, status=422)
    client.post(f"{path}/reopen", {"reason": "Còn một buổi học bù"})
    assert fresh(training_class).state is ClassState.OPEN


def test_a_trainer_closes_a_class_and_does_not_reopen_it(client: CheckingClient, cast: Cast) -> None:
    path = f"/classes/{cast.training_class.id}"
    client.sign_in(cast.trainer).post(f"{path}/close")
    client.get(f"{path}/reopen", status=403)
    client.get(f"{path}/edit")
    assert f'href="{path}/edit"' not in client.get(path).text


def test_a_closed_class_takes_no_change(client: CheckingClient, cast: Cast, make: Makers) -> None:
    closed = make.training_class(cast.course, unit=cast.city, state=ClassState.CLOSED)
    client.sign_in(cast.administrator)
    form = {**CLASS, "opens_on": "2026-01-01", "closes_on": "2026-12-31", "version": str(closed.version)}
    assert "Lớp đã đóng" in client.post(f"/classes/{closed.id}/edit", form, status=409).text


def test_trainers_are_added_and_taken_off(client: CheckingClient, cast: Cast, make: Makers) -> None:
    other = make.person("Đỗ Thị Dạy", unit=cast.city)
    make.account(other, Role.TRAINER)
    path = f"/classes/{cast.training_class.id}"
    client.sign_in(cast.administrator).post(f"{path}/trainers", {"person_id": str(other.id)})
    assert {t.person_id for t in fresh(cast.training_class).trainers} == {cast.trainer_person.id, other.id}
    client.post(f"{path}/trainers", {"person_id": str(cast.cadre_person.id)})
    client.post(f"{path}/trainers/{cast.trainer_person.id}/remove")
    assert [t.person_id for t in fresh(cast.training_class).trainers] == [other.id]


def test_a_plan_is_made_and_changed(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.administrator)
    form = {"unit_id": str(cast.city.id), "year": "2027", "title": "Kế hoạch 2027", "lead_agency": "Ủy ban MTTQ"}
    made = client.post("/plans/new", form)
    assert "Ủy ban MTTQ" in client.get(made.location).text
    client.post("/plans/new", form, status=422)
    client.post(f"{made.location}/edit", {"title": "Kế hoạch năm 2027", "version": "1"})
    refused = client.post(f"{made.location}/edit", {"title": "Kế hoạch khác", "version": "1"}, status=409).text
    assert "Kế hoạch năm 2027" in refused
    assert 'value="Kế hoạch khác"' in refused


def test_the_list_of_classes_takes_few_queries_however_long(client: CheckingClient, cast: Cast, make: Makers) -> None:
    client.sign_in(cast.administrator)
    with counted() as few:
        client.get("/classes")
    for number in range(5):
        made = make.training_class(cast.course, unit=cast.ward, title=f"Lớp {number}")
        make.enrolment(made, cast.cadre_person)
        make.meeting(made)
    with counted() as many:
        client.get("/classes")
    assert len(many) == len(few) <= 8


def test_a_class_made_by_mistake_is_removed_with_its_parts(client: CheckingClient, cast: Cast, make: Makers) -> None:
    mistake = make.training_class(cast.course, unit=cast.city, title="Lớp tạo nhầm", state=ClassState.DRAFT)
    make.meeting(mistake)
    path = f"/classes/{mistake.id}"
    assert "Xóa lớp này" in client.sign_in(cast.administrator).get(path).text
    client.post(f"{path}/remove", {"title": "Lớp cũ"})
    assert "Người khác" in client.get(path).text
    client.post(f"{path}/remove", {"title": "Lớp tạo nhầm"})
    assert "Đã xóa lớp: Lớp tạo nhầm" in client.get(f"/plans/{cast.training_class.plan_id}").text
    client.get(path, status=404)
    assert "Lớp tạo nhầm" in client.get("/audit").text


def test_a_class_of_which_something_is_recorded_stays(client: CheckingClient, cast: Cast, make: Makers) -> None:
    held = make.training_class(cast.course, unit=cast.city, title="Lớp có học viên", state=ClassState.DRAFT)
    make.meeting(held)
    make.enrolment(held, cast.cadre_person)
    client.sign_in(cast.administrator)
    for one, why in ((held, "phải giữ lại"), (cast.training_class, "đang chuẩn bị")):
        client.post(f"/classes/{one.id}/remove", {"title": one.title})
        assert why in client.get(f"/classes/{one.id}").text
    assert len(fresh(held).meetings) == 1


def test_a_new_class_is_proposed_for_this_years_plan(client: CheckingClient, cast: Cast, make: Makers) -> None:
    plan = cast.training_class.plan
    plan.year = clock.today().year
    make.save(Plan(unit_id=cast.city.id, year=plan.year + 1, title="Kế hoạch năm sau"))
    page = client.sign_in(cast.administrator).get("/classes/new").text
    assert f'<option selected value="{plan.id}"' in page
