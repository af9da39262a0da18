"""Pages of how learners stand: one learner for staff, one's own, the panel on a learner's page of a class."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, url_for
from markupsafe import Markup

from training.attendance.rules.words import STATUSES
from training.classes.models import Enrolment, TrainingClass
from training.classes.views.blueprint import trail
from training.completion.access import CompletionPermission
from training.completion.queries.certificates import find_valid
from training.completion.queries.details import (
    get_enrolment,
    get_enrolment_of,
    list_attempts,
    list_meetings,
    list_modules,
)
from training.completion.queries.scales import find_scale
from training.completion.queries.standings import Standing, standing_of
from training.completion.queries.terms import Terms, terms_of
from training.completion.rules.conditions import Group
from training.completion.rules.findings import Finding, Outcome, findings, missing, overall
from training.completion.rules.grading import grade
from training.completion.rules.sentences import OUTCOME_WORDS, group_heading, sentence, wording
from training.completion.views.blueprint import bp
from training.core import web
from training.core.i18n import _
from training.learning.panels import add_class_panel
from training.learning.queries.classes import EnrolledClass


@bp.get("/classes/<int:class_id>/learners/<int:enrolment_id>/completion")
@web.requires(CompletionPermission.SEE_LEARNER, get_enrolment)
def learner(enrolment: Enrolment) -> str:
    """Show how one learner stands, condition by condition, with what it rests on."""
    g.nav = "classes"
    return _standing_page("completion/learner.html", enrolment, crumbs=_to_roster(enrolment.training_class))


def _to_roster(training_class: TrainingClass) -> list[tuple[str, str | None]]:
    # The roster's page belongs to a slice above; its address is part of the class's own.
    return trail(training_class, (_("Results"), f"/classes/{training_class.id}/roster"))


def own_enrolment(class_id: int) -> Enrolment:
    """Return the enrolment of whoever is signed in; raise NotFound where there is none."""
    return get_enrolment_of(web.actor().person_id, class_id)


@bp.get("/learn/classes/<int:class_id>/completion")
@web.requires(CompletionPermission.SEE_OWN, own_enrolment)
def own(enrolment: Enrolment) -> str:
    """Show a learner what the class asks for and how far that is met."""
    g.nav = "learning.my_classes"
    training_class = enrolment.training_class
    crumbs = [
        (_("My classes"), url_for("learning.my_classes")),
        (training_class.title, url_for("learning.class_page", class_id=training_class.id)),
    ]
    return _standing_page("completion/own.html", enrolment, crumbs=crumbs)


def class_panel(enrolled: EnrolledClass) -> Markup:
    """Draw how far a learner is with what the class asks for, on the learner's page of the class."""
    terms = terms_of([enrolled.class_id])
    standing = standing_of(enrolled.enrolment_id, terms)
    term = terms[enrolled.class_id]
    found = findings(term.conditions, term.shape, standing.facts)
    return Markup(  # noqa: S704 -- a template of ours, which escapes what it is given
        render_template(
            "completion/_panel.html",
            class_id=enrolled.class_id,
            standing=standing,
            outcome_words=OUTCOME_WORDS,
            percent=overall(found),
            missing=[wording(f.condition, term.shape) for f in missing(found)],
        )
    )


add_class_panel(class_panel)


def _told(finding: Finding, terms: Terms, standing: Standing) -> dict[str, Any]:
    part = finding.condition
    return {
        "met": finding.met,
        "words": group_heading(part) if isinstance(part, Group) else wording(part, terms.shape),
        "why": sentence(part, terms.shape, standing.facts),
        "parts": [_told(inner, terms, standing) for inner in finding.parts],
    }


def _grade(term: Terms, standing: Standing) -> str:
    if standing.outcome is not Outcome.COMPLETED:
        return ""
    return grade(term.mark(standing.facts), find_scale(term.scale, term.closes_on), completed=True)


def _standing_page(template: str, enrolment: Enrolment, *, crumbs: Any) -> str:
    terms = terms_of([enrolment.class_id])
    standing = standing_of(enrolment.id, terms)
    term = terms[enrolment.class_id]
    found = findings(term.conditions, term.shape, standing.facts)
    return render_template(
        template,
        enrolment=enrolment,
        training_class=enrolment.training_class,
        terms=term,
        standing=standing,
        outcome_words=OUTCOME_WORDS,
        statuses=STATUSES,
        percent=overall(found),
        findings=[_told(f, term, standing) for f in found],
        missing=[wording(f.condition, term.shape) for f in missing(found)],
        grade=_grade(term, standing),
        certificate=find_valid(enrolment.id),
        modules=list_modules(enrolment),
        attempts=list_attempts(enrolment),
        meetings=list_meetings(enrolment),
        crumbs=crumbs,
    )
