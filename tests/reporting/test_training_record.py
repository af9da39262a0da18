"""A person's training record: over the years, on one page, with a code that tells whether the paper still holds."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import LONG_AGO, attempt, days_ago, mark, read
from tests.makers import Makers
from tests.reporting.papers import words_of_pdf
from training.attendance.models import Status
from training.classes.models import Plan
from training.core.pdf import render_pdf
from training.reporting.views import training_records


@pytest.fixture
def told(make: Makers, cast: Cast) -> Cast:
    cast.enrolment.enrolled_at = LONG_AGO
    make.save(cast.enrolment)
    read(cast.enrolment, cast.course)
    attempt(cast.enrolment, make.quiz(cast.course), "17", of="20")
    mark(make.meeting(cast.training_class, starts_at=days_ago(3)), cast.enrolment.id, Status.PRESENT)
    older = make.save(Plan(unit_id=cast.city.id, year=2025, title="Kế hoạch 2025"))
    made = make.training_class(cast.course, unit=cast.city, title="Lớp năm trước")
    made.plan_id = older.id
    make.save(made)
    make.enrolment(made, cast.cadre_person)
    return cast


def test_all_years_stand_on_one_page(told: Cast, client: CheckingClient) -> None:
    address = f"/people/{told.cadre_person.id}/training-record"
    page = client.sign_in(told.cadre).get(address).text
    assert page.index("<h2>2026</h2>") < page.index("<h2>2025</h2>")
    data = client.get(f"{address}.pdf").data
    assert len(pypdfium2.PdfDocument(io.BytesIO(data))) == 1
    text = " ".join(words_of_pdf(data).split())
    for words in ("Nguyễn Thị Hạnh", "Lớp năm trước", "8,5", "Cộng: 2 lớp, hoàn thành 1 lớp, 4 tiết."):
        assert words in text


def code_of(cast: Cast, client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address that the paper's code leads to."""
    seen: list[str] = []

    def keep(address: str, **_options: object) -> object:
        seen.append(address)
        return made(address, error="m")

    made = training_records.segno.make
    monkeypatch.setattr(training_records.segno, "make", keep)
    client.get(f"/people/{cast.cadre_person.id}/training-record.pdf")
    return re.sub(r"^https?://[^/]+", "", seen[0])


def test_the_code_says_whether_the_paper_still_holds(
    make: Makers, told: Cast, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = code_of(told, client.sign_in(told.cadre), monkeypatch)
    visitor = CheckingClient(client.raw().application)
    assert "Hợp lệ: quá trình bồi dưỡng của Nguyễn Thị Hạnh" in visitor.get(address).text
    make.enrolment(make.training_class(told.course, unit=told.city), told.cadre_person)
    assert "Hợp lệ nhưng đã cũ" in visitor.get(address).text
    assert "Không hợp lệ" in visitor.get(f"{address}x", status=404).text


@pytest.mark.parametrize(
    ("role", "status"), [("cadre", 200), ("manager", 200), ("administrator", 200), ("stranger", 403), ("trainer", 403)]
)
def test_a_record_is_the_own_or_of_whom_one_manages(told: Cast, client: CheckingClient, role: str, status: int) -> None:
    client.sign_in(getattr(told, role)).get(f"/people/{told.cadre_person.id}/training-record", status=status)


def test_forty_classes_still_fit_one_page() -> None:
    rows = [
        ["2026", f"Lớp bồi dưỡng số {n} (L-{n})", "01/01/2026 – 02/01/2026", "8/8", "9,0", "Hoàn thành"]
        for n in range(40)
    ]
    qr = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    heads = ["Năm", "Lớp", "Thời gian", "Số tiết", "Điểm", "Kết quả"]
    data = {"title": "A", "organisation": "B", "name": "C", "facts": [], "qr": qr, "total": "", "note": ""}
    made = render_pdf("reporting/record.typ", {**data, "heads": heads, "rows": rows})
    assert len(pypdfium2.PdfDocument(made)) == 1
