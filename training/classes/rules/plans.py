"""Rules of a year's plan: what its agreements are given for, and which step follows which."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from training.classes.models import Plan, PlanLine, PlanState, PlanStep, PlanTarget
from training.core.i18n import _l

#: State of a plan: its words and the kind of tag it is shown with.
PLAN_STATES = {
    PlanState.DRAFT: (_l("Draft of a plan"), ""),
    PlanState.AGREED_BY_FRONT: (_l("Agreed by the Front"), "warn"),
    PlanState.AGREED_BY_BOTH: (_l("Agreed by both agencies"), "info"),
    PlanState.IN_FORCE: (_l("In force"), "ok"),
}
PLAN_STEPS = {
    PlanStep.FRONT: _l("Agreed by the Front"),
    PlanStep.PARTNER: _l("Agreed by the propaganda commission"),
    PlanStep.IN_FORCE: _l("Put into force"),
    PlanStep.VOIDED: _l("Changed: both agreements are void"),
}

#: The step that each state waits for, and the state that it leads to; the Front agrees first.
NEXT_STEP = {
    PlanState.DRAFT: (PlanStep.FRONT, PlanState.AGREED_BY_FRONT),
    PlanState.AGREED_BY_FRONT: (PlanStep.PARTNER, PlanState.AGREED_BY_BOTH),
    PlanState.AGREED_BY_BOTH: (PlanStep.IN_FORCE, PlanState.IN_FORCE),
}

#: How much of a digest is shown; enough to compare two printed plans by eye.
SHOWN_DIGITS = 12

_LINE = ("title", "posts", "unit_id", "classes", "learners", "study_hours", "quarter", "place", "budget")


def digest_of(plan: Plan, lines: Iterable[PlanLine], targets: Iterable[PlanTarget]) -> str:
    """Return the SHA-256 of all that the agencies agree to, in hexadecimal; the order of rows does not matter."""
    content = {
        "plan": [plan.unit_id, plan.year, plan.title, plan.legal_basis, plan.lead_agency, plan.partner_agency],
        "lines": sorted(_said_in(line) for line in lines),
        "targets": sorted(_asked_in(target) for target in targets),
    }
    return _sha256(content)


def digest_of_line(line: PlanLine) -> str:
    """Return the SHA-256 of what one line says, in hexadecimal."""
    return _sha256(_said_in(line))


def _said_in(line: PlanLine) -> list[str | int]:
    return [getattr(line, name) for name in _LINE]


def _asked_in(target: PlanTarget) -> list[int]:
    # Nothing stands for no percentage: plans that were agreed to before there were any keep their digests.
    return [target.unit_id, target.learners, *([target.completion] if target.completion else [])]


def _sha256(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def title_of_next(title: str, year: int) -> str:
    """Return the title of a plan copied to the next year: the year in it becomes the next one."""
    return title.replace(str(year), str(year + 1))
