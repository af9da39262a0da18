"""Official lists as tests make them, and what stands in their files."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pypdfium2

from tests.cast import Cast
from training.core.access import Actor
from training.reporting.models import Document, DocumentKind
from training.reporting.operations.documents import create_document
from training.reporting.queries.scopes import get_scope

PARTNER = {
    "style": "party",
    "above": "Thành ủy Tam Kỳ",
    "name": "Ban Tuyên giáo",
    "number": "12-DS/BTGTU",
    "signature": ["T/M BAN TUYÊN GIÁO THÀNH ỦY", "K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"],
    "signer": "Phạm Thị Ký",
}
LEAD = {
    "style": "state",
    "above": "Ủy ban MTTQ Việt Nam thành phố",
    "name": "Ban Thường trực",
    "number": "05/DS-MTTQ-BTT",
    "signature": ["TM. BAN THƯỜNG TRỰC", "PHÓ CHỦ TỊCH"],
    "signer": "Nguyễn Văn Đóng",
}


def layout(*issuers: dict[str, Any]) -> dict[str, Any]:
    """Return a layout with these issuers, by default both agencies."""
    recipients = ["Ban Tuyên giáo Tỉnh ủy;", "Lưu BTG TU, UBMT TP."]
    return {"issuers": list(issuers or (PARTNER, LEAD)), "recipients": recipients, "place": "Tam Kỳ", "basis": ""}


def make_document(
    cast: Cast, kind: DocumentKind = DocumentKind.LEARNERS, *, by: Actor | None = None, **changed: Any
) -> Document:
    """Make an official list of the cast's class, signed by both agencies."""
    settings = {"grouped": False, "least_mark": "8", "least_attendance": 50, **changed.pop("settings", {})}
    values: dict[str, Any] = {
        "kind": kind,
        "scope": get_scope("class", cast.training_class.id).scope,
        "unit": cast.city,
        "title": "Danh sách",
        "subject": "Học viên lớp bồi dưỡng",
        "dated_on": date(2026, 2, 5),
        "layout": layout(),
        "settings": settings,
    }
    return create_document(**{**values, **changed}, by=by or cast.administrator)


def words_of_pdf(data: bytes) -> str:
    """Return the text of a PDF, page by page."""
    pages = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def part_of_docx(data: bytes, part: str = "word/document.xml") -> str:
    """Return a part of a DOCX file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.read(part).decode()
