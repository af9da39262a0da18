"""Reads the quizzes of a course folder: front matter says what a quiz is, the text is shown before it starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from training.catalog.course_folder import CourseFolder, check_no_top_heading
from training.core.errors import Invalid
from training.core.front_matter import Fields
from training.core.i18n import _
from training.quizzes.models import Counts
from training.quizzes.reviewing import COARSE, MAX_APPEAL_DAYS, Item, When, read_bands

PHASES = (COARSE[0], *(when.value for when in When))
SHOWS = tuple(item.value for item in Item)
MAX_MINUTES = 600
MAX_SLOTS = 200
MAX_MARK = 100


@dataclass(frozen=True, slots=True)
class SlotText:
    """A slot: the question with the key `question`, or `count` drawn from `category`; `mark` is for each question."""

    file: str
    line: int
    question: str
    category: str
    count: int
    mark: Decimal


@dataclass(frozen=True, slots=True)
class QuizText:
    """One file of quizzes/: `time_limit` in seconds, `pass_mark` a fraction 0-1, `intro` in Markdown."""

    file: str
    title: str
    intro: str
    time_limit: int | None
    attempts_allowed: int | None
    counts: Counts
    pass_mark: Decimal
    shuffle_questions: bool
    shuffle_options: bool
    review: Mapping[str, Any]
    slots: tuple[SlotText, ...]


def read_quizzes(folder: CourseFolder) -> Iterator[QuizText]:
    """Read the quizzes in the order of their file names, noting their faults in the folder."""
    for file in folder.texts("quizzes"):
        front = file.front
        minutes = front.whole("time_limit", least=1, most=MAX_MINUTES)
        percent = front.number("pass_mark", most=100, required=True)
        quiz = QuizText(
            file=file.file,
            title=front.text("title", limit=200, required=True),
            intro=file.text.strip(),
            time_limit=minutes * 60 if minutes else None,
            attempts_allowed=front.whole("attempts", least=1, most=100),
            counts=Counts(front.one_of("counts", list(Counts), default=Counts.HIGHEST)),
            pass_mark=(percent or Decimal(100)) / 100,
            shuffle_questions=front.flag("shuffle_questions", default=True),
            shuffle_options=front.flag("shuffle_options", default=True),
            review=_read_review(front.section("review")),
            slots=tuple(_read_slots(front, file.file)),
        )
        check_no_top_heading(file)
        folder.check_markdown(file.text, file.faults, line=file.line)
        folder.close(file)
        yield quiz


def _read_review(front: Fields) -> dict[str, Any]:
    review: dict[str, Any] = {}
    for phase in (phase for phase in PHASES if front.has(phase)):
        found = front.texts(phase)
        for line, text in found:
            if text not in SHOWS:
                words = _("“%(text)s” is unknown here; known are: %(known)s.", text=text, known=", ".join(SHOWS))
                front.faults.add(line, words)
        review[phase] = [show for show in SHOWS if show in {text for _line, text in found}]
    said = {"bands": _read_bands(front), "appeal_days": front.whole("appeal_days", least=1, most=MAX_APPEAL_DAYS)}
    front.close()
    return review | {name: value for name, value in said.items() if value}


def _read_bands(front: Fields) -> list[dict[str, str]]:
    try:
        return read_bands([text for _line, text in front.texts("bands")])
    except Invalid as fault:
        front.faults.add(front.line_of("bands"), fault.text)
        return []


def _read_slots(quiz: Fields, file: str) -> Iterator[SlotText]:
    slots = quiz.sections("slots")
    if not slots and quiz.readable:
        quiz.faults.add(quiz.line_of("slots"), _("The quiz has no questions: “slots” is empty."))
    if len(slots) > MAX_SLOTS:
        quiz.faults.add(quiz.line_of("slots"), _("A quiz has at most %(limit)s slots.", limit=MAX_SLOTS))
    for front in slots:
        slot = SlotText(
            file=file,
            line=front.line,
            question=front.text("question", limit=80),
            category=front.text("draw", limit=200),
            count=front.whole("count", least=1, most=200) or 1,
            mark=front.number("mark", most=MAX_MARK) or Decimal(1),
        )
        _check_slot(slot, front)
        front.close()
        yield slot


def _check_slot(slot: SlotText, front: Fields) -> None:
    if bool(slot.question) == bool(slot.category):
        words = _("A slot has either “question” with a key or “draw” with a category.")
        front.faults.add(slot.line, words)
    elif slot.question and front.has("count"):
        front.faults.add(front.line_of("count"), _("A fixed question has no “count”."))
