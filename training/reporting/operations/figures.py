"""Keeping figures of large years, so that their dashboards open at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, insert

from training.core import clock
from training.core.access import SYSTEM
from training.core.db import db, operation
from training.reporting.models import KeptFigures
from training.reporting.queries.cells import classes_of_years, list_large_years, live_cells
from training.reporting.rules.cells import BINS, Cell


def keep_figures() -> int:
    """Compute the figures of all large years and keep them; return of how many classes.

    They are computed before the write begins, so that nobody waits for it.
    """
    class_ids = classes_of_years(list_large_years())
    at = clock.now()
    cells = live_cells(class_ids, SYSTEM) if class_ids else []
    replace_figures(class_ids, cells, at)
    return len(class_ids)


@operation
def replace_figures(class_ids: Collection[int], cells: Iterable[Cell], at: datetime) -> None:
    """Keep the cells in place of all that were kept; a class without learners keeps an empty one."""
    rows = [_row(cell, at) for cell in cells]
    empty = set(class_ids) - {row["class_id"] for row in rows}
    db.session.execute(delete(KeptFigures))
    if rows:
        db.session.execute(insert(KeptFigures), rows)
    for class_id in sorted(empty):
        db.session.add(KeptFigures(class_id=class_id, unit_id=None, at=at, bins=[0] * BINS))


def _row(cell: Cell, at: datetime) -> dict[str, object]:
    totals = cell.totals
    return {
        "class_id": cell.class_id,
        "unit_id": cell.unit_id,
        "learners": totals.learners,
        "started": totals.started,
        "passed": totals.passed,
        "completed": totals.completed,
        "marked": totals.marked,
        "mark_sum": totals.mark_sum,
        "hours_attended": totals.hours_attended,
        "hours_held": totals.hours_held,
        "bins": list(totals.bins),
        "at": at,
    }
