"""Writes of certificates: issuing to a list that somebody answers for, revoking, issuing one anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from training.attendance.queries.called import last_held_on
from training.classes.models import Enrolment, TrainingClass
from training.completion.access import may_design
from training.completion.models import (
    Certificate,
    CertificateEvent,
    CertificateState,
    CertificateTemplate,
    Register,
)
from training.completion.queries.certificates import certified, list_enrolments, list_versions
from training.completion.queries.scales import find_scale
from training.completion.queries.standings import Standing, standings_under
from training.completion.queries.terms import Terms, is_ahead, terms_of_class
from training.completion.rules.certificates import birth_text, official_date, register_text, serial_text
from training.completion.rules.codes import new_code
from training.completion.rules.findings import Outcome
from training.completion.rules.grading import grade
from training.completion.webhooks.operations import tell_of_certificates
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation, unique, upsert
from training.core.errors import Conflict, Denied, Invalid
from training.core.formats import day
from training.core.i18n import _, speaking


@operation
def issue_certificates(
    training_class: TrainingClass,
    enrolment_ids: Collection[int],
    *,
    template: CertificateTemplate,
    issued_on: date,
    basis: str,
    verify_at: str,
    by: Actor,
) -> list[Certificate]:
    """Issue a certificate to each of the learners, by a decision that `basis` names; all of them or none.

    `verify_at` is the address printed for checking. Raises Invalid for an empty list, a day ahead, one before the class
    began or before its last meeting so far, or an outdated template, Conflict where one has not completed the class or
    has a certificate already, Denied where the template is not the actor's to use.
    """
    _check_template(template, training_class, by)
    _check_day(issued_on, training_class)
    terms = terms_of_class(training_class)
    chosen = _chosen(training_class, terms, set(enrolment_ids))
    numbers = _reserve(template.unit_id, issued_on.year, len(chosen))
    people = {e.id: e for e in list_enrolments(training_class.id, enrolment_ids)}
    made, hours = [], _hours(training_class, terms)
    for number, standing in zip(numbers, chosen, strict=True):
        enrolment = people[standing.learner.enrolment_id]
        said = {"grade": _grade(standing, terms), "hours": hours}
        made.append(_certificate(enrolment, number, template, issued_on, said=said, verify_at=verify_at))
    _store(made, reason=basis, by=by)
    tell_of_certificates(made, unit=training_class.unit)
    return made


def _check_template(template: CertificateTemplate, training_class: TrainingClass, by: Actor) -> None:
    if not may_design(by, template) or not training_class.unit.path.startswith(template.unit.path):
        raise Denied(_("This template belongs to another issuer."))
    newest = list_versions(template)[0]
    if newest.number != template.number:
        names = {"name": template.name, "old": template.number, "new": newest.number}
        text = _("Template “%(name)s” is outdated: this is version %(old)s, version %(new)s stands now.", **names)
        raise Invalid("template_id", text)


def _check_day(issued_on: date, training_class: TrainingClass) -> None:
    if issued_on > clock.today():
        raise Invalid("issued_on", _("The day of issue lies ahead."))
    if issued_on < training_class.opens_on:
        first = day(training_class.opens_on)
        raise Invalid("issued_on", _("The class had not begun on this day; it began on %(day)s.", day=first))
    last = last_held_on(training_class.id)
    if last and issued_on < last:
        raise Invalid("issued_on", _("A meeting was held after this day, on %(day)s.", day=day(last)))


def _chosen(training_class: TrainingClass, terms: Terms, wanted: set[int]) -> list[Standing]:
    standings = standings_under({training_class.id: terms})
    chosen = [s for s in standings if s.learner.enrolment_id in wanted]
    if not chosen or len(chosen) < len(wanted):
        raise Invalid("learners", _("Choose at least one learner of the class."))
    lacking = [s.learner.full_name for s in chosen if s.outcome is not Outcome.COMPLETED]
    if lacking:
        raise Conflict(_("Not complete, so without a certificate: %(names)s.", names=_names(lacking)))
    have = certified(training_class.id)
    twice = [s.learner.full_name for s in chosen if s.learner.enrolment_id in have]
    if twice:
        raise Conflict(_("A certificate that holds exists already for: %(names)s.", names=_names(twice)))
    return chosen


def _names(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def _grade(standing: Standing, terms: Terms) -> str:
    # The paper is Vietnamese, whatever language the page speaks.
    with speaking("vi"):
        scale = find_scale(terms.scale, terms.closes_on)
        return grade(terms.mark(standing.facts), scale, completed=True)


def _hours(training_class: TrainingClass, terms: Terms) -> int:
    """Return the tiết of a class as the hours ledger counts them: of its meetings so far, else of its courses.

    Of a class that is open, a meeting that is over may yet get its roll; one that lies ahead certifies nothing.
    """
    meets = [one for one in terms.shape.meetings if one.study_hours and (one.held or not terms.shape.closed)]
    if not meets:
        return sum(course.study_hours for course in training_class.courses)
    return sum(one.study_hours for one in meets if not is_ahead(one))


def _reserve(unit_id: int, year: int, count: int) -> range:
    """Take the next numbers of the issuer's register; the row is locked until the transaction ends."""
    row = {"unit_id": unit_id, "year": year, "last": count}
    upsert(Register, [row], key=["unit_id", "year"], update=(), add=["last"])
    mine = (Register.unit_id == unit_id, Register.year == year)
    last = db.session.scalars(select(Register.last).where(*mine)).one()
    return range(last - count + 1, last + 1)


