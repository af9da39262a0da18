"""What an office program shows of our documents: the same names, figures and headings, and a head on each page."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2

from tests.cast import Cast
from tests.completion.doings import LONG_AGO, attempt, days_ago, mark, read
from tests.makers import Makers
from tests.reporting.lists import enrol
from tests.reporting.office import as_pdf
from tests.reporting.papers import make_document
from training.attendance.models import Status
from training.core import clock
from training.core.sheets.xlsx_writing import write_xlsx
from training.reporting.exports import sheet_of
from training.reporting.models import DocumentKind, DocumentVersion
from training.reporting.operations.documents import files_of
from training.reporting.printing.review import review_docx
from training.reporting.queries.documents import newest_version
from training.reporting.queries.lines import select_lines
from training.reporting.queries.review import read_review
from training.reporting.queries.scopes import get_scope
from training.reporting.rules.figures import Wanted

MEETINGS, LEARNERS = 16, 70
NAMES = [("Nguyễn Hoàng Tôn Nữ Thanh", f"Phượng{number}") for number in range(LEARNERS - 2)]
NAMES += [("Đặng Ẵẫ", "Ợự"), ("=1+1", "<b>&")]


def _hold_class(make: Makers, cast: Cast) -> None:
    cast.enrolment.enrolled_at = LONG_AGO
    make.save(cast.enrolment)
    read(cast.enrolment, cast.course)
    attempt(cast.enrolment, make.quiz(cast.course), "17", of="20")
    for number in range(MEETINGS):
        meeting = make.meeting(cast.training_class, starts_at=days_ago(40) + timedelta(days=number))
        mark(meeting, cast.enrolment.id, Status.PRESENT)
    enrol(cast.training_class, cast.ward, NAMES, post="Trưởng Ban Công tác Mặt trận khu dân cư")


def _workbook(cast: Cast) -> bytes:
    selection = select_lines(get_scope("class", cast.training_class.id), Wanted(), cast.administrator)
    out = io.BytesIO()
    write_xlsx(out, sheet_of(selection, ("full_name", "post", "enrolled", "hours", "attendance", "mark", "result")))
    return out.getvalue()


def _pages(data: bytes) -> list[str]:
    """Return the text of each page without spaces: a font that lends single letters parts words where it does."""
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(data)]


def _said(content: dict[str, Any]) -> list[str]:
    """Return what must stand on a list, without spaces: its lines cell by cell, its headings and what is around it."""
    rows = ["".join(row.get("cells") or row["text"]) for row in content["rows"]]
    issuers = [word for one in content["issuers"] for word in (one["name"].upper(), one["number"], one["signer"])]
    around = [content["title"].upper(), content["subject"], content["closing"], content["place_and_date"]]
    headings = [column["heading"] for column in content["columns"]]
    return ["".join(words.split()) for words in (*rows, *issuers, *around, *headings, *content["recipients"])]


def _versions(cast: Cast) -> dict[str, DocumentVersion]:
    roll = make_document(cast, DocumentKind.ATTENDANCE, title="Bảng điểm danh")
    listed = make_document(cast, DocumentKind.LEARNERS, settings={"grouped": True})
    return {"roll.docx": newest_version(roll), "listed.docx": newest_version(listed)}


def test_an_office_program_shows_what_was_written(make: Makers, cast: Cast, tmp_path: Path) -> None:
    _hold_class(make, cast)
    versions = _versions(cast)
    files = {name: files_of(version, draft=False) for name, version in versions.items()}
    review = review_docx(read_review(cast.training_class.plan), at=clock.now())
    papers = {name: made["docx"] for name, made in files.items()}
    made = as_pdf({**papers, "review.docx": review, "roster.xlsx": _workbook(cast)}, tmp_path)
    for name, version in versions.items():
        for data in (made[name], files[name]["pdf"]):
            _check_list(_pages(data), version.content)
    _check_review("".join(_pages(made["review.docx"])))
    _check_workbook(_pages(made["roster.xlsx"]))


def _check_list(pages: list[str], content: dict[str, Any]) -> None:
    text = "".join(pages)
    assert [words for words in _said(content) if words not in text] == []
    assert len(pages) > 2
    assert all("Họvàtên" in page for page in pages[1:-1])
    assert "PHÓCHỦTỊCH" in pages[-1]
    assert content["closing"].split()[0] in pages[-1]


def _check_review(text: str) -> None:
    assert "I.Kếtquả" in text
    assert "71lượthọcviên,71người;1lượthoànthành,đạt1%" in text


def _check_workbook(pages: list[str]) -> None:
    text = "".join(pages)
    assert "###" not in text
    assert all("".join("".join(person).split()) in text for person in NAMES)
    assert all("Chứcvụ" in page for page in pages)
    assert "100.0%" in text.replace(",", ".")
