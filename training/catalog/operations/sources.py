"""The documents that a course rests on."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date

from sqlalchemy.exc import IntegrityError

from training.catalog.models import Course, Source
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict, Invalid
from training.core.i18n import _


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What is known of a document; empty dates are unknown, an empty end means still in force."""

    title: str
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    note: str = ""


def facts_of_source(source: Source) -> SourceFacts:
    """Return what is known of the document."""
    return SourceFacts(**{each.name: getattr(source, each.name) for each in fields(SourceFacts)})


@operation
def add_source(course: Course, *, key: str, facts: SourceFacts, by: Actor) -> Source:  # noqa: ARG001
    """Add a document under the `key` that citations name it by; raise Invalid("key") for one in use."""
    _check(facts)
    source = Source(course_id=course.id, key=key, **asdict(facts))
    taken = Invalid("key", _("Another document of this course has the key %(key)s.", key=key))
    with unique("sources", "course_id", "key", refusal=taken):
        db.session.add(source)
    return source


@operation
def change_source(source: Source, *, facts: SourceFacts, by: Actor) -> Source:  # noqa: ARG001
    """Change what is known of a document, such as the day on which it ceased to be in force."""
    _check(facts)
    for name, value in asdict(facts).items():
        setattr(source, name, value)
    return source


def _check(facts: SourceFacts) -> None:
    if facts.effective_from and facts.effective_to and facts.effective_from > facts.effective_to:
        raise Invalid("effective_to", _("The last day in force is before the first one."))


@operation
def remove_source(source: Source, *, by: Actor) -> int:  # noqa: ARG001 -- read by the audit trail
    """Remove a document that nothing cites, returning its course's id; raise Conflict where something does."""
    course_id = source.course_id
    db.session.delete(source)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(_("Modules or questions cite this document, so it stays.")) from error
    return course_id