def _certificate(
    enrolment: Enrolment,
    number: int,
    template: CertificateTemplate,
    issued_on: date,
    *,
    said: Mapping[str, Any],
    verify_at: str,
) -> Certificate:
    person, training_class, code = enrolment.person, enrolment.training_class, new_code()
    serial = serial_text(number, issued_on.year, template.unit_id)
    place = template.design["place"]
    data: Mapping[str, Any] = {
        "full_name": person.full_name,
        "birth": birth_text(person.birth_on, person.birth_year),
        "post": enrolment.post_title,
        "unit": enrolment.unit.name,
        "class_title": training_class.title,
        "opens_on": day(training_class.opens_on),
        "closes_on": day(training_class.closes_on),
        **said,
        "register": register_text(number, issued_on.year, template.design["suffix"]),
        "serial": serial,
        "place_and_date": ", ".join(filter(None, (place, official_date(issued_on)))),
        "verify": verify_at.removeprefix("https://").removeprefix("http://"),
        "link": f"{verify_at}?code={code}",
    }
    return Certificate(
        unit_id=template.unit_id,
        year=issued_on.year,
        register_number=number,
        serial=serial,
        code=code,
        class_id=enrolment.class_id,
        enrolment_id=enrolment.id,
        person_id=enrolment.person_id,
        template_id=template.id,
        data=dict(data),
        issued_on=issued_on,
    )


def _store(made: list[Certificate], *, reason: str, by: Actor) -> None:
    taken = Conflict(_("Somebody else has issued certificates of this class meanwhile. Look at the list again."))
    with unique("certificates", "enrolment_id", refusal=taken):
        db.session.add_all(made)
    db.session.add_all(_event(one, CertificateState.VALID, reason, by) for one in made)


def _event(one: Certificate, state: CertificateState, reason: str, by: Actor, other: int | None = None) -> Any:
    return CertificateEvent(
        certificate_id=one.id, state=state, reason=reason, other_id=other, by_account_id=by.account_id
    )


@operation
def revoke_certificate(certificate: Certificate, *, reason: str, by: Actor) -> Certificate:
    """Take back a certificate for a reason, which is told to whoever checks it; raise Conflict where none holds."""
    _end(certificate, CertificateState.REVOKED)
    db.session.add(_event(certificate, CertificateState.REVOKED, reason, by))
    tell_of_certificates([certificate], unit=certificate.training_class.unit)
    return certificate


def _end(certificate: Certificate, state: CertificateState) -> None:
    if certificate.state is not CertificateState.VALID:
        raise Conflict(_("This certificate holds no more."))
    certificate.state = state
    db.session.flush()


@operation
def reissue_certificate(
    certificate: Certificate,
    *,
    template: CertificateTemplate,
    issued_on: date,
    reason: str,
    verify_at: str,
    by: Actor,
) -> Certificate:
    """Issue another certificate in the place of one, with a new number and today's data; the old one stays on record.

    What was certified stays so: the rule of the class may have changed since. Raises as issue_certificates does.
    """
    training_class = certificate.training_class
    _check_template(template, training_class, by)
    _check_day(issued_on, training_class)
    _end(certificate, CertificateState.SUPERSEDED)
    [number] = _reserve(template.unit_id, issued_on.year, 1)
    said = {"grade": certificate.data["grade"], "hours": _hours(training_class, terms_of_class(training_class))}
    fresh = _certificate(certificate.enrolment, number, template, issued_on, said=said, verify_at=verify_at)
    _store([fresh], reason=reason, by=by)
    db.session.add(_event(certificate, CertificateState.SUPERSEDED, reason, by, fresh.id))
    tell_of_certificates([certificate, fresh], unit=certificate.training_class.unit)
    return fresh


@operation
def save_template(*, unit_id: int, name: str, design: Mapping[str, str], number: int, by: Actor) -> CertificateTemplate:
    """Add version `number` of a unit's template; raise Conflict where somebody else has added it."""
    template = CertificateTemplate(
        unit_id=unit_id, name=name, number=number, design=dict(design), by_account_id=by.account_id
    )
    taken = Conflict(_("This template has changed meanwhile, or the name is taken."))
    with unique("certificate_templates", "unit_id", "name", "number", refusal=taken):
        db.session.add(template)
    return template
