"""Pages of classes: the list, one class, making, changing, opening and closing, its trainers."""

from __future__ import annotations

from itertools import chain
from typing import Any

from flask import render_template, request

from training.classes import operations
from training.classes.access import ClassPermission
from training.classes.forms import ClassForm, NewClassForm, ReopenForm, TrainerForm
from training.classes.models import ClassState, Plan, TrainingClass
from training.classes.queries import get_class
from training.classes.queries.classes import (
    figures_of,
    list_class_courses,
    list_classes,
    list_trainers,
    list_trainers_to_add,
    list_units_of_classes,
    list_years,
)
from training.classes.queries.meetings import list_meetings
from training.classes.queries.plans import list_codes, list_lines, list_lines_of, list_planning_units, list_plans_run
from training.classes.rules.codes import next_code
from training.classes.rules.words import STATES
from training.classes.traces import left_undone
from training.classes.views.blueprint import attempt, bp, class_words, trail
from training.core import clock, web
from training.core.access import may
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.people.queries import get_person


@bp.get("/classes")
@web.requires(ClassPermission.LIST)
def index() -> str:
    """List the classes."""
    actor, wanted = web.actor(), _wanted()
    page = list_classes(actor, **wanted, number=request.args.get("page", 1, type=int))
    return render_template(
        "classes/index.html",
        page=page,
        figures=figures_of(page.rows, actor),
        years=(years := list_years(actor)),
        units=(units := list_units_of_classes(actor)),
        year_options=[("", _("All years")), *((year, year) for year in years)],
        state_options=[("", _("All states")), *((state, words) for state, (words, _kind) in STATES.items())],
        unit_options=[("", _("All units")), *((unit.id, unit.name) for unit in units)],
        wanted=wanted,
        **class_words(),
    )


def _wanted() -> dict[str, Any]:
    state = request.args.get("state", "")
    return {
        "words": request.args.get("q", ""),
        "year": request.args.get("year", type=int),
        "state": ClassState(state) if state in set(ClassState) else None,
        "unit_id": request.args.get("unit", type=int),
    }


