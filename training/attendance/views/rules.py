"""The attendance rule of a class: what marks are worth, excuses, make-ups, when a warning is sent."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import g, render_template

from training.attendance.access import AttendancePermission
from training.attendance.forms.classes import RuleForm
from training.attendance.operations.rules import set_attendance_rule
from training.attendance.queries.rules import rule_of, version_of_rule
from training.attendance.views.blueprint import bp
from training.classes.models import ClassState, TrainingClass
from training.classes.queries import get_class
from training.classes.views.blueprint import trail
from training.core import web
from training.core.i18n import _


@bp.route("/classes/<int:class_id>/attendance/rule", methods=["GET", "POST"])
@web.requires(AttendancePermission.RULE, get_class)
def rule(training_class: TrainingClass) -> Any:
    """Show and set the attendance rule of a class."""
    g.nav = "classes"
    version = version_of_rule(training_class.id)
    form = RuleForm(data=asdict(rule_of(training_class.id)) | {"version": version})
    if not form.validate_on_submit():
        page = render_template(
            "attendance/rule.html",
            form=form,
            training_class=training_class,
            closed=training_class.state is ClassState.CLOSED,
            crumbs=trail(training_class),
        )
        return page, 422 if form.errors else 200
    set_attendance_rule(training_class, rule=form.rule, version=form.based_on, by=web.actor())
    web.notice(_("The attendance rule has been saved. All shares are counted by it now."))
    return web.see_other("attendance.of_class", class_id=training_class.id)
