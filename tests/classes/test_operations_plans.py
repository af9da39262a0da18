"""The year's plan: lines, targets, two agencies that agree, and changes that make it void."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest

from tests.cast import Cast
from tests.makers import Makers
from training.classes import operations
from training.classes.models import Plan, PlanState, PlanStep
from training.classes.operations import LineFacts, PlanFacts
from training.classes.operations.plans import digest_now
from training.classes.queries.plans import get_plan, list_agreements, list_lines, list_targets
from training.classes.rules.plans import digest_of_line
from training.core.db import db
from training.core.errors import Conflict, Invalid
from training.units.operations import Succession, close_unit


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A draft with one line."""
    plan = get_plan(cast.training_class.plan_id)
    operations.add_plan_line(plan, facts=line_facts(cast), by=cast.administrator)
    return plan


def line_facts(cast: Cast, title: str = "Nghiệp vụ Ban Công tác Mặt trận") -> LineFacts:
    return LineFacts(title=title, unit_id=cast.city.id, classes=2, learners=100, study_hours=16, quarter=2)


def advance(plan: Plan, cast: Cast, *steps: PlanStep, digest: str = "", signatory: str = "Phó Chủ tịch") -> None:
    for step in steps:
        digest = digest or digest_now(plan)
        operations.advance_plan(plan, step=step, digest=digest, signatory=signatory, by=cast.administrator)


def steps(plan: Plan) -> list[str]:
    return [one.step.value for one in reversed(list_agreements(plan))]


ALL_STEPS = (PlanStep.FRONT, PlanStep.PARTNER, PlanStep.IN_FORCE)


def test_a_plan_comes_into_force_by_three_steps(plan: Plan, cast: Cast) -> None:
    advance(plan, cast, *ALL_STEPS)
    assert plan.state is PlanState.IN_FORCE
    assert steps(plan) == ["front", "partner", "in_force"]
    assert {one.digest for one in list_agreements(plan)} == {digest_now(plan)}
    assert {one.by_name for one in list_agreements(plan)} == {cast.administrator.name}


@pytest.mark.parametrize("step", [PlanStep.PARTNER, PlanStep.IN_FORCE, PlanStep.VOIDED])
def test_no_step_is_left_out(plan: Plan, cast: Cast, step: PlanStep) -> None:
    with pytest.raises(Conflict):
        advance(plan, cast, step)
    assert plan.state is PlanState.DRAFT


def test_two_who_record_one_agreement_record_it_once(plan: Plan, cast: Cast) -> None:
    advance(plan, cast, PlanStep.FRONT)
    with pytest.raises(Conflict):
        advance(plan, cast, PlanStep.FRONT)
    assert steps(plan) == ["front"]


def test_an_empty_plan_is_not_agreed_to(cast: Cast) -> None:
    with pytest.raises(Conflict):
        advance(get_plan(cast.training_class.plan_id), cast, PlanStep.FRONT)


def test_an_agreement_is_given_for_the_content_that_was_read(plan: Plan, cast: Cast) -> None:
    read = digest_now(plan)
    operations.set_plan_target(plan, unit=cast.ward, learners=20, by=cast.administrator)
    with pytest.raises(Conflict):
        advance(plan, cast, PlanStep.FRONT, digest=read)


def test_somebody_signs_for_an_agency(plan: Plan, cast: Cast) -> None:
    with pytest.raises(Invalid):
        advance(plan, cast, PlanStep.FRONT, signatory="  ")


def change_line(plan: Plan, cast: Cast, reason: str) -> None:
    facts = replace(line_facts(cast), learners=120)
    line = list_lines(plan)[0]
    operations.change_plan_line(line, digest=digest_of_line(line), facts=facts, reason=reason, by=cast.administrator)


def add_line(plan: Plan, cast: Cast, reason: str) -> None:
    operations.add_plan_line(plan, facts=line_facts(cast, "Dòng mới"), reason=reason, by=cast.administrator)


