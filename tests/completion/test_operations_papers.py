"""Certificates of others count once approved, are decided about once, and keep their history when withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.completion.papers import FACTS, JPEG, PDF, recorded
from tests.makers import Makers
from training.completion.hours.models import OutsideCertificate, PaperState
from training.completion.hours.operations.papers import approve_paper, record_paper, refuse_paper, withdraw_paper
from training.completion.hours.queries.ledgers import list_years_of, read_ledger
from training.completion.hours.queries.papers import count_waiting, list_papers
from training.completion.hours.rules.credits import Source
from training.core import clock
from training.core.db import db
from training.core.errors import Conflict, Invalid
from training.notices.models import Notice


def hours_of(cast: Cast) -> list[int]:
    """Return the cadre's tiết of the year, on the own page and in the unit's list."""
    listed = next(p for p in list_years_of([cast.ward.path], 2026) if p.person_id == cast.cadre_person.id)
    return [int(read_ledger(cast.cadre_person).of(2026).total), int(listed.ledger.total)]


def told(cast: Cast) -> list[str]:
    notices = select(Notice.title).where(Notice.person_id == cast.cadre_person.id).order_by(Notice.id)
    return list(db.session.scalars(notices))


def test_a_certificate_counts_once_it_is_approved(cast: Cast) -> None:
    paper = recorded(cast)
    assert hours_of(cast) == [0, 0]
    approve_paper(paper, by=cast.administrator)
    assert hours_of(cast) == [24, 24]
    (line,) = read_ledger(cast.cadre_person).of(2026).lines
    assert (line.source, line.key, line.within, line.on) == (Source.OUTSIDE, paper.id, FACTS.issuer, FACTS.issued_on)
    assert "Bồi dưỡng lý luận" in told(cast)[0]


def test_a_refusal_says_why(cast: Cast) -> None:
    paper = recorded(cast)
    with pytest.raises(Invalid):
        refuse_paper(paper, reason="  ", by=cast.administrator)
    refused = refuse_paper(paper, reason="Không đọc được", by=cast.administrator)
    assert (refused.state, refused.decision) == (PaperState.REFUSED, "Không đọc được")
    assert hours_of(cast) == [0, 0]
    assert len(told(cast)) == 1


def test_a_withdrawn_one_keeps_what_was_decided(cast: Cast) -> None:
    paper = approve_paper(recorded(cast), by=cast.administrator)
    gone = withdraw_paper(paper, reason="Ghi nhầm người", by=cast.administrator)
    assert (gone.state, gone.withdrawn_reason) == (PaperState.WITHDRAWN, "Ghi nhầm người")
    assert gone.decided_by_id == cast.administrator.account_id
    assert hours_of(cast) == [0, 0]


@pytest.mark.parametrize(
    "again",
    [
        lambda p, by: approve_paper(p, by=by),
        lambda p, by: refuse_paper(p, reason="Sai", by=by),
    ],
)
def test_a_certificate_is_decided_about_once(cast: Cast, again: Callable[..., object]) -> None:
    paper = approve_paper(recorded(cast), by=cast.administrator)
    with pytest.raises(Conflict):
        again(paper, cast.administrator)
    withdraw_paper(paper, reason="Sai", by=cast.administrator)
    with pytest.raises(Conflict):
        withdraw_paper(paper, reason="Sai", by=cast.administrator)


def test_the_same_scan_is_recorded_once_unless_it_was_refused(cast: Cast) -> None:
    first = recorded(cast)
    with pytest.raises(Invalid) as refused:
        recorded(cast)
    assert refused.value.field == "scan"
    recorded(cast, scan=JPEG)
    refuse_paper(first, reason="Mờ", by=cast.administrator)
    recorded(cast)
    assert len(list(db.session.scalars(select(OutsideCertificate.id)))) == 3


@pytest.mark.parametrize("day", [date(1949, 12, 31), clock.today() + timedelta(days=1)])
def test_a_day_ahead_or_long_gone_is_refused(cast: Cast, day: date) -> None:
    with pytest.raises(Invalid) as refused:
        record_paper(cast.cadre_person, replace(FACTS, issued_on=day), scan=PDF, by=cast.cadre)
    assert refused.value.field == "issued_on"


def test_managers_find_the_papers_of_their_people_alone(make: Makers, cast: Cast) -> None:
    recorded(cast)
    record_paper(cast.stranger_person, FACTS, scan=PDF, by=cast.stranger)
    assert [count_waiting(one) for one in (cast.administrator, cast.manager, cast.cadre)] == [2, 1, 0]
    assert [one.person_id for one in list_papers(cast.manager, state=None).rows] == [cast.cadre_person.id]
