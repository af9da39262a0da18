"""The columns of events that the merge rule looks at."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func

from training.attendance.models import AttendanceEvent

_EVENT = AttendanceEvent
#: When an event was said, by the server's clock: what was said on the server itself was said when it was noted.
SAID_AT = func.coalesce(_EVENT.said_at, _EVENT.at, type_=_EVENT.at.type)
#: The columns of an event in the order of the rule's Said.
SAID: tuple[Any, ...] = (
    *(_EVENT.id, _EVENT.how, _EVENT.status, SAID_AT),
    *(func.coalesce(_EVENT.client_key, ""), func.coalesce(_EVENT.device, ""), _EVENT.seen_id, _EVENT.weak),
)
