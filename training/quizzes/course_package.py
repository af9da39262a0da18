"""A whole course read from its folder: course, modules, bank and quizzes, and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.catalog.course_files import CourseText, ModuleText, read_course, read_modules, source_keys
from training.catalog.course_folder import CourseFolder
from training.core.faults import Fault
from training.core.i18n import _
from training.questions.question_files import CategoryText, read_categories
from training.quizzes.quiz_files import QuizText, SlotText, read_quizzes


@dataclass(frozen=True, slots=True)
class CourseReading:
    """What a course folder holds; to be loaded only where `faults` is empty. `pictures` are by "media/name"."""

    course: CourseText
    modules: tuple[ModuleText, ...]
    categories: tuple[CategoryText, ...]
    quizzes: tuple[QuizText, ...]
    pictures: Mapping[str, Path]
    faults: tuple[Fault, ...]


def read_course_folder(root: Path) -> CourseReading:
    """Read the course in the folder `root`; whatever is wrong is among `faults`, by file and line, all at once."""
    folder = CourseFolder(root)
    folder.check_names()
    course = read_course(folder)
    keys = source_keys(course)
    modules = tuple(read_modules(folder, keys=keys))
    categories = tuple(read_categories(folder, keys=keys))
    quizzes = tuple(read_quizzes(folder))
    if not modules:
        folder.fault("modules", 0, _("The course has no modules."))
    for quiz in quizzes:
        _check_slots(quiz, categories, folder)
    return CourseReading(course, modules, categories, quizzes, folder.pictures, tuple(sorted(set(folder.faults))))


def _check_slots(quiz: QuizText, categories: Sequence[CategoryText], folder: CourseFolder) -> None:
    """Note slots that cannot be filled; a question that the quiz fixes is not drawn as well."""
    home = {key: category.name for category in categories for key in category.keys if key}
    left = {category.name: len(category.keys) for category in categories}
    for key in {slot.question for slot in quiz.slots if slot.question in home}:
        left[home[key]] -= 1
    asked: set[str] = set()
    for slot in quiz.slots:
        if slot.question and slot.question not in home:
            folder.fault(slot.file, slot.line, _("There is no question with the key “%(key)s”.", key=slot.question))
        elif slot.question in asked:
            folder.fault(slot.file, slot.line, _("The question “%(key)s” is asked twice.", key=slot.question))
        elif slot.category:
            _check_draw(slot, left, folder)
        asked |= {slot.question} - {""}


def _check_draw(slot: SlotText, left: dict[str, int], folder: CourseFolder) -> None:
    """Take the questions of a drawing slot from what is `left` of each category."""
    if slot.category not in left:
        folder.fault(slot.file, slot.line, _("There is no category “%(name)s”.", name=slot.category))
        return
    if slot.count > left[slot.category]:
        words = _(
            "“%(name)s” has %(left)s questions left to draw from, %(count)s are wanted.",
            name=slot.category,
            left=max(0, left[slot.category]),
            count=slot.count,
        )
        folder.fault(slot.file, slot.line, words)
    left[slot.category] -= slot.count
