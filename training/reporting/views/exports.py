"""Long exports that pages begin: a large roster as a workbook, the evidence of a class."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from training.classes.access import ClassPermission
from training.classes.models import TrainingClass
from training.classes.queries import get_class
from training.classes.views.blueprint import trail
from training.core import web
from training.core.i18n import _
from training.core.jobs import start_job
from training.reporting.access import ReportPermission
from training.reporting.queries.evidence import missing_items
from training.reporting.queries.scopes import get_scope
from training.reporting.rules.scopes import Scoped
from training.reporting.views import asked
from training.reporting.views.blueprint import bp


@bp.post("/rosters/<scope>/<int:key>/export")
@web.requires(ReportPermission.SEE_ROSTER, get_scope)
def export_learners(scoped: Scoped) -> Any:
    """Have the worker write the roster, as filtered and in the columns chosen."""
    scope = scoped.scope
    given = {
        "scope": scope.kind.value,
        "key": scope.key,
        "year": asked.year(),
        "q": request.args.get("q", ""),
        "unit": request.args.get("unit", type=int),
        "result": request.args.get("result", ""),
        "columns": asked.names(),
    }
    back = url_for(".learners", scope=scope.kind.value, key=scope.key, **asked.again())
    job = start_job("reporting.roster", given, subject=scope.name, back=back, by=web.actor())
    return web.see_other("jobs.show", job_id=job.id)


@bp.get("/classes/<int:class_id>/evidence")
@web.requires(ClassPermission.MANAGE, get_class)
def evidence(training_class: TrainingClass) -> str:
    """Say what the evidence of a class holds, and what an audit would miss."""
    g.nav = "classes"
    missing = missing_items(training_class)
    back = (_("Roster"), url_for(".roster", class_id=training_class.id))
    return render_template(
        "reporting/evidence.html", training_class=training_class, missing=missing, crumbs=trail(training_class, back)
    )


@bp.post("/classes/<int:class_id>/bundle")
@web.requires(ClassPermission.MANAGE, get_class)
def export_evidence(training_class: TrainingClass) -> Any:
    """Have the worker put together the evidence of a class."""
    back = url_for(".evidence", class_id=training_class.id)
    given = {"class_id": training_class.id}
    job = start_job("reporting.bundle", given, subject=training_class.title, back=back, by=web.actor())
    return web.see_other("jobs.show", job_id=job.id)
