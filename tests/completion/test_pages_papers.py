"""Pages of certificates of others: recorded on a phone, looked at, decided about, served to few."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.papers import FACTS, JPEG, PDF, PNG, recorded
from tests.makers import Makers
from training.completion.hours.operations.papers import record_paper
from training.core.access import Role
from training.people.queries import get_person

FORM = {"title": "Bồi dưỡng lý luận", "issuer": "Trường Chính trị", "issued_on": "2026-03-05", "hours": "24"}


def sent(scan: bytes = PNG, **fields: Any) -> dict[str, Any]:
    return {**FORM, "scan": (io.BytesIO(scan), "anh.exe"), **fields}


@pytest.mark.parametrize("who", ["cadre", "manager"])
def test_a_certificate_is_recorded_and_found_again(client: CheckingClient, cast: Cast, who: str) -> None:
    client.sign_in(getattr(cast, who))
    ledger = "/learn/hours" if who == "cadre" else f"/people/{cast.cadre_person.id}/hours"
    client.get(f"{ledger}/certificates/new")
    answer = client.post(f"{ledger}/certificates/new", sent())
    assert "chờ duyệt" in client.get(answer.headers["Location"]).text
    assert "Bồi dưỡng lý luận" in client.get(ledger).text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (sent(title=""), "Cần điền ô này"),
        (sent(hours="501"), "500"),
        (sent(hours="nhiều"), "số nguyên"),
        (sent(issued_on="2099-01-01"), "chưa đến"),
        (sent(issued_on="hôm qua"), "ngày"),
        (sent(b"MZ not a picture"), "Không nhận được tệp này"),
        ({**FORM}, "Chọn tệp"),
    ],
)
def test_bad_input_is_answered_at_its_field_and_keeps_what_was_typed(
    client: CheckingClient, cast: Cast, form: dict[str, Any], words: str
) -> None:
    client.sign_in(cast.cadre)
    page = client.post("/learn/hours/certificates/new", form, status=422).text
    assert words.lower() in page.lower()
    assert "Trường Chính trị" in page


def test_an_administrator_approves_and_the_learner_is_told(client: CheckingClient, cast: Cast) -> None:
    paper = recorded(cast)
    client.sign_in(cast.administrator)
    assert "Bồi dưỡng lý luận" in client.get("/hours/certificates").text
    assert "Duyệt" in client.get(f"/hours/certificates/{paper.id}").text
    client.post(f"/hours/certificates/{paper.id}/approve", {})
    client.post(f"/hours/certificates/{paper.id}/approve", {})
    client.sign_in(cast.cadre)
    assert "24 tiết năm 2026" in client.get("/learn/hours?year=2026").text
    assert "Giấy chứng nhận được duyệt" in client.get("/notices").text


def test_a_refusal_without_a_reason_is_answered_at_its_field(client: CheckingClient, cast: Cast) -> None:
    address = f"/hours/certificates/{recorded(cast).id}"
    client.sign_in(cast.administrator)
    client.post(f"{address}/refuse", {"refuse-reason": " "}, status=422)
    client.post(f"{address}/refuse", {"refuse-reason": "Ảnh mờ"})
    client.sign_in(cast.cadre)
    assert "Ảnh mờ" in client.get(address).text
    client.post(f"{address}/withdraw", {"withdraw-reason": "Thôi"}, status=403)


def test_learners_withdraw_their_own_while_it_waits(client: CheckingClient, cast: Cast) -> None:
    address = f"/hours/certificates/{recorded(cast).id}"
    client.sign_in(cast.cadre)
    client.post(f"{address}/approve", {}, status=403)
    client.post(f"{address}/withdraw", {"withdraw-reason": "Gửi nhầm"})
    assert "Gửi nhầm" in client.get(address).text


def test_nobody_approves_a_certificate_of_the_own(make: Makers, client: CheckingClient, cast: Cast) -> None:
    learner = make.account(make.person("Trần Thị Tư", unit=cast.ward), Role.ADMINISTRATOR)
    client.sign_in(learner)
    answer = client.post("/learn/hours/certificates/new", sent())
    address = answer.headers["Location"]
    client.post(f"{address}/approve", {}, status=403)


@pytest.mark.parametrize(
    ("data", "kind", "way"),
    [(PDF, "application/pdf", "attachment"), (JPEG, "image/jpeg", "inline"), (PNG, "image/png", "inline")],
)
def test_a_scan_is_sent_with_safe_headers_to_those_who_may_see_it(
    client: CheckingClient, cast: Cast, data: bytes, kind: str, way: str
) -> None:
    address = f"/hours/certificates/{recorded(cast, scan=data).id}/scan"
    client.sign_in(cast.cadre)
    answer = client.get(address)
    assert (answer.data, answer.mimetype) == (data, kind)
    assert answer.headers["Content-Disposition"].startswith(way)
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    client.sign_in(cast.stranger).get(address, status=403)
    client.sign_in(cast.trainer).get(address, status=403)


def test_who_waits_reads_who_decides(client: CheckingClient, cast: Cast, make: Makers) -> None:
    paper = recorded(cast)
    client.sign_in(cast.cadre)
    page = client.get(f"/hours/certificates/{paper.id}").text
    assert "không ai tự duyệt" in page
    assert f"{cast.administrator.name} · {cast.city.name}" in page
    make.account(make.person("Quản trị nơi khác", unit=cast.other_ward), Role.ADMINISTRATOR)
    assert "Quản trị nơi khác" not in client.get(f"/hours/certificates/{paper.id}").text


def test_the_only_administrator_reads_what_to_do_about_an_own_certificate(client: CheckingClient, cast: Cast) -> None:
    own = get_person(cast.administrator.person_id)
    paper = record_paper(own, FACTS, scan=PNG, by=cast.administrator)
    client.sign_in(cast.administrator)
    page = client.get(f"/hours/certificates/{paper.id}").text
    assert "Hiện chưa có ai duyệt được" in page
    client.post(f"/hours/certificates/{paper.id}/approve", {}, status=403)
