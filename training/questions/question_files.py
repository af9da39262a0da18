"""Reads the question bank of a course folder: questions/*.md, one category a file, each fault with its line."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from training.catalog.course_files import citations_of
from training.catalog.course_folder import CourseFolder
from training.catalog.rules.citations import Citation
from training.core.errors import Invalid
from training.core.faults import Faults
from training.core.front_matter import decimal_of
from training.core.i18n import _
from training.core.text_files import TextFile
from training.core.vietnamese import tidy
from training.questions.kinds import KINDS, Kind, TextBlock
from training.questions.question_blocks import Block, read_blocks

MAX_MARK = 100
MAX_QUESTIONS = 1000

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEY_LENGTH = 80
_COMMON = {"kind", "mark", "explanation", "source"}
#: Fields of a raw question that a file has under another name.
_WRITTEN_AS = {"min_words": "words", "max_words": "words", "pairs": "pair", "items": "item"}
_BY_WORDS = {words: kind for kind in KINDS.values() for words in kind.file_words}


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question as a file has it; `raw` is for its kind's `parse`, which knows the course's pictures."""

    file: str
    line: int
    key: str
    kind: str
    stem: str
    raw: Mapping[str, Any]
    explanation: str
    mark: Decimal
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class CategoryText:
    """One file of questions/: `keys` are those of all its questions, `questions` those that can be asked."""

    file: str
    name: str
    keys: tuple[str, ...]
    questions: tuple[QuestionText, ...]


def read_categories(folder: CourseFolder, *, keys: Container[str]) -> Iterator[CategoryText]:
    """Read the bank in the order of file names; `keys` are the documents that may be cited.

    A question with a fault is not among those yielded; the fault is noted in the folder.
    """
    names: dict[str, str] = {}
    places: dict[str, str] = {}
    for file in folder.texts("questions"):
        name = _read_name(file, names)
        blocks = list(read_blocks(file.text, file.faults, line=file.line))
        _check_count(len(blocks), file)
        for block in blocks:
            _check_key(block, file, places)
        read = [_read_question(block, file, folder, keys) for block in blocks]
        folder.close(file)
        yield CategoryText(file.file, name, tuple(b.key for b in blocks), tuple(q for q in read if q))


def _read_name(file: TextFile, names: dict[str, str]) -> str:
    """Return the category of a file; `names` remembers the file of each."""
    name = file.front.text("category", limit=200, required=True)
    if name and name in names:
        words = _("The category stands in %(file)s already; one file holds it all.", file=names[name])
        file.faults.add(file.front.line_of("category"), words)
    names.setdefault(name, file.file)
    return name


def _check_count(count: int, file: TextFile) -> None:
    if count == 0 and file.front.readable:
        file.faults.add(file.line, _("The file has no questions."))
    if count > MAX_QUESTIONS:
        file.faults.add(0, _("At most %(limit)s questions a file are taken.", limit=MAX_QUESTIONS))


def _check_key(block: Block, file: TextFile, places: dict[str, str]) -> None:
    if not block.key:
        return
    if not _KEY.fullmatch(block.key) or len(block.key) > _KEY_LENGTH:
        file.faults.add(block.line, _("A key has small letters a-z, digits and hyphens."))
    elif block.key in places:
        words = _("The key %(key)s is given already at %(place)s.", key=block.key, place=places[block.key])
        file.faults.add(block.line, words)
    places.setdefault(block.key, f"{file.file}:{block.line}")


def _read_question(block: Block, file: TextFile, folder: CourseFolder, keys: Container[str]) -> QuestionText | None:
    kind = _kind_of(block, file.faults)
    stem = "\n".join(block.stem).strip()
    explanation = given.text.strip() if (given := block.get("explanation")) else ""
    _check_presence(block, file.faults, stem=stem, explanation=explanation)
    _check_texts(block, file.faults, folder)
    mark = _mark_of(block, file.faults)
    sources = [(source.line, tidy(source.text)) for source in block.all("source") if source.text.strip()]
    citations = tuple(citations_of(sources, file.faults, keys=keys))
    raw = _raw_of(block, kind, file.faults, folder) if kind else None
    if kind is None or raw is None or not block.key:
        return None
    return QuestionText(file.file, block.line, block.key, kind.key, stem, raw, explanation, mark, citations)


def _kind_of(block: Block, faults: Faults) -> Kind | None:
    given = block.get("kind")
    kind = _BY_WORDS.get(tidy(given.text).casefold()) if given else None
    if kind is None:
        known = ", ".join(kind.file_words[0] for kind in KINDS.values())
        faults.add(
            given.line if given else block.line, _("Say below the heading “Loại:” one of: %(known)s.", known=known)
        )
    return kind


def _mark_of(block: Block, faults: Faults) -> Decimal:
    given = block.get("mark")
    mark = decimal_of(given.text) if given else Decimal(1)
    if mark is None or not 0 < mark <= MAX_MARK:
        words = _("The mark is a number above 0 and at most %(most)s.", most=MAX_MARK)
        faults.add(given.line if given else block.line, words)
        return Decimal(1)
    return mark


def _check_presence(block: Block, faults: Faults, *, stem: str, explanation: str) -> None:
    if not stem:
        faults.add(block.line, _("The question has no words before its answers."))
    if not explanation:
        faults.add(block.line, _("The question has no explanation (“Giải thích:”)."))
    if not any(source.text.strip() for source in block.all("source")):
        faults.add(block.line, _("The question names no source (“Nguồn:”)."))


def _check_texts(block: Block, faults: Faults, folder: CourseFolder) -> None:
    folder.check_markdown("\n".join(block.stem), faults, line=block.stem_line)
    if given := block.get("explanation"):
        folder.check_markdown(given.text, faults, line=given.line)
    for option in block.options:
        folder.check_markdown(f"{option.text}\n{option.feedback}", faults, line=option.line)


def _raw_of(block: Block, kind: Kind, faults: Faults, folder: CourseFolder) -> dict[str, Any] | None:
    """Return what the kind makes of the block, or None where that is no question."""
    given: dict[str, str] = {}
    for name, found in block.fields:
        if name not in _COMMON:
            given[name] = f"{given[name]}\n{found.text}" if name in given else found.text
    answers = TextBlock(tuple(block.options), given)
    raw = kind.from_file(answers)
    wrong = [*kind.file_faults(answers), *kind.faults(raw)] or _refusals(kind, raw, folder)
    for fault in wrong:
        faults.add(_line_of(fault, block), fault.text)
    return None if wrong else raw


def _refusals(kind: Kind, raw: Mapping[str, Any], folder: CourseFolder) -> list[Invalid]:
    try:
        kind.parse(raw, media=folder.media)
    except Invalid as refusal:
        return [refusal]
    return []


def _line_of(fault: Invalid, block: Block) -> int:
    name, _dot, number = fault.field.partition(".")
    if field := block.get(_WRITTEN_AS.get(name, name)):
        return field.line
    if name == "options" and block.options:
        return block.options[int(number) if number else 0].line
    return block.line
