"""Reads of certificates of others: one, those of a person, those that managers look after."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from training.accounts.models import Account, RoleGrant
from training.completion.hours.models import OutsideCertificate, PaperState
from training.core import clock
from training.core.access import Actor, Role
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.core.paging import Page, page_of
from training.people.access import visible_to
from training.people.models import Person


def get_paper(paper_id: int) -> OutsideCertificate:
    """Return the certificate, or raise NotFound."""
    found = db.session.get(OutsideCertificate, paper_id)
    if found is None:
        raise NotFound(_("There is no such certificate."))
    return found


def list_papers_of(person: Person) -> list[OutsideCertificate]:
    """Return the certificates of a person, the newest first."""
    mine = select(OutsideCertificate).where(OutsideCertificate.person_id == person.id)
    return list(db.session.scalars(mine.order_by(OutsideCertificate.issued_on.desc(), OutsideCertificate.id.desc())))


def list_papers(actor: Actor, *, state: PaperState | None, number: int = 1) -> Page[OutsideCertificate]:
    """Return a page of the certificates of people whom the actor manages, those that wait longest first."""
    listed = (
        select(OutsideCertificate)
        .join(OutsideCertificate.person)
        .options(contains_eager(OutsideCertificate.person))
        .where(visible_to(actor))
    )
    if state is not None:
        listed = listed.where(OutsideCertificate.state == state)
    oldest_first = OutsideCertificate.id if state is PaperState.WAITING else OutsideCertificate.id.desc()
    return page_of(listed.order_by(oldest_first), number=number)


def count_waiting(actor: Actor) -> int:
    """Return how many certificates of people whom the actor manages wait for a decision."""
    waiting = (
        select(func.count())
        .select_from(OutsideCertificate)
        .join(Person, Person.id == OutsideCertificate.person_id)
        .where(OutsideCertificate.state == PaperState.WAITING, visible_to(actor))
    )
    return db.session.scalar(waiting) or 0


def list_deciders(paper: OutsideCertificate) -> list[tuple[str, str]]:
    """Return names and units of those who may decide about the certificate, as access has it, by name."""
    today = clock.today()
    posts = [post.unit.path for post in paper.person.posts if post.held_to is None]
    administrators = (
        select(Person, RoleGrant)
        .select_from(RoleGrant)
        .join(Account, Account.id == RoleGrant.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(RoleGrant.role == Role.ADMINISTRATOR, Account.closed_at.is_(None), Person.id != paper.person_id)
        .order_by(Person.full_name, RoleGrant.id)
    )
    found = {
        person.full_name: grant.unit.name
        for person, grant in db.session.execute(administrators)
        if grant.is_in_force(today) and (not posts or any(path.startswith(grant.unit.path) for path in posts))
    }
    return list(found.items())


def names_of(account_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of those behind accounts."""
    wanted = [account_id for account_id in account_ids if account_id is not None]
    found = select(Account.id, Person.full_name).join(Person, Person.id == Account.person_id)
    return {row[0]: row[1] for row in db.session.execute(found.where(Account.id.in_(wanted)))}
