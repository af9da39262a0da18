"""Reads of the question bank: categories with what can be drawn from them, questions found by words, versions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import lazyload, selectinload

from training.accounts.models import Account
from training.catalog.models import Course
from training.catalog.rules.citations import Citation
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.core.paging import Page, page_of
from training.core.vietnamese import search_key
from training.people.models import Person
from training.questions.models import Question, QuestionCategory, QuestionVersion


def get_question(question_id: int) -> Question:
    """Return the question with its current version, or raise NotFound."""
    question = db.session.get(Question, question_id)
    if question is None:
        raise NotFound(_("There is no such question."))
    return question


def get_category(category_id: int) -> QuestionCategory:
    """Return the category, or raise NotFound."""
    category = db.session.get(QuestionCategory, category_id)
    if category is None:
        raise NotFound(_("There is no such category."))
    return category


def find_questions(course_id: int, keys: Collection[str]) -> dict[str, Question]:
    """Return the course's questions with these keys, retired ones too, by key."""
    found = select(Question).where(Question.course_id == course_id, Question.key.in_(keys))
    return {question.key: question for question in db.session.scalars(found)}


def list_questions(
    course: Course,
    *,
    words: str = "",
    kind: str = "",
    category_id: int | None = None,
    retired: str = "no",
    number: int = 1,
    size: int = 50,
) -> Page[Question]:
    """Return a page of the course's bank, by category and key; found by words of the stem or key, without marks.

    `retired` is "no", "only" or "" for both.
    """
    found = (
        select(Question)
        .join(QuestionCategory, QuestionCategory.id == Question.category_id)
        .where(Question.course_id == course.id)
    )
    for word in search_key(words).split()[:8]:
        found = found.where(Question.search_key.contains(word, autoescape=True))
    if kind:
        version = QuestionVersion
        found = found.join(version, version.id == Question.current_version_id).where(version.kind == kind)
    if category_id is not None:
        found = found.where(Question.category_id == category_id)
    if retired:
        found = found.where(Question.retired_at.is_(None) if retired == "no" else Question.retired_at.is_not(None))
    order = (QuestionCategory.position, QuestionCategory.id, Question.id)
    return page_of(found.order_by(*order), number=number, size=size)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category with how many questions can be drawn from it and how many are retired."""

    category: QuestionCategory
    available: int
    retired: int


def list_shelves(course_id: int) -> list[Shelf]:
    """Return the categories of a course's bank in their order, with what is in them."""
    in_use = and_(Question.retired_at.is_(None), Question.current_version_id.is_not(None))
    counted = (
        select(
            QuestionCategory,
            func.coalesce(func.sum(case((in_use, 1), else_=0)), 0),
            func.coalesce(func.sum(case((Question.retired_at.is_not(None), 1), else_=0)), 0),
        )
        .outerjoin(Question, Question.category_id == QuestionCategory.id)
        .where(QuestionCategory.course_id == course_id)
        .group_by(QuestionCategory.id)
        .order_by(QuestionCategory.position, QuestionCategory.id)
    )
    # The course and unit that a category loads by joins would have to be grouped by as well.
    rows = db.session.execute(counted.options(lazyload(QuestionCategory.course)))
    return [Shelf(category, int(available), int(retired)) for category, available, retired in rows]


def count_available(course_id: int) -> Mapping[int, int]:
    """Return how many questions can be drawn from each category, by the category's id."""
    return {shelf.category.id: shelf.available for shelf in list_shelves(course_id)}


# --- versions ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signed:
    """A version with the name of who wrote it."""

    version: QuestionVersion
    name: str


def list_versions(question: Question) -> list[Signed]:
    """Return the question's versions, the newest first."""
    found = (
        select(QuestionVersion, Person.full_name)
        .outerjoin(Account, Account.id == QuestionVersion.by_account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(QuestionVersion.question_id == question.id)
        .options(selectinload(QuestionVersion.citations))
        .order_by(QuestionVersion.number.desc())
    )
    return [Signed(version, name or "") for version, name in db.session.execute(found)]


def citations_of(version: QuestionVersion) -> list[Citation]:
    """Return what the version rests on, as the rule for writing citations knows it."""
    return [Citation(row.source.key, row.article, row.valid_from, row.valid_to) for row in version.citations]
