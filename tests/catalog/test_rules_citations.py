"""Citations as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from training.catalog.rules.citations import Citation, read_citations, write_citations

KEYS = ["luat-75-2015"]


@pytest.mark.parametrize(
    ("line", "citation"),
    [
        ("luat-75-2015", Citation("luat-75-2015")),
        ("luat-75-2015, Điều 3", Citation("luat-75-2015", "Điều 3")),
        (
            "luat-75-2015, Điều 3 [2016-01-01..2025-06-30]",
            Citation("luat-75-2015", "Điều 3", date(2016, 1, 1), date(2025, 6, 30)),
        ),
        (
            "luat-75-2015,Điều 3, khoản 1 [..2025-06-30]",
            Citation("luat-75-2015", "Điều 3, khoản 1", None, date(2025, 6, 30)),
        ),
        ("  luat-75-2015 , Điều  3 [ 2016-01-01 .. ] ", Citation("luat-75-2015", "Điều 3", date(2016, 1, 1))),
    ],
)
def test_a_line_is_read(line: str, citation: Citation) -> None:
    assert read_citations(line, keys=KEYS) == ([citation], [])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("luat-99, Điều 3", "luat-99"),
        ("luat-75-2015, Điều 3 [2016-01-01]", "[2016-01-01..2025-06-30]"),
        ("luat-75-2015, Điều 3 [2016-02-30..]", "2016-01-01"),
        ("luat-75-2015, Điều 3 [2025-01-01..2016-01-01]", "ngày đầu"),
        ("luat-75-2015, Điều 3 [2016-01-01..", "KHÓA"),
        ("luat-75-2015, " + "x" * 201, "200"),
    ],
)
def test_a_fault_names_its_line_and_what_is_wrong(app: object, line: str, words: str) -> None:
    citations, faults = read_citations(f"luat-75-2015\n\n{line}", keys=KEYS)
    assert len(citations) == 1
    assert faults[0].startswith("Dòng 3: ")
    assert words in faults[0]


def test_what_is_written_reads_the_same() -> None:
    text = "luat-75-2015\nluat-75-2015, Điều 3 [2016-01-01..]"
    assert write_citations(read_citations(text, keys=KEYS)[0]) == text
