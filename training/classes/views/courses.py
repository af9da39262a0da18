"""Pages of what a class teaches: its courses in their order, the hours of its quizzes."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from training.classes import operations
from training.classes.access import ClassPermission
from training.classes.forms import CourseForm, HoursForm, PartTrainerForm, QuizHoursForm
from training.classes.models import TrainingClass
from training.classes.queries import get_class
from training.classes.queries.classes import (
    get_class_course,
    get_quiz_hours,
    list_class_courses,
    list_courses_to_add,
    list_quizzes,
    list_teachers,
    trainers_of_courses,
)
from training.classes.views.blueprint import attempt, bp, class_words, trail
from training.core import web
from training.core.access import may
from training.core.errors import Conflict, Invalid
from training.core.i18n import _


@bp.get("/classes/<int:class_id>/courses")
@web.requires(ClassPermission.SEE, get_class)
def courses(training_class: TrainingClass) -> str:
    """Show the courses and quizzes of a class."""
    form = None
    if may(web.actor(), ClassPermission.MANAGE, training_class):
        form = CourseForm().offer(list_courses_to_add(training_class, web.actor()))
    return _courses_page(training_class, form)


def _courses_page(training_class: TrainingClass, form: CourseForm | None) -> str:
    return render_template(
        "classes/courses.html",
        training_class=training_class,
        parts=list_class_courses(training_class),
        teachers=trainers_of_courses(training_class),
        teacher_options=[("", _("Nobody named")), *((one.id, one.full_name) for one in list_teachers(training_class))],
        quizzes=list_quizzes(training_class),
        form=form,
        crumbs=trail(training_class),
        **class_words(),
    )


@bp.post("/classes/<int:class_id>/courses")
@web.requires(ClassPermission.MANAGE, get_class)
def add_course(training_class: TrainingClass) -> Any:
    """Add a course to a class."""
    offered = list_courses_to_add(training_class, web.actor())
    form = CourseForm().offer(offered)
    if form.validate_on_submit():
        course = next(c for c in offered if c.id == form.course_id.data)
        try:
            operations.add_course(training_class, course, study_hours=form.study_hours.data, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            web.notice(refusal.text, "warn")
            return web.see_other("classes.courses", class_id=training_class.id)
        else:
            web.notice(_("%(course)s has been added to the class.", course=course.title))
            return web.see_other("classes.courses", class_id=training_class.id)
    return _courses_page(training_class, form), 422


@bp.post("/classes/<int:class_id>/courses/<int:course_id>/move")
@web.requires(ClassPermission.MANAGE, get_class)
def move_course(training_class: TrainingClass, course_id: int) -> Any:
    """Move a course one place up or down."""
    part = get_class_course(training_class.id, course_id)
    earlier = request.form.get("way") == "up"
    attempt(_("The order has been changed."), lambda: operations.move_course(part, earlier=earlier, by=web.actor()))
    return web.see_other("classes.courses", class_id=training_class.id)


@bp.post("/classes/<int:class_id>/courses/<int:course_id>/hours")
@web.requires(ClassPermission.MANAGE, get_class)
def course_hours(training_class: TrainingClass, course_id: int) -> Any:
    """Say how many tiết a course takes in the class."""
    part = get_class_course(training_class.id, course_id)
    form = HoursForm()
    if form.validate_on_submit():
        hours = form.study_hours.data or 0
        attempt(
            _("The study hours have been saved."),
            lambda: operations.set_course_hours(part, study_hours=hours, by=web.actor()),
        )
    else:
        web.notice(_("Study hours are a whole number from 0 to 500."), "warn")
    return web.see_other("classes.courses", class_id=training_class.id)


@bp.post("/classes/<int:class_id>/courses/<int:course_id>/trainer")
@web.requires(ClassPermission.MANAGE, get_class)
def course_trainer(training_class: TrainingClass, course_id: int) -> Any:
    """Say who teaches a course in the class."""
    part = get_class_course(training_class.id, course_id)
    form = PartTrainerForm().offer(list_teachers(training_class))
    if form.validate_on_submit():
        person_id = form.person_id.data
        attempt(
            _("The trainer of the course has been saved."),
            lambda: operations.set_course_trainer(part, person_id=person_id, by=web.actor()),
        )
    else:
        web.notice(_("Choose one of the trainers."), "warn")
    return web.see_other("classes.courses", class_id=training_class.id)


@bp.post("/classes/<int:class_id>/courses/<int:course_id>/remove")
@web.requires(ClassPermission.MANAGE, get_class)
def remove_course(training_class: TrainingClass, course_id: int) -> Any:
    """Take a course out of a class."""
    part = get_class_course(training_class.id, course_id)
    done = _("%(course)s has been taken out of the class.", course=part.course.title)
    attempt(done, lambda: operations.remove_course(part, by=web.actor()))
    return web.see_other("classes.courses", class_id=training_class.id)


@bp.route("/classes/<int:class_id>/quizzes/<int:quiz_id>", methods=["GET", "POST"])
@web.requires(ClassPermission.MANAGE, get_class)
def quiz_hours(training_class: TrainingClass, quiz_id: int) -> Any:
    """Set the hours of a quiz in a class."""
    found = get_quiz_hours(training_class, quiz_id)
    form = QuizHoursForm.of(found.hours)
    if form.validate_on_submit():
        try:
            operations.set_quiz_hours(training_class, found.quiz, **form.hours, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The hours of the quiz have been saved."))
            return web.see_other("classes.courses", class_id=training_class.id)
    page = render_template(
        "classes/quiz_hours.html",
        form=form,
        training_class=training_class,
        quiz=found.quiz,
        crumbs=trail(training_class),
    )
    return page, 422 if form.errors else 200
