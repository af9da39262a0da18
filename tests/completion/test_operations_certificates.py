"""Issuing, revoking and issuing anew: registers without gaps reused, data frozen, what was issued kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.cast import Cast
from tests.completion.doings import days_ago, mark, read
from tests.completion.issuing import VERIFY, complete_class, issue, make_certificate, make_template
from tests.counting import counted
from tests.makers import Makers
from training.attendance.models import Status
from training.classes.models import ClassState
from training.completion.models import Certificate, CertificateState, CompletionRule
from training.completion.operations.certificates import reissue_certificate, revoke_certificate, save_template
from training.completion.queries.certificates import list_candidates, list_issued, verify
from training.completion.queries.previews import preview_rule
from training.completion.queries.terms import terms_of_class
from training.completion.rules.certificates import register_text
from training.completion.rules.conditions import Condition, Kind
from training.core import clock
from training.core.db import db
from training.core.errors import Conflict, Denied, Invalid


def test_certificates_freeze_what_is_printed(make: Makers, cast: Cast) -> None:
    [one] = issue(cast, complete_class(make, cast, "Trần Văn Bình"))
    person = one.enrolment.person
    assert one.data["full_name"] == "Trần Văn Bình"
    assert one.data["birth"] == "năm 1970"
    assert one.data["grade"] == "Đạt"
    assert one.data["register"] == register_text(1, clock.today().year, "GCN-MTTQ")
    assert one.data["link"] == f"{VERIFY}?code={one.code}"
    person.full_name = "Trần Văn Khác"
    db.session.commit()
    assert verify(one.code).certificate.data["full_name"] == "Trần Văn Bình"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("rolled", "closed", "hours"), [((), False, 10), ((0,), False, 10), ((0,), True, 4), ((), True, 8)]
)
def test_tiet_are_those_that_the_ledger_counts(
    make: Makers, cast: Cast, rolled: tuple[int, ...], closed: bool, hours: int
) -> None:
    training_class = cast.training_class
    ids = complete_class(make, cast, "Trần Văn Bình")
    lengths = (4, 6)
    meetings = [make.meeting(training_class, starts_at=days_ago(3 - n), study_hours=h) for n, h in enumerate(lengths)]
    for number in rolled:
        mark(meetings[number], ids[0], Status.PRESENT)
    training_class.state = ClassState.CLOSED if closed else ClassState.OPEN
    make.save(training_class)
    [one] = issue(cast, ids)
    assert one.data["hours"] == hours
    assert reissue(cast, one).data["hours"] == hours


def test_numbers_run_on_per_issuer_and_year(make: Makers, cast: Cast) -> None:
    ids = complete_class(make, cast, "Trần Văn Bình", "Lê Thị Cúc", "Võ Thị An")
    first = issue(cast, ids[:2])
    [third] = issue(cast, ids[2:])
    assert [one.register_number for one in (*first, third)] == [1, 2, 3]
    assert [one.data["full_name"] for one in first] == ["Trần Văn Bình", "Lê Thị Cúc"]
    year = timedelta(days=366)
    cast.training_class.opens_on -= year
    make.save(cast.training_class)
    anew = reissue(cast, third, issued_on=clock.today() - year)
    assert (anew.year, anew.register_number) == ((clock.today() - year).year, 1)


def reissue(cast: Cast, one: Certificate, **fields: object) -> Certificate:
    values = {
        "template": make_template(cast.city),
        "issued_on": clock.today(),
        "reason": "Sai họ tên",
        "verify_at": VERIFY,
        "by": cast.administrator,
    }
    return reissue_certificate(one, **values | fields)  # type: ignore[arg-type]


def test_a_number_is_never_given_twice(cast: Cast) -> None:
    make_certificate(cast)
    with pytest.raises(IntegrityError):
        make_certificate(cast, serial="x", state=CertificateState.REVOKED)
    db.session.rollback()
    with pytest.raises(IntegrityError):
        make_certificate(cast, serial="x", register_number=2)
    db.session.rollback()


def test_revoked_and_superseded_ones_stay_and_their_numbers_are_not_reused(make: Makers, cast: Cast) -> None:
    [one] = issue(cast, complete_class(make, cast, "Trần Văn Bình"))
    anew = reissue(cast, one)
    told = verify(one.code)
    assert told is not None
    assert (told.certificate.state, told.replaced_by) == (CertificateState.SUPERSEDED, anew.data["register"])
    revoke_certificate(anew, reason="Cấp nhầm", by=cast.administrator)
    told = verify(anew.code)
    assert told is not None
    assert (told.certificate.state, told.event.reason) == (CertificateState.REVOKED, "Cấp nhầm")
    [again] = issue(cast, [one.enrolment_id])
    assert again.register_number == 3
    assert len(list_issued(cast.training_class.id)) == 3
    for ended in (one, anew):
        with pytest.raises(Conflict):
            revoke_certificate(ended, reason="x", by=cast.administrator)


def test_nobody_is_certified_by_the_way(make: Makers, cast: Cast) -> None:
    complete_class(make, cast, "Trần Văn Bình")
    assert list(db.session.scalars(select(Certificate))) == []
    assert len(list_candidates(cast.training_class.id, terms_of_class(cast.training_class))) == 1


def test_who_is_not_complete_or_has_one_gets_none_and_nothing_is_stored(make: Makers, cast: Cast) -> None:
    ids = complete_class(make, cast, "Trần Văn Bình")
    with pytest.raises(Conflict, match="Nguyễn Thị Hạnh"):
        issue(cast, [*ids, cast.enrolment.id])
    assert list_issued(cast.training_class.id) == []
    issue(cast, ids)
    with pytest.raises(Conflict, match="Trần Văn Bình"):
        issue(cast, ids)
    assert [one.register for one in list_issued(cast.training_class.id)] == [
        register_text(1, clock.today().year, "GCN-MTTQ")
    ]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"issued_on": clock.today() + timedelta(days=2)}, Invalid),
        ({"issued_on": clock.today() - timedelta(days=31)}, Invalid),
        ({"ids": []}, Invalid),
        ({"ids": [9999]}, Invalid),
    ],
)
def test_a_list_that_cannot_be_issued_is_refused(
    make: Makers, cast: Cast, fields: dict[str, object], refusal: type[Exception]
) -> None:
    ids = complete_class(make, cast, "Trần Văn Bình")
    with pytest.raises(refusal):
        issue(cast, **{"ids": ids} | fields)  # type: ignore[arg-type]


def test_a_template_of_another_issuer_is_refused(make: Makers, cast: Cast) -> None:
    ids = complete_class(make, cast, "Trần Văn Bình")
    with pytest.raises(Denied):
        issue(cast, ids, template=make_template(cast.other_ward))
    with pytest.raises(Denied):
        issue(cast, ids, by=cast.trainer)


def test_an_outdated_template_is_named(make: Makers, cast: Cast) -> None:
    ids = complete_class(make, cast, "Trần Văn Bình")
    old = make_template(cast.city)
    save_template(unit_id=old.unit_id, name=old.name, design=old.design, number=2, by=cast.administrator)
    with pytest.raises(Invalid, match=f"“{old.name}”.* 1.* 2") as refusal:
        issue(cast, ids, template=old)
    assert refusal.value.field == "template_id"
    assert db.session.scalars(select(Certificate)).all() == []


def test_a_template_has_versions_that_are_added_once(cast: Cast) -> None:
    one = make_template(cast.city)
    made = save_template(unit_id=one.unit_id, name=one.name, design=one.design, number=2, by=cast.administrator)
    assert made.number == 2
    with pytest.raises(Conflict):
        save_template(unit_id=one.unit_id, name=one.name, design=one.design, number=2, by=cast.administrator)


def test_another_rule_leaves_certificates_as_they_are_and_says_so(make: Makers, cast: Cast) -> None:
    [one] = issue(cast, complete_class(make, cast, "Trần Văn Bình"))
    harder = [Condition(Kind.QUIZ, quiz_id=99)]
    preview = preview_rule(cast.training_class.id, terms_of_class(cast.training_class), harder)
    assert [learner.full_name for learner in preview.certified] == ["Trần Văn Bình"]
    rule = [{"kind": "quiz", "share": None, "quiz_id": 99}]
    make.save(CompletionRule(class_id=cast.training_class.id, number=2, conditions=rule))
    assert verify(one.code).certificate.state is CertificateState.VALID  # type: ignore[union-attr]
    assert reissue(cast, one).data["grade"] == one.data["grade"]


def test_issuing_to_many_takes_as_many_reads_as_to_few(make: Makers, cast: Cast) -> None:
    ids = complete_class(make, cast, *(f"Trần Văn {letter}" for letter in "ABCDEFGH"))
    make_template(cast.city)
    with counted() as few:
        issue(cast, ids[:2])
    with counted() as many:
        issue(cast, ids[2:])
    assert reads(many) == reads(few)


def reads(statements: list[str]) -> int:
    return sum(one.startswith("SELECT") for one in statements)


SPREAD = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8, deadline=None)


@SPREAD
@given(st.data())
def test_the_preview_of_a_rule_is_what_happens(make: Makers, cast: Cast, data: st.DataObject) -> None:
    share = data.draw(st.decimals("0.01", "1", places=2))
    made = make.training_class(cast.course, unit=cast.city)
    rule = [{"kind": "modules", "share": "0.5", "quiz_id": None}]
    make.save(CompletionRule(class_id=made.id, number=1, conditions=rule))
    for number in range(3):
        enrolment = make.enrolment(made, make.person(f"Trần Văn {number}", unit=cast.ward))
        read(enrolment, cast.course, count=number)
    complete = lambda: {s.learner.person_id for s in list_candidates(made.id, terms_of_class(made))}  # noqa: E731
    before = complete()
    preview = preview_rule(made.id, terms_of_class(made), [Condition(Kind.MODULES, share)])
    make.save(CompletionRule(class_id=made.id, number=2, conditions=[{**rule[0], "share": str(share)}]))
    after = complete()
    assert {one.person_id for one in preview.gained} == after - before
    assert {one.person_id for one in preview.lost} == before - after
