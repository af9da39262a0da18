"""The year-end review of a plan: its figures on a page, and one click to the document."""

from __future__ import annotations

from flask import Response, render_template, url_for

from training.classes.models import Plan
from training.classes.queries.plans import get_plan
from training.core import clock, web
from training.core.i18n import _
from training.reporting.access import ReportPermission
from training.reporting.printing.review import review_docx
from training.reporting.queries.review import read_review
from training.reporting.views.blueprint import bp, download, words
from training.reporting.views.documents import DOCX


@bp.get("/plans/<int:plan_id>/review")
@web.requires(ReportPermission.REVIEW, get_plan)
def review(plan: Plan) -> str:
    """Show what a review would say in figures."""
    found = read_review(plan)
    crumbs = [(_("Reports"), url_for(".index"))]
    return render_template("reporting/review.html", review=found, crumbs=crumbs, **words())


@bp.get("/plans/<int:plan_id>/review.docx")
@web.requires(ReportPermission.REVIEW, get_plan)
def review_file(plan: Plan) -> Response:
    """Send the review as a document, a draft to be read and finished."""
    return download(review_docx(read_review(plan), at=clock.now()), DOCX, f"so-ket-{plan.year}-{plan.id}.docx")
