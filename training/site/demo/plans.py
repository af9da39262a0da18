"""The demonstration's plans that are still on their way: of the year to come and of three wards."""

from __future__ import annotations

from collections.abc import Mapping

from training.classes.models import Plan
from training.classes.operations import LineFacts, PlanFacts, add_plan_line, change_plan_line, copy_plan, create_plan
from training.classes.queries.plans import list_lines
from training.classes.rules.plans import digest_of_line
from training.core.access import Actor
from training.site.demo.plan import SIGNED, agree
from training.units.models import Unit

#: Wards whose plans are under way, and how many steps each has gone.
STEPS = {"Phường An Mỹ": 1, "Phường An Xuân": 2, "Phường Trường Xuân": 2}
CHANGED = "Phường Trường Xuân"
WHY = "Thêm học viên theo đề nghị của các khối phố"


def plan_ahead(current: Plan, units: Mapping[str, Unit], *, by: Actor) -> None:
    """Draft the plan of the next year, and lead those of three wards as far as they have come."""
    copy_plan(current, by=by)
    for name, steps in STEPS.items():
        plan = _of_ward(units[name], current.year, steps, by)
        if name == CHANGED:
            line = list_lines(plan)[0]
            digest, facts = digest_of_line(line), _facts(plan.unit, learners=45)
            change_plan_line(line, digest=digest, facts=facts, reason=WHY, by=by)


def _of_ward(ward: Unit, year: int, steps: int, by: Actor) -> Plan:
    name = f"{ward.name[:1].lower()}{ward.name[1:]}"
    facts = PlanFacts(
        title=f"Kế hoạch tập huấn cán bộ Mặt trận {name} năm {year}",
        lead_agency=f"Ban Thường trực Ủy ban MTTQ Việt Nam {name}",
        partner_agency=f"Ban Thường vụ Đảng ủy {name}",
    )
    plan = create_plan(unit=ward, year=year, facts=facts, by=by)
    add_plan_line(plan, facts=_facts(ward, learners=30), by=by)
    signed = ((step, _signatory(step.value, name)) for step, _name in SIGNED[:steps])
    agree(plan, signed, by=by)
    return plan


def _signatory(step: str, name: str) -> str:
    return f"Chủ tịch Ủy ban MTTQ Việt Nam {name}" if step == "front" else f"Phó Bí thư Đảng ủy {name}"


def _facts(ward: Unit, *, learners: int) -> LineFacts:
    return LineFacts(
        title="Giám sát đầu tư của cộng đồng",
        posts="Thành viên Ban Giám sát đầu tư của cộng đồng, Ban Thanh tra nhân dân",
        unit_id=ward.id,
        classes=1,
        learners=learners,
        study_hours=8,
        quarter=4,
        place=f"Hội trường Ủy ban nhân dân {ward.name[:1].lower()}{ward.name[1:]}",
        budget="6 triệu đồng, ngân sách phường",
    )
