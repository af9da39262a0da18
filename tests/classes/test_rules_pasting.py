"""Whom a pasted line means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.classes.rules.pasting import MOST_LINES, Known, match_lines, read_lines
from training.core.errors import Invalid
from training.core.vietnamese import search_key


def known(number: int, name: str, place: str = "Phường An Mỹ") -> Known:
    return Known(number, name, search_key(name), f"CB{number:05d}", f"09050000{number:02d}", (place,))


PEOPLE = [
    known(1, "Trần Văn An"),
    known(2, "Trần Vân An"),
    known(3, "Nguyễn Thị Hoà"),
    known(4, "Nguyễn Thị Hòa", "Xã Tam Ngọc"),
    known(5, "Ông Ích Khiêm"),
    known(6, "Đặng Thị Lan"),
    known(7, "Y Phương"),
]


def meant(text: str) -> list[set[int]]:
    return [{p.person_id for p in match.people} for match in match_lines(read_lines(text), PEOPLE)]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("CB00003", {3}),
        ("cb00003 ai đó", {3}),
        ("0905 000 004", {4}),
        ("+84905000004", {4}),
        ("Trần Văn An", {1}),
        ("tran van an", {1, 2}),
        ("TRẦN VÂN AN", {2}),
        ("Nguyễn Thị Hòa", {3, 4}),
        ("Nguyễn Thị Hòa\tXã Tam Ngọc", {4}),
        ("nguyen thi hoa, xa tam ngoc", {4}),
        ("Nguyễn Thị Hòa - Phường An Mỹ", {3}),
        ("Nguyễn Thị Hòa; 0905000004", {4}),
        ("12. Đặng Thị Lan", {6}),
        ("12\tĐặng Thị Lan\tPhường An Mỹ\t", {6}),
        ("Bà Đặng Thị Lan", {6}),
        ("đ/c Đặng Thị Lan", {6}),
        ("Ông Ích Khiêm", {5}),
        ("Ông Trần Văn An", {1}),
        ("Y Phương", {7}),
        ("Lê Văn Không", set()),
        ("0999999999", set()),
        ("CB99999", set()),
    ],
)
def test_a_line_means_whom_it_names(line: str, people: set[int]) -> None:
    assert meant(line) == [people]


def test_empty_lines_are_left_out_and_numbers_are_those_of_the_text() -> None:
    lines = read_lines("\r\nTrần Văn An\r\n \t \r\n;;\r\nCB00003\r\n")
    assert [line.number for line in lines] == [2, 5]


def test_too_many_lines_are_refused(app: object) -> None:
    with pytest.raises(Invalid) as refusal:
        read_lines("CB00001\n" * (MOST_LINES + 1))
    assert refusal.value.field == "text"


@given(st.text())
def test_any_text_is_read_without_a_fault(text: str) -> None:
    lines = read_lines(text[:500])
    assert all(line.text for line in lines)
    assert len(match_lines(lines, PEOPLE)) == len(lines)
