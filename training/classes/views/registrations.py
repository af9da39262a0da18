"""Pages of who is put forward for a class: by units, decided on by organisers, waiting for places; quotas; moving."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from training.classes import operations
from training.classes.access import ClassPermission
from training.classes.forms import DecisionForm, MoveForm, PeopleForm, QuotaForm
from training.classes.models import Enrolment, Registration, RegistrationState, TrainingClass
from training.classes.queries import get_class, get_enrolment_of
from training.classes.queries.classes import count_learners, list_classes_to_move_to
from training.classes.queries.enrolments import count_enrolled
from training.classes.queries.registrations import (
    count_registrations,
    get_registration,
    list_people_to_nominate,
    list_quotas,
    list_registrations,
)
from training.classes.rules.words import REGISTRATION_STATES
from training.classes.traces import held_against_leaving
from training.classes.views.blueprint import attempt, bp, class_words, trail, unit_options
from training.core import clock, web
from training.core.access import may
from training.core.errors import Conflict, Invalid
from training.core.i18n import _, ngettext
from training.units.queries import list_units_visible


@bp.get("/classes/<int:class_id>/registrations")
@web.requires(ClassPermission.NOMINATE, get_class)
def registrations(training_class: TrainingClass) -> str:
    """List who is put forward for a class."""
    return _page(training_class, DecisionForm())


def _page(training_class: TrainingClass, form: DecisionForm) -> str:
    actor = web.actor()
    wanted = request.args.get("state", "")
    state = RegistrationState(wanted) if wanted in set(RegistrationState) else RegistrationState.PROPOSED
    number = request.args.get("page", 1, type=int)
    counts = count_registrations(training_class, actor)
    return render_template(
        "classes/registrations.html",
        training_class=training_class,
        form=form,
        page=list_registrations(training_class, actor, state=state, number=number),
        state=state,
        counts=counts,
        words=REGISTRATION_STATES,
        quotas=list_quotas(training_class, actor),
        taken=count_enrolled(training_class),
        own=count_learners([training_class.id], actor).get(training_class.id, 0),
        manages=may(actor, ClassPermission.MANAGE, training_class),
        over=_is_over(training_class),
        crumbs=trail(training_class),
        **class_words(),
    )


@bp.post("/classes/<int:class_id>/registrations")
@web.requires(ClassPermission.MANAGE, get_class)
def decide(training_class: TrainingClass) -> Any:
    """Admit or refuse those who were ticked."""
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            done = _decide(training_class, form)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            waiting = sum(one.state is RegistrationState.WAITING for one in done)
            text = ngettext("%(num)s decision has been recorded.", "%(num)s decisions have been recorded.", len(done))
            if waiting:
                wait = ngettext("%(num)s is on the waiting list.", "%(num)s are on the waiting list.", waiting)
                text = f"{text} {wait}"
            web.notice(text)
            return web.see_other("classes.registrations", class_id=training_class.id)
    return _page(training_class, form), 422


def _decide(training_class: TrainingClass, form: DecisionForm) -> list[Registration]:
    ids = form.ids.data or ()
    if request.form.get("action") == "refuse":
        reason = form.reason.data or ""
        return operations.refuse_registrations(training_class, ids=ids, reason=reason, by=web.actor())
    return operations.admit_registrations(training_class, ids=ids, by=web.actor())


@bp.post("/classes/<int:class_id>/registrations/<int:registration_id>/take-back")
@web.requires(ClassPermission.TAKE_BACK, get_registration)
def take_back(registration: Registration) -> Any:
    """Take back that a person is put forward."""
    done = _("%(person)s is no longer put forward.", person=registration.person.full_name)
    attempt(done, lambda: operations.take_back_registration(registration, by=web.actor()))
    return web.see_other("classes.registrations", class_id=registration.class_id)


@bp.route("/classes/<int:class_id>/nominate", methods=["GET", "POST"])
@web.requires(ClassPermission.NOMINATE, get_class)
def nominate(training_class: TrainingClass) -> Any:
    """Tick people of one's own units and put them forward."""
    form = PeopleForm()
    if form.validate_on_submit():
        try:
            done = operations.nominate_people(training_class, person_ids=form.people.data or (), by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            form.form_errors.append(refusal.text)
        else:
            web.notice(
                ngettext("%(num)s person is put forward.", "%(num)s people are put forward.", len(done))
                if done
                else _("They were put forward already.")
            )
            return web.see_other("classes.registrations", class_id=training_class.id)
    page = _nominate_page(training_class, form)
    return page, 422 if form.errors or form.form_errors else 200


def _nominate_page(training_class: TrainingClass, form: PeopleForm) -> str:
    units = list_units_visible(web.actor())
    unit = next((one for one in units if one.id == request.args.get("unit", type=int)), None)
    words, number = request.args.get("q", ""), request.args.get("page", 1, type=int)
    return render_template(
        "classes/nominate.html",
        training_class=training_class,
        form=form,
        page=list_people_to_nominate(training_class, web.actor(), words=words, unit=unit, number=number),
        words=words,
        unit=unit,
        unit_options=unit_options(units),
        quotas=list_quotas(training_class, web.actor()),
        taken=count_enrolled(training_class),
        over=_is_over(training_class),
        crumbs=trail(training_class),
    )


def _is_over(training_class: TrainingClass) -> bool:
    return bool(training_class.register_by and clock.today() > training_class.register_by)


@bp.route("/classes/<int:class_id>/quotas", methods=["GET", "POST"])
@web.requires(ClassPermission.MANAGE, get_class)
def quotas(training_class: TrainingClass) -> Any:
    """Set how many learners of each unit a class takes."""
    units = list_units_visible(web.actor())
    form = QuotaForm().offer(unit_options(units))
    if form.validate_on_submit():
        unit, places = next(u for u in units if u.id == form.unit_id.data), form.places.data or 0
        attempt(
            _("The quota of %(unit)s has been saved.", unit=unit.name),
            lambda: operations.set_quota(training_class, unit=unit, places=places, by=web.actor()),
        )
        return web.see_other("classes.quotas", class_id=training_class.id)
    page = render_template(
        "classes/quotas.html",
        training_class=training_class,
        form=form,
        quotas=list_quotas(training_class, web.actor()),
        crumbs=trail(training_class),
    )
    return page, 422 if form.errors else 200


@bp.route("/classes/<int:class_id>/learners/<int:enrolment_id>/move", methods=["GET", "POST"])
@web.requires(ClassPermission.WITHDRAW, get_enrolment_of)
def move(enrolment: Enrolment) -> Any:
    """Move a learner to another class, with a reason."""
    training_class = enrolment.training_class
    classes = list_classes_to_move_to(training_class, web.actor())
    form = MoveForm().offer(classes)
    if form.validate_on_submit():
        to = next(one for one in classes if one.id == form.to.data)
        try:
            operations.move_learner(enrolment, to=to, reason=form.reason.data or "", by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            form.form_errors.append(refusal.text)
        else:
            said = {"person": enrolment.person.full_name, "title": to.title}
            web.notice(_("%(person)s is a learner of %(title)s now. What is recorded stays here.", **said))
            return web.see_other("classes.learners", class_id=training_class.id)
    page = render_template(
        "classes/move.html",
        form=form,
        enrolment=enrolment,
        against=held_against_leaving(enrolment.id),
        classes=classes,
        training_class=training_class,
        crumbs=trail(training_class),
    )
    return page, 422 if form.errors or form.form_errors else 200
