"""Reads of certificates: one by id or code, those of a class, who could be given one, templates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from training.accounts.models import Account
from training.classes.models import Enrolment, TrainingClass
from training.completion.access import templates_of
from training.completion.models import (
    Certificate,
    CertificateEvent,
    CertificateFile,
    CertificateState,
    CertificateTemplate,
)
from training.completion.queries.standings import Standing, standings_under
from training.completion.queries.terms import Terms
from training.completion.rules.findings import Outcome
from training.core.access import Actor
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.people.models import Person
from training.units.models import Unit


def get_certificate(certificate_id: int) -> Certificate:
    """Return a certificate, or raise NotFound."""
    found = db.session.get(Certificate, certificate_id)
    if found is None:
        raise NotFound(_("There is no such certificate."))
    return found


def get_template(template_id: int) -> CertificateTemplate:
    """Return a version of a template, or raise NotFound."""
    found = db.session.get(CertificateTemplate, template_id)
    if found is None:
        raise NotFound(_("There is no such template."))
    return found


@dataclass(frozen=True, slots=True)
class Verified:
    """What anybody is told of a certificate: what stands on the paper, and what became of it since."""

    certificate: Certificate
    event: CertificateEvent
    replaced_by: str


def verify(code: str) -> Verified | None:
    """Return what is known of the certificate with a code, or None."""
    certificate = db.session.scalar(select(Certificate).where(Certificate.code == code))
    if certificate is None:
        return None
    event = db.session.scalars(_events(certificate).limit(1)).one()
    other = db.session.get(Certificate, event.other_id) if event.other_id else None
    return Verified(certificate, event, other.data["register"] if other else "")


def list_events(certificate: Certificate) -> list[tuple[CertificateEvent, str]]:
    """Return what was done with a certificate, the newest first, each with the name of who did it."""
    told = (
        _events(certificate)
        .add_columns(Person.full_name)
        .outerjoin(Account, Account.id == CertificateEvent.by_account_id)
        .outerjoin(Person, Person.id == Account.person_id)
    )
    return [(event, name or "") for event, name in db.session.execute(told)]


def _events(certificate: Certificate) -> Select[Any]:
    wanted = select(CertificateEvent).where(CertificateEvent.certificate_id == certificate.id)
    return wanted.order_by(CertificateEvent.id.desc())


class Issued(NamedTuple):
    """A certificate of a class as a list shows it."""

    certificate_id: int
    full_name: str
    unit: str
    grade: str
    register: str
    state: CertificateState


def list_issued(class_id: int) -> list[Issued]:
    """Return the certificates of a class in the order of their register, one query."""
    wanted = (
        select(Certificate.id, Certificate.data, Certificate.state)
        .where(Certificate.class_id == class_id)
        .order_by(Certificate.year, Certificate.unit_id, Certificate.register_number)
    )
    return [
        Issued(key, data["full_name"], data["unit"], data["grade"], data["register"], state)
        for key, data, state in db.session.execute(wanted)
    ]


def certified(class_id: int) -> set[int]:
    """Return the enrolments of a class that have a certificate that holds."""
    valid = (Certificate.class_id == class_id, Certificate.state == CertificateState.VALID)
    return set(db.session.scalars(select(Certificate.enrolment_id).where(*valid)))


def held_by(enrolment_id: int) -> list[str]:
    """Say of a certificate that holds that it does not end with the learner's leaving the class."""
    one = find_valid(enrolment_id)
    if one is None:
        return []
    number = one.data["register"]
    return [
        _("Certificate %(number)s stays valid until it is revoked, though the class counts no more.", number=number)
    ]


def find_valid(enrolment_id: int) -> Certificate | None:
    """Return the certificate that an enrolment has brought and that holds, or None."""
    valid = (Certificate.enrolment_id == enrolment_id, Certificate.state == CertificateState.VALID)
    return db.session.scalar(select(Certificate).where(*valid))


def list_candidates(class_id: int, terms: Terms) -> list[Standing]:
    """Return who has completed a class and has no certificate that holds, in the order of Vietnamese lists."""
    have = certified(class_id)
    standings = standings_under({class_id: terms})
    return [s for s in standings if s.outcome is Outcome.COMPLETED and s.learner.enrolment_id not in have]


def list_templates(actor: Actor, training_class: TrainingClass | None = None) -> list[CertificateTemplate]:
    """Return the newest version of each template that the actor may issue with, of a class where one is given."""
    newest = aliased(CertificateTemplate)
    later = select(func.max(newest.number)).where(
        and_(newest.unit_id == CertificateTemplate.unit_id, newest.name == CertificateTemplate.name)
    )
    wanted = (
        select(CertificateTemplate)
        .join(Unit, Unit.id == CertificateTemplate.unit_id)
        .where(templates_of(actor), CertificateTemplate.number == later.scalar_subquery())
        .order_by(Unit.path, CertificateTemplate.name)
    )
    found = db.session.scalars(wanted).unique()
    return [t for t in found if training_class is None or training_class.unit.path.startswith(t.unit.path)]


def list_versions(template: CertificateTemplate) -> list[CertificateTemplate]:
    """Return all versions of a template, the newest first."""
    same = (CertificateTemplate.unit_id == template.unit_id, CertificateTemplate.name == template.name)
    return list(
        db.session.scalars(select(CertificateTemplate).where(*same).order_by(CertificateTemplate.number.desc()))
    )


def certificates_by_ids(ids: Collection[int]) -> list[Certificate]:
    """Return certificates in the order of their register."""
    wanted = select(Certificate).where(Certificate.id.in_(ids))
    ordered = wanted.order_by(Certificate.year, Certificate.unit_id, Certificate.register_number)
    return list(db.session.scalars(ordered).unique())


def valid_ids(class_id: int) -> list[int]:
    """Return the certificates of a class that hold, in the order of their register."""
    valid = (Certificate.class_id == class_id, Certificate.state == CertificateState.VALID)
    ordered = select(Certificate.id).where(*valid).order_by(Certificate.year, Certificate.unit_id)
    return list(db.session.scalars(ordered.order_by(Certificate.register_number)))


def hashes_of(ids: Collection[int]) -> dict[int, str]:
    """Return the digests of the files of those certificates that have been made."""
    found = select(CertificateFile.certificate_id, CertificateFile.content_hash)
    told = db.session.execute(found.where(CertificateFile.certificate_id.in_(ids)))
    return {row.certificate_id: row.content_hash for row in told}


def list_enrolments(class_id: int, ids: Collection[int]) -> list[Enrolment]:
    """Return those enrolments of a class, in any order."""
    wanted = select(Enrolment).where(Enrolment.class_id == class_id, Enrolment.id.in_(ids))
    return list(db.session.scalars(wanted).unique())


def certificate_record(one: Certificate) -> dict[str, Any]:
    """Return what another system is told of a certificate."""
    return {
        "certificate_id": one.id,
        "enrolment_id": one.enrolment_id,
        "class_id": one.class_id,
        "person_id": one.person_id,
        "full_name": one.data["full_name"],
        "unit": one.data["unit"],
        "register": one.data["register"],
        "serial": one.serial,
        "issued_on": one.issued_on.isoformat(),
        "state": one.state.value,
    }
