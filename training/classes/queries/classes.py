"""Reads of classes: one, the list with its figures, what is taught by whom, and what may be added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import selectinload

from training.accounts.models import Account, RoleGrant
from training.catalog.access import visible_to as courses_visible_to
from training.catalog.models import Course, CourseState
from training.classes.access import learners_visible_to, run_by, visible_to
from training.classes.models import (
    ClassCourse,
    ClassQuiz,
    ClassState,
    ClassTrainer,
    CourseTrainer,
    Enrolment,
    EnrolmentState,
    Meeting,
    Plan,
    TrainingClass,
)
from training.core import clock
from training.core.access import Actor, Role
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.core.paging import Page, page_of
from training.core.vietnamese import search_key
from training.people.models import Person
from training.quizzes.models import Quiz
from training.units.models import Unit
from training.units.rules import ids_on


def get_class(class_id: int) -> TrainingClass:
    """Return the class with its trainers, or raise NotFound."""
    found = select(TrainingClass).where(TrainingClass.id == class_id).options(selectinload(TrainingClass.trainers))
    training_class = db.session.scalar(found)
    if training_class is None:
        raise NotFound(_("There is no such class."))
    return training_class


def list_classes(
    actor: Actor,
    *,
    words: str = "",
    year: int | None = None,
    state: ClassState | None = None,
    unit_id: int | None = None,
    number: int = 1,
) -> Page[TrainingClass]:
    """Return a page of the classes that the actor may see, the newest first.

    `words` are sought in title and code, without marks; `unit_id` keeps to classes of that unit and those below it.
    """
    found = select(TrainingClass).where(visible_to(actor))
    for word in search_key(words).split()[:8]:
        found = found.where(TrainingClass.search_key.contains(word, autoescape=True))
    if year:
        found = found.where(TrainingClass.plan_id.in_(select(Plan.id).where(Plan.year == year)))
    if state:
        found = found.where(TrainingClass.state == state)
    if unit_id:
        path = select(Unit.path).where(Unit.id == unit_id).correlate(None).scalar_subquery()
        below = select(Unit.id).where(Unit.path.like(path + "%")).correlate(None)
        found = found.where(TrainingClass.unit_id.in_(below))
    # Classes of now stand before those to come and those that are over.
    closed = case((TrainingClass.state == ClassState.CLOSED, 1), else_=0)
    return page_of(found.order_by(closed, TrainingClass.opens_on.desc(), TrainingClass.id.desc()), number=number)


def list_years(actor: Actor) -> list[int]:
    """Return the years of the classes that the actor may see, the newest first."""
    years = select(Plan.year).join(TrainingClass, TrainingClass.plan_id == Plan.id).where(visible_to(actor))
    return list(db.session.scalars(years.distinct().order_by(Plan.year.desc())))


def list_units_of_classes(actor: Actor) -> list[Unit]:
    """Return the units that the classes which the actor may see belong to, the widest first."""
    mine = select(TrainingClass.unit_id).where(visible_to(actor))
    found = select(Unit).where(Unit.id.in_(mine)).order_by(func.length(Unit.path), Unit.sort_key)
    return list(db.session.scalars(found))


@dataclass(frozen=True, slots=True)
class Figures:
    """What a class amounts to: enrolled learners whom the reader sees, meetings and their tiết, the next one."""

    learners: int = 0
    meetings: int = 0
    study_hours: int = 0
    next_at: datetime | None = None


def figures_of(classes: Iterable[TrainingClass], actor: Actor) -> dict[int, Figures]:
    """Return the figures of each class by its id; two queries."""
    ids = [one.id for one in classes]
    learners = count_learners(ids, actor)
    ahead = case((Meeting.ends_at >= clock.now(), Meeting.starts_at))
    sums = (
        select(Meeting.class_id, func.count(), func.sum(Meeting.study_hours), func.min(ahead))
        .where(Meeting.class_id.in_(ids), Meeting.cancelled_at.is_(None))
        .group_by(Meeting.class_id)
    )
    held = {class_id: rest for class_id, *rest in db.session.execute(sums)}
    return {class_id: Figures(learners.get(class_id, 0), *held.get(class_id, ())) for class_id in ids}


def count_learners(class_ids: Iterable[int], actor: Actor) -> dict[int, int]:
    """Return how many enrolled learners of each class the actor sees."""
    counted = (
        select(Enrolment.class_id, func.count())
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(Enrolment.class_id.in_(list(class_ids)), Enrolment.state == EnrolmentState.ENROLLED)
        .where(learners_visible_to(actor))
        .group_by(Enrolment.class_id)
    )
    return dict(db.session.execute(counted).all())


# --- courses, quizzes, trainers ------------------------------------------------------------------


def list_class_courses(training_class: TrainingClass) -> list[ClassCourse]:
    """Return the courses of the class in their order."""
    mine = select(ClassCourse).where(ClassCourse.class_id == training_class.id)
    return list(db.session.scalars(mine.order_by(ClassCourse.position, ClassCourse.id)))


def trainers_of_courses(training_class: TrainingClass) -> dict[int, Person]:
    """Return who teaches each course of the class, by the id of the course in the class."""
    found = select(CourseTrainer).join(ClassCourse, ClassCourse.id == CourseTrainer.part_id)
    mine = found.where(ClassCourse.class_id == training_class.id)
    return {one.part_id: one.person for one in db.session.scalars(mine)}


def list_teachers(training_class: TrainingClass) -> list[Person]:
    """Return who may teach a course or hold a meeting: the class's trainers and those who could be added to it."""
    people = {person.id: person for person in (*list_trainers(training_class), *list_trainers_to_add(training_class))}
    return sorted(people.values(), key=lambda person: (person.sort_key, person.id))