@bp.route("/classes/new", methods=["GET", "POST"])
@web.requires(ClassPermission.CREATE)
def new() -> Any:
    """Make a class in one of the plans that the reader looks after."""
    plans, units = list_plans_run(web.actor()), list_planning_units(web.actor())
    chosen = _chosen(plans, request.args.get("plan", type=int))
    form = NewClassForm(**_proposed(chosen)).offer(plans, units)
    form.offer_lines(list_lines_of(plans))
    if form.validate_on_submit():
        try:
            plan = next(p for p in plans if p.id == form.plan_id.data)
            unit = next(u for u in units if u.id == form.unit_id.data)
            training_class = operations.create_class(form.facts, plan=plan, unit=unit, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The class has been made. It is in preparation: learners do not see it yet."))
            return web.see_other("classes.show", class_id=training_class.id)
    return render_template("classes/new.html", form=form, plans=plans, crumbs=trail()), 422 if form.errors else 200


def _chosen(plans: list[Plan], plan_id: int | None) -> Plan | None:
    """Return the plan asked for; else the widest of this year, else the newest."""
    asked = (plan for plan in plans if plan.id == plan_id)
    of_this_year = (plan for plan in plans if plan.year == clock.today().year)
    return next(chain(asked, of_this_year, plans), None)


def _proposed(plan: Plan | None) -> dict[str, Any]:
    if plan is None:
        return {}
    code = next_code(plan.year, list_codes(plan))
    line = request.args.get("line", type=int)
    return {"plan_id": plan.id, "unit_id": plan.unit_id, "code": code, "place": "", "plan_line_id": line}


@bp.get("/classes/<int:class_id>")
@web.requires(ClassPermission.SEE, get_class)
def show(training_class: TrainingClass) -> str:
    """Show a class: what it is, what comes next, what is still missing."""
    actor = web.actor()
    meetings = list_meetings(training_class)
    now = clock.now()
    ahead = [one for one in meetings if one.number and one.meeting.ends_at >= now]
    manages = may(actor, ClassPermission.MANAGE, training_class)
    return render_template(
        "classes/show.html",
        training_class=training_class,
        figures=figures_of([training_class], actor)[training_class.id],
        parts=list_class_courses(training_class),
        trainers=list_trainers(training_class),
        trainer_form=TrainerForm().offer(list_trainers_to_add(training_class)) if manages else None,
        next_meeting=ahead[0] if ahead else None,
        manages=manages,
        undone=left_undone(training_class.id) if manages and training_class.state is ClassState.OPEN else [],
        now=now,
        crumbs=trail(),
        **class_words(),
    )


@bp.route("/classes/<int:class_id>/edit", methods=["GET", "POST"])
@web.requires(ClassPermission.MANAGE, get_class)
def edit(training_class: TrainingClass) -> Any:
    """Change what is said of a class."""
    form = ClassForm.of(training_class)
    form.offer_lines(list_lines(training_class.plan))
    changed: TrainingClass | None = None
    if form.validate_on_submit():
        try:
            operations.change_class(training_class, facts=form.facts, version=form.version.data or 0, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            changed = _changed(training_class, form, refusal)
        else:
            web.notice(_("The class has been changed."))
            return web.see_other("classes.show", class_id=training_class.id)
    page = render_template(
        "classes/edit.html",
        form=form,
        training_class=training_class,
        changed=changed,
        crumbs=trail(training_class),
        **class_words(),
    )
    return page, 409 if changed else 422 if form.errors else 200


def _changed(training_class: TrainingClass, form: ClassForm, refusal: Conflict) -> TrainingClass:
    stored = get_class(training_class.id)
    if stored.state is ClassState.CLOSED:
        raise refusal
    form.show("version", stored.version)
    return stored


# --- its being open ------------------------------------------------------------------------------


@bp.post("/classes/<int:class_id>/open")
@web.requires(ClassPermission.MANAGE, get_class)
def open_class(training_class: TrainingClass) -> Any:
    """Open a class to its learners."""
    done = _("The class is open: its learners see it now.")
    attempt(done, lambda: operations.open_class(training_class, by=web.actor()))
    return web.see_other("classes.show", class_id=training_class.id)


@bp.post("/classes/<int:class_id>/close")
@web.requires(ClassPermission.MANAGE, get_class)
def close_class(training_class: TrainingClass) -> Any:
    """Close a class."""
    done = _("The class is closed: it stays to be read and changes no more.")
    attempt(done, lambda: operations.close_class(training_class, by=web.actor()))
    return web.see_other("classes.show", class_id=training_class.id)


@bp.post("/classes/<int:class_id>/remove")
@web.requires(ClassPermission.REMOVE, get_class)
def remove_class(training_class: TrainingClass) -> Any:
    """Remove a class made by mistake."""
    title, plan_id = request.form.get("title", ""), training_class.plan_id
    try:
        operations.remove_class(training_class, title=title, by=web.actor())
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
        return web.see_other("classes.show", class_id=training_class.id)
    web.notice(_("Class removed: %(title)s", title=title))
    return web.see_other("classes.show_plan", plan_id=plan_id)


@bp.route("/classes/<int:class_id>/reopen", methods=["GET", "POST"])
@web.requires(ClassPermission.REOPEN, get_class)
def reopen(training_class: TrainingClass) -> Any:
    """Open a closed class again, with a reason."""
    form = ReopenForm()
    if form.validate_on_submit():
        done = _("The class is open again.")
        attempt(done, lambda: operations.reopen_class(training_class, reason=form.reason.data or "", by=web.actor()))
        return web.see_other("classes.show", class_id=training_class.id)
    page = render_template(
        "classes/reopen.html", form=form, training_class=training_class, crumbs=trail(training_class)
    )
    return page, 422 if form.errors else 200


# --- trainers ------------------------------------------------------------------------------------


@bp.post("/classes/<int:class_id>/trainers")
@web.requires(ClassPermission.MANAGE, get_class)
def add_trainer(training_class: TrainingClass) -> Any:
    """Add a trainer to a class."""
    people = list_trainers_to_add(training_class)
    form = TrainerForm().offer(people)
    if form.validate_on_submit():
        person = next(p for p in people if p.id == form.person_id.data)
        done = _("%(person)s teaches this class now.", person=person.full_name)
        attempt(done, lambda: operations.add_trainer(training_class, person, by=web.actor()))
    else:
        web.notice(_("Choose one of the trainers."), "warn")
    return web.see_other("classes.show", class_id=training_class.id)


@bp.post("/classes/<int:class_id>/trainers/<int:person_id>/remove")
@web.requires(ClassPermission.MANAGE, get_class)
def remove_trainer(training_class: TrainingClass, person_id: int) -> Any:
    """Take a trainer off a class."""
    person = get_person(person_id)
    done = _("%(person)s does not teach this class any more.", person=person.full_name)
    attempt(done, lambda: operations.remove_trainer(training_class, person, by=web.actor()))
    return web.see_other("classes.show", class_id=training_class.id)
