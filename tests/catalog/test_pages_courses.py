"""Pages of courses."""

from __future__ import annotations

import re

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.makers import Makers
from training.catalog.models import CourseState
from training.catalog.queries import find_course

FACTS = {"title": "Hòa giải ở cơ sở", "code": "HG-1", "track": "professional", "study_hours": "4", "summary": "Ngắn"}


def test_a_trainer_makes_a_course_once(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.trainer).get("/courses/new")
    form = {**FACTS, "unit_id": cast.city.id, "once": "a"}
    first = client.post("/courses/new", form)
    assert client.post("/courses/new", form).headers["Location"] == first.headers["Location"]
    assert "Hòa giải ở cơ sở" in client.get(first.headers["Location"]).text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "bắt buộc"),
        ("code", "x" * 41, "40"),
        ("study_hours", "0", "500"),
        ("study_hours", "abc", "số nguyên"),
        ("track", "art", "Lựa chọn"),
        ("unit_id", "99999", "Lựa chọn"),
    ],
)
def test_bad_facts_are_told_at_the_field_and_kept(
    client: CheckingClient, cast: Cast, field: str, value: str, words: str
) -> None:
    page = client.sign_in(cast.trainer).post(
        "/courses/new", {**FACTS, "unit_id": cast.city.id, field: value}, status=422
    )
    assert words in page.text
    assert "Ngắn" in page.text
    assert find_course("HG-1") is None


def test_one_course_is_changed_and_a_stale_form_shows_both(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.trainer).get(f"/courses/{cast.course.id}/edit")
    form = {**FACTS, "unit_id": cast.city.id, "version": cast.course.version}
    client.post(f"/courses/{cast.course.id}/edit", form)
    stale = client.post(f"/courses/{cast.course.id}/edit", {**form, "title": "Tên thứ hai"}, status=409)
    assert "Hòa giải ở cơ sở" in stale.text
    assert 'value="Tên thứ hai"' in stale.text
    client.post(f"/courses/{cast.course.id}/edit", {**form, "title": "Tên thứ hai", "version": _version(stale.text)})
    assert "Tên thứ hai" in client.get(f"/courses/{cast.course.id}").text


def _version(html: str) -> str:
    return re.search(r'name="version"[^>]*value="(\d+)"', html)[1]  # type: ignore[index]


def test_the_list_finds_without_marks_and_says_what_an_empty_one_is_for(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.trainer)
    assert cast.course.title in client.get("/courses?q=mat+tran&track=political_theory").text
    assert cast.course.title not in client.get("/courses?q=mat+tran&track=professional").text
    assert "Không có khóa học nào khớp" in client.get("/courses?q=xyz&track=rubbish&page=-3&state=x").text


def test_a_manager_reads_but_does_not_write(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager)
    page = client.get(f"/courses/{cast.course.id}").text
    assert "/edit" not in page
    client.get(f"/courses/{cast.course.id}/edit", status=403)
    client.post(f"/courses/{cast.course.id}/archive", status=403)


@pytest.mark.parametrize("path", ["/courses", "/courses/new", "/courses/1", "/courses/1/edit", "/courses/1/pictures"])
def test_learners_do_not_come_in(client: CheckingClient, cast: Cast, path: str) -> None:
    client.sign_in(cast.cadre).get(path, status=403)


def test_steps_of_a_course_answer_in_words(client: CheckingClient, cast: Cast, make: Makers) -> None:
    course = make.course(unit=cast.city, modules=0, state=CourseState.DRAFT)
    address = f"/courses/{course.id}"
    client.sign_in(cast.trainer).post(f"{address}/publish")
    assert "ít nhất một bài" in client.get(address).text
    make.module(course)
    for step, words in [("publish", "Đã xuất bản"), ("archive", "Đã cất"), ("restore", "bản nháp")]:
        client.post(f"{address}/{step}")
        assert words in client.get(address).text


def test_there_is_no_course_at_a_wrong_number(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.trainer).get("/courses/99999", status=404)


def test_the_pages_speak_english_too(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.trainer)
    client.raw().set_cookie("language", "en")
    assert "Add a module" in client.get(f"/courses/{cast.course.id}").text
