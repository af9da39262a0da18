"""Reads of courses: lists scoped to the reader, modules with their revisions, pictures by content, documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload, undefer

from training.accounts.models import Account
from training.catalog.access import author_units, visible_to
from training.catalog.models import (
    Attachment,
    Course,
    CourseState,
    Module,
    ModuleCitation,
    ModuleRevision,
    Source,
    Track,
)
from training.catalog.rules.citations import Citation
from training.catalog.rules.drafts import Draft
from training.core import clock
from training.core.access import Actor
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.core.paging import Page, page_of
from training.core.vietnamese import search_key
from training.people.models import Person
from training.units.models import Unit
from training.units.queries import in_force_on

MEDIA = "media/"


def get_course(course_id: int) -> Course:
    """Return the course, or raise NotFound."""
    course = db.session.get(Course, course_id)
    if course is None:
        raise NotFound(_("There is no such course."))
    return course


def find_course(code: str) -> Course | None:
    """Return the course with this code, or None."""
    return db.session.scalar(select(Course).where(Course.code == code))


def list_courses(
    actor: Actor, *, words: str = "", track: Track | None = None, state: CourseState | None = None, number: int = 1
) -> Page[Course]:
    """Return a page of the courses that the actor may see, found by words of title and code, without marks."""
    found = select(Course).join(Course.unit).where(visible_to(actor), *_having(Course.search_key, words))
    if track:
        found = found.where(Course.track == track)
    # Archived courses are out of the way until asked for.
    found = found.where(Course.state == state if state else Course.state != CourseState.ARCHIVED)
    return page_of(found.order_by(Course.search_key, Course.id), number=number)


def _having(column: InstrumentedAttribute[str], words: str) -> list[ColumnElement[bool]]:
    return [column.contains(word, autoescape=True) for word in search_key(words).split()[:8]]


def count_modules(courses: Iterable[Course]) -> dict[int, int]:
    """Return how many modules in use each course has, by the course's id."""
    counted = (
        select(Module.course_id, func.count())
        .where(Module.course_id.in_([course.id for course in courses]), Module.archived_at.is_(None))
        .group_by(Module.course_id)
    )
    return dict(db.session.execute(counted).all())


def list_author_units(actor: Actor) -> list[Unit]:
    """Return the units for which the actor may make courses, the widest first."""
    found = select(Unit).where(author_units(actor), in_force_on(clock.today()))
    return list(db.session.scalars(found.order_by(func.length(Unit.path), Unit.sort_key)))


# --- modules -------------------------------------------------------------------------------------


def get_module(module_id: int) -> Module:
    """Return the module with its course, or raise NotFound."""
    module = db.session.get(Module, module_id, options=[joinedload(Module.course)])
    if module is None:
        raise NotFound(_("There is no such module."))
    return module


def list_modules(course: Course, *, archived: bool = False) -> list[Module]:
    """Return the course's modules in order with what is published of them: those in use, or those put away."""
    which = Module.archived_at.is_not(None) if archived else Module.archived_at.is_(None)
    found = (
        select(Module)
        .where(Module.course_id == course.id, which)
        .options(selectinload(Module.published_revision))
        .order_by(Module.position, Module.id)
    )
    return list(db.session.scalars(found))


def draft_of(module: Module) -> Draft:
    """Return what is being written of the module."""
    return Draft(module.title, module.minutes, module.draft_text, module.draft_sources)


def revision_draft(revision: ModuleRevision) -> Draft:
    """Return a revision as the draft that it was."""
    return Draft(revision.title, revision.minutes, revision.text, revision.sources)


def has_unpublished(module: Module) -> bool:
    """Tell whether the module's draft differs from what learners see."""
    published = module.published_revision
    if published is None:
        return True
    return draft_of(module) != revision_draft(published)


@dataclass(frozen=True, slots=True)
class Signed:
    """A revision with the name of who published it."""

    revision: ModuleRevision
    name: str


def list_revisions(module: Module) -> list[Signed]:
    """Return the module's revisions, the newest first."""
    found = (
        select(ModuleRevision, Person.full_name)
        .outerjoin(Account, Account.id == ModuleRevision.by_account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(ModuleRevision.module_id == module.id)
        .order_by(ModuleRevision.number.desc())
    )
    return [Signed(revision, name or "") for revision, name in db.session.execute(found)]


def get_revision(module: Module, number: int) -> ModuleRevision:
    """Return the module's revision with this number, or raise NotFound."""
    found = select(ModuleRevision).where(ModuleRevision.module_id == module.id, ModuleRevision.number == number)
    revision = db.session.scalar(found)
    if revision is None:
        raise NotFound(_("There is no such revision of this module."))
    return revision


def name_of(account_id: int | None) -> str:
    """Return the name of the person with this account, "" for jobs and commands."""
    named = select(Person.full_name).join(Account, Account.person_id == Person.id).where(Account.id == account_id)
    return db.session.scalar(named) or "" if account_id else ""


# --- pictures ------------------------------------------------------------------------------------


def list_pictures(course_id: int) -> list[Attachment]:
    """Return the pictures that the course's texts can show, by name, without their data."""
    newest = select(func.max(Attachment.id)).where(Attachment.course_id == course_id).group_by(Attachment.name)
    return list(db.session.scalars(select(Attachment).where(Attachment.id.in_(newest)).order_by(Attachment.name)))


def picture_address(picture: Attachment) -> str:
    """Return the address of a picture; it names the content, so a browser may keep it for good."""
    return f"/media/{picture.content_hash}/{picture.name}"


def media_of(course_id: int) -> Callable[[str], str | None]:
    """Return the function that gives the address of the course's picture "media/x.png", None where there is none."""
    addresses = {MEDIA + picture.name: picture_address(picture) for picture in list_pictures(course_id)}
    return addresses.get


def get_picture(content_hash: str, name: str) -> Attachment:
    """Return the picture with its data, or raise NotFound."""
    found = select(Attachment).where(Attachment.content_hash == content_hash, Attachment.name == name)
    picture = db.session.scalar(found.options(undefer(Attachment.data)).limit(1))
    if picture is None:
        raise NotFound(_("There is no such picture."))
    return picture


# --- documents -----------------------------------------------------------------------------------


def list_sources(course_id: int) -> list[Source]:
    """Return the documents that the course rests on, the newest issued last."""
    found = select(Source).where(Source.course_id == course_id)
    return list(db.session.scalars(found.order_by(Source.issued_on.is_(None), Source.issued_on, Source.key)))


def get_source(source_id: int) -> Source:
    """Return the document with its course, or raise NotFound."""
    source = db.session.get(Source, source_id, options=[joinedload(Source.course)])
    if source is None:
        raise NotFound(_("There is no such document."))
    return source


def list_citations(module: Module) -> list[ModuleCitation]:
    """Return what the published module rests on, with the documents."""
    found = select(ModuleCitation).where(ModuleCitation.module_id == module.id)
    return list(db.session.scalars(found.order_by(ModuleCitation.position)))


def count_citing_modules(course: Course) -> dict[int, int]:
    """Return how many published modules cite each document, by the document's id."""
    counted = (
        select(ModuleCitation.source_id, func.count(ModuleCitation.module_id.distinct()))
        .join(Source, and_(Source.id == ModuleCitation.source_id, Source.course_id == course.id))
        .group_by(ModuleCitation.source_id)
    )
    return dict(db.session.execute(counted).all())


def as_citation(row: ModuleCitation) -> Citation:
    """Return a stored citation as the rule for its writing knows it."""
    return Citation(row.source.key, row.article, row.valid_from, row.valid_to)
