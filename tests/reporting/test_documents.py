"""Official lists in the layout of offices: what their files hold, and that names come out letter by letter."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import LONG_AGO, attempt, days_ago, mark, read
from tests.completion.issuing import make_certificate
from tests.makers import Makers
from tests.reporting.lists import enrol
from tests.reporting.papers import LEAD, PARTNER, layout, make_document, part_of_docx, words_of_pdf
from training.attendance.models import Status
from training.classes.operations.enrolments import withdraw_learner
from training.completion.models import CompletionRule
from training.completion.operations.certificates import revoke_certificate
from training.core.clock import SITE
from training.reporting.models import DocumentKind
from training.reporting.operations.documents import files_of
from training.reporting.queries.documents import draw, newest_version
from training.reporting.queries.scopes import get_scope
from training.reporting.rules.number_words import mark_words, number_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (25, "hai mươi lăm"),
        (101, "một trăm linh một"),
        (1005, "một nghìn không trăm linh năm"),
        (20_000, "hai mươi nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
    ],
)
def test_totals_are_written_in_words(number: int, words: str) -> None:
    assert number_words(number) == words


@pytest.mark.parametrize(
    ("mark", "words"),
    [("10", "mười"), ("8.25", "tám phẩy hai lăm"), ("7.50", "bảy phẩy năm"), ("9.05", "chín phẩy không năm")],
)
def test_marks_are_written_in_words(mark: str, words: str) -> None:
    assert mark_words(Decimal(mark)) == words


@pytest.fixture
def told(make: Makers, cast: Cast) -> Cast:
    """The cadre is complete with 8.5 and full attendance; the stranger came once and has nothing."""
    stranger = make.enrolment(cast.training_class, cast.stranger_person)
    for enrolment in (cast.enrolment, stranger):
        enrolment.enrolled_at = LONG_AGO
        make.save(enrolment)
    read(cast.enrolment, cast.course)
    attempt(cast.enrolment, make.quiz(cast.course), "17", of="20")
    meeting = make.meeting(cast.training_class, starts_at=days_ago(3))
    mark(meeting, cast.enrolment.id, Status.PRESENT)
    mark(meeting, stranger.id, Status.EXCUSED)
    return cast


def lines_of(cast: Cast, kind: DocumentKind, **changed: object) -> list[list[str]]:
    content = draw(make_document(cast, kind, **changed)).content
    return [row["cells"] for row in content["rows"] if row["kind"] == "line"]


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        (DocumentKind.LEARNERS, [["1", "Nguyễn Thị Hạnh"], ["2", "Võ Văn Khách"]]),
        (DocumentKind.COMPLETED, [["1", "Nguyễn Thị Hạnh"]]),
        (DocumentKind.CERTIFICATES, [["1", "Nguyễn Thị Hạnh"]]),
        (DocumentKind.COMMENDATION, [["1", "Nguyễn Thị Hạnh"]]),
    ],
)
def test_each_list_names_whom_it_is_of(told: Cast, kind: DocumentKind, lines: list[list[str]]) -> None:
    assert [line[:2] for line in lines_of(told, kind)] == lines


def test_a_table_of_marks_says_them_in_words(told: Cast) -> None:
    first, second = lines_of(told, DocumentKind.MARKS)
    assert first[3:6] == ["8,5", "Tám phẩy năm", "Hoàn thành"]
    assert second[3:6] == ["", "", "Đang học"]


def test_an_attendance_table_has_a_column_a_meeting(told: Cast) -> None:
    first, second = lines_of(told, DocumentKind.ATTENDANCE)
    assert first[3:] == ["x", "1", "0", "0", "100%", ""]
    assert second[3:7] == ["P", "0", "1", "0"]


@pytest.mark.parametrize(
    ("hours", "headings"),
    [
        ((8,), ["04/12"]),
        ((8, 14, 19), ["04/12 sáng", "04/12 chiều", "04/12 tối"]),
        ((8, 10, 14), ["04/12 08:00", "04/12 10:00", "04/12 chiều"]),
    ],
)
def test_meetings_of_one_day_are_told_apart(
    make: Makers, cast: Cast, hours: tuple[int, ...], headings: list[str]
) -> None:
    for hour in hours:
        make.meeting(cast.training_class, starts_at=datetime(2026, 12, 4, hour, tzinfo=SITE), hours=2)
    columns = draw(make_document(cast, DocumentKind.ATTENDANCE)).content["columns"]
    assert [column["heading"] for column in columns][3:-5] == headings


def test_a_meeting_that_was_made_up_is_written_and_explained(make: Makers, told: Cast) -> None:
    mark(make.meeting(told.training_class, starts_at=days_ago(2)), told.enrolment.id, Status.MADE_UP)
    content = draw(make_document(told, DocumentKind.ATTENDANCE)).content
    assert content["rows"][0]["cells"][3:8] == ["x", "b", "2", "0", "0"]
    assert content["closing"].endswith("K vắng không phép; b học bù.")


def test_a_list_of_certificates_names_those_that_were_issued(make: Makers, told: Cast) -> None:
    assert [line[5:] for line in lines_of(told, DocumentKind.CERTIFICATES)] == [["", "", ""]]
    one = make_certificate(told)
    assert [line[5:] for line in lines_of(told, DocumentKind.CERTIFICATES)] == [[one.serial, one.data["register"], ""]]
    rule = [{"kind": "quiz", "share": None, "quiz_id": 99}]
    make.save(CompletionRule(class_id=told.training_class.id, number=1, conditions=rule))
    assert lines_of(told, DocumentKind.COMPLETED) == []
    withdraw_learner(told.enrolment, reason="Chuyển công tác", by=told.administrator)
    assert [line[1] for line in lines_of(told, DocumentKind.LEARNERS)] == ["Võ Văn Khách"]
    assert [line[5] for line in lines_of(told, DocumentKind.CERTIFICATES)] == [one.serial]
    revoke_certificate(one, reason="Nhầm", by=told.administrator)
    assert lines_of(told, DocumentKind.CERTIFICATES) == []


def test_a_commendation_takes_those_whom_the_rule_names(told: Cast) -> None:
    assert lines_of(told, DocumentKind.COMMENDATION, settings={"least_mark": "8.51"}) == []
    assert len(lines_of(told, DocumentKind.COMMENDATION, settings={"least_mark": "8.5", "least_attendance": 100})) == 1


def test_units_have_a_heading_and_a_subtotal(told: Cast) -> None:
    rows = draw(make_document(told, settings={"grouped": True})).content["rows"]
    assert [row.get("text") or row["cells"][:2] for row in rows] == [
        "Phường An Mỹ",
        ["1", "Nguyễn Thị Hạnh"],
        "Cộng: 1 người",
        "Xã Tam Ngọc",
        ["2", "Võ Văn Khách"],
        "Cộng: 1 người",
    ]


def test_people_are_counted_once_and_their_lines_beside_them(make: Makers, told: Cast) -> None:
    again = make.enrolment(make.training_class(told.course, unit=told.city), told.cadre_person)
    year = get_scope("year", 2026).scope
    content = draw(make_document(told, scope=year, settings={"grouped": True})).content
    assert content["closing"] == "Danh sách này có 2 (hai) người, 3 (ba) lượt."
    totals = [row["text"] for row in content["rows"] if row["kind"] == "subtotal"]
    assert totals == ["Cộng: 1 người (2 lượt)", "Cộng: 1 người"]
    assert content["columns"][-1]["heading"] == "Lớp"
    assert {row["cells"][-1] for row in content["rows"] if row["kind"] == "line"} == {told.training_class.title}
    withdraw_learner(again, reason="Trùng lịch", by=told.administrator)
    content = draw(make_document(told, scope=year)).content
    assert content["closing"] == "Danh sách này có 2 (hai) người."


def test_characters_that_no_file_holds_are_left_out(told: Cast) -> None:
    assert set(files(told, title="Danh\x0b sách", subject="Học\x00 viên")) == {"docx", "pdf"}


def test_columns_that_were_chosen_on_the_screen_stand_on_the_paper(told: Cast) -> None:
    content = draw(make_document(told, settings={"columns": ["full_name", "mark", "attendance"]})).content
    assert [column["heading"] for column in content["columns"]] == ["TT", "Họ và tên", "Điểm (thang 10)", "Có mặt"]
    assert content["rows"][0]["cells"] == ["1", "Nguyễn Thị Hạnh", "8,5", "100%"]


def files(cast: Cast, *, draft: bool = True, **changed: object) -> dict[str, bytes]:
    return files_of(newest_version(make_document(cast, **changed)), draft=draft)


def test_both_styles_stand_side_by_side_each_in_its_own_way(told: Cast) -> None:
    made = files(told)
    text = " ".join(words_of_pdf(made["pdf"]).split())
    for words in (
        "Số 12-DS/BTGTU",
        "Số: 05/DS-MTTQ-BTT",
        "T/M BAN TUYÊN GIÁO THÀNH ỦY",
        "TM. BAN THƯỜNG TRỰC",
        "K/T TRƯỞNG",
    ):
        assert words in text
        assert words in part_of_docx(made["docx"])
    assert "Tam Kỳ, ngày 05 tháng 02 năm 2026" in text
    assert "Danh sách này có 2 (hai) người." in text


@pytest.mark.parametrize(
    ("issuer", "heading", "other"),
    [(LEAD, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG"), (PARTNER, "ĐẢNG CỘNG SẢN VIỆT NAM", "CỘNG HÒA")],
)
def test_one_issuer_has_the_heading_of_its_style(told: Cast, issuer: dict[str, str], heading: str, other: str) -> None:
    made = files(told, layout=layout(issuer))
    for text in (words_of_pdf(made["pdf"]), part_of_docx(made["docx"])):
        assert heading in text
        assert other not in text


@pytest.mark.parametrize("draft", [True, False])
def test_only_a_draft_says_so(told: Cast, draft: bool) -> None:
    made = files(told, draft=draft)
    heads = part_of_docx(made["docx"], "word/header1.xml") + part_of_docx(made["docx"], "word/header2.xml")
    assert ("DỰ THẢO" in heads) is draft
    assert ("DỰ THẢO" in words_of_pdf(made["pdf"])) is draft


def test_the_header_is_repeated_and_no_row_splits(make: Makers, cast: Cast) -> None:
    enrol(cast.training_class, cast.ward, [("Lê Thị", f"Số {number:03}") for number in range(120)])
    made = files(cast)
    xml = part_of_docx(made["docx"])
    assert xml.count("<w:tblHeader/>") == 1
    assert xml.count("<w:cantSplit/>") == xml.count("<w:tr>")
    pages = words_of_pdf(made["pdf"]).split("Chức vụ")
    assert len(pages) > 3
    assert len(re.findall(r"Lê Thị Số \d{3}", words_of_pdf(made["pdf"]))) == 120


def test_names_with_markup_stay_names(make: Makers, cast: Cast) -> None:
    names = ["<b>&amp;", '#panic() $x$ "y"', "=1+1", "Ẵẫ Ợự"]
    enrol(cast.training_class, cast.ward, [(name, "Tên") for name in names])
    made = files(cast)
    text = " ".join(words_of_pdf(made["pdf"]).split())
    for name in names:
        assert f"{name} Tên" in text
    assert "&lt;b&gt;&amp;amp; Tên" in part_of_docx(made["docx"])


def test_a_paper_is_vietnamese_in_any_language(told: Cast, client: CheckingClient) -> None:
    client.sign_in(told.administrator).raw().set_cookie("language", "en")
    document = make_document(told, DocumentKind.MARKS)
    assert "Hoàn thành" in words_of_pdf(client.get(f"/papers/{document.id}/draft.pdf").data)
