"""Reads of notices: a person's own, the newest first, and how many are unread."""

from __future__ import annotations

from sqlalchemy import func, select

from training.core.access import Actor
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.core.paging import Page, page_of
from training.notices.models import Notice


def list_notices(actor: Actor, *, number: int = 1) -> Page[Notice]:
    """Return a page of the actor's notices, the newest first."""
    mine = select(Notice).where(Notice.person_id == actor.person_id)
    return page_of(mine.order_by(Notice.at.desc(), Notice.id.desc()), number=number, size=20)


def count_unread(actor: Actor) -> int:
    """Return how many notices the actor has not read; one query, answered from an index of the unread alone."""
    unread = select(func.count()).select_from(Notice).where(Notice.person_id == actor.person_id)
    return db.session.scalar(unread.where(Notice.read_at.is_(None))) or 0


def get_own_notice(notice_id: int, *, person_id: int | None) -> Notice:
    """Return a notice to the person; raise NotFound where it is none of theirs."""
    found = db.session.scalar(select(Notice).where(Notice.id == notice_id, Notice.person_id == person_id))
    if found is None:
        raise NotFound(_("There is no such notice."))
    return found
