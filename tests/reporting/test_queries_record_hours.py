"""Training record and year-end review say of study hours what the ledger says."""

from __future__ import annotations

from datetime import date

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import LONG_AGO, days_ago, mark, read
from tests.completion.papers import recorded
from tests.makers import Makers
from tests.reporting.papers import words_of_pdf
from tests.reporting.test_queries_review import words_of
from training.attendance.models import Status
from training.completion.hours.models import HourTarget
from training.completion.hours.operations.papers import approve_paper
from training.completion.hours.queries.ledgers import list_years_of, read_ledger
from training.core.i18n import speaking
from training.reporting.queries.review import read_review
from training.reporting.queries.training_record import read_record


def learn(make: Makers, cast: Cast) -> None:
    """Give the cadre 4 tiết of a meeting, 8 of an online course, 24 of a certificate."""
    cast.enrolment.enrolled_at = LONG_AGO
    make.save(cast.enrolment)
    mark(make.meeting(cast.training_class, starts_at=days_ago(3)), cast.enrolment.id, Status.PRESENT)
    course = make.course(unit=cast.city, title="Dân chủ cơ sở")
    made = make.training_class(course, unit=cast.city, title="Lớp trực tuyến")
    read(make.enrolment(made, cast.cadre_person), course)
    approve_paper(recorded(cast), by=cast.administrator)


def test_the_record_agrees_with_the_ledger_to_nothing(make: Makers, cast: Cast) -> None:
    learn(make, cast)
    record = read_record(cast.cadre_person)
    ledger = read_ledger(cast.cadre_person)
    assert sorted(line.hours for line in record.lines) == [4, 8]
    assert record.hours == sum(one.total for one in ledger.years) == 36
    assert sum(line.hours for line in record.lines) + sum(one.hours for one in record.papers) == record.hours
    assert [(one.total, len(lines), len(papers)) for one, lines, papers in record.years] == [(36, 2, 1)]


def test_the_paper_says_classes_and_certificates(make: Makers, cast: Cast, client: CheckingClient) -> None:
    learn(make, cast)
    address = f"/people/{cast.cadre_person.id}/training-record"
    assert "36 tiết năm 2026" in client.sign_in(cast.cadre).get(address).text
    text = " ".join(words_of_pdf(client.get(f"{address}.pdf").data).split())
    assert "Cộng: 2 lớp, hoàn thành 1 lớp, 1 giấy chứng nhận nơi khác cấp, 36 tiết." in text
    assert "Trường Chính trị" in text


def test_the_review_names_units_whose_people_are_under_the_target(make: Makers, cast: Cast) -> None:
    learn(make, cast)
    make.save(HourTarget(title="Cán bộ", unit_id=cast.city.id, hours=30, valid_from=date(2020, 1, 1)))
    make.person("Hồ Văn Năm", unit=make.unit("Khối phố 1", parent=cast.ward))
    review = read_review(cast.training_class.plan)
    told = {one.unit: (one.people, one.reached) for one in review.hours}
    assert told == {"Thành phố Tam Kỳ": (2, 0), "Phường An Mỹ": (3, 1), "Xã Tam Ngọc": (1, 0)}
    assert sum(one.people for one in review.hours) == len(list_years_of([cast.city.path], 2026))
    assert review.under_hours[-1].unit == "Phường An Mỹ"
    with speaking("vi"):
        words = words_of(cast)
    assert "Có 5 trên 6 người chưa đạt chỉ tiêu số tiết" in words
    assert "- Phường An Mỹ: 2 trên 3 người chưa đạt." in words
