"""Reads of plans, classes, meetings and enrolments; lists are scoped to the reader and take few queries."""

from training.classes.queries.classes import get_class
from training.classes.queries.enrolments import get_enrolment_of
from training.classes.queries.meetings import get_meeting
from training.classes.queries.plans import get_plan

__all__ = ["get_class", "get_enrolment_of", "get_meeting", "get_plan"]
