"""The page of a module, the mark that it was read to the end, and the quiet note of how long it was read."""

from __future__ import annotations

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from training.core import clock, web
from training.core.errors import NotFound
from training.core.i18n import _
from training.learning.access import LearningPermission
from training.learning.operations.readings import finish_module, record_reading
from training.learning.queries.classes import EnrolledClass, ModuleLine, list_citations, list_modules_beside
from training.learning.queries.published import get_lesson
from training.learning.queries.quizzes import list_quizzes_beside
from training.learning.views.blueprint import bp, own_class
from training.learning.views.outline import beside


@bp.get("/classes/<int:class_id>/modules/<int:module_id>")
@web.requires(LearningPermission.LEARN, own_class)
def module(enrolled: EnrolledClass, *, module_id: int) -> str:
    """Show the published text of a module, with the outline of its course beside it."""
    lines = list_modules_beside(enrolled, module_id)
    place = _place(lines, module_id)
    line = lines[place]
    return render_template(
        "learning/module.html",
        enrolled=enrolled,
        line=line,
        lesson=get_lesson(line.revision_id),
        place=place + 1,
        lines=lines,
        done=sum(one.done_at is not None for one in lines),
        outline=beside(enrolled, lines, list_quizzes_beside(enrolled, line.course_id), here=module_id),
        before=_address(lines[place - 1]) if place else "",
        after=_address(lines[place + 1]) if place + 1 < len(lines) else "",
        citations=list_citations(module_id),
        opened=int(clock.now().timestamp()),
    )


@bp.post("/classes/<int:class_id>/modules/<int:module_id>/done")
@web.requires(LearningPermission.LEARN, own_class)
def finish(enrolled: EnrolledClass, *, module_id: int) -> Response:
    """Note that a module was read to the end and lead on: to the next module, the quiz, or the class."""
    lines = list_modules_beside(enrolled, module_id)
    place = _place(lines, module_id)
    quizzes = list_quizzes_beside(enrolled, lines[place].course_id)
    finish_module(enrolled, line=lines[place], seconds=_seconds(), by=web.actor())
    if place + 1 < len(lines):
        return web.see_other("learning.module", class_id=enrolled.class_id, module_id=lines[place + 1].module_id)
    web.notice(_("The last module of this course has been read."))
    if len(quizzes) == 1:
        return web.see_other("learning.quiz", class_id=enrolled.class_id, quiz_id=quizzes[0].quiz_id)
    return web.see_other("learning.class_page", class_id=enrolled.class_id)


@bp.post("/classes/<int:class_id>/modules/<int:module_id>/reading")
@web.requires(LearningPermission.LEARN, own_class)
def reading(enrolled: EnrolledClass, *, module_id: int) -> tuple[dict[str, str], int]:
    """Take the seconds of reading that a page reports by itself."""
    lines = list_modules_beside(enrolled, module_id)
    record_reading(enrolled, line=lines[_place(lines, module_id)], seconds=_seconds())
    return {}, 204


def _place(lines: list[ModuleLine], module_id: int) -> int:
    for place, line in enumerate(lines):
        if line.module_id == module_id:
            return place
    raise NotFound(_("There is no such module in this class."))


def _address(line: ModuleLine) -> str:
    return url_for("learning.module", class_id=line.class_id, module_id=line.module_id)


def _seconds() -> int:
    """Return the seconds that the page counted while it was in view; without scripts, those since it was sent."""
    counted = request.form.get("seconds", type=int)
    if counted is not None:
        return counted
    opened = request.form.get("opened", type=int)
    return int(clock.now().timestamp()) - opened if opened else 0
