"""Words for the states and kinds of classes and enrolments."""

from __future__ import annotations

from training.classes.models import ClassState, EnrolmentState, Mode
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
ENROLMENT_STATES = {
    EnrolmentState.ENROLLED: _l("Enrolled"),
    EnrolmentState.WITHDRAWN: _l("Withdrawn"),
}

#: Ways by which somebody came into a class.
BY_UNIT, BY_LIST, BY_SEARCH = "unit", "list", "search"
WAYS = {
    BY_UNIT: _l("By unit"),
    BY_LIST: _l("By list"),
    BY_SEARCH: _l("By search"),
}
