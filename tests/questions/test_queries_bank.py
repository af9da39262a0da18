"""Finding questions in a large bank with few queries."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.counting import counted
from tests.makers import Makers
from training.core.db import db
from training.core.vietnamese import search_key
from training.questions.models import Question, QuestionCategory, QuestionVersion
from training.questions.queries import count_available, list_questions, list_shelves

MANY = 3000


def fill(cast: Cast) -> None:
    """Write many questions straight to the tables."""
    db.session.execute(
        QuestionCategory.__table__.insert(),  # type: ignore[attr-defined]
        [{"id": n, "course_id": cast.course.id, "name": f"Nhóm {n}", "position": n} for n in (1, 2)],
    )
    rows = [
        {"course_id": cast.course.id, "category_id": n % 2 + 1, "key": f"c-{n}", "search_key": f"cau so {n}"}
        for n in range(MANY)
    ]
    db.session.execute(Question.__table__.insert(), rows)  # type: ignore[attr-defined]
    ids = db.session.scalars(db.select(Question.id).order_by(Question.id)).all()
    same = {"number": 1, "kind": "true_false", "stem": "?", "stem_html": "<p>?</p>", "body": {"right": True}}
    versions = [{**same, "question_id": question_id} for question_id in ids]
    db.session.execute(QuestionVersion.__table__.insert(), versions)  # type: ignore[attr-defined]
    newest = db.select(QuestionVersion.id).where(QuestionVersion.question_id == Question.id).scalar_subquery()
    db.session.execute(db.update(Question).values(current_version_id=newest))
    db.session.commit()


def test_a_large_bank_is_paged_with_few_queries(cast: Cast) -> None:
    fill(cast)
    with counted() as queries:
        page = list_questions(cast.course, number=3)
        assert [(q.category.name, q.current_version.kind) for q in page.rows if q.current_version]
        assert [s.category.name for s in list_shelves(cast.course.id)] == ["Nhóm 1", "Nhóm 2"]
    assert len(queries) <= 4
    assert (page.total, page.pages, len(page.rows)) == (MANY, 60, 50)
    assert count_available(cast.course.id) == {1: MANY // 2, 2: MANY // 2}
    assert list_questions(cast.course, words="so 1234").total == 1
    assert list_questions(cast.course, number=999).number == 60


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"words": "ngay truyen thong"}, 1),
        ({"words": "NGÀY"}, 1),
        ({"words": "%"}, 0),
        ({"kind": "true_false"}, 1),
        ({"kind": "single_choice"}, 1),
        ({"category_id": 99}, 0),
        ({}, 2),
    ],
)
def test_questions_are_found_by_words_and_kind(cast: Cast, make: Makers, wanted: dict[str, str], count: int) -> None:
    question = make.question(cast.course, stem="Ngày truyền thống?")
    question.search_key = search_key("Ngày truyền thống?")
    make.save(question)
    make.question(cast.course, kind="true_false", raw={"right": True})
    assert list_questions(cast.course, **wanted).total == count  # type: ignore[arg-type]
