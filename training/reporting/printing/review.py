"""The year-end review as DOCX: results in tables, units under target, the same bars as in the page, drafts to go on.

Agencies, place and signatures are those of the office's newest paper, else those that the plan names; number and date
are left open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from training.classes.models import Plan
from training.completion.rules.marks import of_ten, percentage
from training.core.formats import number
from training.core.i18n import speaking
from training.core.pdf import render_png
from training.reporting.printing.docx import PICTURE, heads, signatures, written
from training.reporting.printing.dressing import dressed_issuers
from training.reporting.printing.wordml import Look, cell, paragraph, paragraphs, row, rule, table
from training.reporting.queries.dashboards import UnitTotals
from training.reporting.queries.review import LineFigures, Review, YearFigures
from training.reporting.rules.documents import PARTY, STATE, place_and_date
from training.reporting.rules.text_width import balanced
from training.units.rules import place_of

_A4 = (210, 297)
_ROOM, _WIDTH = 9354, 165
_RULE = 1814
_TEXT = Look(14, align="both", after=6, indent=10)
_POINT = Look(14, align="both", after=6, indent=10)
_BLANK = Look(14, after=6, indent=10)
_HEADING = Look(14, bold=True, before=8, after=4, keep_next=True)
#: Dots to the inch of a picture that is printed.
_SHARP = 220
_SMALL = Look(12, before=2, after=2)
_HEAD = Look(12, bold=True, align="center", before=2, after=2)
_OPEN = "…………………………………………………………………………"


def review_docx(review: Review, *, at: datetime) -> bytes:
    """Return the review as DOCX; it is a draft until somebody has read it and filled in what figures cannot say."""
    title = f"Sơ kết công tác tập huấn, bồi dưỡng năm {review.plan.year}"
    pictures = [_picture(review)] if review.units else []
    with speaking("vi"):
        body = "".join(_body(review, title, frame_of(review)))
    return written(body, page=_A4, mark="DỰ THẢO", title=f"Báo cáo {title.lower()}", at=at, pictures=pictures)


def _body(review: Review, title: str, frame: dict[str, Any]) -> Iterator[str]:
    yield from heads(frame, _ROOM)
    yield paragraph("", Look(6))
    yield paragraph("BÁO CÁO", Look(14, bold=True, align="center"))
    yield paragraphs(balanced(title, _WIDTH, 14), Look(14, bold=True, align="center"))
    yield paragraph(review.plan.unit.name, Look(14, bold=True, align="center"))
    yield rule(_RULE, width=_ROOM, after=8)
    yield paragraph("I. Kết quả", _HEADING)
    yield paragraph(_summary(review), _TEXT)
    yield _overall(review)
    yield paragraph("1. Theo đơn vị", _HEADING)
    if review.units:
        yield _units(review)
        yield paragraph("Tỷ lệ hoàn thành theo đơn vị", Look(12, italic=True, align="center", before=6, keep_next=True))
        yield PICTURE
    yield paragraph("2. So với kế hoạch", _HEADING)
    yield _lines(review.lines) if review.lines else paragraph("Kế hoạch năm không có nội dung chi tiết.", _TEXT)
    yield paragraph("II. Hạn chế", _HEADING)
    yield from _shortfalls(review)
    yield paragraph("III. Phương hướng", _HEADING)
    yield from _coming(review)
    yield paragraph("IV. Kiến nghị", _HEADING)
    yield paragraph(_OPEN, replace(_BLANK, keep_next=True))
    yield from signatures(frame, _ROOM)


def frame_of(review: Review) -> dict[str, Any]:
    """Return who issues the review and who receives it, as heads and signatures take it."""
    plan, layout = review.plan, review.layout
    issuers = layout["issuers"] if layout else _of_plan(plan)
    opened = [{**one, "number": open_number(one["number"], one["style"])} for one in issuers]
    return {
        "issuers": dressed_issuers(opened, _WIDTH),
        "lead": len(opened) - 1,
        "place_and_date": _open_date(layout["place"] if layout else place_of(plan.unit.name)),
        "recipients": layout["recipients"] if layout else [],
    }


def _open_date(place: str) -> str:
    """Write place and date with room to write in, which no-break spaces hold at the end of the line."""
    return place_and_date(place, None).replace("  ", "\u00a0\u00a0")


def _of_plan(plan: Plan) -> list[dict[str, Any]]:
    blank = {"above": "", "number": "", "signature": [], "signer": ""}
    lead = {**blank, "style": STATE, "name": plan.lead_agency or plan.unit.name}
    partner = [{**blank, "style": PARTY, "name": plan.partner_agency}] if plan.partner_agency else []
    return [*partner, lead]


def open_number(number: str, style: str) -> str:
    """Return a report's number and symbol, the number yet to be given, of the office that gave a paper `number`."""
    kind, sign = (_PARTY_NUMBER, "-BC/") if style == PARTY else (_STATE_NUMBER, "/BC-")
    office = kind.fullmatch(number)
    return f"       {sign}{office.group(1)}" if office else "       "


