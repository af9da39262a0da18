"""The blueprint that the pages of classes share, the tabs of a class, and the way back to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, request, url_for

from training.classes.access import ClassPermission
from training.classes.models import TrainingClass
from training.classes.rules.words import MODES, STATES, WAYS
from training.classes.tabs import add_tab, tabs
from training.core import web
from training.core.access import may
from training.core.errors import Conflict
from training.core.i18n import _, _l
from training.units.models import Unit
from training.units.rules import ids_on

bp = Blueprint("classes", __name__)

add_tab(_l("Overview"), "classes.show", ClassPermission.SEE, position=10, also=("classes.edit", "classes.reopen"))
add_tab(
    _l("Learners"),
    "classes.learners",
    ClassPermission.SEE,
    position=20,
    also=("classes.enrol_unit", "classes.enrol_list", "classes.enrol_chosen", "classes.withdraw", "classes.move"),
)
add_tab(
    _l("Put forward"),
    "classes.registrations",
    ClassPermission.NOMINATE,
    position=22,
    also=("classes.decide", "classes.nominate", "classes.quotas"),
)
add_tab(
    _l("Meetings"),
    "classes.meetings",
    ClassPermission.SEE,
    position=25,
    also=("classes.new_meeting", "classes.edit_meeting"),
)
add_tab(_l("Announcements"), "classes.announcements", ClassPermission.MANAGE, position=30)
add_tab(_l("Courses and quizzes"), "classes.courses", ClassPermission.SEE, position=35, also=("classes.quiz_hours",))


@bp.app_context_processor
def page_context() -> dict[str, Any]:
    """Give every page what classes/tabs.html asks for."""
    return {"class_tabs": class_tabs}


def class_tabs(training_class: TrainingClass) -> list[tuple[str, str, bool]]:
    """Return label, address and whether it is the page shown, of each tab that the reader has on the class."""
    actor = web.actor()
    return [
        (str(tab.label), url_for(tab.endpoint, class_id=training_class.id), tab.covers(request.endpoint))
        for tab in tabs()
        if may(actor, tab.permission, training_class)
    ]


def trail(training_class: TrainingClass | None = None, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the path to a page of the class."""
    way: list[tuple[str, str | None]] = [(_("Classes"), url_for("classes.index"))]
    if training_class is not None:
        way.append((training_class.title, url_for("classes.show", class_id=training_class.id)))
    return [*way, *more]


def class_words() -> dict[str, Any]:
    """Return the words and permissions that the templates of classes use."""
    return {"state_words": STATES, "mode_words": MODES, "way_words": WAYS, "P": ClassPermission}


def unit_options(units: Iterable[Unit]) -> list[tuple[int, str]]:
    """Return the units for a box to choose from, those below others set in."""
    found = list(units)
    depths = {unit.id: len(ids_on(unit.path)) for unit in found}
    least = min(depths.values(), default=0)
    return [(unit.id, "\u2003" * (depths[unit.id] - least) + unit.name) for unit in found]


def attempt(done: str, step: Callable[[], object]) -> None:
    """Do a step that a button asks for; say that it is done, or why it is not."""
    try:
        step()
        web.notice(done)
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
