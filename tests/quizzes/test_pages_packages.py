"""Courses exported and imported as zips."""

from __future__ import annotations

import io
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.catalog.pictures import png
from tests.client import CheckingClient
from tests.makers import Makers
from training.catalog.operations import SourceFacts, add_picture, add_source
from training.catalog.queries import find_course, list_modules
from training.core.access import Role
from training.questions.operations import QuestionFacts, create_question
from training.quizzes.course_package import read_course_folder
from training.quizzes.course_zip import unpack, write_zip
from training.quizzes.operations import load_course

COURSES = Path(__file__).parents[2] / "courses"
KINDS = {
    "single_choice": {
        "options": [{"markdown": "A", "right": True, "feedback": "Đúng vậy"}, {"markdown": "*B*", "pinned": True}]
    },
    "multiple_choice": {
        "options": [
            {"markdown": "A", "right": True},
            {"markdown": "B", "right": True},
            {"markdown": "C", "weight": "-0.5"},
        ],
        "rule": "weights",
    },
    "true_false": {"right": False, "feedback": {"true": "Đọc lại Điều 1"}},
    "short_answer": {"answers": "18/11 | 18 tháng 11 {50%}", "match_case": True, "match_marks": False},
    "essay": {
        "instructions": "Nêu ba ý.\n\n- Ngắn",
        "min_words": 100,
        "rubric": [
            {"name": "Nội dung", "points": "2.5", "levels": "2 | Đủ\n0,5 | Thiếu"},
            {"name": "Chữ", "points": 1},
        ],
    },
}


def zipped(files: dict[str, bytes | str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def upload(client: CheckingClient, cast: Cast, data: bytes, *, status: int = 303) -> str:
    form = {"file": (BytesIO(data), "course.zip"), "unit_id": cast.ward.id}
    return client.post("/courses/import", form, status=status).text


@pytest.mark.parametrize("name", sorted(path.name for path in COURSES.iterdir()))
def test_what_is_exported_is_just_what_was_loaded(cast: Cast, tmp_path: Path, name: str) -> None:
    course = load_course(read_course_folder(COURSES / name), unit=cast.city, by=cast.trainer).course
    reading = read_course_folder(unpack(write_zip(course), into=tmp_path))
    assert [str(fault) for fault in reading.faults] == []
    assert not +load_course(reading, unit=cast.city, by=cast.trainer).counts


def test_every_kind_and_picture_goes_out_and_comes_back(cast: Cast, make: Makers, tmp_path: Path) -> None:
    add_source(cast.course, key="luat-75", facts=SourceFacts("Luật: số 75"), by=cast.trainer)
    add_picture(cast.course, name="cong.png", data=png(), by=cast.trainer)
    for kind, raw in KINDS.items():
        facts = QuestionFacts(
            "Mọi loại", kind, f"Hỏi {kind}?", raw, "Vì thế.", sources="luat-75, Điều 1 [2016-01-01..]"
        )
        create_question(cast.course, facts=facts, by=cast.trainer)
    reading = read_course_folder(unpack(write_zip(cast.course), into=tmp_path))
    assert [str(fault) for fault in reading.faults] == []
    counts = +load_course(reading, unit=cast.city, by=cast.trainer).counts
    assert not {"questions", "pictures", "documents"} & set(counts)


def test_a_trainer_sends_a_course_to_another_unit(client: CheckingClient, cast: Cast) -> None:
    load_course(read_course_folder(COURSES / "luat-mat-tran"), unit=cast.city, by=cast.trainer)
    course = find_course("LMT-2026")
    assert course is not None
    answer = client.sign_in(cast.trainer).get(f"/courses/{course.id}/export")
    assert answer.mimetype == "application/zip"
    assert "lmt-2026.zip" in answer.headers["Content-Disposition"]
    text = {name: data for name, data in _files(answer.data).items() if not name.startswith("lmt-2026/quizzes")}
    text["lmt-2026/course.md"] = text["lmt-2026/course.md"].replace(b"LMT-2026", b"LMT-2027")
    upload(client, cast, zipped(text))
    copy = find_course("LMT-2027")
    assert copy is not None
    assert copy.unit_id == cast.ward.id
    assert len(list_modules(copy)) == 6


def _files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_all_faults_are_named_and_nothing_is_taken(client: CheckingClient, cast: Cast) -> None:
    files = {"x/course.md": "---\ncode: X-1\ntitle: Thử\n---\n", "x/modules/01-a.md": "---\ntitle: A\n---\n<b>a</b>\n"}
    page = upload(client.sign_in(cast.trainer), cast, zipped(files), status=422)
    assert "course.md" in page
    assert "modules/01-a.md:4" in page.replace("</code>", "").replace("<code>", "")
    assert find_course("X-1") is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "không phải zip"),
        (b"not a zip", "không phải zip"),
        (zipped({"readme.txt": "x"}), "course.md"),
        (zipped({"../course.md": "x"}), "ngoài thư mục"),
        (zipped({"/etc/course.md": "x"}), "ngoài thư mục"),
        (zipped({"a/course.md": "x", "a/course.md/b": "x"}), "không phải zip"),
        (zipped({f"a/{n}": "" for n in range(1001)}), "1000"),
        (zipped({"course.md": b"\0" * 41 * 1024 * 1024}), "40 MB"),
        (zipped({"course.md": "x"})[:-30], "không phải zip"),
    ],
    # Bytes as names would hold the second of their making, and differ from one process to the next.
    ids=("empty", "no zip", "no course", "above", "absolute", "a file as folder", "many", "large", "cut off"),
)
def test_what_is_no_package_is_refused_in_words(client: CheckingClient, cast: Cast, data: bytes, words: str) -> None:
    assert words in upload(client.sign_in(cast.trainer), cast, data, status=422)


def test_a_course_of_another_unit_is_not_overwritten(client: CheckingClient, cast: Cast, make: Makers) -> None:
    load_course(read_course_folder(COURSES / "luat-mat-tran"), unit=cast.other_ward, by=cast.trainer)
    course = find_course("LMT-2026")
    assert course is not None
    own = make.account(make.person(unit=cast.ward), Role.TRAINER)
    page = upload(client.sign_in(own), cast, write_zip(course), status=422)
    assert "LMT-2026" in page
    client.get(f"/courses/{course.id}/export", status=403)


def test_importing_is_for_those_who_make_courses(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager).get("/courses/import", status=403)
    client.sign_in(cast.trainer).get("/courses/import")
