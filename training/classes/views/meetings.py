"""Pages of meetings: the list, planning, moving, cancelling."""

from __future__ import annotations

from typing import Any

from flask import render_template

from training.classes import operations
from training.classes.access import ClassPermission
from training.classes.forms import MeetingForm
from training.classes.models import ClassState, Meeting, TrainingClass
from training.classes.queries import get_class, get_meeting
from training.classes.queries.classes import list_teachers
from training.classes.queries.conflicts import list_conflicts
from training.classes.queries.meetings import list_meetings, trainers_of_meetings
from training.classes.traces import learners_recorded
from training.classes.views.blueprint import attempt, bp, class_words, trail
from training.core import clock, web
from training.core.access import may
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.people.models import Person


@bp.get("/classes/<int:class_id>/meetings")
@web.requires(ClassPermission.SEE, get_class)
def meetings(training_class: TrainingClass) -> str:
    """List the meetings of a class."""
    return render_template(
        "classes/meetings.html",
        training_class=training_class,
        meetings=list_meetings(training_class),
        teachers=trainers_of_meetings(training_class),
        conflicts=list_conflicts(training_class),
        manages=may(web.actor(), ClassPermission.MANAGE, training_class),
        rolls=may(web.actor(), ClassPermission.ROLL, training_class),
        now=clock.now(),
        crumbs=trail(training_class),
        **class_words(),
    )


@bp.route("/classes/<int:class_id>/meetings/new", methods=["GET", "POST"])
@web.requires(ClassPermission.MANAGE, get_class)
def new_meeting(training_class: TrainingClass) -> Any:
    """Plan a meeting; the next one usually has the hours of the one before."""
    form = MeetingForm(**_proposed(training_class)).offer(list_teachers(training_class))
    if form.validate_on_submit():
        try:
            operations.create_meeting(training_class, facts=form.facts, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The meeting has been planned."))
            return web.see_other("classes.meetings", class_id=training_class.id)
    page = render_template(
        "classes/new_meeting.html", form=form, training_class=training_class, crumbs=trail(training_class)
    )
    return page, 422 if form.errors else 200


def _teachers(training_class: TrainingClass, teacher: Person | None) -> list[Person]:
    # Who held the meeting once stays a choice after losing the role.
    people = list_teachers(training_class)
    return people if teacher is None or teacher in people else [teacher, *people]


def _proposed(training_class: TrainingClass) -> dict[str, Any]:
    planned = list_meetings(training_class)
    if not planned:
        return {"on": training_class.opens_on}
    last = planned[-1].meeting
    begins, ends = clock.to_site(last.starts_at), clock.to_site(last.ends_at)
    where = {"study_hours": last.study_hours, "room": last.room, "place": last.place}
    return {"begins": begins.time(), "ends": ends.time(), **where}


@bp.route("/classes/<int:class_id>/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@web.requires(ClassPermission.MANAGE, get_meeting)
def edit_meeting(meeting: Meeting) -> Any:
    """Change a meeting."""
    teacher = trainers_of_meetings(meeting.training_class).get(meeting.id)
    form = MeetingForm.of(meeting, teacher.id if teacher else None).offer(_teachers(meeting.training_class, teacher))
    changed: Meeting | None = None
    if form.validate_on_submit():
        try:
            _change(meeting, form)
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            changed = _changed(meeting, form, refusal)
        else:
            web.notice(_("The meeting has been changed."))
            return web.see_other("classes.meetings", class_id=meeting.class_id)
    page = render_template(
        "classes/edit_meeting.html",
        form=form,
        meeting=meeting,
        training_class=meeting.training_class,
        recorded=learners_recorded(meeting.id),
        changed=changed,
        crumbs=trail(meeting.training_class),
    )
    return page, 409 if changed else 422 if form.errors else 200


def _change(meeting: Meeting, form: MeetingForm) -> Meeting:
    version, along = form.version.data or 0, form.roll_goes_along.data
    return operations.change_meeting(meeting, facts=form.facts, version=version, roll_goes_along=along, by=web.actor())


def _changed(meeting: Meeting, form: MeetingForm, refusal: Conflict) -> Meeting:
    stored = get_meeting(meeting.class_id, meeting.id)
    if stored.training_class.state is ClassState.CLOSED:
        raise refusal
    form.show("version", stored.version)
    return stored


@bp.post("/classes/<int:class_id>/meetings/<int:meeting_id>/cancel")
@web.requires(ClassPermission.MANAGE, get_meeting)
def cancel_meeting(meeting: Meeting) -> Any:
    """Cancel a meeting."""
    done = _("The meeting has been cancelled: it counts for nobody. Its roll, if any, is kept.")
    attempt(done, lambda: operations.cancel_meeting(meeting, by=web.actor()))
    return web.see_other("classes.meetings", class_id=meeting.class_id)


@bp.post("/classes/<int:class_id>/meetings/<int:meeting_id>/restore")
@web.requires(ClassPermission.MANAGE, get_meeting)
def restore_meeting(meeting: Meeting) -> Any:
    """Take back the cancelling of a meeting."""
    attempt(_("The meeting is held after all."), lambda: operations.restore_meeting(meeting, by=web.actor()))
    return web.see_other("classes.meetings", class_id=meeting.class_id)


@bp.post("/classes/<int:class_id>/meetings/<int:meeting_id>/remove")
@web.requires(ClassPermission.MANAGE, get_meeting)
def remove_meeting(meeting: Meeting) -> Any:
    """Remove a meeting planned by mistake."""
    class_id = meeting.class_id
    attempt(_("The meeting has been removed."), lambda: operations.remove_meeting(meeting, by=web.actor()))
    return web.see_other("classes.meetings", class_id=class_id)
