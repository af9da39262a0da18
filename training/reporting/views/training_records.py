"""A person's training record: a page, one sheet of paper with a code, and the public check of that paper."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import segno
from flask import Response, current_app, g, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from training.completion.hours.rules.credits import Credit
from training.completion.hours.rules.sentences import summary
from training.completion.rules.marks import of_ten
from training.completion.rules.sentences import OUTCOME_WORDS
from training.core import clock, web
from training.core.errors import NotFound
from training.core.formats import NOTHING, day, number
from training.core.i18n import speaking
from training.core.pdf import render_pdf
from training.people.models import Person
from training.people.queries import get_person
from training.reporting.access import ReportPermission
from training.reporting.queries.training_record import RecordLine, TrainingRecord, read_record
from training.reporting.views.blueprint import bp, download, plain, words

_HEADS = ["Năm", "Lớp", "Thời gian", "Số tiết", "Điểm", "Kết quả"]


@bp.get("/people/<int:person_id>/training-record")
@web.requires(ReportPermission.SEE_RECORD, get_person)
def training_record(person: Person) -> str:
    """Show what a person has learned over the years."""
    g.nav = "learning.results" if web.actor().person_id == person.id else "people"
    return render_template(
        "reporting/training_record.html", record=read_record(person), summary=summary, hours_of=_hours, **words()
    )


@bp.get("/people/<int:person_id>/training-record.pdf")
@web.requires(ReportPermission.SEE_RECORD, get_person)
def training_record_file(person: Person) -> Response:
    """Send the record as one sheet of paper with a code that leads to its check."""
    with speaking("vi"):
        data = _paper(read_record(person))
    return download(
        render_pdf("reporting/record.typ", data),
        "application/pdf",
        f"qua-trinh-boi-duong-{plain(person.full_name)}.pdf",
    )


@bp.get("/records/<code>")
@web.public
def check_record(code: str) -> Any:
    """Tell whoever holds a paper whether it is genuine and whether the records still say the same."""
    try:
        person_id, digest, printed_on = _signer().loads(code)
    except BadSignature:
        return render_template(
            "reporting/check_record.html", genuine=False, same=False, person=None, printed_on=""
        ), 404
    person = _person(person_id)
    record = read_record(person) if person else None
    same = record is not None and _digest(record) == digest
    # Whoever holds the paper sees what stands on it, and nothing else.
    said = {"heads": _HEADS, "rows": _rows(record), "total": _total(record)} if record and same else {}
    values = {"genuine": True, "same": same, "person": person, "printed_on": printed_on}
    return render_template("reporting/check_record.html", **values, **said)


def _person(person_id: int) -> Person | None:
    try:
        return get_person(person_id)
    except NotFound:
        return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="training-record")


def _digest(record: TrainingRecord) -> str:
    text = json.dumps([record.person.full_name, *_rows(record)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _rows(record: TrainingRecord) -> list[list[str]]:
    with speaking("vi"):
        found = []
        for _year, lines, papers in record.years:
            found += [_row(line) for line in lines]
            found += [_paper_row(one) for one in papers]
        return found


def _row(line: RecordLine) -> list[str]:
    return [
        str(line.year),
        f"{line.title} ({line.code})",
        f"{day(line.opens_on)} – {day(line.closes_on)}",
        _hours(line),
        number(of_ten(line.mark)),
        str(OUTCOME_WORDS[line.outcome]),
    ]


def _hours(line: RecordLine) -> str:
    """Write the tiết credited, of a class with meetings with those held."""
    return f"{number(line.hours)}/{line.hours_held}" if line.hours_held else number(line.hours)


def _paper_row(one: Credit) -> list[str]:
    return [str(one.year), f"{one.title} ({one.within})", day(one.on), number(one.hours), NOTHING, "Nơi khác cấp"]


def _total(record: TrainingRecord) -> str:
    papers = f", {len(record.papers)} giấy chứng nhận nơi khác cấp" if record.papers else ""
    counted = f"{len(record.lines)} lớp, hoàn thành {record.completed} lớp{papers}"
    return f"Cộng: {counted}, {number(record.hours)} tiết."


def _paper(record: TrainingRecord) -> dict[str, Any]:
    person, today = record.person, clock.today()
    code = _signer().dumps([person.id, _digest(record), day(today)])
    settings = current_app.config["SETTINGS"]
    base = settings.public_url.rstrip("/") or request.url_root.rstrip("/")
    address = base + url_for(".check_record", code=code)
    post = person.main_post
    facts = [f"Mã cán bộ: {person.code}" if person.code else "", f"{post.title}, {post.unit.name}" if post else ""]
    return {
        "title": "Quá trình tập huấn, bồi dưỡng",
        "organisation": settings.organisation,
        "name": person.full_name,
        "facts": [fact for fact in facts if fact],
        "qr": segno.make(address, error="m").svg_inline(border=1),
        "heads": _HEADS,
        "rows": _rows(record),
        "total": _total(record),
        "note": f"In ngày {day(today)}. Quét mã để kiểm tra bản in này còn khớp với dữ liệu hay không.",
    }
