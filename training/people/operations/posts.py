"""Posts begun and ended; they are never deleted, so that a record of a day finds the post of that day."""

from __future__ import annotations

from datetime import date

from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.core.vietnamese import tidy
from training.people.models import Person, Post
from training.people.operations.people import refuse_foreign
from training.units.models import Unit


@operation
def begin_post(person: Person, *, unit: Unit, title: str, held_from: date | None = None, by: Actor) -> Post:
    """Give the person a post in `unit`, which becomes the main one; raise Conflict where they hold the same."""
    refuse_foreign(unit, by)
    title = tidy(title)
    if any(p.unit_id == unit.id and p.title == title and p.held_to is None for p in person.posts):
        raise Conflict(_("This person holds this post in the unit already."))
    post = Post(person_id=person.id, unit_id=unit.id, title=title, held_from=held_from)
    db.session.add(post)
    return post


@operation
def end_post(post: Post, *, on: date, by: Actor) -> Post:  # noqa: ARG001 -- read by the audit trail
    """End a post with the day `on`, which is not in the future; raise Conflict where it has ended."""
    if post.held_to is not None:
        raise Conflict(_("This post has ended already."))
    if on > clock.today():
        raise Invalid("on", _("The last day lies in the future."))
    if post.held_from and on < post.held_from:
        raise Invalid("on", _("The last day lies before the first day."))
    post.held_to = on
    return post