def list_classes_to_move_to(training_class: TrainingClass, actor: Actor) -> list[TrainingClass]:
    """Return the other classes that are not closed and that the actor runs, the newest first."""
    found = select(TrainingClass).where(run_by(actor), TrainingClass.id != training_class.id)
    found = found.where(TrainingClass.state != ClassState.CLOSED)
    return list(db.session.scalars(found.order_by(TrainingClass.opens_on.desc(), TrainingClass.id)))


def get_class_course(class_id: int, course_id: int) -> ClassCourse:
    """Return a course as part of the class, or raise NotFound."""
    found = select(ClassCourse).where(ClassCourse.class_id == class_id, ClassCourse.course_id == course_id)
    part = db.session.scalar(found)
    if part is None:
        raise NotFound(_("There is no such course in this class."))
    return part


def list_courses_to_add(training_class: TrainingClass, actor: Actor) -> list[Course]:
    """Return the published courses that the class has not got and that the actor may see."""
    taken = select(ClassCourse.course_id).where(ClassCourse.class_id == training_class.id)
    found = select(Course).join(Course.unit).where(courses_visible_to(actor), Course.state == CourseState.PUBLISHED)
    return list(db.session.scalars(found.where(Course.id.not_in(taken)).order_by(Course.search_key, Course.id)))


@dataclass(frozen=True, slots=True)
class QuizHours:
    """A published quiz of the class and the hours set for it here, if any."""

    quiz: Quiz
    hours: ClassQuiz | None


def list_quizzes(training_class: TrainingClass) -> list[QuizHours]:
    """Return the published quizzes of the class's courses, in the order of the courses."""
    found = (
        select(Quiz, ClassQuiz)
        .join(ClassCourse, ClassCourse.course_id == Quiz.course_id)
        .outerjoin(ClassQuiz, and_(ClassQuiz.quiz_id == Quiz.id, ClassQuiz.class_id == training_class.id))
        .where(ClassCourse.class_id == training_class.id, Quiz.published_at.is_not(None))
        .order_by(ClassCourse.position, Quiz.position, Quiz.id)
    )
    return [QuizHours(quiz, hours) for quiz, hours in db.session.execute(found).unique()]


def get_quiz_hours(training_class: TrainingClass, quiz_id: int) -> QuizHours:
    """Return a published quiz of the class with its hours, or raise NotFound."""
    found = next((one for one in list_quizzes(training_class) if one.quiz.id == quiz_id), None)
    if found is None:
        raise NotFound(_("There is no such quiz in this class."))
    return found


def list_trainers(training_class: TrainingClass) -> list[Person]:
    """Return the trainers of the class, as Vietnamese lists are ordered."""
    return sorted((t.person for t in training_class.trainers), key=lambda person: (person.sort_key, person.id))


def list_trainers_to_add(training_class: TrainingClass) -> list[Person]:
    """Return those who hold the role of a trainer over the class's unit, above it or below it, and are not in yet."""
    taken = select(ClassTrainer.person_id).where(ClassTrainer.class_id == training_class.id)
    path, day = training_class.unit.path, clock.today()
    near = or_(Unit.id.in_(ids_on(path)), Unit.path.startswith(path, autoescape=True))
    held = and_(RoleGrant.held_from <= day, or_(RoleGrant.held_to.is_(None), RoleGrant.held_to >= day))
    trainers = (
        select(Account.person_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.role == Role.TRAINER, held, near, Account.closed_at.is_(None))
    )
    found = select(Person).where(Person.id.in_(trainers), Person.id.not_in(taken))
    return list(db.session.scalars(found.order_by(Person.sort_key, Person.id)))
