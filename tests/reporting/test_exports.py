"""Long exports done by the worker: a large roster, and the evidence of a class with hashes and what is missing."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import openpyxl

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import days_ago, mark, read
from tests.completion.issuing import make_certificate
from tests.makers import Makers
from tests.reporting.lists import enrol, fetched
from tests.reporting.papers import LEAD, layout, make_document
from training.attendance.models import Status
from training.reporting.bundle import missing_items
from training.reporting.models import DocumentKind
from training.reporting.operations.documents import agree_to_document, issue_document
from training.reporting.queries.documents import newest_version
from training.reporting.rules.documents import KIND_WORDS


def test_a_large_roster_is_written_by_the_worker(make: Makers, cast: Cast, client: CheckingClient) -> None:
    made = make.training_class(cast.course, unit=cast.city)
    enrol(made, cast.ward, [("Lê Thị", f"Số {number:04}") for number in range(2001)])
    client.sign_in(cast.administrator)
    assert f"/rosters/class/{made.id}/export" in client.get(f"/rosters/class/{made.id}").text
    client.post("/rosters/year/2026/views", {"name": "Tên", "columns": ["full_name"]}, status=303)
    data = fetched(client, f"/rosters/class/{made.id}/export?view=1&q=so")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert (sheet.max_row, sheet.cell(2002, 2).value) == (2002, "Lê Thị Số 2000")
    assert sheet.max_column == 2


def test_a_job_shows_whoever_began_it_the_own_learners(make: Makers, cast: Cast, client: CheckingClient) -> None:
    make.enrolment(cast.training_class, cast.stranger_person)
    data = fetched(client.sign_in(cast.manager), "/rosters/year/2026/export")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert sheet.max_row == 2


def test_the_evidence_of_a_class_names_its_files_and_what_is_missing(
    make: Makers, cast: Cast, client: CheckingClient
) -> None:
    mark(make.meeting(cast.training_class, starts_at=days_ago(3)), cast.enrolment.id, Status.PRESENT)
    make.meeting(cast.training_class, starts_at=days_ago(2))
    make_certificate(cast)
    paper = make_document(cast, DocumentKind.ATTENDANCE, layout=layout(LEAD))
    digest = newest_version(paper).digest
    agree_to_document(paper, agency=0, digest=digest, name="Người ký", by=cast.administrator)
    issue_document(paper, by=cast.administrator)
    data = fetched(client.sign_in(cast.trainer), f"/classes/{cast.training_class.id}/bundle")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        for file in manifest["files"]:
            assert hashlib.sha256(archive.read(file["path"])).hexdigest() == file["sha256"]
        names = {name for name in archive.namelist() if name != "manifest.json"}
    assert {file["path"] for file in manifest["files"]} == names
    assert {f"van-ban/attendance-{paper.id}-1.{form}" for form in ("docx", "pdf")} <= names
    assert {
        "danh-sach-hoc-vien.xlsx",
        "diem-danh.xlsx",
        "thong-ke.xlsx",
        "ke-hoach.xlsx",
        "giay-chung-nhan.xlsx",
    } <= names
    missing = " ".join(manifest["missing"])
    assert "Buổi học chưa điểm danh" in missing
    assert "Chưa có danh sách học viên hoàn thành" in missing
    assert "Chưa có bảng điểm danh" not in missing
    assert "Chưa có danh sách cấp phát giấy chứng nhận" in missing
    assert "Sổ điểm danh chưa khóa" in missing


def test_evidence_says_which_official_papers_hold_no_longer(make: Makers, cast: Cast) -> None:
    paper = make_document(cast, DocumentKind.COMPLETED, layout=layout(LEAD))
    digest = newest_version(paper).digest
    agree_to_document(paper, agency=0, digest=digest, name="Người ký", by=cast.administrator)
    issue_document(paper, by=cast.administrator)
    assert "Danh sách học viên hoàn thành" not in " ".join(missing_items(cast.training_class))
    read(cast.enrolment, cast.course)
    missing = missing_items(cast.training_class)
    assert "Chưa có danh sách học viên hoàn thành bản chính thức còn hiệu lực." in missing
    assert f"Bản chính thức không còn đúng với số liệu hiện nay: {KIND_WORDS[paper.kind]}: Danh sách" in missing


def test_evidence_is_for_those_who_run_the_class(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.manager).post(f"/classes/{cast.training_class.id}/bundle", {}, status=403)
