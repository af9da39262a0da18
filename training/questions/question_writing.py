"""Writes a question bank as the files that question_files reads."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from training.catalog.course_writing import text_file
from training.catalog.models import Course
from training.catalog.rules.keys import plain_key
from training.core.db import db
from training.core.formats import number
from training.questions.kinds import KINDS
from training.questions.models import Question, QuestionVersion
from training.questions.queries import citations_of, list_shelves


def write_categories(course: Course) -> Iterator[tuple[str, str]]:
    """Yield name and content of each file of questions/, retired questions left out."""
    place = 0
    for shelf in list_shelves(course.id):
        if not shelf.available:
            continue
        place += 1
        blocks = [
            _block(n, question.key, version)
            for n, (question, version) in enumerate(_questions(shelf.category.id), start=1)
        ]
        name = f"questions/{place:02d}-{plain_key(shelf.category.name)}.md"
        yield name, text_file({"category": shelf.category.name}, "\n\n".join(blocks))


def _questions(category_id: int) -> list[tuple[Question, QuestionVersion]]:
    found = (
        select(Question, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.id == Question.current_version_id)
        .where(Question.category_id == category_id, Question.retired_at.is_(None))
        .options(selectinload(QuestionVersion.citations))
        .order_by(Question.id)
    )
    return [(question, version) for question, version in db.session.execute(found)]


def _block(place: int, key: str, version: QuestionVersion) -> str:
    kind = KINDS[version.kind]
    mark = number(Decimal(version.default_mark))
    parts = [
        f"## Câu {place} {{#{key}}}\nLoại: {kind.file_words[0]}" + (f"\nĐiểm: {mark}" if mark != "1" else ""),
        version.stem.strip(),
        "\n".join(kind.file_lines(version.body)),
        "\n".join(
            [
                *([f"Giải thích: {version.explanation.strip()}"] if version.explanation else []),
                *(f"Nguồn: {citation}" for citation in citations_of(version)),
            ]
        ),
    ]
    return "\n\n".join(part for part in parts if part)
