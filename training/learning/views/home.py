"""The learner's first page and lists: what comes next, one's classes, one's results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import g, render_template, url_for

from training.core import clock, web
from training.core.formats import day, hour, long_day, second
from training.core.i18n import _, ngettext
from training.learning.access import LearningPermission
from training.learning.panels import meeting_panels
from training.learning.queries.classes import EnrolledClass, MeetingLine, list_classes, list_meetings_to_come
from training.learning.queries.progress import Progress, list_progress, list_standings
from training.learning.rules.next_step import Step, StepKind, next_step
from training.learning.rules.timing import window_of
from training.learning.views.blueprint import bp
from training.learning.views.outline import stand


@dataclass(frozen=True, slots=True)
class NextThing:
    """The next step in words: where its button leads and what the button says."""

    title: str
    text: str
    href: str
    button: str
    kind: StepKind


MEETINGS_SHOWN = 5
QUIZZES_SHOWN = 3


@bp.get("")
@web.requires(LearningPermission.LEARN)
def home() -> str:
    """Show what comes next, the open classes, and the meetings to come."""
    g.nav = "learning.home"
    classes = _mine()
    progress = list_progress([c for c in classes if c.is_open])
    meetings = list_meetings_to_come([c for c in classes if c.is_open])
    step = find_next(progress, meetings)
    return render_template(
        "learning/home.html",
        today=clock.now(),
        step=step.thing if step else None,
        due=due_words(step) if step else "",
        progress=progress,
        closed=sum(not c.is_open for c in classes),
        quiz_words=quiz_words,
        meetings=meetings[:MEETINGS_SHOWN],
        panels=meeting_panels(classes, meetings[:MEETINGS_SHOWN]),
    )


@bp.get("/classes")
@web.requires(LearningPermission.LEARN)
def my_classes() -> str:
    """List the reader's classes, open ones first."""
    classes = _mine()
    progress = list_progress(classes)
    return render_template(
        "learning/my_classes.html",
        open=[p for p in progress if p.enrolled.is_open],
        closed=[p for p in reversed(progress) if not p.enrolled.is_open],
        quiz_words=quiz_words,
    )


@bp.get("/results")
@web.requires(LearningPermission.LEARN)
def results() -> str:
    """List the reader's quizzes with their results, class by class."""
    g.nav = "learning.results"
    classes = _mine()
    standings = list_standings(classes) if classes else []
    groups = [(c, [s for s in standings if s.head.class_id == c.class_id]) for c in reversed(classes)]
    return render_template("learning/results.html", groups=[(c, found) for c, found in groups if found], stand=stand)


def quiz_words(progress: Progress) -> list[tuple[str, str, bool]]:
    """Return of the first quizzes of a class the title, where the learner stands, and whether there is a result."""
    return [(q.head.title, stand(q), q.result is not None) for q in progress.quizzes[:QUIZZES_SHOWN]]


def _mine() -> list[EnrolledClass]:
    return list_classes(web.actor().person_id or 0)


def find_next(progress: Sequence[Progress], meetings: Sequence[MeetingLine]) -> Step[NextThing] | None:
    """Return the one thing to do next, in words."""
    steps = [*(step for p in progress for step in _steps(p)), *_meeting_steps(meetings)]
    return next_step(steps, now=clock.now())


def due_words(step: Step[NextThing]) -> str:
    """Say until when the step is to be taken; of a meeting, when it begins."""
    if step.kind is StepKind.ATTEMPT:
        return _("Hand in by %(at)s", at=second(step.due_at))
    if step.kind is StepKind.MEETING:
        return f"{long_day(step.due_at)}, {hour(step.due_at)}"
    return _("Due %(day)s, %(left)s", day=day(step.due_at), left=days_left(step.due_at))


def days_left(until: datetime) -> str:
    """Say how many days are left up to that instant, on the site's calendar."""
    days = (clock.to_site(until).date() - clock.today()).days
    return str(ngettext("%(num)s day left", "%(num)s days left", days)) if days > 0 else _("the last day")


def _steps(progress: Progress) -> Iterator[Step[NextThing]]:
    enrolled = progress.enrolled
    ends_at = window_of(opens_on=enrolled.opens_on, closes_on=enrolled.closes_on).closes_at
    line = progress.next_module
    if line is not None:
        href = url_for("learning.module", class_id=line.class_id, module_id=line.module_id)
        text = _("about %(minutes)s minutes of reading", minutes=line.minutes) if line.minutes else ""
        button = _("Continue reading") if line.begun_at or progress.modules_done else _("Start reading")
        thing = NextThing(line.title, _of(enrolled, text), href, button, StepKind.MODULE)
        yield Step(StepKind.MODULE, ends_at, ends_at, thing)
    for quiz in progress.quizzes:
        if quiz.running is not None:
            href = url_for("learning.attempt", attempt_id=quiz.running.id)
            text = _("an attempt is under way")
            thing = NextThing(quiz.head.title, _of(enrolled, text), href, _("Continue the quiz"), StepKind.ATTEMPT)
            yield Step(StepKind.ATTEMPT, quiz.running.deadline_at, ends_at, thing)
        elif quiz.is_due:
            href = url_for("learning.quiz", class_id=enrolled.class_id, quiz_id=quiz.head.quiz_id)
            text = _("%(count)s questions", count=quiz.head.revision.question_count)
            thing = NextThing(quiz.head.title, _of(enrolled, text), href, _("Go to the quiz"), StepKind.QUIZ)
            yield Step(StepKind.QUIZ, quiz.head.window.closes_at, ends_at, thing)


def _meeting_steps(meetings: Sequence[MeetingLine]) -> Iterator[Step[NextThing]]:
    for meeting in meetings:
        href = url_for("learning.class_page", class_id=meeting.class_id, _anchor=f"meeting-{meeting.id}")
        where = f"{meeting.class_title} · {meeting.room}" if meeting.room else meeting.class_title
        thing = NextThing(meeting.title or _("Meeting"), where, href, _("See the meeting"), StepKind.MEETING)
        yield Step(StepKind.MEETING, meeting.starts_at, meeting.starts_at, thing)


def _of(enrolled: EnrolledClass, text: str) -> str:
    return f"{enrolled.title} · {text}" if text else enrolled.title
