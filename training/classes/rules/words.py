"""Words for the states and kinds of classes and enrolments."""

from __future__ import annotations

from training.classes.models import ClassState, EnrolmentState, Mode, RegistrationState
from training.core.i18n import _l

#: State of a class: its word and the kind of tag it is shown with.
STATES = {
    ClassState.DRAFT: (_l("In preparation"), ""),
    ClassState.OPEN: (_l("Open"), "ok"),
    ClassState.CLOSED: (_l("Closed"), "info"),
}
MODES = {
    Mode.IN_PERSON: _l("In person"),
    Mode.ONLINE: _l("Online"),
    Mode.BLENDED: _l("In person and online"),
}
REGISTRATION_STATES = {
    RegistrationState.PROPOSED: (_l("To be decided"), "warn"),
    RegistrationState.WAITING: (_l("On the waiting list"), "info"),
    RegistrationState.ADMITTED: (_l("Admitted"), "ok"),
    RegistrationState.REFUSED: (_l("Refused"), "bad"),
    RegistrationState.TAKEN_BACK: (_l("No longer put forward"), ""),
}
ENROLMENT_STATES = {
    EnrolmentState.ENROLLED: _l("Enrolled"),
    EnrolmentState.WITHDRAWN: _l("Withdrawn"),
}

#: Ways by which somebody came into a class.
BY_UNIT, BY_LIST, BY_SEARCH = "unit", "list", "search"
BY_NOMINATION, FROM_WAITING, WALKED_IN, MOVED_IN = "nomination", "waiting", "walk-in", "moved"
WAYS = {
    BY_UNIT: _l("By unit"),
    BY_LIST: _l("By list"),
    BY_SEARCH: _l("By search"),
    BY_NOMINATION: _l("Put forward by the unit"),
    FROM_WAITING: _l("From the waiting list"),
    WALKED_IN: _l("Came on the day"),
    MOVED_IN: _l("From another class"),
}