_STATE_NUMBER, _PARTY_NUMBER = re.compile(r"[^/]*/[^-]*-(.+)"), re.compile(r"[^-]*-[^/]*/(.+)")


def grouped(value: float | Decimal | Fraction) -> str:
    """Write a number with its thousands apart, as reports do."""
    whole, comma, part = number(value).partition(",")
    return f"{int(whole):,}".replace(",", ".") + comma + part


def _points(texts: Sequence[str]) -> Iterator[str]:
    for place, text in enumerate(texts, start=1):
        yield paragraph(f"- {text}{'.' if place == len(texts) else ';'}", _POINT)


def _summary(review: Review) -> str:
    this = review.this_year
    totals = this.totals
    reached = f", đạt {percentage(totals.share)}" if totals.learners else ""
    return (
        f"Năm {this.year} đã mở {grouped(this.classes)} lớp với {grouped(totals.learners)} lượt học viên, "
        f"{grouped(this.people)} người; "
        f"{grouped(totals.completed)} lượt hoàn thành{reached}; "
        f"học viên có mặt {grouped(totals.hours_attended)} trên {grouped(totals.hours_held)} lượt tiết."
    )


def _grid(heads: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]]) -> str:
    whole = sum(widths)
    sizes = [round(_ROOM * width / whole) for width in widths]
    head = row(
        (cell(paragraph(text, _HEAD), w, middle=True) for text, w in zip(heads, sizes, strict=True)), header=True
    )
    return table(sizes, [head, *(_row(one, sizes) for one in rows)], ruled=True)


def _row(texts: Sequence[str], sizes: Sequence[int]) -> str:
    looks = [_SMALL, *[Look(12, align="right", before=2, after=2)] * (len(texts) - 1)]
    filled = zip(texts, sizes, looks, strict=True)
    return row(cell(paragraph(text, look), size) for text, size, look in filled)


def _overall(review: Review) -> str:
    years = [one for one in (review.this_year, review.last_year) if one]
    heads = ["Nội dung", "Kế hoạch", *(f"Năm {one.year}" for one in years)]
    planned = {"Số lớp": grouped(review.planned_classes), "Lượt học viên": grouped(review.planned_learners)}
    if review.this_year.target is not None:
        planned["Tỷ lệ hoàn thành"] = f"{review.this_year.target}%"
    values = [_values(one) for one in years]
    rows = [[name, planned.get(name, ""), *(value[name] for value in values)] for name in values[0]]
    return _grid(heads, [40, 20, *[20] * len(years)], rows)


def _values(one: YearFigures) -> dict[str, str]:
    totals = one.totals
    return {
        "Số lớp": grouped(one.classes),
        "Lượt học viên": grouped(totals.learners),
        "Số người": grouped(one.people),
        "Hoàn thành": grouped(totals.completed),
        "Tỷ lệ hoàn thành": percentage(totals.share),
        "Điểm trung bình": number(of_ten(totals.mark), 1),
        "Số tiết có mặt": grouped(totals.hours_attended),
        "Tỷ lệ có mặt": percentage(totals.attendance),
    }


