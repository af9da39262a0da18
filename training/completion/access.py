"""Who sees how learners stand, and who says what a class asks for; both as classes say it of the class itself."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from training.classes.access import administers, runs_class, sees_class
from training.classes.models import Enrolment, TrainingClass
from training.completion.models import Certificate, CertificateTemplate
from training.core.access import Actor, Permission, Role, grants
from training.units.access import under
from training.units.models import Unit


class CompletionPermission(Permission):
    """Permissions on rules and results of classes."""

    #: See how the learners of a class stand, as far as one may see them (classes.access.learners_visible_to).
    SEE = "completion.see"
    #: See how one learner stands.
    SEE_LEARNER = "completion.see_learner"
    #: Say what a class asks for.
    SET_RULE = "completion.set_rule"
    #: Make scales of grading.
    SET_SCALES = "completion.set_scales"
    #: See the certificates of a class.
    SEE_CERTIFICATES = "completion.see_certificates"
    #: Issue certificates of a class.
    ISSUE = "completion.issue"
    #: See a certificate.
    SEE_CERTIFICATE = "completion.see_certificate"
    #: Revoke a certificate, or issue another in its place.
    REVOKE = "completion.revoke"
    #: Make templates of certificates; of one, see it and make its next version.
    DESIGN = "completion.design"
    #: See one's own result.
    SEE_OWN = "completion.see_own"


@grants(CompletionPermission.SET_RULE)
def may_set_rule(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell that whoever runs the class says what it asks for."""
    return runs_class(actor, training_class)


@grants(CompletionPermission.SET_SCALES)
def may_set_scales(actor: Actor, _thing: object) -> bool:
    """Tell that administrators make the scales that classes are graded by."""
    return actor.holds(Role.ADMINISTRATOR)


@grants(CompletionPermission.SEE)
def may_see(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell whether the actor sees the class; which of its learners is a matter of the query."""
    return sees_class(actor, training_class)


@grants(CompletionPermission.SEE_LEARNER)
def may_see_learner(actor: Actor, enrolment: Enrolment) -> bool:
    """Tell whether the actor runs the class or manages the unit that the learner was enrolled from."""
    return actor.holds_over(enrolment.unit.path, Role.UNIT_MANAGER) or runs_class(actor, enrolment.training_class)


@grants(CompletionPermission.SEE_CERTIFICATES)
def may_see_certificates(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell that whoever runs the class sees its certificates."""
    return runs_class(actor, training_class)


@grants(CompletionPermission.ISSUE)
def may_issue(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell that certificates are issued by administrators of the class's unit, not by those who teach."""
    return administers(actor, training_class.unit)


@grants(CompletionPermission.SEE_CERTIFICATE)
def may_see_certificate(actor: Actor, certificate: Certificate) -> bool:
    """Tell whether the certificate is the actor's own, or of a learner whose results the actor sees."""
    own = actor.person_id is not None and certificate.person_id == actor.person_id
    return own or may_see_learner(actor, certificate.enrolment)


@grants(CompletionPermission.REVOKE)
def may_revoke(actor: Actor, certificate: Certificate) -> bool:
    """Tell whether the actor may have issued the certificate."""
    return may_issue(actor, certificate.training_class)


@grants(CompletionPermission.DESIGN)
def may_design(actor: Actor, template: CertificateTemplate | None) -> bool:
    """Tell that administrators of a unit make its templates and issue with them."""
    return actor.holds(Role.ADMINISTRATOR) if template is None else may_design_of(actor, template.unit)


def may_design_of(actor: Actor, unit: Unit) -> bool:
    """Tell whether the actor makes the templates of a unit."""
    return administers(actor, unit)


def templates_of(actor: Actor) -> ColumnElement[bool]:
    """Return may_design as a condition on the template's Unit."""
    return under(actor.paths(Role.ADMINISTRATOR))


@grants(CompletionPermission.SEE_OWN)
def is_own(actor: Actor, enrolment: Enrolment) -> bool:
    """Tell whether the result is the actor's own."""
    return actor.person_id is not None and enrolment.person_id == actor.person_id
