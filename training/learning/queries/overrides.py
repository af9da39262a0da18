"""Reads of overrides: what is granted to learners beyond what holds for all, merged; and the list of a quiz's."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, exists, or_, select

from training.classes.models import Enrolment, TrainingClass
from training.core.db import db, table_of
from training.core.errors import NotFound
from training.core.i18n import _
from training.learning.models import Override
from training.learning.rules.timing import Allowance, most_lenient
from training.quizzes.models import Quiz
from training.units.models import Unit

_overrides, _enrolments, _classes, _quizzes, _units = map(table_of, (Override, Enrolment, TrainingClass, Quiz, Unit))
_scopes = _units.alias("scopes")

#: Whether anything is granted at a quiz of a class: most have nothing, and need not be asked what.
OVERRIDDEN = (
    exists()
    .where(
        _overrides.c.class_id == _classes.c.id,
        _overrides.c.quiz_id == _quizzes.c.id,
        _overrides.c.ended_at.is_(None),
    )
    .correlate(_classes, _quizzes)
    .label("overridden")
)

_GRANTED = (
    select(
        _enrolments.c.id,
        _overrides.c.quiz_id,
        _overrides.c.opens_at,
        _overrides.c.closes_at,
        _overrides.c.time_limit,
        _overrides.c.extra_time,
        _overrides.c.attempts_allowed,
    )
    .select_from(_enrolments)
    .join(_overrides, _overrides.c.class_id == _enrolments.c.class_id)
    .join(_units, _units.c.id == _enrolments.c.unit_id)
    .outerjoin(_scopes, _scopes.c.id == _overrides.c.unit_id)
    .where(
        _enrolments.c.id.in_(bindparam("enrolment_ids", expanding=True)),
        _overrides.c.ended_at.is_(None),
        or_(_overrides.c.enrolment_id.is_(None), _overrides.c.enrolment_id == _enrolments.c.id),
        or_(_overrides.c.unit_id.is_(None), _units.c.path.startswith(_scopes.c.path)),
    )
)

Granted = Mapping[tuple[int, int], Allowance]


def granted_to(enrolment_ids: Collection[int]) -> Granted:
    """Return what is granted, by enrolment and quiz; without any enrolment nothing is asked."""
    found: dict[tuple[int, int], list[Allowance]] = {}
    if enrolment_ids:
        for enrolment_id, quiz_id, *fields in db.session.execute(_GRANTED, {"enrolment_ids": list(enrolment_ids)}):
            found.setdefault((enrolment_id, quiz_id), []).append(Allowance(*fields))
    return {key: most_lenient(allowances) for key, allowances in found.items()}


def list_overrides(class_id: int, quiz_id: int) -> list[Override]:
    """Return what was ever granted at a quiz of a class, the newest first."""
    found = select(Override).where(Override.class_id == class_id, Override.quiz_id == quiz_id)
    return list(db.session.scalars(found.order_by(Override.ended_at.is_not(None), Override.id.desc())))


def get_override(class_id: int, override_id: int) -> Override:
    """Return an override in the class, or raise NotFound."""
    found = db.session.get(Override, override_id)
    if found is None or found.class_id != class_id:
        raise NotFound(_("There is no such override in this class."))
    return found
