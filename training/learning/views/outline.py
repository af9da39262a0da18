"""The outline of a class as pages draw it: its courses with their modules and quizzes, what is done and what comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import url_for

from training.core.i18n import _, ngettext
from training.learning.queries.classes import EnrolledClass, ModuleLine
from training.learning.queries.progress import QuizStanding
from training.learning.queries.quizzes import QuizHead
from training.learning.sentences import why_not


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an outline; `state` is done, current or todo."""

    title: str
    href: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class CourseOutline:
    """A course of a class: its modules, then its quizzes."""

    course_id: int
    title: str
    lines: Sequence[Line]
    done: int
    total: int


def outline_of(
    enrolled: EnrolledClass, modules: Sequence[ModuleLine], quizzes: Sequence[QuizStanding]
) -> list[CourseOutline]:
    """Return the courses of a class, each with its modules and quizzes."""
    base = url_for("learning.class_page", class_id=enrolled.class_id)
    found = []
    for (course_id, title), group in groupby(modules, key=lambda line: (line.course_id, line.course_title)):
        lines = list(group)
        own = [quiz for quiz in quizzes if quiz.head.course_id == course_id]
        drawn = [*_module_lines(lines, base), *(_quiz_line(quiz, base) for quiz in own)]
        done = sum(line.done_at is not None for line in lines)
        found.append(CourseOutline(course_id, title, drawn, done, len(lines)))
    return found


def _module_lines(lines: Sequence[ModuleLine], base: str) -> Iterator[Line]:
    for line in lines:
        state = "done" if line.done_at else "todo"
        yield Line(line.title, f"{base}/modules/{line.module_id}", _module_note(line), state)


def beside(
    enrolled: EnrolledClass, modules: Sequence[ModuleLine], quizzes: Sequence[QuizHead], here: int
) -> list[Line]:
    """Return the outline beside a module: its course, with the module `here` as the current line."""
    base = url_for("learning.class_page", class_id=enrolled.class_id)
    lines = [
        Line(
            line.title,
            f"{base}/modules/{line.module_id}",
            _("You are here") if line.module_id == here else "",
            "current" if line.module_id == here else "done" if line.done_at else "todo",
        )
        for line in modules
    ]
    return lines + [Line(q.title, f"{base}/quizzes/{q.quiz_id}", size_of(q), "todo") for q in quizzes]


def size_of(quiz: QuizHead) -> str:
    """Say how many questions a quiz asks and how long it may take."""
    count = quiz.revision.question_count
    words = str(ngettext("%(num)s question", "%(num)s questions", count))
    limit = quiz.revision.time_limit
    return words if limit is None else f"{words} · {duration(limit)}"


def duration(seconds: int) -> str:
    """Say how long a number of seconds is, in the largest unit that is whole."""
    if seconds % 86400 == 0:
        return str(ngettext("%(num)s day", "%(num)s days", seconds // 86400))
    if seconds % 3600 == 0:
        return str(ngettext("%(num)s hour", "%(num)s hours", seconds // 3600))
    if seconds % 60:
        return str(ngettext("%(num)s second", "%(num)s seconds", seconds))
    return str(ngettext("%(num)s minute", "%(num)s minutes", seconds // 60))


def _module_note(line: ModuleLine) -> str:
    if line.done_at is None and line.begun_at is not None:
        return _("begun")
    return duration(line.minutes * 60) if line.minutes else ""


def _quiz_line(quiz: QuizStanding, base: str) -> Line:
    state = "done" if quiz.passed and quiz.shows_marks else "todo"
    return Line(quiz.head.title, f"{base}/quizzes/{quiz.head.quiz_id}", f"{size_of(quiz.head)} · {stand(quiz)}", state)


def stand(quiz: QuizStanding) -> str:
    """Say where a learner is with a quiz, without a score where the review does not show any."""
    if quiz.running is not None:
        return _("an attempt is under way")
    if quiz.result is not None:
        if not quiz.shows_marks:
            return _("submitted")
        return _("passed") if quiz.passed else _("not passed yet") if quiz.hurdle is None else _("not passed")
    if any(attempt.state.is_handed_in for attempt in quiz.ended):
        return _("waiting for marks")
    hurdle = quiz.hurdle
    return _("not taken yet") if hurdle is None else why_not(hurdle, quiz.head, not_before=quiz.not_before)
