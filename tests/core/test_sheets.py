"""Spreadsheets in and out: what is read, what is refused in words, and that text never becomes a formula."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.core.errors import Invalid
from training.core.sheets.csv_writing import csv_chunks, write_csv
from training.core.sheets.formulas import neutralised, restored
from training.core.sheets.reading import read_table
from training.core.sheets.sheet import Column, Kind, Sheet, Value, clean_text
from training.core.sheets.table import Limits, Row, Table, cell_text
from training.core.sheets.xlsx_writing import sheet_name, write_xlsx

NAUGHTY = [
    "_x0041_", " đầu", "cuối ", "\tx", "a\r\nb", "\u00a0x\u00a0", "\u2028", "'=1", "''=", "a;=1", "=a;=b\n-c", '"=1',
    "-", "+84905123456", "@", "x" * 32_767, "\ufeffx", "\ud800x", "\ufffe", "😀", "<b>&amp;", "＝1+1", "\n- mục một",
]  # fmt: skip


def written(kind: str, sheet: Sheet) -> bytes:
    out = io.BytesIO()
    (write_xlsx if kind == "xlsx" else write_csv)(out, sheet)
    return out.getvalue()


def texts_sheet(texts: list[str]) -> Sheet:
    return Sheet("Chữ", [Column("Số", 6, Kind.INTEGER), Column("Chữ")], ((i, text) for i, text in enumerate(texts)))


def second_column(table: Table) -> list[object]:
    return [row.cells[1] if len(row.cells) > 1 else "" for row in table.rows[1:]]


def refused(data: bytes, name: str = "a.xlsx", limits: Limits | None = None) -> str:
    with pytest.raises(Invalid) as refusal:
        read_table(data, name, limits=limits)
    assert refusal.value.field == "file"
    return refusal.value.text


def csv_table(data: bytes) -> list[tuple[object, ...]]:
    return [row.cells for row in read_table(data, "danh sách.csv").rows]


# Reading


def test_a_workbook_is_read_with_its_row_numbers(shared_data: Path) -> None:
    table = read_table((shared_data / "people/can-bo-tam-ky.xlsx").read_bytes(), "can-bo-tam-ky.xlsx")
    assert table.sheet == "Danh sách"
    assert table.rows[3].cells[:2] == ("STT", "Họ và tên")
    assert table.rows[-1].number == 334
    assert table.rows[4].cells[2] == date(1973, 1, 17)
    assert [row.number for row in table.rows if row.is_blank] == [3]


def test_a_phone_that_lay_as_a_number_keeps_its_digits(shared_data: Path) -> None:
    table = read_table((shared_data / "people/can-bo-tam-ky.xlsx").read_bytes(), "a.xlsx")
    assert table.rows[325].cells[6] == 905123456
    assert cell_text(table.rows[325].cells[6]) == "905123456"


@pytest.mark.parametrize("name", ["giao-vien", "hoc-sinh"])
def test_files_that_other_readers_stumble_on_are_read(shared_data: Path, name: str) -> None:
    table = read_table((shared_data / f"people/meesudzu-mau-them-danh-sach-{name}.xlsx").read_bytes(), "a.xlsx")
    assert table.rows[2].cells[:2] == ("STT", "Tên")
    assert table.rows[3].cells[4] == 123456


def test_csv_and_workbook_of_the_same_people_hold_the_same(shared_data: Path) -> None:
    lines = csv_table((shared_data / "people/can-bo-tam-ky.csv").read_bytes())
    rows = read_table((shared_data / "people/can-bo-tam-ky.xlsx").read_bytes(), "a.xlsx").rows
    assert lines == [tuple(map(cell_text, row.cells)) for row in rows[3:322]]


LINES = "STT;Họ và tên\r\n1;Nguyễn Thị Hòa\r\n2;Đặng Văn Bình"
CELLS = [("STT", "Họ và tên"), ("1", "Nguyễn Thị Hòa"), ("2", "Đặng Văn Bình")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_csv_is_read_in_the_encodings_that_offices_use(encoding: str) -> None:
    longer = LINES + "\r\n3;Lê An" * 60
    assert csv_table(longer.encode(encoding))[:3] == CELLS


def in_old_windows(text: str) -> bytes:
    """Write in Windows-1258, where a tone is a character of its own that follows the letter."""
    tones = "[\u0300\u0301\u0303\u0309\u0323]"
    parts = [unicodedata.normalize("NFD", letter) for letter in text]
    letters = [
        unicodedata.normalize("NFC", re.sub(tones, "", part)) + "".join(re.findall(tones, part)) for part in parts
    ]
    return "".join(letters).encode("cp1258")


def test_csv_of_old_windows_is_read() -> None:
    assert csv_table(in_old_windows(LINES)) == CELLS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    line = delimiter.join(["STT", "Họ tên", '"Chức vụ, nơi; công\ttác"'])
    assert csv_table(f"{line}\n{line}\n".encode()) == [("STT", "Họ tên", "Chức vụ, nơi; công\ttác")] * 2


def test_a_line_that_names_the_delimiter_is_no_row() -> None:
    table = read_table(b"sep=;\r\na,b;c\r\n", "a.csv")
    assert table.rows[1:] == (Row(2, ("a,b", "c")),)


@pytest.mark.parametrize("text", ["Hä Vaên, Nguyeãn Thò Hoàng, Ñaëng", "NguyÔn V¨n B×nh; §Æng ThÞ Hoµ"])
def test_text_of_legacy_fonts_is_refused_rather_than_garbled(text: str) -> None:
    assert "UTF-8" in refused(f"STT,{text}\n1,{text}".encode("latin-1"), "a.csv")


def test_hidden_and_empty_sheets_are_passed_over() -> None:
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    book.active["A1"] = "ẩn"
    book.create_sheet("Trống")
    book.create_sheet("Danh sách")["B2"] = "x"
    out = io.BytesIO()
    book.save(out)
    table = read_table(out.getvalue(), "a.xlsx")
    assert (table.sheet, table.other_sheets) == ("Danh sách", ("Trống",))
    assert table.rows == (Row(1, ()), Row(2, ("", "x")))


# Writing


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_naughty_strings_come_back_as_they_were(shared_data: Path, kind: str) -> None:
    texts = NAUGHTY + json.loads((shared_data / "security/blns.json").read_text(encoding="utf-8"))
    texts += (shared_data / "security/csv-injection-payloads.txt").read_text(encoding="utf-8").splitlines()
    table = read_table(written(kind, texts_sheet(texts)), f"a.{kind}")
    assert second_column(table) == [clean_text(text) for text in texts]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@settings(deadline=None)
@given(texts=st.lists(st.text(st.characters(codec=None)) | st.text("'=+-@;\t\r\n\" a"), min_size=1, max_size=8))
def test_any_text_comes_back_as_it_was(kind: str, texts: list[str]) -> None:
    table = read_table(written(kind, texts_sheet(texts)), f"a.{kind}")
    assert second_column(table) == [clean_text(text) for text in texts]


@given(st.text("'=+-@;\t\r\n\" a"))
def test_taking_the_mark_off_gives_back_the_text(text: str) -> None:
    assert restored(neutralised(text)) == text


@given(st.text("'=+-@;\t\r\n\" a"))
def test_neutralised_text_begins_as_no_formula_wherever_it_is_cut(text: str) -> None:
    marked = neutralised(text)
    pieces = marked.replace("\t", ";").replace("\r", ";").replace("\n", ";").split(";")
    assert not any(piece.strip('" ').startswith(("=", "+", "-", "@")) for piece in pieces)
    assert not marked.startswith(("\t", "\r", "\n"))


def test_no_cell_of_a_workbook_is_a_formula(shared_data: Path) -> None:
    texts = NAUGHTY + json.loads((shared_data / "security/blns.json").read_text(encoding="utf-8"))
    data = written("xlsx", texts_sheet(texts))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist())
        assert not [name for name in parts.namelist() if "externalLink" in name or "sheet1.xml.rels" in name]
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data)).active for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


COLUMNS = [
    Column("STT", 6, Kind.INTEGER),
    Column("Họ và tên", 30),
    Column("Điểm", 8, Kind.DECIMAL),
    Column("Chuyên cần", 10, Kind.PERCENT),
    Column("Ngày sinh", 12, Kind.DATE),
    Column("Nộp lúc", 18, Kind.DATETIME),
]
SUBMITTED = datetime(2026, 2, 5, 1, 30, 15, 7, tzinfo=UTC)
PERSON: tuple[Value, ...] = (-3, "=A1", Decimal("8.75"), 0.875, date(1973, 1, 17), SUBMITTED)


def test_a_workbook_has_real_numbers_and_dates_on_the_sites_clock() -> None:
    page = openpyxl.load_workbook(io.BytesIO(written("xlsx", Sheet("Kết quả", COLUMNS, [PERSON])))).active
    values = [cell.value for cell in page[2]]
    assert values[:4] == [-3, "=A1", 8.75, 0.875]
    assert [value.isoformat() for value in values[4:]] == ["1973-01-17T00:00:00", "2026-02-05T08:30:15"]
    assert [cell.number_format for cell in page[2]][3:] == ["0.0%", "dd/mm/yyyy", "dd/mm/yyyy hh:mm"]


def test_a_workbook_has_a_frozen_bold_header_widths_and_a_filter() -> None:
    page = openpyxl.load_workbook(io.BytesIO(written("xlsx", Sheet("Kết quả", COLUMNS, [PERSON])))).active
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:F2"
    assert all(cell.font.bold for cell in page[1])
    assert round(page.column_dimensions["B"].width) in {30, 31}
    assert page.title == "Kết quả"


def test_csv_has_a_mark_of_its_encoding_commas_and_plain_numbers() -> None:
    lines = written("csv", Sheet("Kết quả", COLUMNS, [PERSON])).decode("utf-8")
    assert lines == (
        "\ufeffSTT,Họ và tên,Điểm,Chuyên cần,Ngày sinh,Nộp lúc\r\n-3,'=A1,8.75,87.5%,17/01/1973,05/02/2026 08:30\r\n"
    )


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_values_out_of_their_kind_are_written_as_text(kind: str) -> None:
    odd = ("chưa có", None, float("nan"), True, date(1850, 5, 19), "–")
    table = read_table(written(kind, Sheet("A", COLUMNS, [odd])), f"a.{kind}")
    assert table.rows[1].cells == ("chưa có", "", "nan", "True", "19/05/1850", "–")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_sheet_without_rows_has_its_header(kind: str) -> None:
    table = read_table(written(kind, Sheet("", COLUMNS[:2], [])), f"a.{kind}")
    assert table.rows == (Row(1, ("STT", "Họ và tên")),)


def test_too_long_a_text_ends_in_an_ellipsis() -> None:
    table = read_table(written("xlsx", texts_sheet(["x" * 40_000])), "a.xlsx")
    assert second_column(table) == ["x" * 32_766 + "…"]


@pytest.mark.parametrize(
    ("title", "name"),
    [("Lớp 1/2026: [A]", "Lớp 1 2026 A"), ("'x'", "x"), ("", "Sheet1"), ("history", "Sheet1"), ("x" * 40, "x" * 31)],
)
def test_a_title_becomes_a_name_that_a_sheet_may_have(title: str, name: str) -> None:
    assert sheet_name(title) == name


def test_csv_streams_row_by_row() -> None:
    taken = 0

    def rows() -> Iterator[tuple[Value, ...]]:
        nonlocal taken
        for taken in range(1, 5001):
            yield (taken, "Nguyễn Thị Hạnh")

    chunks = csv_chunks(Sheet("A", COLUMNS[:2], rows()))
    first = next(chunks)
    assert 0 < taken < 2500
    assert len(first) < 100_000
    assert first.startswith(b"\xef\xbb\xbfSTT,")
    assert sum(chunk.count(b"\r\n") for chunk in (first, *chunks)) == 5001


@pytest.mark.parametrize("count", [0, 1, 450])
def test_a_filter_and_its_name_reach_to_the_last_row(count: int) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", Sheet("Kết quả", COLUMNS, [PERSON] * count))))
    assert book.active.auto_filter.ref == f"A1:F{count + 1}"
    assert book.active.dimensions == f"A1:F{count + 1}"
    assert book.active.print_title_rows == "$1:$1"


def test_a_row_is_as_high_as_its_longest_cell_and_a_sheet_prints_as_wide_as_a_page() -> None:
    rows = [(1, "Ngắn"), (2, "Trưởng Ban Công tác Mặt trận"), (3, "a\nb\nc")]
    sheet = Sheet("A", [Column("STT", 60, Kind.INTEGER), Column("Chức vụ", 40)], rows)
    page = openpyxl.load_workbook(io.BytesIO(written("xlsx", sheet))).active
    assert [page.row_dimensions[number].height for number in (2, 3, 4)] == [None, None, 47.25]
    narrow = Sheet("A", [Column("STT", 6, Kind.INTEGER), Column("Chức vụ", 16)], rows)
    low = openpyxl.load_workbook(io.BytesIO(written("xlsx", narrow))).active
    assert [low.row_dimensions[number].height for number in (2, 3, 4)] == [None, 31.5, 47.25]
    assert (page.page_setup.orientation, low.page_setup.orientation) == ("landscape", "portrait")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (None, 0)


@pytest.mark.parametrize(
    ("day", "serial"),
    [(date(1900, 1, 1), 1), (date(1900, 2, 28), 59), (date(1900, 3, 1), 61), (date(2026, 2, 5), 46058)],
)
def test_days_are_counted_as_spreadsheets_count_them(day: date, serial: int) -> None:
    data = written("xlsx", Sheet("A", [Column("Ngày", 12, Kind.DATE)], [(day,)]))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert f"<v>{serial}</v>" in parts.read("xl/worksheets/sheet1.xml").decode()
