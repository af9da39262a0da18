"""Writes a course and its modules as the files that course_files reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from training.catalog.models import Course, Module, Source
from training.catalog.queries import draft_of, list_modules, list_sources, revision_draft
from training.catalog.rules.keys import plain_key


def text_file(front: Mapping[str, Any], text: str) -> str:
    """Return a file of that front matter and Markdown."""
    head = yaml.safe_dump(dict(front), allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{head}---\n\n{text.strip()}\n"


def write_course(course: Course) -> str:
    """Return course.md."""
    front = {
        "code": course.code,
        "title": course.title,
        "track": course.track.value,
        "study_hours": course.study_hours,
        "sources": [_source(source) for source in list_sources(course.id)],
    }
    return text_file(front, course.summary)


def _source(source: Source) -> dict[str, Any]:
    names = ("key", "number", "title", "issuer", "issued_on", "effective_from", "effective_to", "note")
    return {name: getattr(source, name) for name in names}


def write_modules(course: Course) -> Iterator[tuple[str, str]]:
    """Yield name and content of each file of modules/: what is published, a draft where nothing is yet."""
    for place, module in enumerate(list_modules(course), start=1):
        draft = revision_draft(module.published_revision) if module.published_revision else draft_of(module)
        front = {"title": draft.title, "minutes": draft.minutes, "sources": draft.sources.splitlines()}
        yield f"modules/{place:02d}-{_key(module)}.md", text_file(front, draft.text)


def _key(module: Module) -> str:
    return module.key or plain_key(module.title)
