"""Pages by which a class reaches its people: announcements, text for Zalo, poster, invitation; copying a class."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import segno
from flask import render_template, url_for
from markupsafe import Markup

from training.classes import operations
from training.classes.access import ClassPermission
from training.classes.forms import AnnouncementForm, CopyClassForm
from training.classes.models import Enrolment, Meeting, TrainingClass
from training.classes.queries import get_class
from training.classes.queries.calendars import list_announcements, next_meeting_of
from training.classes.queries.enrolments import select_learners
from training.classes.queries.meetings import list_meetings
from training.classes.queries.plans import list_codes
from training.classes.rules.codes import next_code
from training.classes.rules.zalo import MOST, zalo_text
from training.classes.views.blueprint import bp, class_words, trail
from training.classes.views.calendars import base_address
from training.core import web
from training.core.db import db
from training.core.errors import Conflict, Invalid
from training.core.formats import day, hour, long_day
from training.core.i18n import _, ngettext


@bp.route("/classes/<int:class_id>/announcements", methods=["GET", "POST"])
@web.requires(ClassPermission.MANAGE, get_class)
def announcements(training_class: TrainingClass) -> Any:
    """Announce something to the learners of a class, and take its text along for Zalo."""
    form = AnnouncementForm()
    if form.validate_on_submit():
        try:
            title, body = form.title.data or "", form.body.data or ""
            made = operations.announce(training_class, title=title, body=body, by=web.actor())
        except Conflict as refusal:
            form.form_errors.append(refusal.text)
        else:
            web.notice(ngettext("Sent to %(num)s learner.", "Sent to %(num)s learners.", made.sent))
            return web.see_other("classes.announcements", class_id=training_class.id)
    page = _announcements_page(training_class, form)
    return page, 422 if form.errors or form.form_errors else 200


def _announcements_page(training_class: TrainingClass, form: AnnouncementForm) -> str:
    announced = list_announcements(training_class)
    newest = announced[0] if announced else None
    text = zalo_of(training_class, newest.title if newest else "", newest.body if newest else "")
    return render_template(
        "classes/announcements.html",
        training_class=training_class,
        form=form,
        announced=announced,
        zalo=text,
        most=MOST,
        crumbs=trail(training_class),
        **class_words(),
    )


def zalo_of(training_class: TrainingClass, title: str = "", more: str = "") -> str:
    """Return the text about the class for a Zalo group, with the next meeting's time and place."""
    meeting = next_meeting_of(training_class)
    return zalo_text(
        title or training_class.title,
        when=_when(training_class, meeting),
        where=_where(training_class, meeting),
        link=_link(training_class),
        deadline=day(training_class.register_by) if training_class.register_by else "",
        more=more,
    )


def _when(training_class: TrainingClass, meeting: Meeting | None) -> str:
    if meeting is None:
        return f"{day(training_class.opens_on)} – {day(training_class.closes_on)}"
    return f"{hour(meeting.starts_at)}, {long_day(meeting.starts_at)}"


def _where(training_class: TrainingClass, meeting: Meeting | None) -> str:
    return meeting.where if meeting else training_class.place


def _link(training_class: TrainingClass) -> str:
    return base_address() + url_for("classes.short_link", class_id=training_class.id)


@bp.get("/classes/<int:class_id>/poster")
@web.requires(ClassPermission.MANAGE, get_class)
def poster(training_class: TrainingClass) -> str:
    """Show a poster of the class with a QR code that leads to it, to print."""
    meeting = next_meeting_of(training_class)
    drawn = segno.make(_link(training_class), error="m", micro=False)
    inline = drawn.svg_inline(border=2, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return render_template(
        "classes/poster.html",
        training_class=training_class,
        when=_when(training_class, meeting),
        where=_where(training_class, meeting),
        address=_link(training_class).partition("://")[2],
        qr=Markup(inline),  # noqa: S704 -- drawn by the library from an address, no text in it
        crumbs=trail(training_class),
    )


@bp.get("/classes/<int:class_id>/invitation")
@web.requires(ClassPermission.MANAGE, get_class)
def invitation(training_class: TrainingClass) -> str:
    """Show the letter that invites to a class and the list of those invited, by unit, to print."""
    learners: list[Enrolment] = list(db.session.scalars(select_learners(training_class, web.actor())).unique())
    by_unit = sorted(learners, key=lambda one: (one.unit.sort_key, one.unit_id))
    groups = [(unit, list(rows)) for unit, rows in groupby(by_unit, key=lambda one: one.unit)]
    return render_template(
        "classes/invitation.html",
        training_class=training_class,
        groups=groups,
        count=len(learners),
        meetings=[one for one in list_meetings(training_class) if one.number],
        address=_link(training_class).partition("://")[2],
        crumbs=trail(training_class),
    )


@bp.route("/classes/<int:class_id>/copy", methods=["GET", "POST"])
@web.requires(ClassPermission.COPY, get_class)
def copy_class(training_class: TrainingClass) -> Any:
    """Make a class like this one on other days."""
    code = next_code(training_class.plan.year, list_codes(training_class.plan))
    form = CopyClassForm(title=training_class.title, code=code)
    if form.validate_on_submit():
        said = {"code": form.code.data or "", "title": form.title.data or "", "opens_on": form.opens_on.data}
        try:
            copy = operations.copy_class(training_class, **said, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The copy is in preparation. Its meetings have been moved along; check their days."))
            return web.see_other("classes.show", class_id=copy.id)
    page = render_template("classes/copy.html", form=form, training_class=training_class, crumbs=trail(training_class))
    return page, 422 if form.errors else 200
