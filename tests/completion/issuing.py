"""Certificates for tests: a template of a unit, a certificate of the cadre of the cast."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tests.cast import Cast
from tests.completion.doings import read
from tests.makers import Makers
from training.completion.models import (
    Certificate,
    CertificateEvent,
    CertificateState,
    CertificateTemplate,
    CompletionRule,
)
from training.completion.operations.certificates import issue_certificates
from training.completion.rules.certificates import SPECIMEN, proposed_design
from training.completion.rules.codes import new_code
from training.core import clock
from training.core.db import db
from training.units.models import Unit

VERIFY = "https://taphuan.example.vn/verify"


def make_template(unit: Unit, *, name: str = "Phối hợp") -> CertificateTemplate:
    design = proposed_design(unit=unit.name, lead="Ủy ban MTTQ Việt Nam thành phố", partner="Ban Tuyên giáo Thành ủy")
    found = select(CertificateTemplate).where(CertificateTemplate.unit_id == unit.id, CertificateTemplate.name == name)
    return db.session.scalars(found).first() or Makers().save(
        CertificateTemplate(unit_id=unit.id, name=name, number=1, design=design)
    )


def make_certificate(cast: Cast, **fields: Any) -> Certificate:
    """Write a certificate that holds, past the rules of issuing."""
    make, code = Makers(), new_code()
    data = SPECIMEN | {
        "full_name": "Nguyễn Thị Hạnh",
        "register": "001/2026/GCN-MTTQ",
        "place_and_date": "Tam Kỳ, ngày 06 tháng 3 năm 2026",
        "link": f"{VERIFY}?code={code}",
    }
    values: dict[str, Any] = {
        "unit_id": cast.city.id,
        "year": 2026,
        "register_number": 1,
        "serial": "26 0001 00001",
        "code": code,
        "class_id": cast.training_class.id,
        "enrolment_id": cast.enrolment.id,
        "person_id": cast.cadre_person.id,
        "template_id": make_template(cast.city).id,
        "data": data,
        "issued_on": clock.today(),
    }
    made = make.save(Certificate(**values | fields))
    make.save(CertificateEvent(certificate_id=made.id, state=CertificateState.VALID, reason="QĐ 12"))
    return made


def complete_class(make: Makers, cast: Cast, *names: str) -> list[int]:
    """Let learners of these names be complete: the class asks for half of the modules, and each has read them."""
    rule = [{"kind": "modules", "share": "0.5", "quiz_id": None}]
    make.save(CompletionRule(class_id=cast.training_class.id, number=1, conditions=rule))
    ids = []
    for name in names:
        enrolment = make.enrolment(cast.training_class, make.person(name, unit=cast.ward, birth_year=1970))
        read(enrolment, cast.course)
        ids.append(enrolment.id)
    return ids


def issue(cast: Cast, ids: list[int], **fields: Any) -> list[Certificate]:
    values: dict[str, Any] = {
        "template": make_template(cast.city),
        "issued_on": clock.today(),
        "basis": "Quyết định số 12",
        "verify_at": VERIFY,
        "by": cast.administrator,
    }
    return issue_certificates(cast.training_class, ids, **values | fields)
