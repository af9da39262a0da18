"""Pages of timetables: one's own, a class's to print, and the calendars that phones subscribe to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from flask import Response, current_app, redirect, render_template, request, url_for

from training.accounts.access import AccountPermission
from training.classes import operations
from training.classes.access import ClassPermission
from training.classes.models import CalendarLink, ClassState, Meeting, TrainingClass
from training.classes.queries import get_class
from training.classes.queries.calendars import (
    find_calendar_link,
    get_calendar_link,
    list_announcements_to,
    meetings_of_class,
    meetings_of_person,
)
from training.classes.queries.enrolments import is_learner
from training.classes.queries.meetings import list_meetings, trainers_of_meetings
from training.classes.rules.ics import Event, calendar
from training.classes.views.blueprint import bp, class_words, trail
from training.core import clock, web
from training.core.access import may
from training.core.i18n import _


def base_address() -> str:
    """Return the address of this site as others reach it."""
    public = str(current_app.config["SETTINGS"].public_url)
    return (public or request.url_root).rstrip("/")


@bp.get("/calendar")
@web.requires(AccountPermission.USE)
def own_calendar() -> str:
    """Show one's own timetable, what one's classes have announced, and the calendar for the phone."""
    person_id, now = web.actor().person_id, clock.now()
    meetings = [one for one in meetings_of_person(person_id) if one.ends_at >= now]
    link = find_calendar_link(person_id=person_id) if person_id is not None else None
    return render_template(
        "classes/own_calendar.html",
        meetings=meetings,
        announcements=list_announcements_to(person_id),
        address=_address(link),
        now=now,
    )


def _address(link: CalendarLink | None) -> str:
    return base_address() + url_for("classes.feed", token=link.token) if link else ""


@bp.post("/calendar/link")
@web.requires(AccountPermission.USE)
def make_own_link() -> Any:
    """Make a new secret address of one's own calendar, or take it back."""
    if request.form.get("action") == "revoke":
        operations.revoke_own_calendar(by=web.actor())
        web.notice(_("The address answers no more. Calendars that had subscribed to it get nothing new."))
    else:
        operations.make_own_calendar(by=web.actor())
        web.notice(_("This is the new address. An earlier one answers no more."))
    return web.see_other("classes.own_calendar")


@bp.get("/calendar/<token>.ics")
@web.public
def feed(token: str) -> Response:
    """Give a calendar program the timetable behind a secret address."""
    link = get_calendar_link(token)
    if link.class_id is not None:
        training_class = get_class(link.class_id)
        name, meetings = training_class.title, meetings_of_class(training_class.id)
    else:
        name, meetings = _("My timetable"), meetings_of_person(link.person_id)
    text = calendar(name, _events(meetings), now=clock.now())
    headers = {"Content-Disposition": 'inline; filename="calendar.ics"', "Cache-Control": "private, max-age=600"}
    return Response(text, content_type="text/calendar; charset=utf-8", headers=headers)


def _events(meetings: Iterable[Meeting]) -> list[Event]:
    return [_event(one, one.training_class) for one in meetings]


def _event(meeting: Meeting, training_class: TrainingClass) -> Event:
    # The secret never changes and is not to be told; what is made of it is the same for ever, on this site alone.
    uid = hashlib.sha256(f"calendar {meeting.id} {meeting.secret}".encode()).hexdigest()[:32]
    return Event(
        uid=f"{uid}@front-training",
        sequence=meeting.version + training_class.version - 2,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=f"{training_class.title}: {meeting.title}" if meeting.title else training_class.title,
        location=meeting.where,
        description=_("%(hours)s tiết", hours=meeting.study_hours),
        url=base_address() + url_for("classes.short_link", class_id=training_class.id),
        cancelled=meeting.cancelled_at is not None,
    )


@bp.get("/classes/<int:class_id>/timetable")
@web.requires(ClassPermission.SEE, get_class)
def timetable(training_class: TrainingClass) -> str:
    """Show the timetable of a class, to print and to subscribe to."""
    manages = may(web.actor(), ClassPermission.MANAGE, training_class)
    return render_template(
        "classes/timetable.html",
        training_class=training_class,
        meetings=[one for one in list_meetings(training_class) if one.number],
        teachers=trainers_of_meetings(training_class),
        manages=manages,
        address=_address(find_calendar_link(class_id=training_class.id)) if manages else "",
        crumbs=trail(training_class),
        **class_words(),
    )


@bp.post("/classes/<int:class_id>/calendar-link")
@web.requires(ClassPermission.MANAGE, get_class)
def make_class_link(training_class: TrainingClass) -> Any:
    """Make a new secret address of the class's calendar, or take it back."""
    if request.form.get("action") == "revoke":
        operations.revoke_class_calendar(training_class, by=web.actor())
        web.notice(_("The address answers no more. Calendars that had subscribed to it get nothing new."))
    else:
        operations.make_class_calendar(training_class, by=web.actor())
        web.notice(_("This is the new address. An earlier one answers no more."))
    return web.see_other("classes.timetable", class_id=training_class.id)


@bp.get("/c/<int:class_id>")
@web.requires(AccountPermission.USE, get_class)
def short_link(training_class: TrainingClass) -> Any:
    """Lead whoever follows a short link to the page of the class that is theirs; tell others what the class is.

    A poster addresses those who are no learners yet. Of a class in preparation nothing is told.
    """
    actor = web.actor()
    staff = may(actor, ClassPermission.SEE, training_class)
    if staff or is_learner(actor.person_id, training_class.id) or training_class.state is not ClassState.OPEN:
        return redirect(url_for("classes.show" if staff else "learning.class_page", class_id=training_class.id))
    meetings = [one for one in list_meetings(training_class) if one.number]
    return render_template("classes/about.html", training_class=training_class, meetings=meetings)
