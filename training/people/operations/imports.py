"""Lists of cadres imported: staged as a preview that accounts for every row, then confirmed once, all or nothing."""

from __future__ import annotations

import hashlib
from typing import Any

from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict
from training.core.i18n import _
from training.core.sheets.reading import read_table
from training.people.codes import lock_register, new_codes
from training.people.import_rules import CadreValues, ListReading, RowReading, field_label, read_list
from training.people.models import ImportBatch, ImportRow, ImportState, Person, Post, RowOutcome
from training.people.queries import people_on_record, units_to_import_into
from training.people.rules import name_fields


def read_import(data: bytes, file_name: str, *, by: Actor) -> ListReading:
    """Read a list against the units of `by` and the people on record; nothing is recorded.

    Raises Invalid(field='file') for whatever cannot or may not be read. Takes up to seconds for a bad file, so it is
    called while no writer waits.
    """
    return read_list(read_table(data, file_name), units=units_to_import_into(by), people=people_on_record())


@operation
def stage_import(reading: ListReading, *, file_name: str, data: bytes, by: Actor) -> ImportBatch:
    """Keep a list as read, for a preview: the file, and what would become of each row."""
    batch = ImportBatch(
        file_name=file_name[-255:],
        file_hash=hashlib.sha256(data).hexdigest(),
        file_data=data,
        columns=_columns(reading),
        by_account_id=by.account_id,
    )
    batch.rows = [_row(row) for row in reading.rows]
    db.session.add(batch)
    return batch


@operation
def confirm_import(batch: ImportBatch, *, by: Actor) -> list[Person]:
    """Record the people whom the preview showed as new and who still are; return them.

    The file is read again under the lock: whoever was recorded since the preview stays one person. Raises Conflict
    where the list was confirmed or dropped before.
    """
    lock_register()
    db.session.refresh(batch, with_for_update=True)
    if batch.state is not ImportState.PREVIEW:
        raise Conflict(_("This list has been dealt with already; nothing was added."))
    readings = {row.row_number: row for row in read_import(batch.file_data, batch.file_name, by=by).rows}
    created = _record([row for row in batch.rows if _still_new(row, readings)], readings)
    _name_doubles(batch, readings)
    batch.state = ImportState.CONFIRMED
    batch.confirmed_at = clock.now()
    return created


@operation
def drop_import(batch: ImportBatch, *, by: Actor) -> ImportBatch:  # noqa: ARG001 -- read by the audit trail
    """Drop a preview; nothing of it is recorded."""
    if batch.state is not ImportState.PREVIEW:
        raise Conflict(_("This list has been dealt with already; nothing was added."))
    batch.state = ImportState.DROPPED
    return batch


def _columns(reading: ListReading) -> dict[str, Any]:
    header = reading.header
    return {
        "sheet": reading.sheet,
        "heading_row": header.row_number,
        "read": {field_label(field): header.heading(field) for field in header.columns},
        "unread": list(header.unread),
        "blank_rows": reading.blank_rows,
        "other_rows": [list(row) for row in reading.other_rows],
        "other_sheets": list(reading.other_sheets),
    }


def _row(reading: RowReading) -> ImportRow:
    row = ImportRow(row_number=reading.row_number, label=reading.stt[:20], values=reading.cells)
    _tell(row, reading)
    return row


def _tell(row: ImportRow, reading: RowReading) -> None:
    changes = [
        {"field": field_label(change.field), "before": change.before, "after": change.after}
        for change in reading.changes
        if change.is_visible
    ]
    row.notes = [*changes, *({"text": text} for text in reading.warnings)]
    row.is_noted = bool(row.notes)
    row.outcome = reading.outcome
    row.person_id = reading.same_as.id if reading.same_as else None
    fault = reading.fault
    row.fault_column = fault.column[:100] if fault else ""
    row.fault_value = fault.value[:300] if fault else ""
    row.fault_reason = fault.reason[:500] if fault else ""


def _still_new(row: ImportRow, readings: dict[int, RowReading]) -> bool:
    if row.outcome is not RowOutcome.CREATED:
        return False
    reading = readings[row.row_number]
    if reading.outcome is not RowOutcome.CREATED:
        _tell(row, reading)
    return reading.outcome is RowOutcome.CREATED


def _record(rows: list[ImportRow], readings: dict[int, RowReading]) -> list[Person]:
    new = [values for row in rows if (values := readings[row.row_number].values)]
    own = {values.code.upper() for values in new if values.code}
    codes = iter(new_codes(len(new), besides=own))
    people = [_person(values, code=values.code.upper() if values.code else next(codes)) for values in new]
    taken = Conflict(_("Somebody was recorded meanwhile with a phone number or code of this list. Confirm again."))
    with (
        unique("people", "phone", refusal=taken),
        unique("people", "email", refusal=taken),
        unique("people", "code", refusal=taken),
    ):
        db.session.add_all(people)
    for row, person in zip(rows, people, strict=True):
        row.person_id = person.id
    return people


def _name_doubles(batch: ImportBatch, readings: dict[int, RowReading]) -> None:
    """Let a row that repeats one above it point at the person whom that one has made."""
    made = {row.row_number: row.person_id for row in batch.rows}
    for row in batch.rows:
        same = readings[row.row_number].same_as
        if row.outcome is RowOutcome.UNCHANGED and same is not None:
            row.person_id = same.id or made.get(same.row or 0)


def _person(values: CadreValues, *, code: str) -> Person:
    person = Person(
        code=code,
        **name_fields(values.full_name, (values.family, values.middle, values.given)),
        birth_year=values.birth.year if values.birth else None,
        birth_on=values.birth.on if values.birth else None,
        gender=values.gender,
        phone=values.phone,
        email=values.email,
    )
    person.posts = [Post(unit_id=values.unit.id, title=values.title)]
    return person
