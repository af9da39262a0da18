"""Courses loaded from their folders, on both databases."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.catalog.pictures import png
from training.catalog.models import Course, CourseState
from training.catalog.operations import save_draft
from training.catalog.queries import draft_of, list_citations, list_modules, list_revisions, list_sources
from training.catalog.rules.drafts import Draft
from training.core.db import AuditEntry, db
from training.core.errors import Conflict
from training.questions.queries import find_questions, list_questions, list_versions
from training.quizzes.course_package import read_course_folder
from training.quizzes.operations import Loaded, load_course
from training.quizzes.queries import list_quizzes, list_slots, revision_of

COURSES = Path(__file__).parents[2] / "courses"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a starter course that a test may change."""
    return Path(shutil.copytree(COURSES / "luat-mat-tran", tmp_path / "luat-mat-tran"))


def load(folder: Path, cast: Cast) -> Loaded:
    return load_course(read_course_folder(folder), unit=cast.city, by=cast.administrator)


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("name", sorted(path.name for path in COURSES.iterdir()))
def test_a_starter_course_loads_whole_and_once(cast: Cast, name: str) -> None:
    reading = read_course_folder(COURSES / name)
    assert [str(fault) for fault in reading.faults] == []
    course = load(COURSES / name, cast).course
    assert course.state is CourseState.PUBLISHED
    assert 4 <= len(list_modules(course)) <= 6
    assert list_questions(course).total == sum(len(category.questions) for category in reading.categories) >= 20
    assert all(quiz.published_at and list_slots(revision_of(quiz)) for quiz in list_quizzes(course))
    trail = db.session.query(AuditEntry).count()
    assert not +load(COURSES / name, cast).counts
    assert db.session.query(AuditEntry).count() == trail + 1


def test_modules_cite_articles_with_their_days(folder: Path, cast: Cast) -> None:
    module = list_modules(load(folder, cast).course)[1]
    first = list_citations(module)[0]
    assert (first.source.number, first.article, str(first.valid_to)) == ("75/2015/QH13", "Điều 1", "2025-06-30")


def test_a_changed_module_makes_a_revision(folder: Path, cast: Cast) -> None:
    load(folder, cast)
    change(folder, "modules/02-vi-tri-vai-tro.md", "## Mục đích của bài", "## Bài này để làm gì")
    loaded = load(folder, cast)
    assert +loaded.counts == {"modules": 1}
    module = list_modules(loaded.course)[1]
    assert [row.revision.number for row in list_revisions(module)] == [2, 1]


def test_a_changed_question_makes_a_version(folder: Path, cast: Cast) -> None:
    load(folder, cast)
    change(folder, "questions/01-van-ban-va-hieu-luc.md", "Ngày 01/7/2016", "Ngày 02/7/2016")
    loaded = load(folder, cast)
    assert +loaded.counts == {"questions": 1}
    question = find_questions(loaded.course.id, ["hieu-luc-luat-75"])["hieu-luc-luat-75"]
    assert [row.version.number for row in list_versions(question)] == [2, 1]


def test_a_changed_quiz_makes_a_revision_and_keeps_its_hours(folder: Path, cast: Cast) -> None:
    load(folder, cast)
    change(folder, "quizzes/cuoi-khoa.md", "pass_mark: 70", "pass_mark: 65")
    loaded = load(folder, cast)
    assert +loaded.counts == {"quizzes": 1}
    assert revision_of(list_quizzes(loaded.course)[0]).number == 2


def test_a_changed_document_and_a_new_picture_are_taken_over(folder: Path, cast: Cast) -> None:
    load(folder, cast)
    change(folder, "course.md", "issued_on: 2003-08-01", "issued_on: 2003-08-02")
    (folder / "media").mkdir()
    (folder / "media" / "cong-lang.png").write_bytes(png())
    change(folder, "modules/02-vi-tri-vai-tro.md", "## Mục đích", "![Cổng làng](media/cong-lang.png)\n\n## Mục đích")
    loaded = load(folder, cast)
    assert +loaded.counts == {"documents": 1, "pictures": 1, "modules": 1}
    module = list_modules(loaded.course)[1]
    assert module.published_revision is not None
    assert "/cong-lang.png" in module.published_revision.html
    assert "2003-08-02" in {str(source.issued_on) for source in list_sources(loaded.course.id)}


def test_a_module_is_known_by_its_file_whatever_its_place(folder: Path, cast: Cast) -> None:
    before = [module.id for module in list_modules(load(folder, cast).course)]
    (folder / "modules" / "02-vi-tri-vai-tro.md").rename(folder / "modules" / "09-vi-tri-vai-tro.md")
    loaded = load(folder, cast)
    assert not +loaded.counts
    assert [m.id for m in list_modules(loaded.course)] == [before[0], *before[2:], before[1]]


def test_what_a_trainer_is_writing_is_left_alone(folder: Path, cast: Cast) -> None:
    module = list_modules(load(folder, cast).course)[0]
    writing = Draft(module.title, module.minutes, "Đang viết dở", module.draft_sources)
    save_draft(module, draft=writing, seen=draft_of(module).seal, author=cast.trainer)
    change(folder, "modules/01-van-ban-va-hieu-luc.md", "minutes: ", "minutes: 1")
    load(folder, cast)
    found = list_modules(_course(module.course_id))[0]
    assert found.draft_text == "Đang viết dở"
    assert found.published_revision is not None
    assert found.published_revision.number == 2


def _course(course_id: int) -> Course:
    return db.session.get_one(Course, course_id)


def test_a_folder_with_faults_is_not_loaded(folder: Path, cast: Cast) -> None:
    change(folder, "course.md", "study_hours: 8", "study_hours: many")
    with pytest.raises(Conflict):
        load(folder, cast)
    assert db.session.query(Course).count() == 1
