"""Warnings of low attendance: to the learner and to whoever manages the unit, once for each learner and class."""

from __future__ import annotations

from training.attendance.queries.rules import rule_of
from training.attendance.queries.warnings import Low, classes_under_way, key_of, list_unwarned, managers_over
from training.attendance.rules.sentences import sentence
from training.classes.models import TrainingClass
from training.core.access import Actor
from training.core.db import db, operation
from training.core.formats import percent
from training.core.i18n import _
from training.notices.operations import notify


@operation
def warn_class(class_id: int, *, by: Actor) -> int:
    """Warn of all learners of the class whose share is low and return how many notices went out; none goes twice."""
    low = list_unwarned(class_id)
    managers = managers_over({one.unit_path for one in low})
    training_class = db.session.get_one(TrainingClass, class_id)
    return sum(_warn(training_class, one, managers[one.unit_path], by=by) for one in low)


def warn_all(*, by: Actor) -> int:
    """Warn in every class that is under way, each in its own turn; return how many notices went out."""
    # Looked at first: most hours nobody is to be warned, and nothing is written.
    return sum(warn_class(class_id, by=by) for class_id in classes_under_way() if list_unwarned(class_id))


def _warn(training_class: TrainingClass, low: Low, managers: list[int], *, by: Actor) -> int:
    class_id, rule = training_class.id, rule_of(training_class.id)
    key = key_of(low.enrolment_id)
    share = percent(low.tally.share)
    body = _(
        "%(share)s of the study hours so far; the class asks for at least %(asked)s%%. %(told)s.",
        share=share,
        asked=rule.warn_below,
        told=sentence(low.tally, rule),
    )
    own = _("Low attendance in %(class_title)s", class_title=training_class.title)
    sent = notify([low.person_id], key=key, title=own, body=body, link=f"/learn/classes/{class_id}", by=by)
    title = _("%(name)s: low attendance in %(class_title)s", name=low.full_name, class_title=training_class.title)
    others = [person_id for person_id in managers if person_id != low.person_id]
    link = f"/classes/{class_id}/attendance"
    return sent + (notify(others, key=key, title=title, body=body, link=link, by=by) if others else 0)
