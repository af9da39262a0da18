"""Attendance that was recorded before an upgrade outlives it, on both databases."""

from __future__ import annotations

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, text

from tests.test_database_migrations import bare
from training.core.db import db

__all__ = ["bare"]

DAY, AT = "2026-01-01", "2026-01-01 00:00:00"
#: A class with one meeting, one learner and one mark, as the first release kept them.
ROWS: tuple[tuple[str, dict[str, object]], ...] = (
    ("units", {"kind": "city", "path": "/1/", "name": "A", "short_name": "", "sort_key": "", "search_key": ""}),
    ("people", {"full_name": "A", "family_name": "", "middle_name": "", "given_name": "A", "created_at": AT}),
    ("plans", {"unit_id": 1, "year": 2026, "title": "", "lead_agency": "", "partner_agency": ""}),
    ("training_classes", {"plan_id": 1, "unit_id": 1, "code": "A", "title": "A", "opens_on": DAY, "closes_on": DAY}),
    ("meetings", {"class_id": 1, "title": "", "starts_at": AT, "ends_at": "2026-01-01 03:00:00", "study_hours": 4}),
    ("enrolments", {"class_id": 1, "person_id": 1, "unit_id": 1, "post_title": "", "state": "enrolled"}),
    ("attendance_events", {"meeting_id": 1, "enrolment_id": 1, "status": "late", "how": "roll_call", "at": AT}),
    ("attendance", {"meeting_id": 1, "enrolment_id": 1, "status": "late", "event_id": 1, "at": AT}),
)
MORE: dict[str, dict[str, object]] = {
    "units": {"version": 1},
    "people": {"sort_key": "", "search_key": "", "version": 1},
    "plans": {"version": 1},
    "training_classes": {"mode": "online", "place": "", "note": "", "state": "open", "search_key": "", "version": 1},
    "meetings": {"room": "", "secret": "s", "version": 1},
    "enrolments": {"enrolled_at": AT, "how": "", "withdrawn_reason": ""},
    "attendance_events": {"evidence": "{}"},
}


def fill(connection: Connection) -> None:
    for table, some in ROWS:
        row = {**some, **MORE.get(table, {}), **({} if table == "attendance" else {"id": 1})}
        values = ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})"), row)


def test_a_mark_outlives_the_upgrade_and_may_be_one_of_the_new_ones_then(bare: Flask) -> None:
    upgrade(revision="0002")
    with db.engine.begin() as connection:
        fill(connection)
    upgrade()
    with db.engine.begin() as connection:
        assert tuple(connection.execute(text("SELECT status, event_id FROM attendance")).one()) == ("late", 1)
        connection.execute(text("UPDATE attendance SET status = 'left_early'"))
        assert connection.execute(text("SELECT how FROM attendance_events")).scalar_one() == "roll_call"
    downgrade(revision="0002")
    with db.engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM attendance_events")).scalar_one() == 1
        assert connection.execute(text("SELECT count(*) FROM attendance")).scalar_one() == 0
