"""A course folder is read whole; each thing that is wrong with it is named with file and line."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from training.catalog.models import Track
from training.core.faults import Fault
from training.quizzes.course_package import CourseReading, read_course_folder

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = re.compile(r"`courses/[^/`]+/([^`]+)`\n\n```markdown\n(.*?)```\n", re.DOTALL)
MODULE, BANK, QUIZ = "modules/01-hoa-giai-la-gi.md", "questions/01-khai-niem.md", "quizzes/cuoi-khoa.md"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The complete course that the description of the format shows."""
    texts = EXAMPLE.findall((ROOT / "docs" / "course-format.md").read_text(encoding="utf-8"))
    assert len(texts) == 4
    for name, text in texts:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def png(width: int = 1, height: int = 1) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def change(course: Path, name: str, old: str, new: str) -> CourseReading:
    text = (course / name).read_text(encoding="utf-8")
    assert old in text
    (course / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return read_course_folder(course)


def test_the_course_in_the_description_of_the_format_has_no_fault(course: Path) -> None:
    reading = read_course_folder(course)
    assert reading.faults == ()
    assert (reading.course.code, reading.course.track, reading.course.study_hours) == (
        "HGCS-2026",
        Track.PROFESSIONAL,
        2,
    )
    assert [(m.title, m.minutes, len(m.citations)) for m in reading.modules] == [("Hòa giải ở cơ sở là gì", 10, 2)]
    assert [(c.name, len(c.questions)) for c in reading.categories] == [("Khái niệm", 4)]


def test_a_quiz_is_read_in_the_units_of_the_program(course: Path) -> None:
    (quiz,) = read_course_folder(course).quizzes
    assert (quiz.time_limit, quiz.attempts_allowed, quiz.counts, quiz.pass_mark) == (600, 2, "highest", Decimal("0.7"))
    assert quiz.review == {
        "after_submit": ["marks", "outcome"],
        "after_close": ["marks", "outcome", "answer", "explanation"],
    }
    assert [(s.question, s.category, s.count, s.mark) for s in quiz.slots] == [
        ("vai-tro-nong-cot", "", 1, 1),
        ("", "Khái niệm", 2, 1),
    ]


@pytest.mark.parametrize("slug", sorted(p.name for p in (ROOT / "courses").iterdir() if p.is_dir()))
def test_the_starter_courses_have_no_fault(slug: str) -> None:
    reading = read_course_folder(ROOT / "courses" / slug)
    assert [str(fault) for fault in reading.faults] == []
    assert 4 <= len(reading.modules) <= 6
    assert sum(len(category.questions) for category in reading.categories) >= 20
    assert len({q.kind for category in reading.categories for q in category.questions}) >= 4


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "words"),
    [
        ("course.md", "code: HGCS-2026", "code:", 2, "missing"),
        ("course.md", "code: HGCS-2026\n", "", 1, "missing"),
        ("course.md", "code: HGCS-2026", "code: " + "x" * 41, 2, "more than 40"),
        ("course.md", "track: professional", "track: other", 4, "political_theory, professional"),
        ("course.md", "study_hours: 2", "study_hours: hai", 5, "whole number"),
        ("course.md", "study_hours: 2", "study_hours: 501", 5, "whole number"),
        ("course.md", "study_hours: 2", "hours: 2\nstudy_hours: 2", 5, "unknown"),
        ("course.md", "    issuer", "    isuer", 10, "unknown"),
        ("course.md", "2013-06-20", "20/6/2013", 11, "no day"),
        ("course.md", "2014-01-01", "2014-02-30", 12, "no day"),
        ("course.md", "effective_to:", "effective_to: 2013-12-31", 13, "before the first"),
        ("course.md", "key: luat-35-2013", "key: Luật 35", 7, "small letters"),
        (
            "course.md",
            "effective_to:\n",
            "effective_to:\n  - key: luat-35-2013\n    title: Lại\n",
            14,
            "Another document",
        ),
        ("course.md", "Khóa học ngắn", "Khóa <u>học</u> ngắn", 16, "HTML"),
        (MODULE, "title: Hòa giải ở cơ sở là gì\n", "", 1, "missing"),
        (MODULE, "minutes: 10", "minutes: 601", 3, "whole number"),
        (MODULE, '"luat-35-2013, Điều 2', '"luat-36-2013, Điều 2', 5, "no document"),
        (MODULE, "[2014-01-01..]", "[2014-01-01..2013-01-01]", 5, "after the last"),
        (MODULE, "## Mục đích", "# Mục đích", 9, "begin with ##"),
        (MODULE, "giúp đỡ", "<b>giúp</b> đỡ", 15, "HTML"),
        (MODULE, "Học xong bài", "![Sơ đồ](media/so-do.png)", 11, "no picture"),
        (MODULE, "Học xong bài", "![](media/so-do.png)", 11, "description"),
        (MODULE, "Học xong bài", "[xem](#cuoi-bai)", 11, "no heading"),
        (MODULE, "Học xong bài", "[xem](http://mattran.org.vn)", 11, "https"),
        (QUIZ, "pass_mark: 70", "pass_mark: 101", 6, "at most 100"),
        (QUIZ, "pass_mark: 70\n", "", 1, "missing"),
        (QUIZ, "counts: highest", "counts: best", 5, "highest, average, first, last"),
        (QUIZ, "time_limit: 10", "time_limit: 0", 3, "whole number"),
        (QUIZ, "shuffle_options: true", "shuffle_options: maybe", 8, "true or false"),
        (QUIZ, "after_submit: [marks, outcome]", "after_submit: [marks, points]", 10, "points"),
        (QUIZ, "after_submit:", "before:", 10, "unknown"),
        (QUIZ, "  after_submit:", "  bands: [tốt]\n  after_submit:", 10, "colon"),
        (QUIZ, "question: vai-tro-nong-cot", "question: khong-co", 13, "no question"),
        (QUIZ, "draw: Khái niệm", "draw: khái niệm", 15, "no category"),
        (QUIZ, "count: 2", "count: 4", 15, "3 questions left"),
        (QUIZ, "draw: Khái niệm\n    count: 2", "question: vai-tro-nong-cot", 15, "asked twice"),
        (QUIZ, "draw: Khái niệm", "draw: Khái niệm\n    question: giup-nhung-gi", 15, "either"),
        (QUIZ, "question: vai-tro-nong-cot", "mark: 2", 13, "either"),
        (
            QUIZ,
            "  - question: vai-tro-nong-cot\n    mark: 1",
            "  - question: vai-tro-nong-cot\n    count: 2",
            14,
            "no “count”",
        ),
        (BANK, "category: Khái niệm", "category: Khác", 15, "no category"),
    ],
)
def test_a_fault_is_named_with_file_and_line(
    course: Path, file: str, old: str, new: str, line: int, words: str
) -> None:
    faults = [fault for fault in change(course, file, old, new).faults if words in fault.text]
    assert [(fault.file, fault.line) for fault in faults] == [(QUIZ if file == BANK else file, line)]