def _units(review: Review) -> str:
    columns: list[tuple[str, int, Callable[[UnitTotals], str]]] = [
        ("Đơn vị", 44, lambda unit: unit.name),
        ("Lượt học viên", 18, lambda unit: grouped(unit.totals.learners)),
        ("Hoàn thành", 18, lambda unit: grouped(unit.totals.completed)),
        ("Tỷ lệ", 14, lambda unit: percentage(unit.totals.share)),
        ("Số tiết", 18, lambda unit: grouped(unit.totals.hours_attended)),
    ]
    if review.asked_to_complete:
        columns.insert(4, ("Chỉ tiêu", 14, lambda unit: f"{unit.target}%" if unit.target else "–"))
    heads, widths, values = zip(*columns, strict=True)
    whole = UnitTotals(0, "Cộng", review.this_year.totals, review.this_year.target)
    return _grid(heads, widths, [[value(unit) for value in values] for unit in (*review.units, whole)])


def _lines(lines: Sequence[LineFigures]) -> str:
    rows = [
        [o.title, grouped(o.classes), grouped(o.actual.classes), grouped(o.learners), grouped(o.actual.learners)]
        for o in lines
    ]
    sums = [sum(o.classes for o in lines), sum(o.actual.classes for o in lines)]
    sums += [sum(o.learners for o in lines), sum(o.actual.learners for o in lines)]
    rows.append(["Cộng", *map(grouped, sums)])
    heads = ["Nội dung", "Số lớp kế hoạch", "Số lớp đã mở", "Học viên kế hoạch", "Học viên thực hiện"]
    return _grid(heads, [52, 16, 16, 18, 18], rows)


def _shortfalls(review: Review) -> Iterator[str]:
    under = review.under_target
    if not review.targets:
        yield paragraph("Kế hoạch năm không giao chỉ tiêu cho đơn vị.", _TEXT)
    elif not under:
        yield paragraph("Các đơn vị đều đạt chỉ tiêu về số người.", _TEXT)
    else:
        yield paragraph(f"Có {len(under)} trên {len(review.targets)} đơn vị chưa đạt chỉ tiêu về số người:", _TEXT)
        yield from _points(
            [f"{one.unit}: {one.reached} trên {one.target} người, đạt {percentage(one.share)}" for one in under]
        )
    yield from _completion(review)
    yield from _hours(review)
    yield paragraph("Nguyên nhân:", _BLANK)
    yield paragraph(_OPEN, _BLANK)


def _completion(review: Review) -> Iterator[str]:
    asked, under = review.asked_to_complete, review.under_completion
    if not asked:
        return
    if not under:
        yield paragraph("Các đơn vị đều đạt chỉ tiêu về tỷ lệ hoàn thành.", _TEXT)
        return
    yield paragraph(f"Có {len(under)} trên {len(asked)} đơn vị chưa đạt chỉ tiêu về tỷ lệ hoàn thành:", _TEXT)
    yield from _points([f"{one.name}: {percentage(one.totals.share)}, chỉ tiêu {one.target}%" for one in under])


def _hours(review: Review) -> Iterator[str]:
    if not review.hours:
        return
    people, reached = sum(one.people for one in review.hours), sum(one.reached for one in review.hours)
    if reached == people:
        yield paragraph(f"Cả {people} người có chỉ tiêu số tiết đều đạt chỉ tiêu.", _TEXT)
        return
    yield paragraph(f"Có {people - reached} trên {people} người chưa đạt chỉ tiêu số tiết, thuộc các đơn vị:", _TEXT)
    yield from _points(
        [f"{one.unit}: {one.people - one.reached} trên {one.people} người chưa đạt" for one in review.under_hours]
    )


def _coming(review: Review) -> Iterator[str]:
    source = "theo kế hoạch đã lập" if review.coming_is_planned else "dự kiến theo nội dung năm nay"
    yield paragraph(f"Nội dung tập huấn, bồi dưỡng năm {review.plan.year + 1} ({source}):", _TEXT)
    yield from _points(
        [
            f"{one.title}: {one.classes} lớp, {one.learners} học viên, {one.study_hours} tiết một lớp"
            for one in review.coming
        ]
    )
    if not review.coming:
        yield paragraph(_OPEN, _BLANK)


def _picture(review: Review) -> bytes:
    rows = [unit.bar._asdict() for unit in review.units]
    return render_png("reporting/bars.typ", {"rows": rows}, dots=_SHARP)[0]