def remove_line(plan: Plan, cast: Cast, reason: str) -> None:
    operations.remove_plan_line(list_lines(plan)[0], reason=reason, by=cast.administrator)


def set_target(plan: Plan, cast: Cast, reason: str) -> None:
    operations.set_plan_target(plan, unit=cast.ward, learners=9, reason=reason, by=cast.administrator)


def ask_completion(plan: Plan, cast: Cast, reason: str) -> None:
    operations.set_plan_target(plan, unit=cast.city, learners=100, completion=85, reason=reason, by=cast.administrator)


def change_title(plan: Plan, cast: Cast, reason: str) -> None:
    facts = PlanFacts(title="Tên khác")
    operations.change_plan(plan, version=plan.version, facts=facts, reason=reason, by=cast.administrator)


CHANGES = (change_line, add_line, remove_line, set_target, ask_completion, change_title)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_later_change_makes_the_agreements_void_and_says_why(
    plan: Plan, cast: Cast, count: int, change: object
) -> None:
    advance(plan, cast, *ALL_STEPS[:count])
    before, agreed = digest_now(plan), plan.state
    with pytest.raises(Invalid) as refusal:
        change(plan, cast, " ")  # type: ignore[operator]
    assert refusal.value.field == "reason"
    db.session.expire_all()
    assert (digest_now(plan), plan.state) == (before, agreed)
    change(plan, cast, "Cấp ủy yêu cầu")  # type: ignore[operator]
    assert plan.state is PlanState.DRAFT
    newest = list_agreements(plan)[0]
    assert (newest.step, newest.note) == (PlanStep.VOIDED, "Cấp ủy yêu cầu")


@pytest.mark.parametrize("change", CHANGES)
def test_a_draft_is_changed_without_a_reason(plan: Plan, cast: Cast, change: object) -> None:
    change(plan, cast, "")  # type: ignore[operator]
    assert steps(plan) == []


def test_nobody_changes_a_line_that_says_something_else_by_now(plan: Plan, cast: Cast) -> None:
    line = list_lines(plan)[0]
    read = digest_of_line(line)
    change_line(plan, cast, "")
    with pytest.raises(Conflict):
        operations.change_plan_line(line, digest=read, facts=line_facts(cast), by=cast.administrator)
    assert list_lines(plan)[0].learners == 120


def test_saving_the_same_again_leaves_the_agreements(plan: Plan, cast: Cast) -> None:
    advance(plan, cast, *ALL_STEPS)
    line = list_lines(plan)[0]
    operations.change_plan_line(line, digest=digest_of_line(line), facts=line_facts(cast), by=cast.administrator)
    assert plan.state is PlanState.IN_FORCE


def test_after_a_change_all_agree_anew(plan: Plan, cast: Cast) -> None:
    advance(plan, cast, *ALL_STEPS)
    set_target(plan, cast, "Bổ sung chỉ tiêu")
    advance(plan, cast, *ALL_STEPS)
    assert steps(plan) == ["front", "partner", "in_force", "voided", "front", "partner", "in_force"]


def test_a_line_with_classes_stays(plan: Plan, cast: Cast) -> None:
    cast.training_class.plan_line_id = list_lines(plan)[0].id
    db.session.commit()
    with pytest.raises(Conflict):
        remove_line(plan, cast, "")


def test_a_line_keeps_to_the_units_of_the_plan(cast: Cast, make: Makers) -> None:
    plan = make.save(Plan(unit_id=cast.ward.id, year=2026, title="Kế hoạch phường"))
    with pytest.raises(Invalid):
        operations.add_plan_line(plan, facts=line_facts(cast), by=cast.administrator)
    with pytest.raises(Invalid):
        operations.set_plan_target(plan, unit=cast.other_ward, learners=3, by=cast.administrator)


def test_a_target_is_set_changed_and_taken_away(plan: Plan, cast: Cast) -> None:
    for learners, completion, left in ((20, None, [(20, None)]), (30, 90, [(30, 90)]), (0, 90, [])):
        operations.set_plan_target(
            plan, unit=cast.ward, learners=learners, completion=completion, by=cast.administrator
        )
        assert [(target.learners, target.completion) for target in list_targets(plan)] == left


