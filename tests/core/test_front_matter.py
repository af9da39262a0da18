"""Front matter is read by kind, as it is written, and every fault is named with its line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from training.core.faults import Fault
from training.core.front_matter import decimal_of
from training.core.text_files import MAX_BYTES, TextFile, read_text_file


def read(front: str, *, text: str = "") -> TextFile:
    return read_text_file(f"---\n{front}\n---\n{text}".encode(), file="a.md")


def lines(file: TextFile) -> list[int]:
    return [fault.line for fault in file.faults.found]


def test_values_are_taken_as_they_are_written() -> None:
    front = read("a: 0123\nb: No\nc: 1:30\nd: 2016-01-01\ne: '  hai   chữ '\nf:\ng: ~").front
    assert [front.text(key, limit=20) for key in "abcdefgh"] == [
        "0123",
        "No",
        "1:30",
        "2016-01-01",
        "hai chữ",
        "",
        "",
        "",
    ]


def test_values_are_read_by_kind() -> None:
    front = read("n: 30\nm: 0,5\nd: 2016-01-01\nf: yes\nt: [x, y]\no: high").front
    assert front.whole("n", least=1, most=30) == 30
    assert front.number("m", most=1) == Decimal("0.5")
    assert front.day("d") == date(2016, 1, 1)
    assert front.flag("f", default=False)
    assert front.texts("t") == [(6, "x"), (6, "y")]
    assert front.one_of("o", ["low", "high"]) == "high"
    front.close()
    assert front.faults.found == []


def test_the_text_below_begins_on_its_line() -> None:
    file = read("a: 1", text="\nHai\n")
    assert (file.text, file.line) == ("\nHai\n", 4)


def test_every_value_of_the_wrong_sort_is_named_with_its_line() -> None:
    file = read("n: 31\nm: -1\nd: 2016-02-30\nf: maybe\nt: x\no: middle\ns: [1]\nlong: abcdef\nu: 1")
    front = file.front
    front.whole("n", least=1, most=30)
    front.number("m", most=1)
    front.day("d")
    front.flag("f", default=False)
    front.texts("t")
    front.one_of("o", ["low", "high"])
    front.text("s", limit=9)
    front.text("long", limit=5)
    front.text("none", limit=5, required=True)
    front.close()
    assert lines(file) == [2, 3, 4, 5, 6, 7, 8, 9, 1, 10]


def test_lists_of_mappings_know_their_lines() -> None:
    file = read("slots:\n  - a: 1\n    b: 2\n  - c: 3\n  - x")
    first, second, third = file.front.sections("slots")
    assert (first.line, first.line_of("b"), second.line, third.line) == (3, 4, 5, 6)
    first.text("a", limit=1)
    first.close()
    assert lines(file) == [6, 4]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"a: 1\n", 1),
        (b"---\na: 1\n", 1),
        (b"---\na: 1\nb: [\n---\n", 4),
        (b"---\na: 1\na: 2\n---\n", 3),
        (b"---\n- 1\n---\n", 2),
        (b"---\na: &x 1\nb: *x\n---\n", 3),
        (b"---\na: " + b"[" * 5000 + b"\n---\n", 1),
        (b"---\na: b\n\tc: 1\n---\n", 3),
        (b"---\na: 1\n---\n\nh\xf2a\n", 5),
        (b"---\na: " + b"x" * 70_000 + b"\n---\n", 1),
        (b"x" * (MAX_BYTES + 1), 0),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_line(data: bytes, line: int) -> None:
    file = read_text_file(data, file="a.md")
    assert lines(file) == [line]


def test_a_value_with_a_tag_of_a_program_is_no_value() -> None:
    file = read("a: !!python/object/apply:os.system ['true']\nb: !!python/name:os.system x")
    assert file.front.text("a", limit=99) == file.front.text("b", limit=99) == ""
    assert lines(file) == [2, 3]


def test_windows_files_are_read_like_any_other() -> None:
    file = read_text_file("\ufeff---\r\na: hoà\r\n---\r\nHai\r\n".encode(), file="a.md")
    assert (file.front.text("a", limit=9), file.text, file.line) == ("hoà", "Hai\n", 4)


def test_a_fault_reads_like_a_place() -> None:
    assert [str(Fault("a.md", 3, "Sai.")), str(Fault("a.md", 0, "Sai."))] == ["a.md:3: Sai.", "a.md: Sai."]


@pytest.mark.parametrize(
    ("text", "value"),
    [("0,5", "0.5"), ("1", "1"), ("1.25", "1.25"), ("NaN", None), ("1e9", None), ("", None), ("1,5,5", None)],
)
def test_decimals_may_have_a_comma(text: str, value: str | None) -> None:
    assert decimal_of(text) == (Decimal(value) if value else None)
