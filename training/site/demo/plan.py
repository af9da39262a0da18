"""The demonstration's plan of the year: lines, targets of units, both agencies agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from training.classes.models import Plan, PlanStep
from training.classes.operations import (
    LineFacts,
    PlanFacts,
    add_plan_line,
    advance_plan,
    create_plan,
    set_plan_target,
)
from training.classes.queries.plans import list_lines, list_targets
from training.classes.rules.plans import digest_of
from training.completion.hours.operations.targets import TargetFacts, set_hour_target
from training.core.access import Actor
from training.core.db import db
from training.units.models import Unit, UnitKind

#: How many percent are to complete, in the city and in units of a kind.
ASKED = {UnitKind.CITY: 85, UnitKind.WARD: 90, UnitKind.COMMUNE: 80}
BASIS = """Chương trình phối hợp giữa Ban Thường trực Ủy ban MTTQ Việt Nam thành phố với Ban Tuyên giáo Thành ủy
Luật Mặt trận Tổ quốc Việt Nam"""

_SAID = ("title", "posts", "classes", "learners", "study_hours", "quarter", "place", "budget")
LINES: tuple[tuple[Any, ...], ...] = (
    ("Nghiệp vụ Ban Công tác Mặt trận", "Trưởng ban công tác Mặt trận", 2, 120, 16, 2, "Trung tâm Chính trị", ""),
    ("Công tác giám sát, phản biện xã hội", "Ủy viên Ủy ban MTTQ cấp xã", 1, 60, 8, 3, "", "15 triệu đồng"),
    ("Bồi dưỡng công tác Mặt trận", "Cán bộ Mặt trận", 1, 80, 20, 4, "Hội trường Ủy ban MTTQ thành phố", ""),
)
SIGNED = (
    (PlanStep.FRONT, "Phó Chủ tịch Ủy ban MTTQ Việt Nam thành phố"),
    (PlanStep.PARTNER, "Phó Trưởng Ban Tuyên giáo Thành ủy"),
    (PlanStep.IN_FORCE, ""),
)


def make_plan(city: Unit, year: int, *, by: Actor) -> Plan:
    """Make the city's plan of the year and lead it into force."""
    facts = PlanFacts(
        title=f"Kế hoạch tập huấn, bồi dưỡng cán bộ Mặt trận năm {year}",
        legal_basis=BASIS,
        lead_agency="Ban Thường trực Ủy ban MTTQ Việt Nam thành phố",
        partner_agency="Ban Tuyên giáo Thành ủy",
    )
    plan = create_plan(unit=city, year=year, facts=facts, by=by)
    _write_lines(plan, city, by=by)
    below = db.session.scalars(select(Unit).where(Unit.parent_id == city.id)).all()
    for unit, learners in ((city, 20 * len(below)), *((unit, 20) for unit in below)):
        set_plan_target(plan, unit=unit, learners=learners, completion=ASKED.get(unit.kind), by=by)
    agree(plan, SIGNED, by=by)
    return plan


def _write_lines(plan: Plan, city: Unit, *, by: Actor) -> None:
    for line in LINES:
        said = dict(zip(_SAID, line, strict=True))
        add_plan_line(plan, facts=LineFacts(unit_id=city.id, **said), by=by)


def agree(plan: Plan, signed: Iterable[tuple[PlanStep, str]], *, by: Actor) -> None:
    """Lead a plan through steps, each with who signed for it."""
    for step, signatory in signed:
        digest = digest_of(plan, list_lines(plan), list_targets(plan))
        advance_plan(plan, step=step, digest=digest, signatory=signatory, by=by)


def ask_hours(city: Unit, since: int, *, by: Actor) -> None:
    """Ask twenty tiết a year of everybody in the city, from the year `since` on."""
    facts = TargetFacts(
        title="Cán bộ Mặt trận các cấp", posts="", hours=20, valid_from=date(since, 1, 1), valid_to=None, basis=""
    )
    set_hour_target(facts, unit=city, by=by)
