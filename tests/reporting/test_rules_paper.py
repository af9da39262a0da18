"""How a list lies on paper: where names are broken, which page a table takes, how wide its columns are."""

from __future__ import annotations

from typing import Any

import pytest

from training.reporting.models import DocumentKind
from training.reporting.printing.dressing import dressed
from training.reporting.rules.documents import DocumentColumn, DocumentRow, content_of
from training.reporting.rules.paper_layout import fits_on_paper, layout_of
from training.reporting.rules.text_width import balanced, text_width

NAME = "Nguyễn Hoàng Tôn Nữ Thanh Phượng"


@pytest.mark.parametrize(
    ("name", "room", "lines"),
    [
        ("BAN TUYÊN GIÁO", 60, ["BAN TUYÊN GIÁO"]),
        (
            "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM THÀNH PHỐ",
            77,
            ["ỦY BAN MẶT TRẬN TỔ QUỐC", "VIỆT NAM THÀNH PHỐ"],
        ),
        (
            "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM THÀNH PHỐ TAM KỲ",
            120,
            ["ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM", "THÀNH PHỐ TAM KỲ"],
        ),
        ("TM. BAN THƯỜNG TRỰC ỦY BAN MTTQ VIỆT NAM TP", 77, ["TM. BAN THƯỜNG TRỰC", "ỦY BAN MTTQ VIỆT NAM TP"]),
        ("Ủy ban MTTQ Việt Nam phường An Mỹ", 60, ["Ủy ban MTTQ Việt Nam", "phường An Mỹ"]),
        ("Một-từ-dài-không-có-chỗ-ngắt-nào-cả", 20, ["Một-từ-dài-không-có-chỗ-ngắt-nào-cả"]),
    ],
)
def test_a_long_name_is_broken_where_a_reader_would_break_it(name: str, room: float, lines: list[str]) -> None:
    assert balanced(name, room, 13) == lines


def test_marks_take_no_room_and_bold_takes_more() -> None:
    assert text_width("Phường", 12) == pytest.approx(text_width("Phương", 12))
    assert text_width("Ấn", 12) == text_width("An", 12)
    assert text_width("Danh sách", 12, bold=True) > text_width("Danh sách", 12)
    assert text_width("Danh sách", 24) == pytest.approx(2 * text_width("Danh sách", 12))


def table(meetings: int, *, kind: DocumentKind = DocumentKind.ATTENDANCE) -> dict[str, Any]:
    """Return an attendance table of so many meetings."""
    days = [DocumentColumn(f"{number % 28 + 1:02}/10", 12, "center") for number in range(meetings)]
    columns = [
        DocumentColumn("Họ và tên", 46),
        *days,
        DocumentColumn("Tỷ lệ", 14, "center"),
        DocumentColumn("Ký tên", 24),
    ]
    rows = [DocumentRow(1, 1, NAME, "An Mỹ", (NAME, *["x"] * meetings, "100%", ""))]
    issuer = {"style": "state", "above": "", "name": "Ban Thường trực", "number": "", "signature": [], "signer": ""}
    head = {"title": "Bảng", "subject": "", "issuers": [issuer], "lead": 0, "recipients": []}
    return content_of(kind, head, columns, rows, grouped=False)


@pytest.mark.parametrize(
    ("meetings", "page", "turned"),
    [(6, (297, 210), False), (24, (297, 210), True), (40, (420, 297), True)],
)
def test_many_meetings_turn_their_headings_and_then_take_a_larger_page(
    meetings: int, page: tuple[int, int], turned: bool
) -> None:
    layout = layout_of(table(meetings))
    assert layout.page == page
    assert any(layout.turned) is turned
    assert not layout.turned[1]
    assert (layout.head_height > 0) is turned


@pytest.mark.parametrize("meetings", [0, 1, 6, 13, 24, 40, 90])
def test_a_table_is_as_wide_as_the_page_and_leaves_room_to_sign(meetings: int) -> None:
    layout = layout_of(table(meetings))
    assert sum(layout.widths) == pytest.approx(layout.room)
    assert layout.widths[-1] >= 20 or meetings == 90


@pytest.mark.parametrize("meetings", [1, 6, 13, 24, 40])
def test_no_word_of_a_table_is_broken(meetings: int) -> None:
    content = table(meetings)
    layout = layout_of(content)
    for cell, width in zip(content["rows"][0]["cells"], layout.widths, strict=True):
        assert all(text_width(word, layout.size) < width - 2 for word in cell.split())


def test_a_table_that_no_page_holds_is_told_so() -> None:
    assert fits_on_paper(table(40))
    assert not fits_on_paper(table(90))


def test_a_list_without_lines_has_a_layout() -> None:
    content = content_of(DocumentKind.LEARNERS, {}, [DocumentColumn("Họ và tên", 44)], [], grouped=False)
    assert layout_of(content).page == (210, 297)


def test_an_agency_is_written_smaller_where_that_saves_a_line() -> None:
    content = table(1)
    long = {**content["issuers"][0], "name": "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố"}
    assert dressed({**table(1, kind=DocumentKind.LEARNERS), "issuers": [long]})["issuers"][0]["head_size"] == 12
    assert dressed(content)["issuers"][0]["head_size"] == 13
