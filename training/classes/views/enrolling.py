"""Pages that bring learners into a class: by unit, by a pasted list, by search; each shows first what it would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from training.classes import operations
from training.classes.access import ClassPermission
from training.classes.forms import PasteForm, PeopleForm
from training.classes.models import TrainingClass
from training.classes.operations import Enrolled
from training.classes.queries import get_class
from training.classes.queries.enrolments import enrolled_ids, known_to, list_people_to_add, preview_unit
from training.classes.rules.pasting import Known, Match, PastedLine, match_lines, read_lines
from training.classes.rules.words import BY_LIST, BY_SEARCH, WALKED_IN
from training.classes.views.blueprint import bp, class_words, trail, unit_options
from training.core import web
from training.core.errors import Invalid
from training.core.i18n import _, ngettext
from training.units.models import Unit
from training.units.queries import list_units_visible


@bp.get("/classes/<int:class_id>/enrol/unit")
@web.requires(ClassPermission.MANAGE, get_class)
def enrol_unit(training_class: TrainingClass) -> str:
    """Choose a unit and see whom it would bring in."""
    units = list_units_visible(web.actor())
    unit = _chosen(units, request.args.get("unit", type=int))
    preview = preview_unit(training_class, unit, web.actor()) if unit else None
    return _page("classes/enrol_unit.html", training_class, unit_options=unit_options(units), preview=preview)


@bp.post("/classes/<int:class_id>/enrol/unit")
@web.requires(ClassPermission.MANAGE, get_class)
def enrol_unit_now(training_class: TrainingClass) -> Any:
    """Enrol everybody in a unit."""
    unit = _chosen(list_units_visible(web.actor()), request.form.get("unit", type=int))
    if unit is None:
        web.notice(_("Choose a unit first."), "warn")
        return web.see_other("classes.enrol_unit", class_id=training_class.id)
    return _done(training_class, operations.enrol_unit(training_class, unit=unit, by=web.actor()))


@bp.route("/classes/<int:class_id>/enrol/list", methods=["GET", "POST"])
@web.requires(ClassPermission.MANAGE, get_class)
def enrol_list(training_class: TrainingClass) -> Any:
    """Paste a list and see whom its lines mean."""
    form = PasteForm()
    found: Sorted | None = None
    if form.validate_on_submit():
        try:
            lines = read_lines(form.text.data or "")
            found = _sorted(training_class, match_lines(lines, known_to(lines, web.actor())))
        except Invalid as refusal:
            form.refuse(refusal)
    page = _page("classes/enrol_list.html", training_class, form=form, found=found)
    return page, 422 if form.errors else 200


@dataclass(frozen=True, slots=True)
class Sorted:
    """The lines of a pasted list by what can be done with them."""

    new: list[tuple[PastedLine, Known]]
    already: list[tuple[PastedLine, Known]]
    several: list[Match]
    nobody: list[PastedLine]


def _sorted(training_class: TrainingClass, matches: Iterable[Match]) -> Sorted:
    matches = list(matches)
    enrolled = enrolled_ids(training_class, {p.person_id for match in matches for p in match.people})
    # Somebody named by two lines comes in once.
    sure = {match.people[0].person_id: (match.line, match.people[0]) for match in matches if len(match.people) == 1}
    return Sorted(
        new=[pair for person_id, pair in sure.items() if person_id not in enrolled],
        already=[pair for person_id, pair in sure.items() if person_id in enrolled],
        several=[match for match in matches if len(match.people) > 1],
        nobody=[match.line for match in matches if not match.people],
    )


@bp.get("/classes/<int:class_id>/enrol/chosen")
@web.requires(ClassPermission.MANAGE, get_class)
def enrol_chosen(training_class: TrainingClass) -> str:
    """Find people and tick those to bring in."""
    return _chosen_page(training_class, PeopleForm())


def _chosen_page(training_class: TrainingClass, form: PeopleForm) -> str:
    units = list_units_visible(web.actor())
    unit = _chosen(units, request.args.get("unit", type=int))
    words, number = request.args.get("q", ""), request.args.get("page", 1, type=int)
    page = list_people_to_add(training_class, web.actor(), words=words, unit=unit, number=number)
    filters = {"words": words, "unit": unit, "unit_options": unit_options(units)}
    walk_in = WALKED_IN in {request.args.get("how"), request.form.get("how")}
    return _page("classes/enrol_chosen.html", training_class, form=form, page=page, walk_in=walk_in, **filters)


@bp.post("/classes/<int:class_id>/enrol/chosen")
@web.requires(ClassPermission.MANAGE, get_class)
def enrol_chosen_now(training_class: TrainingClass) -> Any:
    """Enrol the people who were ticked, on the search page or in a preview of a pasted list."""
    form = PeopleForm()
    how = request.form.get("how", BY_SEARCH)
    how = how if how in {BY_LIST, WALKED_IN} else BY_SEARCH
    if form.validate_on_submit():
        try:
            done = operations.enrol_people(training_class, person_ids=form.people.data or (), how=how, by=web.actor())
            return _done(training_class, done)
        except Invalid as refusal:
            form.refuse(refusal)
    return _chosen_page(training_class, form), 422


def _done(training_class: TrainingClass, enrolled: Enrolled) -> Any:
    came = enrolled.new + enrolled.back
    text = ngettext("%(num)s learner has been enrolled.", "%(num)s learners have been enrolled.", came)
    if enrolled.already:
        more = ngettext("%(num)s was in the class already.", "%(num)s were in the class already.", enrolled.already)
        text = f"{text} {more}"
    if enrolled.waiting:
        wait = ngettext("%(num)s is on the waiting list.", "%(num)s are on the waiting list.", enrolled.waiting)
        text = f"{text} {wait}"
    web.notice(text, "ok" if came else "info")
    return web.see_other("classes.learners", class_id=training_class.id)


def _chosen(units: Iterable[Unit], unit_id: int | None) -> Unit | None:
    return next((unit for unit in units if unit.id == unit_id), None)


def _page(template: str, training_class: TrainingClass, **values: Any) -> str:
    return render_template(
        template, training_class=training_class, crumbs=trail(training_class), **values, **class_words()
    )
