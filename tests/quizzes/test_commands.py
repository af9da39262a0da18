"""`flask courses check` and `flask courses load`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import Cast
from training.catalog.queries import find_course

COURSES = Path(__file__).parents[2] / "courses"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(COURSES / "luat-mat-tran", tmp_path / "luat-mat-tran"))


def test_the_starter_courses_are_clean(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["courses", "check"])
    assert result.exit_code == 0, result.output
    assert result.output.count("modules") == len(list(COURSES.iterdir()))


def test_every_fault_is_named_with_file_and_line(app: Flask, folder: Path) -> None:
    question = folder / "questions" / "01-van-ban-va-hieu-luc.md"
    question.write_text(question.read_text().replace("- (x) Ngày 01/01/2016", "- ( ) Ngày 01/01/2016"))
    quiz = folder / "quizzes" / "cuoi-khoa.md"
    quiz.write_text(quiz.read_text().replace("question: ngay-truyen-thong", "question: khong-co"))
    result = app.test_cli_runner().invoke(args=["courses", "check", str(folder)])
    assert result.exit_code == 1
    assert "questions/01-van-ban-va-hieu-luc.md:" in result.output
    assert "quizzes/cuoi-khoa.md:" in result.output
    assert "khong-co" in result.output


def test_courses_are_loaded_for_a_unit(app: Flask, cast: Cast) -> None:
    run = app.test_cli_runner().invoke
    assert run(args=["courses", "load", "--unit", cast.ward.name]).exit_code == 0
    course = find_course("LMT-2026")
    assert course is not None
    assert course.unit_id == cast.ward.id
    assert run(args=["courses", "load"]).output.count("nothing new") == len(list(COURSES.iterdir()))


@pytest.mark.parametrize(
    ("args", "words"),
    [(["--unit", "Không có"], "Name the unit"), (["/no/such/folder"], "no such folder")],
)
def test_what_cannot_be_loaded_is_told(app: Flask, cast: Cast, args: list[str], words: str) -> None:
    result = app.test_cli_runner().invoke(args=["courses", "load", *args])
    assert result.exit_code == 1
    assert words in result.output


def test_a_folder_with_faults_stops_the_loading(app: Flask, cast: Cast, folder: Path) -> None:
    (folder / "course.md").write_text("---\ncode: X\n---\n")
    result = app.test_cli_runner().invoke(args=["courses", "load", str(folder)])
    assert result.exit_code == 1
    assert find_course("X") is None
