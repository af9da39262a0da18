"""Pages of what a class asks for: the rule in force, who would change under another, saving it."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request

from training.classes.copies import add_to_copies
from training.classes.models import TrainingClass
from training.classes.queries import get_class
from training.classes.tabs import add_tab
from training.classes.views.blueprint import trail
from training.completion.access import CompletionPermission
from training.completion.forms.rules import RuleForm, rule_form, signature
from training.completion.operations.rules import copy_rule, set_rule
from training.completion.queries.previews import Preview, preview_rule
from training.completion.queries.scales import scale_names
from training.completion.queries.terms import Terms, list_rules, terms_of_class
from training.completion.rules.conditions import Part, check_conditions, read_conditions
from training.completion.rules.sentences import wording
from training.completion.views.blueprint import bp
from training.core import web
from training.core.errors import Conflict, Invalid
from training.core.i18n import _, _l

add_tab(_l("What the class asks for"), "completion.rule", CompletionPermission.SET_RULE, position=50)
add_to_copies("completion rule", copy_rule)


@bp.route("/classes/<int:class_id>/completion-rule", methods=["GET", "POST"])
@web.requires(CompletionPermission.SET_RULE, get_class)
def rule(training_class: TrainingClass) -> Any:
    """Show what a class asks for, preview another rule, save it."""
    g.nav = "classes"
    terms = terms_of_class(training_class)
    form = rule_form(terms, scale_names())
    if not form.is_submitted():
        return _rule_page(training_class, terms, form)
    parts = _typed(form, terms)
    if parts is None:
        return _rule_page(training_class, terms, form), 422
    seen = signature(parts, form.scale.data)
    if request.form.get("step") != "save" or request.form.get("previewed") != seen:
        preview = preview_rule(training_class.id, terms, parts)
        return _rule_page(training_class, terms, form, preview=preview, previewed=seen)
    try:
        set_rule(training_class, parts, based_on=form.based_on.data, scale=form.scale.data, by=web.actor())
    except Conflict:
        return _changed_meanwhile(training_class, form)
    web.notice(_("What the class asks for has been saved."))
    return web.see_other("completion.rule", class_id=training_class.id)


def _typed(form: RuleForm, terms: Terms) -> list[Part] | None:
    if not form.validate():
        return None
    parts = form.parts()
    try:
        check_conditions(parts or [], terms.shape)
    except Invalid as refusal:
        if parts is not None:
            form.refuse(refusal)
        return None
    return parts


def _unmet(terms: Terms) -> str:
    """Return why nobody can meet a condition in force, such as one on a quiz that has left; "" where all can."""
    try:
        if terms.conditions and not terms.shape.closed:
            check_conditions(terms.conditions, terms.shape)
    except Invalid as fault:
        return fault.text
    return ""


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
        grouped=any(place.data for _tick, _figure, place in form.rows()),
        C=CompletionPermission,
        asked=[wording(c, terms.shape) for c in terms.conditions],
        unmet=_unmet(terms),
        versions=versions,
        crumbs=trail(training_class),
    )
