"""Who may open reports and rosters; which learners they show is a matter of classes.access.learners_visible_to."""

from __future__ import annotations

from training.classes.access import administers, runs_class, sees_class, sees_plan
from training.classes.models import Plan, PlanLine, TrainingClass
from training.core.access import Actor, Permission, Role, grants
from training.people.access import manages
from training.people.models import Person
from training.reporting.models import ApiToken, Document, RosterView
from training.reporting.rules.scopes import Scoped, Thing
from training.units.access import STAFF
from training.units.models import Unit


class ReportPermission(Permission):
    """Permissions on reports, rosters and what is kept of them."""

    #: Open the overview of classes and their results.
    SEE = "report.see"
    #: See the roster of a class, a course, a unit, a plan or a year, as far as one may see its learners.
    SEE_ROSTER = "report.see_roster"
    #: Drop a named view of rosters.
    DROP_VIEW = "report.drop_view"
    #: Open the list of official documents.
    LIST_DOCUMENTS = "report.list_documents"
    #: Make an official list of a scope.
    MAKE_DOCUMENT = "report.make_document"
    #: See an official list and change it while it is a draft.
    EDIT_DOCUMENT = "report.edit_document"
    #: See a person's training over the years.
    SEE_RECORD = "report.see_record"
    #: See the year-end review of a plan.
    REVIEW = "report.review"
    #: Make tokens for other systems and see one's own.
    HOLD_TOKENS = "report.hold_tokens"
    #: Revoke a token.
    REVOKE_TOKEN = "report.revoke_token"  # noqa: S105 -- the name of a permission
    #: Record that an agency agrees, and issue the official files.
    AGREE = "report.agree"


@grants(ReportPermission.SEE)
def may_see(actor: Actor, _thing: object) -> bool:
    """Tell that all staff have reports, each within what they may see."""
    return actor.is_staff


@grants(ReportPermission.SEE_ROSTER)
def may_see_roster(actor: Actor, scoped: Scoped) -> bool:
    """Tell whether the actor sees the thing that the roster is of; courses and years are there for all staff."""
    thing = _plan_of(scoped)
    if isinstance(thing, TrainingClass):
        return sees_class(actor, thing)
    if isinstance(thing, Plan):
        return sees_plan(actor, thing)
    if isinstance(thing, Unit):
        return actor.holds_over(thing.path, *STAFF)
    return actor.is_staff


def _plan_of(scoped: Scoped) -> Thing:
    """Return what the scope names; of a line its plan, which says who may see it."""
    return scoped.thing.plan if isinstance(scoped.thing, PlanLine) else scoped.thing


@grants(ReportPermission.DROP_VIEW)
def is_own_view(actor: Actor, view: RosterView) -> bool:
    """Tell that a named view is its maker's alone."""
    return actor.account_id is not None and view.account_id == actor.account_id


@grants(ReportPermission.SEE_RECORD)
def may_see_record(actor: Actor, person: Person) -> bool:
    """Tell whether the record is the actor's own, or of a person whom the actor manages."""
    return manages(actor, person) or (actor.person_id is not None and actor.person_id == person.id)


@grants(ReportPermission.REVIEW)
def may_review(actor: Actor, plan: Plan) -> bool:
    """Tell whether the actor administers the plan's unit: a review says what the office sees."""
    return administers(actor, plan.unit)


@grants(ReportPermission.HOLD_TOKENS)
def may_hold_tokens(actor: Actor, _thing: object) -> bool:
    """Tell that administrators and unit managers let other systems read what they see."""
    return actor.account_id is not None and actor.holds(Role.ADMINISTRATOR, Role.UNIT_MANAGER)


@grants(ReportPermission.REVOKE_TOKEN)
def is_own_token(actor: Actor, token: ApiToken) -> bool:
    """Tell that a token is revoked by its maker."""
    return actor.account_id is not None and token.account_id == actor.account_id


@grants(ReportPermission.LIST_DOCUMENTS)
def may_list_documents(actor: Actor, _thing: object) -> bool:
    """Tell that administrators and trainers have documents; which of them is a matter of the query."""
    return actor.holds(Role.ADMINISTRATOR, Role.TRAINER)


@grants(ReportPermission.MAKE_DOCUMENT)
def may_make_document(actor: Actor, scoped: Scoped) -> bool:
    """Tell whether the actor runs the class, or administers the unit that the list would speak for."""
    thing = _plan_of(scoped)
    if isinstance(thing, TrainingClass):
        return runs_class(actor, thing)
    if isinstance(thing, Plan):
        return administers(actor, thing.unit)
    if isinstance(thing, Unit):
        return administers(actor, thing)
    return actor.holds(Role.ADMINISTRATOR)


@grants(ReportPermission.EDIT_DOCUMENT)
def may_edit_document(actor: Actor, document: Document) -> bool:
    """Tell whether the actor administers the document's unit or has made the document."""
    return may_agree(actor, document) or (actor.is_staff and actor.account_id == document.by_account_id)


@grants(ReportPermission.AGREE)
def may_agree(actor: Actor, document: Document) -> bool:
    """Tell whether the actor administers the document's unit."""
    return administers(actor, document.unit)
