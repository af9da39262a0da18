"""Reads of tokens, and of what other systems are given."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import func, select

from training.classes.access import learners_visible_to
from training.classes.models import Enrolment, TrainingClass
from training.completion.models import Certificate
from training.completion.queries.certificates import certificate_record
from training.core.access import Actor
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.people.access import visible_to
from training.people.models import Person, Post
from training.reporting.models import ApiToken
from training.units.models import Unit


def digest_of_token(token: str) -> str:
    """Return what is kept of a token; it is long and random, so that a plain digest cannot be undone."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_token(token: str) -> ApiToken | None:
    """Return the token's row, valid or not, or None."""
    return db.session.scalar(select(ApiToken).where(ApiToken.token_hash == digest_of_token(token)))


def get_token(token_id: int) -> ApiToken:
    """Return the token's row, or raise NotFound."""
    token = db.session.get(ApiToken, token_id)
    if token is None:
        raise NotFound(_("There is no such token."))
    return token


def list_tokens(actor: Actor) -> list[ApiToken]:
    """Return the actor's tokens, the newest first."""
    own = select(ApiToken).where(ApiToken.account_id == actor.account_id).order_by(ApiToken.id.desc())
    return list(db.session.scalars(own))


def page_of_people(actor: Actor, *, number: int, size: int) -> tuple[list[dict[str, object]], int]:
    """Return people in the actor's scope, in the order of Vietnamese lists, and how many there are."""
    ids = db.session.scalars(select(Person.id).where(visible_to(actor)).order_by(Person.sort_key, Person.id)).all()
    wanted = ids[(number - 1) * size : number * size]
    people = {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(wanted)))}
    posts = (
        select(Post.person_id, Post.title, Unit.name)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.person_id.in_(wanted), Post.held_to.is_(None))
        .order_by(Post.id)
    )
    held = {person_id: (title, unit) for person_id, title, unit in db.session.execute(posts)}
    return [_person(people[one], *held.get(one, (None, None))) for one in wanted], len(ids)


def page_of_certificates(actor: Actor, *, year: int | None, number: int, size: int) -> tuple[list[dict[str, Any]], int]:
    """Return certificates of learners whom the actor sees, the newest first, and how many there are."""
    seen = (
        select(Certificate.id)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .join(TrainingClass, TrainingClass.id == Certificate.class_id)
        .where(learners_visible_to(actor))
    )
    if year is not None:
        seen = seen.where(Certificate.year == year)
    wanted = select(Certificate).where(Certificate.id.in_(seen)).order_by(Certificate.id.desc())
    found = db.session.scalars(wanted.limit(size).offset((number - 1) * size)).unique()
    total = db.session.scalar(select(func.count()).select_from(seen.subquery())) or 0
    return [certificate_record(one) for one in found], total


def _person(person: Person, post: str | None, unit: str | None) -> dict[str, object]:
    return {"id": person.id, "code": person.code, "full_name": person.full_name, "unit": unit, "post": post}
