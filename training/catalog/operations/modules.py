"""Modules written as drafts, published as revisions that never change, ordered and put away."""

from __future__ import annotations

import enum
from dataclasses import replace

from sqlalchemy import func, select

from training.catalog.models import Course, Module, ModuleCitation, ModuleRevision
from training.catalog.queries import draft_of, has_unpublished, list_modules, list_sources, revision_draft
from training.catalog.rendering import render_text
from training.catalog.rules.citations import Citation, read_citations
from training.catalog.rules.drafts import Draft
from training.catalog.rules.keys import free_key
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
def add_module(course: Course, *, title: str, by: Actor, key: str = "") -> Module:
    """Add an empty draft at the end of the course; `key` is its name within it, made of the title where empty."""
    last = db.session.scalar(select(func.max(Module.position)).where(Module.course_id == course.id)) or 0
    taken = db.session.scalars(select(Module.key).where(Module.course_id == course.id)).all()
    module = Module(course_id=course.id, position=last + 1, title=title, key=key or free_key(title, taken))
    module.draft_by_account_id = by.account_id
    db.session.add(module)
    db.session.flush()
    return module


@operation
def save_draft(module: Module, *, draft: Draft, seen: str, author: Actor) -> Module:
    """Save what is being written of a module; learners see nothing of it yet.

    It is saved by itself again and again and leaves no audit line: publishing is the deed.
    `seen` is the seal of the draft that the writer started from. Raises Conflict where another text has been saved
    since, Invalid("text") for a text that cannot be rendered. Citations may still be faulty.
    """
    module = _locked(module)
    stored = draft_of(module)
    if stored == draft:
        return module
    if stored.seal != seen:
        raise Conflict(_("Someone else has saved another text of this module meanwhile."))
    _set_draft(module, draft, html=render_text(draft.text, course_id=module.course_id).html, by=author)
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
    return publish_module(save_draft(module, draft=draft, seen=seen, author=by), note=note, by=by)


@operation
def publish_module(module: Module, *, by: Actor, note: str = "") -> ModuleRevision:
    """Make the draft what learners see, as a new revision; the same content again makes none.

    Raises Invalid("text") for an empty text, Invalid("sources") for citations that cannot be read.
    """
    module = _locked(module)
    return _publish(module, draft_of(module), note=note, by=by)


@operation
def publish_text(module: Module, *, draft: Draft, by: Actor, note: str = "") -> ModuleRevision:
    """Publish a text that was written elsewhere; a draft with changes of its own is left to its writer.

    Raises Invalid as publish_module does; the same content again makes no revision.
    """
    module = _locked(module)
    rendered = render_text(draft.text, course_id=module.course_id)
    counted = replace(draft, minutes=draft.minutes or rendered.minutes)
    if not (module.draft_text and has_unpublished(module)):
        _set_draft(module, counted, html=rendered.html, by=by)
    return _publish(module, counted, note=note, by=by)


def _set_draft(module: Module, draft: Draft, *, html: str, by: Actor) -> None:
    if draft_of(module) == draft and module.draft_html == html:
        return
    module.title, module.minutes = draft.title, draft.minutes
    module.draft_text, module.draft_sources, module.draft_html = draft.text, draft.sources, html
    module.draft_saved_at, module.draft_by_account_id = clock.now(), by.account_id


def is_published(module: Module, draft: Draft) -> bool:
    """Tell whether learners read just this text, with today's pictures."""
    rendered = render_text(draft.text, course_id=module.course_id)
    return _is_same(module.published_revision, replace(draft, minutes=draft.minutes or rendered.minutes), rendered.html)


def _is_same(revision: ModuleRevision | None, draft: Draft, html: str) -> bool:
    return revision is not None and revision_draft(revision) == draft and revision.html == html


def _publish(module: Module, draft: Draft, *, note: str, by: Actor) -> ModuleRevision:
    if not draft.text.strip():
        raise Invalid("text", _("There is no text yet. Write the module first, then publish it."))
    citations = _checked_citations(draft, course_id=module.course_id)
    rendered = render_text(draft.text, course_id=module.course_id)
    counted = replace(draft, minutes=draft.minutes or rendered.minutes)
    current = module.published_revision
    if current is not None and _is_same(current, counted, rendered.html):
        return current
    revision = ModuleRevision(
        module_id=module.id,
        number=(current.number if current else 0) + 1,
        title=counted.title,
        minutes=counted.minutes,
        text=counted.text,
        html=rendered.html,
        render_version=RENDER_VERSION,
        sources=counted.sources,
        note=note,
        by_account_id=by.account_id,
    )
    db.session.add(revision)
    db.session.flush()
    module.published_revision = revision
    if draft_of(module) == draft:
        module.minutes, module.draft_html = revision.minutes, revision.html
    _replace_citations(module, citations)
    return revision


def _checked_citations(draft: Draft, *, course_id: int) -> list[Citation]:
    keys = [source.key for source in list_sources(course_id)]
    citations, faults = read_citations(draft.sources, keys=keys)
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
    """Move a module one place up or down in its course; at the end of the list it stays. Conflict once put away."""
    if module.archived_at is not None:
        raise Conflict(_("This module has been put away. Bring it back before you move it."))
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