def test_a_plan_agreed_to_before_there_were_percentages_stays_agreed(plan: Plan, cast: Cast) -> None:
    set_target(plan, cast, "")
    names = ("title", "posts", "unit_id", "classes", "learners", "study_hours", "quarter", "place", "budget")
    lines = [[getattr(line, name) for name in names] for line in list_lines(plan)]
    said = [plan.unit_id, plan.year, plan.title, plan.legal_basis, plan.lead_agency, plan.partner_agency]
    before = {"plan": said, "lines": lines, "targets": [[cast.ward.id, 9]]}
    assert digest_now(plan) == hashlib.sha256(json.dumps(before, ensure_ascii=False).encode()).hexdigest()


def test_a_copy_is_next_years_draft_with_the_same_lines(plan: Plan, cast: Cast) -> None:
    set_target(plan, cast, "")
    advance(plan, cast, *ALL_STEPS)
    copy = operations.copy_plan(plan, by=cast.administrator)
    assert (copy.year, copy.title, copy.state) == (2027, "Kế hoạch 2027", PlanState.DRAFT)
    assert [line.learners for line in list_lines(copy)] == [100]
    assert [target.learners for target in list_targets(copy)] == [9]
    assert list_agreements(copy) == []
    with pytest.raises(Conflict):
        operations.copy_plan(plan, by=cast.administrator)


def test_a_copy_names_who_took_over_the_units_that_end(plan: Plan, cast: Cast, make: Makers) -> None:
    heir, gone = make.unit("Phường nhận", parent=cast.city), make.unit("Phường tách", parent=cast.city)
    for unit, learners, completion in ((cast.ward, 9, 90), (heir, 5, 80), (gone, 4, 95), (cast.other_ward, 2, None)):
        operations.set_plan_target(plan, unit=unit, learners=learners, completion=completion, by=cast.administrator)
    for unit in (cast.ward, gone):
        facts = replace(line_facts(cast), unit_id=unit.id, quarter=3)
        operations.add_plan_line(plan, facts=facts, by=cast.administrator)
    last = date(plan.year, 12, 31)
    close_unit(cast.ward, on=last, successors=[Succession(heir, True)], by=cast.administrator)
    parts = [Succession(heir, False), Succession(cast.other_ward, False)]
    close_unit(gone, on=last, successors=parts, by=cast.administrator)
    copy = operations.copy_plan(plan, by=cast.administrator)
    targets = {target.unit_id: (target.learners, target.completion) for target in list_targets(copy)}
    assert targets == {heir.id: (14, 90), cast.other_ward.id: (2, None)}
    assert [line.unit_id for line in list_lines(copy)] == [cast.city.id, heir.id, cast.city.id]


def test_a_unit_that_ends_has_no_plan_for_the_next_year(cast: Cast, make: Makers) -> None:
    plan = make.save(Plan(unit_id=cast.ward.id, year=2026, title="Kế hoạch phường"))
    successors = [Succession(cast.other_ward, True)]
    close_unit(cast.ward, on=date(2026, 12, 31), successors=successors, by=cast.administrator)
    with pytest.raises(Conflict):
        operations.copy_plan(plan, by=cast.administrator)


def test_a_class_belongs_to_a_line_of_its_own_plan(plan: Plan, cast: Cast, make: Makers) -> None:
    other = make.save(Plan(unit_id=cast.ward.id, year=2026, title="Kế hoạch phường"))
    line = make.plan_line(other.id, unit=cast.ward)
    tc = cast.training_class
    facts = operations.ClassFacts(
        code=tc.code, title=tc.title, opens_on=tc.opens_on, closes_on=tc.closes_on, plan_line_id=line.id
    )
    with pytest.raises(Invalid):
        operations.change_class(tc, facts=facts, version=tc.version, by=cast.administrator)
