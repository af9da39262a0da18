"""The page of a class: all its courses, quizzes and meetings, and how far its learner is."""

from __future__ import annotations

from flask import render_template

from training.core import clock, web
from training.learning.access import LearningPermission
from training.learning.panels import class_panels, meeting_panels
from training.learning.queries.classes import EnrolledClass, list_meetings
from training.learning.queries.progress import list_progress
from training.learning.views.blueprint import bp, own_class
from training.learning.views.home import due_words, find_next
from training.learning.views.outline import outline_of


@bp.get("/classes/<int:class_id>")
@web.requires(LearningPermission.LEARN, own_class)
def class_page(enrolled: EnrolledClass) -> str:
    """Show the outline of all courses of a class, its meetings, and what comes next in it."""
    progress = list_progress([enrolled])[0]
    meetings = list_meetings(enrolled)
    step = find_next([progress], []) if enrolled.is_open else None
    return render_template(
        "learning/class_page.html",
        enrolled=enrolled,
        progress=progress,
        step=step.thing if step else None,
        due=due_words(step) if step else "",
        courses=outline_of(enrolled, progress.modules, progress.quizzes),
        meetings=meetings,
        now=clock.now(),
        panels=class_panels(enrolled),
        beside_meetings=meeting_panels([enrolled], meetings),
    )
