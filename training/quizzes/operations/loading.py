"""A course loaded from its folder: what is new or has changed is added, what is the same is left as it is."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from training.catalog.course_files import CourseText, ModuleText, SourceText
from training.catalog.models import Course, Module, Source
from training.catalog.operations import (
    CourseFacts,
    SourceFacts,
    add_module,
    add_picture,
    add_source,
    change_course,
    change_source,
    create_course,
    facts_of_course,
    facts_of_source,
    is_published,
    publish_course,
    publish_text,
)
from training.catalog.queries import find_course, list_pictures, list_sources
from training.catalog.rendering import render_summary
from training.catalog.rules.citations import write_citations
from training.catalog.rules.drafts import Draft
from training.catalog.rules.keys import file_key
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Conflict
from training.core.i18n import _
from training.questions.models import Question, QuestionCategory
from training.questions.operations import QuestionFacts, change_question, create_question
from training.questions.operations import is_same as is_same_question
from training.questions.queries import find_questions
from training.questions.question_files import CategoryText, QuestionText
from training.quizzes.course_package import CourseReading
from training.quizzes.models import Quiz
from training.quizzes.operations.quizzes import QuizFacts, change_quiz, create_quiz, is_same, publish_quiz
from training.quizzes.queries import revision_of
from training.quizzes.quiz_files import QuizText, SlotText
from training.quizzes.rules import SlotFacts
from training.quizzes.sitting import Sitting
from training.units.models import Unit


@dataclass(frozen=True, slots=True)
class Loaded:
    """A course after loading, and how many of its parts were added or changed, by "modules", "questions" and so on."""

    course: Course
    counts: Counter[str] = field(default_factory=Counter)


@operation
def load_course(reading: CourseReading, *, unit: Unit, by: Actor) -> Loaded:
    """Load what was read of a course folder: as a new, published course of `unit`, or into the one with its code.

    The same folder again changes nothing; a changed module makes a revision, a changed question a version, a changed
    quiz a revision. What the folder lacks stays, and so does a draft that someone is writing. Raises Conflict for a
    folder with faults.
    """
    if reading.faults:
        raise Conflict(_("The folder has faults; nothing has been loaded."))
    found = find_course(reading.course.code)
    course = found or create_course(_course_facts(reading.course, summary=""), unit=unit, by=by)
    loaded = Loaded(course)
    _load_pictures(loaded, reading, by=by)
    _load_sources(loaded, reading.course.sources, by=by)
    _load_facts(loaded, reading.course, by=by)
    _load_modules(loaded, reading.modules, by=by)
    for position, category in enumerate(reading.categories, start=1):
        _load_category(loaded, category, position=position, by=by)
    for position, quiz in enumerate(reading.quizzes, start=1):
        _load_quiz(loaded, quiz, position=position, by=by)
    if found is None:
        publish_course(course, by=by)
    return loaded


def _course_facts(text: CourseText, *, summary: str) -> CourseFacts:
    return CourseFacts(text.code, text.title, text.track, text.study_hours, summary)


def _load_pictures(loaded: Loaded, reading: CourseReading, *, by: Actor) -> None:
    known = {picture.name: picture.content_hash for picture in list_pictures(loaded.course.id)}
    for path in reading.pictures.values():
        data = path.read_bytes()
        if known.get(path.name) != hashlib.sha256(data).hexdigest():
            add_picture(loaded.course, name=path.name, data=data, by=by)
            loaded.counts["pictures"] += 1


def _load_sources(loaded: Loaded, texts: Sequence[SourceText], *, by: Actor) -> None:
    known = {source.key: source for source in list_sources(loaded.course.id)}
    for text in texts:
        facts = SourceFacts(
            title=text.title,
            number=text.number,
            issuer=text.issuer,
            issued_on=text.issued_on,
            effective_from=text.effective_from,
            effective_to=text.effective_to,
            note=text.note,
        )
        loaded.counts["documents"] += _put_source(loaded.course, known.get(text.key), text.key, facts, by=by)


def _put_source(course: Course, source: Source | None, key: str, facts: SourceFacts, *, by: Actor) -> bool:
    if source is None:
        add_source(course, key=key, facts=facts, by=by)
    elif facts_of_source(source) != facts:
        change_source(source, facts=facts, by=by)
    else:
        return False
    return True


def _load_facts(loaded: Loaded, text: CourseText, *, by: Actor) -> None:
    """Set what is said of the course, once the pictures that its introduction may show are there."""
    course, facts = loaded.course, _course_facts(text, summary=text.summary)
    html = render_summary(facts.summary, course_id=course.id)
    if facts_of_course(course) != facts or course.summary_html != html:
        change_course(course, facts=facts, unit=course.unit, version=course.version, by=by)


def _load_modules(loaded: Loaded, texts: Sequence[ModuleText], *, by: Actor) -> None:
    """Load the modules and put them first, in the folder's order; other modules of the course follow."""
    modules = list(db.session.scalars(select(Module).where(Module.course_id == loaded.course.id)))
    known = {module.key: module for module in modules}
    placed: list[Module] = []
    for text in texts:
        key = file_key(text.file)
        module = known.get(key) or add_module(loaded.course, title=text.title, key=key, by=by)
        draft = Draft(text.title, text.minutes, text.text, write_citations(text.citations))
        if not is_published(module, draft):
            publish_text(module, draft=draft, by=by)
            loaded.counts["modules"] += 1
        placed.append(module)
    rest = sorted((m for m in modules if m not in placed), key=lambda module: module.position)
    for position, module in enumerate([*placed, *rest], start=1):
        module.position = position


