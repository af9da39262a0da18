"""Reads of grading scales."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from training.completion.models import GradingScale
from training.completion.rules.grading import Scale, bands_of, in_force
from training.core.db import db


def list_scales() -> list[Scale]:
    """Return every version of every scale, by name and the newest first."""
    wanted = select(GradingScale).order_by(GradingScale.name, GradingScale.valid_from.desc())
    return [Scale(s.name, s.valid_from, bands_of(s.bands)) for s in db.session.scalars(wanted)]


def scale_names() -> list[str]:
    """Return the names of the scales there are."""
    return list(db.session.scalars(select(GradingScale.name).distinct().order_by(GradingScale.name)))


def find_scale(name: str, on: date) -> Scale | None:
    """Return the version of a scale that holds on the day; None for no name."""
    return in_force(list_scales(), name, on) if name else None
