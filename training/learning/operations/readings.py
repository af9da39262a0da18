"""Writes of reading: how long a module was looked at, and that it was read to the end."""

from __future__ import annotations

from sqlalchemy import func

from training.core import clock
from training.core.access import Actor
from training.core.db import db, insert_rows, operation, table_of
from training.core.errors import Conflict
from training.core.i18n import _
from training.learning.models import Reading
from training.learning.queries.classes import EnrolledClass, ModuleLine

#: A page left open overnight was not read all night.
MAX_SECONDS = 3600

_READINGS = table_of(Reading)


@operation
def record_reading(enrolled: EnrolledClass, *, line: ModuleLine, seconds: int) -> None:
    """Add `seconds` of reading, in a class that is open.

    Carries no `by` and leaves no audit line: the row itself says whose reading, when and how long.
    """
    if enrolled.is_open:
        _add(enrolled, line, seconds=seconds)


@operation
def finish_module(enrolled: EnrolledClass, *, line: ModuleLine, seconds: int, by: Actor) -> None:  # noqa: ARG001 -- for the audit line
    """Note that the module was read to the end; the first time stays. Raises Conflict in a closed class."""
    if not enrolled.is_open:
        raise Conflict(_("This class has closed. It can still be read, but nothing is recorded any more."))
    _add(enrolled, line, seconds=seconds, done_at=func.coalesce(_READINGS.c.done_at, clock.now()))


def _add(enrolled: EnrolledClass, line: ModuleLine, *, seconds: int, **also: object) -> None:
    now = clock.now()
    row = {
        "enrolment_id": enrolled.enrolment_id,
        "module_id": line.module_id,
        "module_revision_id": line.revision_id,
        "first_at": now,
        "last_at": now,
        "seconds": 0,
    }
    insert_rows(_READINGS, [row], key=("enrolment_id", "module_id"), update=("module_revision_id", "last_at"))
    more = _READINGS.c.seconds + min(max(seconds, 0), MAX_SECONDS)
    db.session.execute(
        _READINGS.update()
        .where(_READINGS.c.enrolment_id == enrolled.enrolment_id, _READINGS.c.module_id == line.module_id)
        .values(seconds=more, **also)
    )
