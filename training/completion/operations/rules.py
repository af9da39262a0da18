"""Writes of completion: saying what a class asks for."""

from __future__ import annotations

from collections.abc import Sequence

from training.classes.models import ClassState, TrainingClass
from training.completion.models import CompletionRule
from training.completion.queries.scales import scale_names
from training.completion.queries.terms import list_rules, newest_number, terms_of_class
from training.completion.rules.conditions import Part, check_conditions, stored_conditions
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict, Invalid
from training.core.i18n import _


@operation
def set_rule(
    training_class: TrainingClass, conditions: Sequence[Part], *, based_on: int, scale: str = "", by: Actor
) -> CompletionRule:
    """Add a version of the class's rule; `based_on` is the version that was looked at, 0 for the proposed one.

    Raises Invalid for a rule that nobody could meet, Conflict where the class is closed or the rule has changed since.
    """
    if training_class.state is ClassState.CLOSED:
        raise Conflict(_("The class is closed; what it asks for changes no more."))
    check_conditions(conditions, terms_of_class(training_class).shape)
    if scale and scale not in scale_names():
        raise Invalid("scale", _("There is no such scale."))
    changed = Conflict(_("Somebody else has changed the rule meanwhile."))
    if newest_number(training_class) != based_on:
        raise changed
    rule = CompletionRule(
        class_id=training_class.id,
        number=based_on + 1,
        conditions=stored_conditions(conditions),
        scale=scale,
        by_account_id=by.account_id,
    )
    with unique("completion_rules", "class_id", "number", refusal=changed):
        db.session.add(rule)
    return rule


def copy_rule(old: TrainingClass, new: TrainingClass, by: Actor) -> None:
    """Let the copy of a class ask for what the class asks for now, as its own first version."""
    for rule, _name in list_rules(old)[:1]:
        said = {"conditions": rule.conditions, "scale": rule.scale, "by_account_id": by.account_id}
        db.session.add(CompletionRule(class_id=new.id, number=1, **said))
