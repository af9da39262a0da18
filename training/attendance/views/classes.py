"""The attendance of a class: its meetings with their figures, and every learner's strip with its denominators."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import g, render_template, request

from training.attendance.access import AttendancePermission
from training.attendance.models import Status
from training.attendance.queries import ClassAttendance, attendance_of_class
from training.attendance.queries.make_ups import MadeUp, made_up_in
from training.attendance.rules.sentences import sentence
from training.attendance.rules.tallies import MeetingFact, Tally, is_low
from training.attendance.rules.words import LETTERS, STATUSES
from training.attendance.views.blueprint import bp
from training.classes.access import ClassPermission
from training.classes.models import Enrolment, TrainingClass
from training.classes.queries import get_class
from training.classes.queries.enrolments import list_learners, list_units_of_learners
from training.classes.queries.meetings import list_meetings
from training.classes.views.blueprint import trail
from training.core import clock, web
from training.core.access import may
from training.core.formats import day
from training.core.i18n import _


@bp.get("/classes/<int:class_id>/attendance")
@web.requires(AttendancePermission.SEE, get_class)
def of_class(training_class: TrainingClass) -> str:
    """Show the attendance of a class."""
    g.nav = "classes"
    actor, found = web.actor(), attendance_of_class(training_class.id)
    words, unit_id = request.args.get("q", ""), request.args.get("unit", type=int)
    page = list_learners(
        training_class, actor, words=words, unit_id=unit_id, number=request.args.get("page", 1, type=int)
    )
    meetings = list_meetings(training_class)
    numbers = {one.meeting.id: one.number for one in meetings}
    made_up = made_up_in(training_class.id)
    return render_template(
        "attendance/of_class.html",
        training_class=training_class,
        meetings=meetings,
        counts=_counts(found),
        statuses=STATUSES,
        letters=list(LETTERS.values()),
        page=page,
        lines={one.id: _line(one, found, numbers) | {"made_up": _told(made_up[one.id], numbers)} for one in page.rows},
        rule=found.rule,
        units=[("", _("All units")), *((u.id, u.name) for u in list_units_of_learners(training_class, actor))],
        q=words,
        unit_id=unit_id or "",
        rolls=may(actor, ClassPermission.ROLL, training_class),
        now=clock.now(),
        crumbs=trail(training_class),
    )


def _counts(found: ClassAttendance) -> dict[int, Counter[Status]]:
    counts: dict[int, Counter[Status]] = {m.meeting_id: Counter() for m in found.meetings}
    for marks in found.statuses.values():
        for meeting_id, status in marks.items():
            counts[meeting_id][status] += 1
    return counts


def _line(enrolment: Enrolment, found: ClassAttendance, numbers: dict[int, int | None]) -> dict[str, Any]:
    now = clock.now()
    marks = found.statuses.get(enrolment.id, {})
    result: Tally = found.tally_of(enrolment.id, enrolled_at=enrolment.enrolled_at, now=now)
    cells = [_cell(m, marks.get(m.meeting_id), numbers[m.meeting_id]) for m in found.meetings if not m.cancelled]
    low = is_low(result, found.rule)
    return {"tally": result, "share": result.share, "low": low, "words": sentence(result, found.rule), "cells": cells}


def _told(made_up: list[MadeUp], numbers: dict[int, int | None]) -> list[str]:
    return [
        _(
            "meeting %(number)s made up on %(day)s: %(reason)s",
            number=numbers[one.meeting_id],
            day=day(one.on),
            reason=one.reason,
        )
        for one in made_up
    ]


def _cell(meeting: MeetingFact, status: Status | None, number: int | None) -> tuple[str, str, str]:
    name = _("Meeting %(number)s", number=number)
    if status is None:
        return "", "–" if meeting.rolled and meeting.over else "·", f"{name}: {_('not called')}"
    word, kind = STATUSES[status]
    return kind, str(LETTERS[status])[:1], f"{name}: {word}"