def _load_category(loaded: Loaded, text: CategoryText, *, position: int, by: Actor) -> None:
    known = find_questions(loaded.course.id, [question.key for question in text.questions])
    for question in text.questions:
        loaded.counts["questions"] += _put_question(loaded.course, known.get(question.key), question, text.name, by=by)
    found = select(QuestionCategory).where(
        QuestionCategory.course_id == loaded.course.id, QuestionCategory.name == text.name
    )
    for category in db.session.scalars(found):
        category.position = position


def _put_question(course: Course, found: Question | None, text: QuestionText, category: str, *, by: Actor) -> bool:
    facts = QuestionFacts(
        category=category,
        kind=text.kind,
        stem=text.stem,
        raw=text.raw,
        explanation=text.explanation,
        mark=text.mark,
        sources=write_citations(text.citations),
    )
    if found is None:
        create_question(course, facts=facts, key=text.key, by=by)
    elif not is_same_question(found, facts):
        change_question(found, facts=facts, seen=found.current_version.number if found.current_version else 0, by=by)
    else:
        return False
    return True


def _load_quiz(loaded: Loaded, text: QuizText, *, position: int, by: Actor) -> None:
    key = file_key(text.file)
    quiz = db.session.scalar(select(Quiz).where(Quiz.course_id == loaded.course.id, Quiz.key == key))
    facts = _quiz_facts(loaded.course, text, quiz)
    if quiz is None:
        quiz = publish_quiz(create_quiz(loaded.course, facts=facts, key=key, by=by), by=by)
    elif not is_same(quiz, facts):
        change_quiz(quiz, facts=facts, seen=revision_of(quiz).number, by=by)
    else:
        return
    quiz.position = position
    loaded.counts["quizzes"] += 1


def _quiz_facts(course: Course, text: QuizText, quiz: Quiz | None) -> QuizFacts:
    """Return what the file says; when a quiz opens and how it is sat is said on the web alone, and kept."""
    current = quiz.current_revision if quiz else None
    names = select(QuestionCategory.name, QuestionCategory.id).where(QuestionCategory.course_id == course.id)
    categories = dict(db.session.execute(names).all())
    questions = find_questions(course.id, [slot.question for slot in text.slots if slot.question])
    return QuizFacts(
        title=text.title,
        intro=text.intro,
        time_limit=text.time_limit,
        attempts_allowed=text.attempts_allowed,
        counts=text.counts,
        pass_mark=text.pass_mark,
        opens_at=current.opens_at if current else None,
        closes_at=current.closes_at if current else None,
        shuffle_questions=text.shuffle_questions,
        shuffle_options=text.shuffle_options,
        sitting=current.sitting if current else Sitting(),
        review=text.review,
        slots=tuple(_slot(slot, questions, categories) for slot in text.slots),
    )


def _slot(text: SlotText, questions: Mapping[str, Question], categories: Mapping[str, int]) -> SlotFacts:
    if text.question:
        return SlotFacts(question_id=questions[text.question].id, mark=text.mark)
    return SlotFacts(category_id=categories[text.category], count=text.count, mark=text.mark)
