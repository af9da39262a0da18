"""Modules written as drafts, published as revisions that never change, ordered and put away."""

from __future__ import annotations

import enum

from sqlalchemy import func, select

from training.catalog.models import Course, Module, ModuleCitation, ModuleRevision
from training.catalog.queries import draft_of, list_modules, list_sources
from training.catalog.rendering import render_text
from training.catalog.rules.citations import Citation, read_citations
from training.catalog.rules.drafts import Draft
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Conflict, Invalid, NotFound
from training.core.i18n import _
from training.core.markup import RENDER_VERSION


class Direction(enum.StrEnum):
    """Where a module is moved to among its course's modules."""

    UP = "up"
    DOWN = "down"


@operation
def add_module(course: Course, *, title: str, by: Actor, minutes: int = 0) -> Module:
    """Add an empty draft at the end of the course; `minutes` of reading, 0 to have them counted."""
    last = db.session.scalar(select(func.max(Module.position)).where(Module.course_id == course.id)) or 0
    module = Module(course_id=course.id, position=last + 1, title=title, minutes=minutes)
    module.draft_by_account_id = by.account_id
    db.session.add(module)
    db.session.flush()
    return module


@operation
def save_draft(module: Module, *, draft: Draft, seen: str, by: Actor) -> Module:
    """Save what is being written of a module; learners see nothing of it yet.

    `seen` is the seal of the draft that the writer started from. Raises Conflict where another text has been saved
    since, Invalid("text") for a text that cannot be rendered. Citations may still be faulty.
    """
    module = _locked(module)
    stored = draft_of(module)
    if stored == draft:
        return module
    if stored.seal != seen:
        raise Conflict(_("Someone else has saved another text of this module meanwhile."))
    module.draft_html = render_text(draft.text, course_id=module.course_id).html
    module.title, module.minutes = draft.title, draft.minutes
    module.draft_text, module.draft_sources = draft.text, draft.sources
    module.draft_saved_at, module.draft_by_account_id = clock.now(), by.account_id
    return module


def _locked(module: Module) -> Module:
    """Read the module afresh and hold it, so that two writers come one after the other on both databases."""
    held = db.session.get(Module, module.id, with_for_update={"of": Module}, populate_existing=True)
    if held is None:
        raise NotFound(_("There is no such module."))
    return held


@operation
def publish_draft(module: Module, *, draft: Draft, seen: str, by: Actor, note: str = "") -> ModuleRevision:
    """Save the draft and publish it, or neither; raise as save_draft and publish_module do."""
    return publish_module(save_draft(module, draft=draft, seen=seen, by=by), note=note, by=by)


@operation
def publish_module(module: Module, *, by: Actor, note: str = "") -> ModuleRevision:
    """Make the draft what learners see, as a new revision; the same content again makes none.

    Raises Invalid("text") for an empty text, Invalid("sources") for citations that cannot be read.
    """
    module = _locked(module)
    draft = draft_of(module)
    if not draft.text.strip():
        raise Invalid("text", _("There is no text yet. Write the module first, then publish it."))
    citations = _checked_citations(module)
    rendered = render_text(draft.text, course_id=module.course_id)
    current = module.published_revision
    if current is not None and _same(current, draft, rendered.html):
        return current
    revision = ModuleRevision(
        module_id=module.id,
        number=(current.number if current else 0) + 1,
        title=draft.title,
        minutes=draft.minutes or rendered.minutes,
        text=draft.text,
        html=rendered.html,
        render_version=RENDER_VERSION,
        sources=draft.sources,
        note=note,
        by_account_id=by.account_id,
    )
    db.session.add(revision)
    db.session.flush()
    module.published_revision = revision
    module.minutes, module.draft_html = revision.minutes, revision.html
    _replace_citations(module, citations)
    return revision


def _same(revision: ModuleRevision, draft: Draft, html: str) -> bool:
    published = Draft(revision.title, revision.minutes, revision.text, revision.sources)
    return published == draft and revision.html == html


def _checked_citations(module: Module) -> list[Citation]:
    keys = [source.key for source in list_sources(module.course_id)]
    citations, faults = read_citations(module.draft_sources, keys=keys)
    if faults:
        raise Invalid("sources", " ".join(faults))
    return citations


def _replace_citations(module: Module, citations: list[Citation]) -> None:
    """Let the module rest on `citations`; the lines of each revision stay in the revision."""
    ids = {source.key: source.id for source in list_sources(module.course_id)}
    for row in db.session.scalars(select(ModuleCitation).where(ModuleCitation.module_id == module.id)):
        db.session.delete(row)
    db.session.add_all(
        ModuleCitation(
            module_id=module.id,
            source_id=ids[citation.key],
            position=position,
            article=citation.article,
            valid_from=citation.valid_from,
            valid_to=citation.valid_to,
        )
        for position, citation in enumerate(citations, start=1)
    )


@operation
def move_module(module: Module, *, direction: Direction, by: Actor) -> Module:  # noqa: ARG001
    """Move a module one place up or down in its course; at the end of the list it stays."""
    modules = list_modules(module.course)
    place = modules.index(module)
    other = place - 1 if direction is Direction.UP else place + 1
    if 0 <= other < len(modules):
        modules[place], modules[other] = modules[other], modules[place]
    for position, each in enumerate(modules, start=1):
        each.position = position
    return module


@operation
def archive_module(module: Module, *, by: Actor) -> Module:  # noqa: ARG001 -- read by the audit trail
    """Put a module away: learners do not meet it any more; its revisions and what was read of it stay."""
    module.archived_at = module.archived_at or clock.now()
    return module


@operation
def restore_module(module: Module, *, by: Actor) -> Module:  # noqa: ARG001 -- read by the audit trail
    """Bring a module that was put away back, at the end of its course."""
    last = db.session.scalar(select(func.max(Module.position)).where(Module.course_id == module.course_id)) or 0
    module.archived_at, module.position = None, last + 1
    return module
