"""Two submits of one form make one thing: a form's token is taken in the same transaction as its work."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import datetime, timedelta

from sqlalchemy import String, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from training.core import clock
from training.core.db import Model, UTCDateTime, at_start, db, operation

#: Longer than any sign-in: a form drawn earlier can no longer be sent.
KEPT_FOR = timedelta(days=7)


class FormToken(Model):
    """A form that has been sent and where its sender was led."""

    __tablename__ = "form_tokens"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now, index=True)
    location: Mapped[str] = mapped_column(String(500), default="")


class AlreadyDone(Exception):
    """The same form with the same content was sent before; `location` is where it led."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


_pending: ContextVar[str] = ContextVar("once_pending", default="")


def new_token() -> str:
    """Return a token for one rendering of a form."""
    return secrets.token_urlsafe(12)


def expect(token: str, items: Iterable[tuple[str, str]]) -> str:
    """Let the next operation of this request take `token` for this content; return the key to settle it with.

    The content is part of the key: a person who goes back, corrects and sends again means a new thing.
    """
    digest = hashlib.sha256(token.encode())
    for name, value in sorted(items):
        digest.update(f"\0{name}\0{value}".encode())
    key = digest.hexdigest()
    _pending.set(key)
    return key


def forget() -> None:
    """Drop an expectation that no operation took up."""
    _pending.set("")


@operation
def settle(key: str, location: str) -> None:
    """Remember where the form with `key` led, for its second submit."""
    taken = db.session.get(FormToken, key)
    if taken is not None:
        taken.location = location[:500]


@operation
def forget_old_forms() -> None:
    """Delete the tokens of forms that nobody can send again."""
    db.session.execute(delete(FormToken).where(FormToken.at <= clock.now() - KEPT_FOR))


def _take() -> None:
    key = _pending.get()
    if not key:
        return
    _pending.set("")
    try:
        with db.session.begin_nested():
            db.session.add(FormToken(token=key))
    except IntegrityError:
        location = db.session.scalar(select(FormToken.location).where(FormToken.token == key))
        raise AlreadyDone(location or "") from None


at_start.append(_take)
