"""Reads what a course folder says of the course itself and its modules: course.md and modules/*.md."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator
from dataclasses import dataclass
from datetime import date

from training.catalog.course_folder import COURSE_FILE, CourseFolder, check_no_top_heading
from training.catalog.models import Track
from training.catalog.rules.citations import Citation, read_citation
from training.core.faults import Faults
from training.core.front_matter import Fields
from training.core.i18n import _

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document that the course rests on; empty dates are not known, an empty end means still in force."""

    key: str
    number: str
    title: str
    issuer: str
    issued_on: date | None
    effective_from: date | None
    effective_to: date | None
    note: str


@dataclass(frozen=True, slots=True)
class CourseText:
    """course.md: `summary` is its Markdown, `study_hours` counts tiết."""

    code: str
    title: str
    track: Track
    study_hours: int
    summary: str
    sources: tuple[SourceText, ...]


@dataclass(frozen=True, slots=True)
class ModuleText:
    """One file of modules/; `minutes` is 0 where the file does not say."""

    file: str
    title: str
    minutes: int
    text: str
    citations: tuple[Citation, ...]


class Anything(Container[str]):
    """Holds every key: what cannot be checked is not complained of a second time."""

    def __contains__(self, key: object) -> bool:
        return True


def read_course(folder: CourseFolder) -> CourseText:
    """Read course.md, noting its faults in the folder."""
    file = folder.text(COURSE_FILE)
    front = file.front
    course = CourseText(
        code=front.text("code", limit=40, required=True),
        title=front.text("title", limit=200, required=True),
        track=Track(front.one_of("track", list(Track)) or Track.PROFESSIONAL),
        study_hours=front.whole("study_hours", least=1, most=500, required=True) or 1,
        summary=file.text.strip(),
        sources=tuple(_read_sources(front.sections("sources"))),
    )
    folder.check_markdown(file.text, file.faults, line=file.line)
    folder.close(file)
    return course


def read_modules(folder: CourseFolder, *, keys: Container[str]) -> Iterator[ModuleText]:
    """Read the modules in the order of their file names; `keys` are the documents that may be cited."""
    for file in folder.texts("modules"):
        front = file.front
        module = ModuleText(
            file=file.file,
            title=front.text("title", limit=200, required=True),
            minutes=front.whole("minutes", least=0, most=600) or 0,
            text=file.text.strip(),
            citations=tuple(citations_of(front.texts("sources"), file.faults, keys=keys)),
        )
        if not module.text and front.readable:
            file.faults.add(file.line, _("The module has no text."))
        check_no_top_heading(file)
        folder.check_markdown(file.text, file.faults, line=file.line)
        folder.close(file)
        yield module


def source_keys(course: CourseText) -> Container[str]:
    """Return the documents that may be cited; where course.md cannot be read at all, every one."""
    keys = {source.key for source in course.sources}
    return keys if keys or course.code or course.title else Anything()


def citations_of(lines: Collection[tuple[int, str]], faults: Faults, *, keys: Container[str]) -> Iterator[Citation]:
    """Read citations, each given with its line."""
    for line, text in lines:
        found = read_citation(text, keys)
        if isinstance(found, Citation):
            yield found
        else:
            faults.add(line, _("The citation “%(text)s” cannot be taken: %(fault)s", text=text, fault=found))


def _read_sources(sections: list[Fields]) -> Iterator[SourceText]:
    seen: set[str] = set()
    for front in sections:
        source = _read_source(front)
        if source.key and not _KEY.fullmatch(source.key):
            front.faults.add(front.line_of("key"), _("A key has small letters a-z, digits and hyphens."))
        if source.key in seen:
            words = _("Another document of this course has the key %(key)s.", key=source.key)
            front.faults.add(front.line_of("key"), words)
        seen.add(source.key)
        yield source


def _read_source(front: Fields) -> SourceText:
    source = SourceText(
        key=front.text("key", limit=60, required=True),
        number=front.text("number", limit=60),
        title=front.text("title", limit=300, required=True),
        issuer=front.text("issuer", limit=200),
        issued_on=front.day("issued_on"),
        effective_from=front.day("effective_from"),
        effective_to=front.day("effective_to"),
        note=front.text("note", limit=500),
    )
    if source.effective_from and source.effective_to and source.effective_from > source.effective_to:
        words = _("The last day in force is before the first one.")
        front.faults.add(front.line_of("effective_to"), words)
    front.close()
    return source
