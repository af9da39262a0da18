"""Writing quizzes: one form whose buttons add, move and remove slots by posting back, so that it needs no script."""

from __future__ import annotations

import re
from typing import Any

from flask import render_template, request

from training.catalog.models import Course
from training.catalog.queries import get_course
from training.core import web
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.questions.kinds import KINDS
from training.questions.queries import list_questions, list_shelves
from training.quizzes.access import QuizPermission
from training.quizzes.forms import PHASES, REVIEW_BY_DEFAULT, SHOWN, QuizForm
from training.quizzes.models import Quiz, QuizRevision
from training.quizzes.operations import change_quiz, create_quiz
from training.quizzes.queries import bank_of, current_versions, facts_of, get_quiz, list_slots, revision_of
from training.quizzes.rules import SlotFacts, total
from training.quizzes.views.blueprint import bp

FOUND = 20
_ACTION = re.compile(r"(up|down|remove|add)-(\d{1,9})")


@bp.route("/courses/<int:course_id>/quizzes/new", methods=["GET", "POST"])
@web.requires(QuizPermission.EDIT, get_course)
def new_quiz(course: Course) -> Any:
    """Make a quiz."""
    form = QuizForm(**REVIEW_BY_DEFAULT)
    if request.method == "POST" and not _posted_back(form) and form.check(bank_of(course.id)):
        try:
            quiz = create_quiz(course, facts=form.facts, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The quiz is saved. Learners take it once it is published."))
            return web.see_other("quizzes.show_quiz", quiz_id=quiz.id)
    return _page(course, form), 422 if form.errors else 200


@bp.route("/quizzes/<int:quiz_id>/edit", methods=["GET", "POST"])
@web.requires(QuizPermission.EDIT, get_quiz)
def edit_quiz(quiz: Quiz) -> Any:
    """Change a quiz; attempts already begun keep the revision that they met."""
    revision = revision_of(quiz)
    form = QuizForm.of(revision, facts_of(list_slots(revision)), seen=revision.number)
    other: QuizRevision | None = None
    if request.method == "POST" and not _posted_back(form) and form.check(bank_of(quiz.course_id)):
        try:
            return _change(quiz, form, before=revision.id)
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict:
            other = revision_of(get_quiz(quiz.id))
            form.show("seen", other.number)
    status = 409 if other else 422 if form.errors else 200
    return _page(quiz.course, form, quiz=quiz, other=other), status


def _change(quiz: Quiz, form: QuizForm, *, before: int) -> Any:
    changed = change_quiz(quiz, facts=form.facts, seen=form.seen.data or 0, by=web.actor())
    if changed.current_revision_id == before:
        web.notice(_("Nothing has changed, so there is no new revision."), "info")
    else:
        number = revision_of(changed).number
        web.notice(_("Revision %(number)s is saved. Attempts already begun keep theirs.", number=number))
    return web.see_other("quizzes.show_quiz", quiz_id=changed.id)


def _posted_back(form: QuizForm) -> bool:
    """Do what a button asked that saves nothing, and tell whether it was one."""
    action = _action(form)
    slots = form.slot_facts
    if action == "draw" and form.draw_category.data:
        slots.append(SlotFacts(category_id=form.draw_category.data, count=max(1, form.draw_count.data or 1)))
    elif match := _ACTION.fullmatch(action):
        _rearrange(slots, match[1], int(match[2]))
    elif action not in {"find", "draw", "count"}:
        return False
    form.put_slots(slots)
    return True


def _action(form: QuizForm) -> str:
    """Return what was asked for; Enter in a field searches where words to search for stand, and saves elsewhere."""
    action = request.form.get("action", "save")
    if action != "enter":
        return action
    return "find" if form.find.data else "save"


def _rearrange(slots: list[SlotFacts], what: str, number: int) -> None:
    if what == "add":
        slots.append(SlotFacts(question_id=number))
    elif what == "remove" and number < len(slots):
        del slots[number]
    elif what == "up" and 0 < number < len(slots):
        slots[number - 1], slots[number] = slots[number], slots[number - 1]
    elif what == "down" and number + 1 < len(slots):
        slots[number + 1], slots[number] = slots[number], slots[number + 1]


def _page(course: Course, form: QuizForm, *, quiz: Quiz | None = None, other: QuizRevision | None = None) -> str:
    shelves = list_shelves(course.id)
    slots = form.slot_facts
    form.offer((s.category.id, f"{s.category.name} ({s.available})") for s in shelves)
    words = form.find.data if _action(form) == "find" else ""
    return render_template(
        "quizzes/edit_quiz.html",
        course=course,
        quiz=quiz,
        form=form,
        other=other,
        shelves={shelf.category.id: shelf for shelf in shelves},
        versions=current_versions([slot.question_id for slot in slots if slot.question_id is not None]),
        kinds=KINDS,
        total=total(slots),
        phases=PHASES,
        shown=SHOWN,
        found=list_questions(course, words=words, size=FOUND) if words else None,
    )
