"""A whole course as a zip of its folder: written for export, and unpacked within limits for import."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from training.catalog.course_writing import text_file, write_course, write_modules
from training.catalog.models import Attachment, Course
from training.catalog.queries import list_pictures
from training.catalog.rules.keys import plain_key
from training.core.db import db
from training.core.errors import Invalid
from training.core.i18n import _
from training.questions.question_writing import write_categories
from training.quizzes.models import Quiz, QuizRevision, Slot
from training.quizzes.queries import list_quizzes, list_slots, revision_of
from training.quizzes.reviewing import When, normal, write_bands

MAX_FILES = 1000
MAX_UNPACKED = 40 * 1024 * 1024
_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
#: What a damaged or strange archive makes the library raise; NotImplementedError: a way of packing it does not know.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, LookupError)
#: Files do not change with the clock: the same course gives the same zip.
_WHEN = (2026, 1, 1, 0, 0, 0)


def write_zip(course: Course) -> bytes:
    """Return the course's folder as a zip, named by the course's code."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(course):
            archive.writestr(zipfile.ZipInfo(f"{plain_key(course.code)}/{name}", _WHEN), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _files(course: Course) -> Iterator[tuple[str, str | bytes]]:
    yield "course.md", write_course(course)
    yield from write_modules(course)
    yield from write_categories(course)
    for quiz in list_quizzes(course):
        yield f"quizzes/{quiz.key or plain_key(quiz.title)}.md", _quiz(quiz)
    wanted = [picture.id for picture in list_pictures(course.id)]
    for picture in db.session.scalars(select(Attachment).where(Attachment.id.in_(wanted)).options(undefer("*"))):
        yield f"media/{picture.name}", picture.data


def _quiz(quiz: Quiz) -> str:
    revision = revision_of(quiz)
    return text_file({**_settings(revision), "slots": [_slot(slot) for slot in list_slots(revision)]}, revision.intro)


def _settings(revision: QuizRevision) -> dict[str, Any]:
    return {
        "title": revision.title,
        "time_limit": revision.time_limit // 60 if revision.time_limit else None,
        "attempts": revision.attempts_allowed,
        "counts": revision.counts.value,
        "pass_mark": _number(Decimal(revision.pass_mark) * 100),
        "shuffle_questions": revision.shuffle_questions,
        "shuffle_options": revision.shuffle_options,
        "review": _review(revision.review),
    }


def _review(review: Mapping[str, Any]) -> dict[str, Any]:
    said = {**normal(review), "bands": write_bands(review)}
    return {name: value for name, value in said.items() if value or name in set(When)}


def _slot(slot: Slot) -> dict[str, Any]:
    mark = _number(Decimal(slot.mark))
    if slot.question is not None:
        return {"question": slot.question.key, "mark": mark}
    return {"draw": slot.category.name if slot.category else "", "count": slot.draw_count, "mark": mark}


def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


# --- import --------------------------------------------------------------------------------------


def unpack(data: bytes, *, into: Path) -> Path:
    """Unpack a zip into the empty folder `into` and return the course's folder in it.

    Raises Invalid("file") for what is no zip, is locked, holds no course, or unpacks to more than a course can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _write_entries(archive, into)
    except _BROKEN as error:
        raise Invalid("file", _("This is no zip that can be read.")) from error
    found = [folder for folder in (into, *sorted(into.iterdir())) if (folder / "course.md").is_file()]
    if not found:
        raise Invalid("file", _("The zip holds no course: there is no file course.md in it."))
    return found[0]


def _write_entries(archive: zipfile.ZipFile, into: Path) -> None:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Invalid("file", _("The zip is protected by a password. Pack it again without one."))
    if len(entries) > MAX_FILES:
        raise _too_much()
    left = MAX_UNPACKED
    for entry in entries:
        path = _path(entry.filename)
        if path is None:
            continue
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        left -= _write(archive, entry, target, most=left)


def _path(name: str) -> PurePosixPath | None:
    """Return where an entry goes; None for what programs that pack leave behind. Raises Invalid for a way out."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name:
        raise Invalid("file", _("The zip holds a file outside its folder: %(name)s", name=name[:100]))
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    return None if hidden else path


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, *, most: int) -> int:
    """Write one entry, counting as it unpacks: the sizes that a zip declares may be lies."""
    size = 0
    with archive.open(entry) as packed, target.open("wb") as file:
        while chunk := packed.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise _too_much()
            file.write(chunk)
    return size


def _too_much() -> Invalid:
    limits = {"size": MAX_UNPACKED // 1024 // 1024, "count": MAX_FILES}
    return Invalid("file", _("The zip holds more than a course can: over %(size)s MB or %(count)s files.", **limits))
