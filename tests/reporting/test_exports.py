"""Long exports done by the worker: a large roster, and the evidence of a class with hashes and what is missing."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import openpyxl

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import attempt, days_ago, mark, read
from tests.completion.issuing import make_certificate
from tests.completion.papers import PDF
from tests.makers import Makers
from tests.reporting.lists import enrol, fetched
from tests.reporting.papers import LEAD, layout, make_document
from training.attendance.models import Status
from training.attendance.operations.scans import keep_scans
from training.reporting.models import DocumentKind
from training.reporting.operations.documents import agree_to_document, issue_document
from training.reporting.queries.documents import newest_version
from training.reporting.queries.evidence import missing_items
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
    first = make.meeting(cast.training_class, starts_at=days_ago(3))
    mark(first, cast.enrolment.id, Status.PRESENT)
    make.meeting(cast.training_class, starts_at=days_ago(2))
    attempt(cast.enrolment, make.quiz(cast.course), "17", of="20")
    make.plan_line(cast.training_class.plan_id, unit=cast.city)
    make_certificate(cast)
    paper = make_document(cast, DocumentKind.ATTENDANCE, layout=layout(LEAD))
    digest = newest_version(paper).digest
    agree_to_document(paper, agency=0, digest=digest, name="Người ký", by=cast.administrator)
    issue_document(paper, by=cast.administrator)
    page = client.sign_in(cast.trainer).get(f"/classes/{cast.training_class.id}/evidence").text
    assert "Sổ điểm danh chưa có ảnh bảng đã ký" in page
    keep_scans(first, scans=[PDF], by=cast.trainer)
    data = fetched(client.sign_in(cast.trainer), f"/classes/{cast.training_class.id}/bundle")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        for file in manifest["files"]:
            assert hashlib.sha256(archive.read(file["path"])).hexdigest() == file["sha256"]
        names = {name for name in archive.namelist() if name != "manifest.json"}
        sheet = next(name for name in names if name.startswith("bang-ky-ten/"))
        assert archive.read(sheet) == PDF
        contents = archive.read("MUC-LUC.txt").decode()
        plan = openpyxl.load_workbook(io.BytesIO(archive.read("ke-hoach.xlsx"))).active
        quizzes = openpyxl.load_workbook(io.BytesIO(archive.read("thong-ke-bai-kiem-tra.xlsx"))).active
    assert plan is not None
    assert [cell.value for cell in plan[1]][:4] == ["Nội dung", "Đối tượng", "Đơn vị", "Quý"]
    assert quizzes is not None
    assert [cell.value for cell in quizzes[2]][2:6] == [1, 1, 1, 0.85]
    assert all(f"- {path}" in contents for path in names - {"MUC-LUC.txt"})
    assert all(f"- {one}" in contents for one in manifest["missing"])
    assert {file["path"] for file in manifest["files"]} == names
    assert {f"van-ban/attendance-{paper.id}-1.{form}" for form in ("docx", "pdf")} <= names
    assert {
        "danh-sach-hoc-vien.xlsx",
        "diem-danh.xlsx",
        "thong-ke.xlsx",
        "ke-hoach.xlsx",
        "ke-hoach.txt",
        "giay-chung-nhan.xlsx",
    } <= names
    missing = " ".join(manifest["missing"])
    assert "Buổi học chưa điểm danh" in missing
    assert "Chưa có danh sách học viên hoàn thành" in missing
    assert "Chưa có bảng điểm danh" not in missing
    assert "Chưa có danh sách cấp phát giấy chứng nhận" in missing
    assert "Sổ điểm danh chưa khóa" in missing
    assert "Kế hoạch năm chưa có hiệu lực" in missing
    assert "chưa có ảnh bảng đã ký" not in missing


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
