"""Pages of a class's learners: the list, withdrawing, taking back."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from training.classes import operations
from training.classes.access import ClassPermission
from training.classes.forms import WithdrawForm
from training.classes.models import Enrolment, EnrolmentState, TrainingClass
from training.classes.queries import get_class, get_enrolment_of
from training.classes.queries.enrolments import count_withdrawn, list_learners, list_units_of_learners
from training.classes.traces import held_against_leaving
from training.classes.views.blueprint import attempt, bp, class_words, trail
from training.core import web
from training.core.access import may
from training.core.errors import Conflict, Invalid
from training.core.i18n import _


@bp.get("/classes/<int:class_id>/learners")
@web.requires(ClassPermission.SEE, get_class)
def learners(training_class: TrainingClass) -> str:
    """List the learners of a class, as far as the reader sees them."""
    actor = web.actor()
    withdrawn = request.args.get("state") == EnrolmentState.WITHDRAWN
    words, unit_id = request.args.get("q", ""), request.args.get("unit", type=int)
    page = list_learners(
        training_class,
        actor,
        words=words,
        unit_id=unit_id,
        state=EnrolmentState.WITHDRAWN if withdrawn else EnrolmentState.ENROLLED,
        number=request.args.get("page", 1, type=int),
    )
    return render_template(
        "classes/learners.html",
        training_class=training_class,
        page=page,
        units=(units := list_units_of_learners(training_class, actor)),
        unit_options=[(unit.id, unit.name) for unit in units],
        words=words,
        unit_id=unit_id,
        withdrawn=withdrawn,
        withdrawn_count=count_withdrawn(training_class, actor),
        manages=may(actor, ClassPermission.MANAGE, training_class),
        crumbs=trail(training_class),
        **class_words(),
    )


@bp.route("/classes/<int:class_id>/learners/<int:enrolment_id>/withdraw", methods=["GET", "POST"])
@web.requires(ClassPermission.WITHDRAW, get_enrolment_of)
def withdraw(enrolment: Enrolment) -> Any:
    """Withdraw a learner, with a reason."""
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            operations.withdraw_learner(enrolment, reason=form.reason.data or "", by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            web.notice(refusal.text, "warn")
            return web.see_other("classes.learners", class_id=enrolment.class_id)
        else:
            web.notice(_("%(person)s has been withdrawn. What is recorded stays.", person=enrolment.person.full_name))
            return web.see_other("classes.learners", class_id=enrolment.class_id)
    training_class = enrolment.training_class
    page = render_template(
        "classes/withdraw.html",
        form=form,
        enrolment=enrolment,
        against=held_against_leaving(enrolment.id),
        training_class=training_class,
        crumbs=trail(training_class),
    )
    return page, 422 if form.errors else 200


@bp.post("/classes/<int:class_id>/learners/<int:enrolment_id>/restore")
@web.requires(ClassPermission.WITHDRAW, get_enrolment_of)
def restore(enrolment: Enrolment) -> Any:
    """Take a learner back."""
    done = _("%(person)s is a learner of the class again.", person=enrolment.person.full_name)
    attempt(done, lambda: operations.restore_learner(enrolment, by=web.actor()))
    return web.see_other("classes.learners", class_id=enrolment.class_id)
