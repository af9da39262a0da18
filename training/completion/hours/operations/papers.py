"""Writes of certificates of others: recorded with a scan, approved or refused once, withdrawn with a reason."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from training.catalog.rules.scans import read_scan
from training.completion.hours.models import OutsideCertificate, PaperState
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.core.vietnamese import tidy
from training.notices.operations import notify
from training.people.models import Person

MAX_REASON = 500
FIRST_YEAR = 1950


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What a certificate says; `hours` counts tiết."""

    title: str
    issuer: str
    issued_on: date
    hours: int


@operation
def record_paper(person: Person, facts: PaperFacts, *, scan: bytes, by: Actor) -> OutsideCertificate:
    """Record a certificate that somebody else has given the person; it counts once it is approved.

    Raises Invalid at the field for a day ahead or long gone, for a scan that is none or too large, and where the same
    scan is recorded of the person already.
    """
    if not facts.issued_on.year >= FIRST_YEAR or facts.issued_on > clock.today():
        raise Invalid("issued_on", _("This day is ahead, or too long ago."))
    paper = OutsideCertificate(
        person_id=person.id,
        title=tidy(facts.title),
        issuer=tidy(facts.issuer),
        issued_on=facts.issued_on,
        hours=facts.hours,
        media_type=read_scan(scan),
        content_hash=hashlib.sha256(scan).hexdigest(),
        size=len(scan),
        data=scan,
        by_account_id=by.account_id,
    )
    same = Invalid("scan", _("This very scan is recorded already. Each certificate counts once."))
    with unique("outside_certificates", "person_id", "content_hash", refusal=same):
        db.session.add(paper)
    return paper


@operation
def approve_paper(paper: OutsideCertificate, *, by: Actor) -> OutsideCertificate:
    """Approve a certificate that waits; its tiết count at once and the person is told. Raises Conflict if decided."""
    return _decide(paper, PaperState.APPROVED, "", by=by)


@operation
def refuse_paper(paper: OutsideCertificate, *, reason: str, by: Actor) -> OutsideCertificate:
    """Refuse a certificate that waits and tell the person why.

    Raises Conflict if it is decided, Invalid("reason") without one.
    """
    return _decide(paper, PaperState.REFUSED, _reason(reason), by=by)


@operation
def withdraw_paper(paper: OutsideCertificate, *, reason: str, by: Actor) -> OutsideCertificate:
    """Withdraw a certificate that waits or is approved; it counts no more, and what was decided stays on record.

    Raises Conflict where it is refused or withdrawn, Invalid("reason") without a reason.
    """
    reason = _reason(reason)
    held = _locked(paper)
    if held.state not in {PaperState.WAITING, PaperState.APPROVED}:
        raise Conflict(_("This certificate counts no more: it has been refused or withdrawn already."))
    held.state, held.withdrawn_reason = PaperState.WITHDRAWN, reason
    held.withdrawn_at, held.withdrawn_by_id = clock.now(), by.account_id
    if by.person_id != held.person_id:
        _tell(held, _("Certificate withdrawn: %(title)s", title=held.title), reason, by=by)
    return held


def _decide(paper: OutsideCertificate, state: PaperState, reason: str, *, by: Actor) -> OutsideCertificate:
    held = _locked(paper)
    if held.state is not PaperState.WAITING:
        raise Conflict(_("This certificate has been decided about or withdrawn already."))
    held.state, held.decision = state, reason
    held.decided_at, held.decided_by_id = clock.now(), by.account_id
    if state is PaperState.APPROVED:
        counted = _("%(hours)s study hours count for %(year)s.", hours=held.hours, year=held.issued_on.year)
        _tell(held, _("Certificate approved: %(title)s", title=held.title), counted, by=by)
    else:
        _tell(held, _("Certificate refused: %(title)s", title=held.title), reason, by=by)
    return held


def _locked(paper: OutsideCertificate) -> OutsideCertificate:
    lock = {"of": OutsideCertificate}
    return db.session.get_one(OutsideCertificate, paper.id, with_for_update=lock, populate_existing=True)


def _reason(text: str) -> str:
    if not text.strip() or len(text) > MAX_REASON:
        raise Invalid("reason", _("Say why, in at most %(most)s letters.", most=MAX_REASON))
    return text.strip()


def _tell(paper: OutsideCertificate, title: str, body: str, *, by: Actor) -> None:
    link = f"/hours/certificates/{paper.id}"
    notify([paper.person_id], key=f"outside-{paper.id}-{paper.state.value}", title=title, body=body, link=link, by=by)