def test_a_quiz_without_slots_asks_nothing(course: Path) -> None:
    text = (course / QUIZ).read_text(encoding="utf-8")
    (course / QUIZ).write_text(re.sub(r"slots:\n.*?---", "slots:\n---", text, flags=re.DOTALL), encoding="utf-8")
    assert [(fault.line, "no questions" in fault.text) for fault in read_course_folder(course).faults] == [(12, True)]


@pytest.mark.parametrize(
    ("spoil", "file"),
    [
        (lambda root: (root / "course.md").unlink(), "course.md"),
        (lambda root: (root / MODULE).unlink(), "modules"),
        (lambda root: (root / "README").write_text("x"), "README"),
        (lambda root: (root / "module").mkdir(), "module"),
        (lambda root: (root / "modules/02.txt").write_text("x"), "modules/02.txt"),
        (lambda root: (root / "modules/02-den.md").symlink_to("/etc/hostname"), "modules/02-den.md"),
        (lambda root: (root / MODULE).write_bytes(b"---\ntitle: h\xf2a\n---\n"), MODULE),
        (lambda root: (root / "media").joinpath("x.svg").write_text("<svg/>"), "media/x.svg"),
        (lambda root: (root / "media").joinpath("Ảnh 1.png").write_bytes(png()), "media/Ảnh 1.png"),
        (lambda root: (root / "media").joinpath("to.png").write_bytes(png(9000)), "media/to.png"),
    ],
)
def test_a_file_that_does_not_belong_or_cannot_be_read_is_named(
    course: Path, spoil: Callable[[Path], object], file: str
) -> None:
    (course / "media").mkdir()
    spoil(course)
    assert {fault.file for fault in read_course_folder(course).faults} == {file}


def test_a_picture_of_the_folder_can_be_shown(course: Path) -> None:
    (course / "media").mkdir()
    (course / "media" / "so-do.png").write_bytes(png())
    reading = change(course, MODULE, "Học xong bài", "![Sơ đồ](media/so-do.png) Học xong bài")
    assert reading.faults == ()
    assert list(reading.pictures) == ["media/so-do.png"]


def test_one_fault_is_named_once_and_does_not_hide_others(course: Path) -> None:
    change(course, "course.md", "title: Hòa giải", "title: Hòa: giải")
    change(course, BANK, "- (x) Hướng dẫn", "- ( ) Hướng dẫn")
    reading = change(course, QUIZ, "count: 2", "count: 4")
    assert [(fault.file, fault.line) for fault in reading.faults] == [("course.md", 3), (BANK, 11), (QUIZ, 15)]


def test_an_empty_folder_has_faults_and_no_failure(tmp_path: Path) -> None:
    reading = read_course_folder(tmp_path)
    assert [fault.file for fault in reading.faults] == ["course.md", "modules"]
    assert all(isinstance(fault, Fault) for fault in reading.faults)
