"""The blueprint that the pages of reporting share, the words they write with, and files sent piece by piece."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from flask import Blueprint, Response, stream_with_context

from training.classes.tabs import add_tab
from training.completion.access import CompletionPermission
from training.completion.rules.marks import of_ten, percentage
from training.completion.rules.sentences import OUTCOME_WORDS
from training.core.i18n import _l
from training.core.sheets.csv_writing import csv_chunks
from training.core.sheets.sheet import Sheet
from training.core.sheets.xlsx_writing import write_xlsx
from training.core.vietnamese import search_key
from training.reporting.access import ReportPermission
from training.reporting.exports import XLSX

bp = Blueprint("reporting", __name__)
add_tab(_l("Results"), "reporting.roster", CompletionPermission.SEE, position=40, also=("completion.learner",))

ON_A_PAGE = 50
_CHUNK = 65_536


def words() -> dict[str, Any]:
    """Return what the templates write outcomes, marks and shares with."""
    return {
        "outcome_words": OUTCOME_WORDS,
        "of_ten": of_ten,
        "percentage": percentage,
        "R": ReportPermission,
    }


def plain(text: str) -> str:
    """Return a text as a part of a file's name: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", search_key(text)).strip("-")[:60]


def send_xlsx(sheet: Sheet, name: str) -> Response:
    """Answer with a sheet as a workbook, written to a file in passing and sent from there."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- _pieces closes it
    write_xlsx(file, sheet)
    size = file.tell()
    file.seek(0)
    answer = download(_pieces(file), XLSX, f"{name}.xlsx")
    answer.content_length = size
    return answer


def send_csv(sheet: Sheet, name: str) -> Response:
    """Answer with a sheet as CSV; rows are read while those before them are on their way."""
    return download(stream_with_context(csv_chunks(sheet)), "text/csv; charset=utf-8", f"{name}.csv")


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_CHUNK):
            yield piece


def download(body: Any, kind: str, name: str) -> Response:
    """Answer with a file to be kept under `name`, which must be plain."""
    return Response(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
