"""Every export that another program reads: names of all kinds come back equal, and no cell of it is a formula."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import insert, select

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import days_ago, mark
from tests.makers import Makers
from tests.reporting.lists import enrol, fetched, naughty_names, rows_of
from training.attendance.models import Status
from training.classes.models import Enrolment, TrainingClass
from training.core.db import db
from training.core.sheets.reading import read_table
from training.core.sheets.sheet import Column, Sheet, clean_text
from training.core.sheets.xlsx_writing import write_xlsx
from training.people.models import Post

Export = Callable[[CheckingClient, TrainingClass], bytes]


def _page(address: str) -> Export:
    return lambda client, made: client.get(address.format(made.id)).data


def _from_bundle(name: str) -> Export:
    def export(client: CheckingClient, made: TrainingClass) -> bytes:
        with zipfile.ZipFile(io.BytesIO(fetched(client, f"/classes/{made.id}/bundle"))) as archive:
            return archive.read(name)

    return export


EXPORTS = {
    "roster of a class, xlsx": _page("/classes/{}/roster.xlsx"),
    "roster of a class, csv": _page("/classes/{}/roster.csv"),
    "roster of any scope, xlsx": _page("/rosters/class/{}.xlsx?columns=full_name&columns=post&columns=unit"),
    "roster of any scope, csv": _page("/rosters/class/{}.csv?columns=full_name&columns=post&columns=unit"),
    "roster by the worker": lambda client, made: fetched(client, f"/rosters/class/{made.id}/export"),
    "hours, xlsx": _page("/reports/hours.xlsx?year=2026"),
    "hours, csv": _page("/reports/hours.csv?year=2026"),
    "evidence, roster": _from_bundle("danh-sach-hoc-vien.xlsx"),
    "evidence, rolls": _from_bundle("diem-danh.xlsx"),
    "evidence, units": _from_bundle("thong-ke.xlsx"),
}


@pytest.fixture
def learners(make: Makers, cast: Cast, shared_data: Path) -> tuple[TrainingClass, list[str]]:
    """A class of people, units and posts with every name that a form may be given."""
    made = make.training_class(cast.course, unit=cast.city)
    names = naughty_names(shared_data)
    for number, name in enumerate(names):
        enrol(made, make.unit(name, parent=cast.city), [(name, f"Số {number}")], post=name)
    found = db.session.execute(select(Enrolment.id, Enrolment.person_id, Enrolment.unit_id, Enrolment.post_title))
    rows = [row for row in found if row.post_title in names]
    posts = [{"person_id": r.person_id, "unit_id": r.unit_id, "title": r.post_title} for r in rows]
    db.session.execute(insert(Post), posts)
    db.session.commit()
    meeting = make.meeting(made, starts_at=days_ago(2))
    for row in rows:
        mark(meeting, row.id, Status.PRESENT)
    return made, names


def test_names_come_back_equal_and_none_is_a_formula(
    learners: tuple[TrainingClass, list[str]], cast: Cast, client: CheckingClient
) -> None:
    made, names = learners
    client.sign_in(cast.administrator)
    lost = {what: _lost(export(client, made), names) for what, export in EXPORTS.items()}
    assert [(what, names) for what, names in lost.items() if names] == []


def _lost(data: bytes, names: list[str]) -> list[str]:
    """Return the names that the file does not hold, alone or as part of a full name."""
    _check_no_formula(data)
    cells = {str(cell).strip() for row in read_table(data, "x.csv").rows for cell in row.cells}
    ways = [{clean_text(one).strip() for one in (name, f"{name} Số {place}")} for place, name in enumerate(names)]
    return [name for name, shown in zip(names, ways, strict=True) if not shown & cells]


def _check_no_formula(data: bytes) -> None:
    if data[:2] == b"PK":
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert sheet is not None
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"n", "s", "d"}
    else:
        assert not [cell for row in rows_of(data) for cell in row if cell[:1] in set("=+-@＝＋－＠\t\r") - {""}]


def test_rejected_rows_of_an_import_come_back_equal(cast: Cast, client: CheckingClient, shared_data: Path) -> None:
    names = naughty_names(shared_data)
    out = io.BytesIO()
    columns = [Column("Họ và tên"), Column("Đơn vị")]
    write_xlsx(out, Sheet("Danh sách", columns, ((name, f"Không có {n}") for n, name in enumerate(names))))
    form = {"file": (io.BytesIO(out.getvalue()), "ds.xlsx")}
    place = client.sign_in(cast.administrator).post("/people/import", form, status=303).location
    data = client.get(f"{place}/rejected.xlsx").data
    _check_no_formula(data)
    back = {row.cells[1]: row.cells[0] for row in read_table(data, "x.xlsx").rows[1:]}
    sent = {row.cells[1]: row.cells[0] for row in read_table(out.getvalue(), "x.xlsx").rows[1:]}
    assert {place: name for place, name in back.items() if sent[place] != name} == {}
    # Figures alone are taken for a line of totals, and what cannot be seen for an empty one; both are no people.
    assert len(back) > len(sent) * 0.95
