"""What tracks and states are called."""

from __future__ import annotations

from training.catalog.models import CourseState, Track
from training.core.i18n import _l

TRACKS = {
    Track.POLITICAL_THEORY: _l("Political theory"),
    Track.PROFESSIONAL: _l("Professional skills"),
}
#: What a state is called and the kind of the tag that shows it.
STATES = {
    CourseState.DRAFT: (_l("Draft"), "warn"),
    CourseState.PUBLISHED: (_l("Published"), "ok"),
    CourseState.ARCHIVED: (_l("Archived"), ""),
}
