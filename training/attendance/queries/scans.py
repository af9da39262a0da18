"""The scans of signed sheets that are kept, without their content until one is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from training.attendance.models import SheetScan
from training.classes.models import Meeting
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _


def list_scans(meeting_id: int) -> list[SheetScan]:
    """Return the scans of a meeting's signed sheet in the order in which they were kept."""
    return list(db.session.scalars(select(SheetScan).where(SheetScan.meeting_id == meeting_id).order_by(SheetScan.id)))


def count_scans(meeting_id: int) -> int:
    """Return how many scans of its signed sheet a meeting has."""
    counted = select(func.count()).select_from(SheetScan).where(SheetScan.meeting_id == meeting_id)
    return db.session.scalar(counted) or 0


def get_scan(meeting: Meeting, scan_id: int) -> SheetScan:
    """Return a scan of the meeting's sheet, or raise NotFound."""
    scan = db.session.get(SheetScan, scan_id)
    if scan is None or scan.meeting_id != meeting.id:
        raise NotFound(_("There is no such scan."))
    return scan


def scans_of_class(class_id: int) -> Iterator[tuple[Meeting, SheetScan]]:
    """Yield the scans of a class with their content, one at a time, in the order of the meetings."""
    ids = (
        select(Meeting, SheetScan.id)
        .join(SheetScan, SheetScan.meeting_id == Meeting.id)
        .where(Meeting.class_id == class_id)
        .order_by(Meeting.starts_at, Meeting.id, SheetScan.id)
    )
    for meeting, scan_id in db.session.execute(ids).all():
        scan = db.session.get_one(SheetScan, scan_id, options=[undefer(SheetScan.data)])
        yield meeting, scan
        db.session.expunge(scan)
