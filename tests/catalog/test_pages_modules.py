"""Pages on which modules are written."""

from __future__ import annotations

import re

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from training.catalog.models import Module
from training.catalog.queries import draft_of, get_module, list_modules


@pytest.fixture
def module(cast: Cast) -> Module:
    return list_modules(cast.course)[0]


@pytest.fixture
def trainer(client: CheckingClient, cast: Cast) -> CheckingClient:
    return client.sign_in(cast.trainer)


def sent(module: Module, **fields: str) -> dict[str, str]:
    return {"title": "Bài 1", "text": "Nội dung mới", "seen": draft_of(get_module(module.id)).seal, **fields}


def test_a_module_is_added_written_and_published(trainer: CheckingClient, cast: Cast) -> None:
    made = trainer.post(f"/courses/{cast.course.id}/modules/new", {"title": "Bài mới"})
    address = made.headers["Location"]
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', trainer.get(address).text)[1]  # type: ignore[index]
    form = {"title": "Bài mới", "text": "## Phần một\r\n\r\nChữ", "seen": seen, "action": "publish", "note": "Đầu"}
    shown = trainer.post(address, form).headers["Location"]
    assert "<p>Chữ</p>" in trainer.get(shown).text
    assert "Đầu" in trainer.get(f"{shown}/history").text
    assert "Phần một" in trainer.get(f"{shown}/history/1").text


def test_saving_keeps_learners_on_what_is_published(trainer: CheckingClient, module: Module) -> None:
    trainer.post(f"/modules/{module.id}/edit", sent(module, action="save"))
    assert "Nội dung mới" not in trainer.get(f"/modules/{module.id}").text
    assert "Nội dung mới" in trainer.get(f"/modules/{module.id}/edit").text


def test_preview_by_button_saves_nothing_and_keeps_what_was_typed(trainer: CheckingClient, module: Module) -> None:
    page = trainer.post(f"/modules/{module.id}/edit", sent(module, text="**đậm**", action="preview"), status=200)
    assert "<strong>đậm</strong>" in page.text
    assert "**đậm**" in page.text
    assert get_module(module.id).draft_text == "Nội dung"


def test_two_trainers_see_both_texts_and_the_second_decides(
    trainer: CheckingClient, module: Module, cast: Cast
) -> None:
    stale = sent(module, text="Của người thứ hai", action="save")
    trainer.post(f"/modules/{module.id}/edit", sent(module, text="Của người thứ nhất", action="save"))
    page = trainer.post(f"/modules/{module.id}/edit", stale, status=409)
    assert "Của người thứ nhất" in page.text
    assert "Của người thứ hai</textarea>" in page.text
    assert cast.trainer.name in page.text
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', page.text)[1]  # type: ignore[index]
    trainer.post(f"/modules/{module.id}/edit", {**stale, "seen": seen})
    assert get_module(module.id).draft_text == "Của người thứ hai"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "bắt buộc"),
        ("title", "x" * 201, "200"),
        ("minutes", "abc", "số nguyên"),
        ("minutes", "601", "600"),
        ("sources", "luat-1, Điều 1", "luat-1"),
        ("text", "x" * 210_000, "KB"),
    ],
)
def test_bad_input_is_told_and_kept(
    trainer: CheckingClient, module: Module, field: str, value: str, words: str
) -> None:
    page = trainer.post(f"/modules/{module.id}/edit", sent(module, **{field: value, "action": "save"}), status=422)
    assert words in page.text
    assert get_module(module.id).draft_text == "Nội dung"


def test_breaks_out_of_office_programs_end_a_line(trainer: CheckingClient, module: Module) -> None:
    typed = sent(module, title="Luật\x0bMặt trận\x07", text="Điều 1\x0bĐiều\x00 2\n\x0cĐiều 3", action="save")
    trainer.post(f"/modules/{module.id}/edit", typed)
    saved = get_module(module.id)
    assert (saved.title, saved.draft_text) == ("Luật Mặt trận", "Điều 1\nĐiều 2\n\nĐiều 3")


def test_an_empty_text_is_not_published(trainer: CheckingClient, module: Module) -> None:
    page = trainer.post(f"/modules/{module.id}/edit", sent(module, text="", action="publish"), status=422)
    assert "chưa có nội dung" in page.text


def test_autosave_tells_when_and_the_next_seal(trainer: CheckingClient, module: Module) -> None:
    json = {"Accept": "application/json"}
    saved = trainer.post(f"/modules/{module.id}/draft", sent(module), status=200, headers=json).json
    assert saved["saved"].startswith("Đã lưu lúc")
    assert saved["seen"] == draft_of(get_module(module.id)).seal
    stale = trainer.post(f"/modules/{module.id}/draft", sent(module, seen="x", text="y"), status=409, headers=json)
    assert "người khác" in stale.json["error"]
    assert trainer.post(f"/modules/{module.id}/draft", sent(module, title=""), status=422, headers=json).json["error"]


def test_autosave_takes_citations_that_are_half_typed(trainer: CheckingClient, module: Module) -> None:
    json = {"Accept": "application/json"}
    trainer.post(f"/modules/{module.id}/draft", sent(module, sources="luat-"), status=200, headers=json)
    assert get_module(module.id).draft_sources == "luat-"


def test_the_preview_is_cleaned_and_names_what_is_not_let_through(trainer: CheckingClient, cast: Cast) -> None:
    raw, path = trainer.raw(), f"/courses/{cast.course.id}/preview"
    text = "<script>alert(1)</script> ![x](media/khong-co.png) [y](javascript:alert(1))"
    token = {"X-CSRFToken": trainer._csrf()}
    page = raw.post(path, data={"text": text}, headers=token)
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "khong-co.png" in page.text
    assert raw.post(path, data={"text": text}).status_code == 400
    assert "notice bad" in raw.post(path, data={"text": "[" * 3000}, headers=token).text


def test_an_old_revision_is_taken_into_the_form_and_replaces_the_draft_when_saved(
    trainer: CheckingClient, module: Module
) -> None:
    trainer.post(f"/modules/{module.id}/edit", sent(module, action="publish"))
    page = trainer.get(f"/modules/{module.id}/edit?revision=1")
    assert "Nội dung</textarea>" in page.text
    assert get_module(module.id).draft_text == "Nội dung mới"
    trainer.get(f"/modules/{module.id}/edit?revision=9", status=404)


def test_modules_move_go_and_come_back(trainer: CheckingClient, module: Module, cast: Cast) -> None:
    trainer.post(f"/modules/{module.id}/move/down")
    assert list_modules(cast.course)[1].id == module.id
    trainer.post(f"/modules/{module.id}/archive")
    assert len(list_modules(cast.course)) == 1
    assert "Lấy lại" in trainer.get(f"/courses/{cast.course.id}").text
    trainer.post(f"/modules/{module.id}/restore")
    assert len(list_modules(cast.course)) == 2
    trainer.post(f"/modules/{module.id}/move/sideways", status=404)


def test_a_manager_reads_a_module_and_writes_none(client: CheckingClient, module: Module, cast: Cast) -> None:
    client.sign_in(cast.manager).get(f"/modules/{module.id}")
    client.get(f"/modules/{module.id}/edit", status=403)
    client.post(f"/modules/{module.id}/draft", sent(module), status=403)
