"""Holding a class while something of it is written, so that two writers and its closing come one after another."""

from __future__ import annotations

from sqlalchemy import select

from training.classes.models import ClassState, TrainingClass
from training.core.db import db
from training.core.errors import Conflict
from training.core.i18n import _


def hold(class_id: int) -> ClassState:
    """Lock the class until the operation ends and return its state; SQLite has one writer anyway."""
    found = select(TrainingClass.state).where(TrainingClass.id == class_id).with_for_update(key_share=True)
    return db.session.scalars(found).one()


def hold_unclosed(class_id: int) -> ClassState:
    """Lock the class and return its state; raise Conflict where it is closed."""
    state = hold(class_id)
    if state is ClassState.CLOSED:
        raise Conflict(_("The class is closed and changes no more."))
    return state
