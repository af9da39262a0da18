"""Writes of grading scales: a version is added, none is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from training.completion.models import GradingScale
from training.completion.rules.grading import Band, stored_bands
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict
from training.core.i18n import _


@operation
def add_scale(*, name: str, valid_from: date, bands: Sequence[Band], by: Actor) -> GradingScale:
    """Add a scale of grading, or a version of one that holds from a day on.

    Raises Conflict where the scale has a version of that day already: what classes were graded by does not change.
    """
    scale = GradingScale(name=name, valid_from=valid_from, bands=stored_bands(bands), by_account_id=by.account_id)
    taken = Conflict(_("This scale has a version of that day already. Choose another day."))
    with unique("grading_scales", "name", "valid_from", refusal=taken):
        db.session.add(scale)
    return scale
