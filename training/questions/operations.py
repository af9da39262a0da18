"""Writes of the question bank: a saved change is a new version; what was asked before stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from training.catalog.models import Course
from training.catalog.queries import list_sources, media_of
from training.catalog.rendering import render_with
from training.catalog.rules.citations import Citation, read_citations, write_citations
from training.catalog.rules.keys import free_key, plain_key
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict, Invalid, NotFound
from training.core.i18n import _
from training.core.markup import plain
from training.core.vietnamese import search_key
from training.questions.kinds import KINDS
from training.questions.models import Question, QuestionCategory, QuestionCitation, QuestionVersion
from training.questions.queries import citations_of


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """What an author gives of a question; `raw` is what its kind parses, `sources` citations, a line each."""

    category: str
    kind: str
    stem: str
    raw: Mapping[str, Any] = field(default_factory=dict)
    explanation: str = ""
    mark: Decimal = Decimal(1)
    sources: str = ""


@operation
def create_question(course: Course, *, facts: QuestionFacts, by: Actor, key: str = "") -> Question:
    """Add a question to the bank, in a category that is made where it is new.

    `key` is its name within the course, made from the stem where empty. Raises Invalid with the field at fault.
    """
    category = _shelve(course, name=facts.category)
    question = Question(course_id=course.id, category_id=category.id, key=key or _free_key(course, facts.stem))
    taken = Invalid("key", _("Another question of this course has the key %(key)s.", key=key))
    with unique("questions", "course_id", "key", refusal=taken):
        db.session.add(question)
    _add_version(question, facts, by=by)
    return question


@operation
def change_question(question: Question, *, facts: QuestionFacts, seen: int, by: Actor) -> Question:
    """Save a change as a new version; the same content again makes none. Moving to another category makes none either.

    `seen` is the number of the version that the author started from; raises Conflict where a newer one is there.
    """
    question = _locked(question)
    current = question.current_version
    if current is not None and current.number != seen:
        raise Conflict(_("Someone else has saved another version of this question meanwhile."))
    question.category = _shelve(question.category.course, name=facts.category)
    _add_version(question, facts, by=by)
    return question


@operation
def rename_category(category: QuestionCategory, *, name: str, by: Actor) -> QuestionCategory:  # noqa: ARG001
    """Give a category another name; quizzes that draw from it go on doing so."""
    with unique("question_categories", "course_id", "name", refusal=_name_taken(name)):
        category.name = name
    return category


def _shelve(course: Course, *, name: str) -> QuestionCategory:
    """Return the course's category called `name`, made at the end of the bank where there is none."""
    if not name.strip():
        raise Invalid("category", _("Give the category."))
    found = select(QuestionCategory).where(QuestionCategory.course_id == course.id, QuestionCategory.name == name)
    category = db.session.scalar(found)
    if category is None:
        last = select(func.max(QuestionCategory.position)).where(QuestionCategory.course_id == course.id)
        category = QuestionCategory(course_id=course.id, name=name, position=(db.session.scalar(last) or 0) + 1)
        with unique("question_categories", "course_id", "name", refusal=_name_taken(name)):
            db.session.add(category)
    return category


def _name_taken(name: str) -> Invalid:
    return Invalid("name", _("Another category is called %(name)s.", name=name))


@operation
def retire_question(question: Question, *, by: Actor) -> Question:  # noqa: ARG001
    """Draw a question no more; attempts that have it keep it, and it can be brought back."""
    question.retired_at = question.retired_at or clock.now()
    return question


@operation
def restore_question(question: Question, *, by: Actor) -> Question:  # noqa: ARG001
    """Let a retired question be drawn again."""
    question.retired_at = None
    return question


# --- versions ------------------------------------------------------------------------------------


def draft_version(course_id: int, facts: QuestionFacts, *, prefix: str = "new") -> QuestionVersion:
    """Return the version that `facts` would make, saved nowhere; raise Invalid with the field at fault."""
    if facts.kind not in KINDS:
        raise Invalid("kind", _("There is no such kind of question."))
    if not facts.stem.strip():
        raise Invalid("stem", _("Write the question first."))
    if not 0 < facts.mark <= 100:
        raise Invalid("mark", _("The mark is more than 0 and at most 100."))
    media = media_of(course_id)
    return QuestionVersion(
        kind=facts.kind,
        stem=facts.stem,
        stem_html=render_with(media, facts.stem, field="stem", prefix=f"q{prefix}-", top=3).html,
        body=KINDS[facts.kind].parse(facts.raw, media=media),
        explanation=facts.explanation,
        explanation_html=render_with(media, facts.explanation, field="explanation", prefix=f"e{prefix}-", top=3).html,
        default_mark=facts.mark,
    )


def is_same(question: Question, facts: QuestionFacts) -> bool:
    """Tell whether the question is asked, answered and kept just as `facts` say."""
    current = question.current_version
    if current is None or question.category.name != facts.category:
        return False
    wanted = draft_version(question.course_id, facts, prefix=str(question.id))
    return _content(current) == _content(wanted) and write_citations(citations_of(current)) == facts.sources


def _add_version(question: Question, facts: QuestionFacts, *, by: Actor) -> None:
    version = draft_version(question.course_id, facts, prefix=str(question.id))
    sources = {source.key: source.id for source in list_sources(question.course_id)}
    citations, faults = read_citations(facts.sources, keys=sources)
    if faults:
        raise Invalid("sources", " ".join(faults))
    current = question.current_version
    if current is not None and _content(current) == _content(version) and citations_of(current) == citations:
        return
    version.question_id = question.id
    version.number = (current.number if current else 0) + 1
    version.by_account_id = by.account_id
    version.citations = [_row(citation, n, sources) for n, citation in enumerate(citations, start=1)]
    db.session.add(version)
    db.session.flush()
    question.current_version = version
    question.search_key = search_key(f"{plain(version.stem_html)} {question.key}")


def _content(version: QuestionVersion) -> tuple[object, ...]:
    """Return what makes two versions the same to a learner."""
    return (
        version.kind,
        version.stem,
        version.stem_html,
        version.body,
        version.explanation,
        version.explanation_html,
        Decimal(version.default_mark).normalize(),
    )


def _row(citation: Citation, position: int, sources: Mapping[str, int]) -> QuestionCitation:
    return QuestionCitation(
        source_id=sources[citation.key],
        position=position,
        article=citation.article,
        valid_from=citation.valid_from,
        valid_to=citation.valid_to,
    )


def _locked(question: Question) -> Question:
    """Read the question afresh and hold it, so that two writers come one after the other on both databases."""
    held = db.session.get(Question, question.id, with_for_update={"of": Question}, populate_existing=True)
    if held is None:
        raise NotFound(_("There is no such question."))
    return held


def _free_key(course: Course, stem: str) -> str:
    begins = Question.key.startswith(plain_key(stem))
    return free_key(stem, db.session.scalars(select(Question.key).where(Question.course_id == course.id, begins)).all())
