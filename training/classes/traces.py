"""What the slices above have recorded of a class: they say so here, since this slice may not know them.

A meeting with a roll is not moved unasked, a course that somebody has begun is not taken out of a class.
"""

from __future__ import annotations

from collections.abc import Callable

#: Each is given a meeting's id and returns of how many learners it has recorded something there.
of_meetings: list[Callable[[int], int]] = []

#: Each is given the ids of a class and a course and returns how many learners of the class have begun it.
of_courses: list[Callable[[int, int], int]] = []


#: Each is given a class's id and says in sentences what closing the class would leave undone for good.
of_closing: list[Callable[[int], list[str]]] = []


#: Each is given an enrolment's id and says in sentences what would contradict it that the learner has left.
of_leaving: list[Callable[[int], list[str]]] = []


def held_against_leaving(enrolment_id: int) -> list[str]:
    """Say what would contradict it that a learner has left the class."""
    return [sentence for tell in of_leaving for sentence in tell(enrolment_id)]


def left_undone(class_id: int) -> list[str]:
    """Say what closing the class would leave undone."""
    return [sentence for tell in of_closing for sentence in tell(class_id)]


def learners_recorded(meeting_id: int) -> int:
    """Return of how many learners something is recorded at the meeting."""
    return sum(count(meeting_id) for count in of_meetings)


def learners_begun(class_id: int, course_id: int) -> int:
    """Return how many learners of the class have begun the course."""
    return max((count(class_id, course_id) for count in of_courses), default=0)
