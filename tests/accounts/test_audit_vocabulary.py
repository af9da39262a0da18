"""The trail's words cover the whole program: every operation, every thing, every path to a name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from flask import Flask

import training
from training.accounts.audit_deeds import DEEDS
from training.accounts.audit_vocabulary import NAMED_BY, THINGS
from training.accounts.audit_words import changed, deed, deeds_among, given
from training.accounts.thing_names import names_of
from training.core.db import Model

#: Deeds that trails of earlier releases hold and that are not written down any more.
RECORDED_BEFORE = {"save_draft"}


def is_recorded(node: ast.AST) -> bool:
    """Tell whether a piece of code is an operation that leaves a line in the trail."""
    return (
        isinstance(node, ast.FunctionDef)
        and any(isinstance(mark, ast.Name) and mark.id == "operation" for mark in node.decorator_list)
        and any(argument.arg == "by" for argument in node.args.kwonlyargs)
    )


def recorded_operations() -> set[str]:
    files = Path(training.__file__).parent.rglob("*.py")
    return {n.name for file in files for n in ast.walk(ast.parse(file.read_text())) if is_recorded(n)}  # type: ignore[attr-defined]


def test_every_deed_of_the_program_has_words() -> None:
    assert set(DEEDS) == recorded_operations() | RECORDED_BEFORE


@pytest.mark.parametrize("kind", sorted(NAMED_BY))
def test_every_thing_can_be_named(app: Flask, kind: str) -> None:
    assert kind in THINGS
    assert kind in Model.metadata.tables
    assert names_of([f"{kind}#999999"]) == {}


def test_what_is_unknown_is_left_without_a_name(app: Flask) -> None:
    assert names_of(["nonsense#1", "people#x", "people#", ""]) == {}


def test_an_unknown_deed_is_still_told(app: Flask) -> None:
    assert "something new" in deed("something_new")
    assert deed("start_sign_in") == "đăng nhập"


def test_deeds_of_one_name_are_one_choice(app: Flask) -> None:
    assert deeds_among(["issue_sheet", "start_sign_in", "issue_codes"]) == [
        ("issue_codes,issue_sheet", "cấp mã dùng một lần"),
        ("start_sign_in", "đăng nhập"),
    ]


def test_only_what_is_worth_showing_is_shown(app: Flask) -> None:
    details = {
        "changes": {"people#1": {"full_name": ["A", "B"], "sort_key": ["x", "y"], "email": [None, "a@b.vn"]}},
        "given": {"title": "T", "unit": "units#1", "reason": None, "grace": 0},
        "with": ["people#1", "people#2"],
    }
    assert changed(details) == [("Họ và tên", "A", "B"), ("Thư điện tử", "–", "a@b.vn")]
    told = given(details, {"units#1": "Phường An Mỹ", "people#2": "Võ Văn Khách"})
    assert [value for _name, value in told] == ["T", "Phường An Mỹ", "Võ Văn Khách"]


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("2026-03-01", "01/03/2026"),
        ("2026-03-01 01:30:00+00:00", "08:30 01/03/2026"),
        ("1-1-tieu-hoc", "1-1-tieu-hoc"),
        ("trainer", "Giảng viên"),
        ("", "–"),
    ],
)
def test_values_are_shown_as_people_write_them(app: Flask, kept: str, shown: str) -> None:
    assert changed({"changes": {"x#1": {"title": ["?", kept]}}}) == [("Tên", "?", shown)]


def test_many_names_are_cut_short(app: Flask) -> None:
    names = {f"people#{n}": f"Người {n}" for n in range(9)}
    [(word, text)] = given({"given": {"person_ids": list(range(9))}}, names)
    assert (word, text) == ("Học viên", "Người 0, Người 1, Người 2, Người 3, Người 4 … (9)")
