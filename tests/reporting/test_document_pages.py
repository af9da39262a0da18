"""Pages of official lists: made from a roster, read, agreed to by two people, issued and fetched."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import read
from tests.makers import Makers
from tests.reporting.lists import rows_of
from tests.reporting.papers import make_document
from training.core.access import Role
from training.reporting.models import DocumentKind
from training.reporting.queries.documents import get_document, newest_version

FORM = {
    "version": "1",
    "title": "Danh sách",
    "subject": "Học viên",
    "place": "Tam Kỳ",
    "name": "Ban Thường trực",
    "style": "state",
    "signature": "TM. BAN THƯỜNG TRỰC\nCHỦ TỊCH",
    "partner_name": "Ban Tuyên giáo",
    "partner_style": "party",
    "recipients": "Lưu.",
}


def test_a_roster_becomes_a_draft_with_its_filter_and_columns(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.administrator)
    address = f"/rosters/class/{cast.training_class.id}/papers/new?columns=full_name&q=hanh"
    assert "Bản nháp" not in client.get(address).text
    answer = client.post(address, {**FORM, "kind": "learners", "unit_id": str(cast.city.id)}, status=303)
    page = client.get(answer.headers["Location"]).text
    assert "Danh sách này là bản dự thảo" in page
    assert "<td>Nguyễn Thị Hạnh</td>" in page
    assert "Chức vụ</th>" not in page


@pytest.mark.parametrize(
    ("address", "names", "subject"),
    [
        ("year=2026", ["Nguyễn Thị Hạnh", "Võ Văn Khách"], "Thành phố Tam Kỳ, năm 2026"),
        ("year=2025", [], "Thành phố Tam Kỳ, năm 2025"),
        ("result=missing", ["Võ Văn Khách"], "Thành phố Tam Kỳ"),
        ("result=completed", ["Nguyễn Thị Hạnh"], "Thành phố Tam Kỳ"),
        ("view=1", ["Nguyễn Thị Hạnh", "Võ Văn Khách"], "Thành phố Tam Kỳ"),
    ],
)
def test_a_paper_names_those_whom_its_roster_shows(
    make: Makers, cast: Cast, client: CheckingClient, address: str, names: list[str], subject: str
) -> None:
    make.enrolment(cast.training_class, cast.stranger_person)
    read(cast.enrolment, cast.course)
    client.sign_in(cast.administrator)
    roster = f"/rosters/unit/{cast.city.id}"
    kept = client.post(f"{roster}/views?{address}", {"name": "Tên và mã", "columns": ["full_name", "class_code"]})
    assert kept.headers["Location"] == f"{roster}?" + (address if address == "view=1" else f"{address}&view=1")
    lines = rows_of(client.get(f"{roster}.csv?{address}&columns=full_name").data)
    assert [name for _number, name in lines[1:]] == names
    [way] = re.findall(r'href="([^"]+/papers/new[^"]*)"', client.get(f"{roster}?{address}").text)
    sent = {**FORM, "kind": "learners", "unit_id": str(cast.city.id)}
    assert f'value="{subject}"' in client.get(unescape(way)).text
    client.post(unescape(way), sent, status=303)
    content = newest_version(get_document(1)).content
    assert [row["name"] for row in content["rows"]] == names
    headings = [column["heading"] for column in content["columns"]]
    assert (headings == ["TT", "Họ và tên", "Mã lớp"]) == (address == "view=1")


@pytest.mark.parametrize("field", ["title", "place", "name"])
def test_what_is_missing_is_said_at_its_field(cast: Cast, client: CheckingClient, field: str) -> None:
    client.sign_in(cast.administrator)
    sent = {**FORM, "kind": "learners", "unit_id": str(cast.city.id), field: ""}
    page = client.post(f"/rosters/class/{cast.training_class.id}/papers/new", sent, status=422).text
    assert "Cần điền ô này." in page
    assert "Lưu." in page


def test_a_day_that_nobody_means_is_refused(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.administrator)
    sent = {**FORM, "kind": "learners", "unit_id": str(cast.city.id), "dated_on": "0001-01-01"}
    page = client.post(f"/rosters/class/{cast.training_class.id}/papers/new", sent, status=422).text
    assert "Hãy cho một ngày từ năm 1900 đến năm 2100." in page


def test_two_people_agree_and_the_files_are_issued(make: Makers, cast: Cast, client: CheckingClient) -> None:
    partner = make.account(make.person("Phạm Thị Bạn", unit=cast.city), Role.ADMINISTRATOR)
    document = make_document(cast)
    address = f"/papers/{document.id}"
    client.sign_in(cast.administrator).get(f"{address}/official.pdf", status=404)
    for agency, actor in (("0", partner), ("1", cast.administrator)):
        sent = {"agency": agency, "digest": newest_version(document).digest, "name": "Người ký", "note": ""}
        client.sign_in(actor).post(f"{address}/agree", sent, status=303)
    assert "Hai cơ quan đã thống nhất" in client.get(address).text
    client.post(f"{address}/issue", {}, status=303)
    assert client.get(f"{address}/official.pdf").data.startswith(b"%PDF")
    assert client.get(f"{address}/official.docx").data.startswith(b"PK")
    assert "Đã phát hành bản chính thức" in client.get(address).text


def test_a_void_agreement_is_shown_with_what_changed(make: Makers, cast: Cast, client: CheckingClient) -> None:
    document = make_document(cast)
    sent = {"agency": "1", "digest": newest_version(document).digest, "name": "Người ký", "note": ""}
    client.sign_in(cast.administrator).post(f"/papers/{document.id}/agree", sent, status=303)
    make.enrolment(cast.training_class, cast.stranger_person)
    page = client.get(f"/papers/{document.id}").text
    assert "không còn hiệu lực" in page
    assert "Đã thêm Võ Văn Khách." in page
    client.post(f"/papers/{document.id}/renew", {}, status=303)
    assert "<td>Võ Văn Khách</td>" in client.get(f"/papers/{document.id}").text


def test_a_second_change_of_the_same_version_keeps_what_was_typed(cast: Cast, client: CheckingClient) -> None:
    document = make_document(cast)
    client.sign_in(cast.administrator)
    client.post(f"/papers/{document.id}/edit", FORM, status=303)
    page = client.post(f"/papers/{document.id}/edit", {**FORM, "subject": "Của người thứ hai"}, status=422).text
    assert "Của người thứ hai" in page
    assert "Người khác vừa sửa văn bản này." in page


def test_a_commendation_is_changed_by_hand_on_its_page(cast: Cast, client: CheckingClient) -> None:
    document = make_document(cast, DocumentKind.COMMENDATION)
    client.sign_in(cast.administrator)
    sent = {"c-enrolment_id": str(cast.enrolment.id), "c-included": "1", "c-reason": "Có sáng kiến"}
    client.post(f"/papers/{document.id}/choose", sent, status=303)
    page = client.get(f"/papers/{document.id}").text
    assert "Nguyễn Thị Hạnh (Phường An Mỹ): Đưa vào danh sách (Có sáng kiến)" in page


@pytest.mark.parametrize(
    ("role", "status"), [("administrator", 200), ("trainer", 403), ("manager", 403), ("cadre", 403)]
)
def test_a_document_is_for_those_whose_unit_it_is(cast: Cast, client: CheckingClient, role: str, status: int) -> None:
    document = make_document(cast)
    client.sign_in(getattr(cast, role)).get(f"/papers/{document.id}", status=status)


def test_documents_are_listed_for_their_office(cast: Cast, client: CheckingClient) -> None:
    assert "Chưa có văn bản" in client.sign_in(cast.administrator).get("/papers").text
    make_document(cast)
    assert "Học viên lớp bồi dưỡng" in client.get("/papers").text
    assert "Học viên lớp bồi dưỡng" not in client.sign_in(cast.trainer).get("/papers").text
