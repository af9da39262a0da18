"""Scans of the signed sheet, kept with the roll that they prove."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from sqlalchemy import select

from training.attendance.models import SheetScan
from training.attendance.operations.roll_call import check_class_open
from training.catalog.rules.scans import read_scan
from training.classes.models import Meeting
from training.classes.operations.holding import hold_unclosed
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Invalid
from training.core.i18n import _

#: The sheet of the largest class has 400 lines on 16 pages; a page may have to be photographed twice.
MAX_SCANS = 40


@operation
def keep_scans(meeting: Meeting, *, scans: Collection[bytes], by: Actor) -> list[SheetScan]:
    """Keep scans of the signed sheet and return those that are new; one that is kept already stays as it is.

    Raises Invalid(field='scans') where one of them is none or too large, or where they would be too many: then none is
    kept. Raises Conflict for a meeting of which nothing can be written any more.
    """
    hold_unclosed(meeting.class_id)
    check_class_open(meeting)
    kept = set(db.session.scalars(select(SheetScan.content_hash).where(SheetScan.meeting_id == meeting.id)))
    given = {hashlib.sha256(data).hexdigest(): data for data in scans}
    new = [_scan(meeting, digest, data, by) for digest, data in given.items() if digest not in kept]
    if len(kept) + len(new) > MAX_SCANS:
        raise Invalid("scans", _("A meeting keeps at most %(most)s scans.", most=MAX_SCANS))
    db.session.add_all(new)
    return new


def _scan(meeting: Meeting, digest: str, data: bytes, by: Actor) -> SheetScan:
    media_type = read_scan(data, field="scans")
    return SheetScan(
        meeting_id=meeting.id,
        content_hash=digest,
        media_type=media_type,
        size=len(data),
        data=data,
        by_account_id=by.account_id,
    )


@operation
def drop_scan(meeting: Meeting, scan: SheetScan, *, by: Actor) -> Meeting:  # noqa: ARG001 -- read by the trail
    """Take away a scan that does not belong here; raises Conflict as keep_scans does."""
    hold_unclosed(meeting.class_id)
    check_class_open(meeting)
    db.session.delete(scan)
    return meeting
