"""Reads of targets: one, all of them, and as the rule compares them."""

from __future__ import annotations

from sqlalchemy import select

from training.completion.hours.models import HourTarget
from training.completion.hours.rules.targets import Target, read_posts
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.units.models import Unit


def get_target(target_id: int) -> HourTarget:
    """Return the target, or raise NotFound."""
    found = db.session.get(HourTarget, target_id)
    if found is None:
        raise NotFound(_("There is no such target."))
    return found


def list_targets() -> list[HourTarget]:
    """Return all targets, the newest days first, within a day by unit."""
    listed = select(HourTarget).join(Unit, Unit.id == HourTarget.unit_id)
    return list(db.session.scalars(listed.order_by(HourTarget.valid_from.desc(), Unit.path, HourTarget.id)))


def read_targets() -> list[Target]:
    """Return all targets as the rule compares them."""
    return [
        Target(one.id, one.title, one.unit.path, read_posts(one.posts), one.hours, one.valid_from, one.valid_to)
        for one in list_targets()
    ]
