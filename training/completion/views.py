"""Pages of completion: what a class asks for, how one learner stands, one's own result."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from markupsafe import Markup

from training.attendance.rules.words import STATUSES
from training.classes.models import Enrolment, TrainingClass
from training.classes.queries import get_class
from training.classes.tabs import add_tab
from training.classes.views.blueprint import trail
from training.completion.access import CompletionPermission
from training.completion.forms import RuleForm, rule_form, signature
from training.completion.operations import set_rule
from training.completion.queries.details import (
    get_enrolment,
    get_enrolment_of,
    list_attempts,
    list_meetings,
    list_modules,
)
from training.completion.queries.previews import Preview, preview_rule
from training.completion.queries.standings import Standing, standing_of
from training.completion.queries.terms import Terms, list_rules, terms_of, terms_of_class
from training.completion.rules.conditions import Condition, check_conditions, read_conditions
from training.completion.rules.findings import Finding, findings, overall
from training.completion.rules.sentences import OUTCOME_WORDS, sentence, wording
from training.core import web
from training.core.errors import Conflict, Invalid
from training.core.i18n import _, _l
from training.learning.panels import add_class_panel
from training.learning.queries.classes import EnrolledClass

bp = Blueprint("completion", __name__)
add_tab(_l("What the class asks for"), "completion.rule", CompletionPermission.SET_RULE, position=50)


@bp.route("/classes/<int:class_id>/completion-rule", methods=["GET", "POST"])
@web.requires(CompletionPermission.SET_RULE, get_class)
def rule(training_class: TrainingClass) -> Any:
    """Show what a class asks for, preview another rule, save it."""
    g.nav = "classes"
    terms = terms_of_class(training_class)
    form = rule_form(terms)
    if not form.is_submitted():
        return _rule_page(training_class, terms, form)
    conditions = _typed(form, terms)
    if conditions is None:
        return _rule_page(training_class, terms, form), 422
    if request.form.get("step") != "save" or request.form.get("previewed") != signature(conditions):
        preview = preview_rule(training_class.id, terms, conditions)
        return _rule_page(training_class, terms, form, preview=preview, previewed=signature(conditions))
    try:
        set_rule(training_class, conditions, based_on=form.based_on.data, by=web.actor())
    except Conflict:
        return _changed_meanwhile(training_class, form)
    web.notice(_("What the class asks for has been saved."))
    return web.see_other("completion.rule", class_id=training_class.id)


def _typed(form: RuleForm, terms: Terms) -> list[Condition] | None:
    if not form.validate():
        return None
    conditions = form.conditions()
    try:
        check_conditions(conditions or [], terms.shape)
    except Invalid as refusal:
        if conditions is not None:
            form.refuse(refusal)
        return None
    return conditions


def _changed_meanwhile(training_class: TrainingClass, form: RuleForm) -> Any:
    terms = terms_of_class(training_class)
    if terms.number == form.based_on.data:
        raise Conflict(_("The class is closed; what it asks for changes no more."))
    form.rebase(terms.number)
    return _rule_page(training_class, terms, form, changed=True), 409


def _rule_page(
    training_class: TrainingClass,
    terms: Terms,
    form: RuleForm,
    *,
    preview: Preview | None = None,
    previewed: str = "",
    changed: bool = False,
) -> str:
    versions = [
        (version, [wording(c, terms.shape) for c in read_conditions(version.conditions)], name)
        for version, name in list_rules(training_class)
    ]
    return render_template(
        "completion/rule.html",
        training_class=training_class,
        terms=terms,
        form=form,
        preview=preview,
        previewed=previewed,
        changed=changed,
        asked=[wording(c, terms.shape) for c in terms.conditions],
        versions=versions,
        crumbs=trail(training_class),
    )


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
            missing=[wording(f.condition, term.shape) for f in found if not f.met],
        )
    )


add_class_panel(class_panel)


def _why(finding: Finding, terms: Terms, standing: Standing) -> str:
    return sentence(finding.condition, terms.shape, standing.facts)


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
        findings=[(f.met, wording(f.condition, term.shape), _why(f, term, standing)) for f in found],
        modules=list_modules(enrolment),
        attempts=list_attempts(enrolment),
        meetings=list_meetings(enrolment),
        crumbs=crumbs,
    )
