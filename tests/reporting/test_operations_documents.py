"""Who agrees to what: an official list is the content that both agencies agreed to, and nothing else."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.makers import Makers
from tests.reporting.papers import LEAD, layout, make_document, words_of_pdf
from training.core import clock
from training.core.access import Actor, Role
from training.core.errors import Conflict, Invalid
from training.reporting.models import Document, DocumentKind
from training.reporting.operations.documents import (
    agree_to_document,
    change_document,
    choose_for_commendation,
    issue_document,
    renew_document,
    withdraw_agreement,
)
from training.reporting.queries.documents import draw, get_file, list_documents, newest_version, standing_of_document
from training.reporting.queries.scopes import get_scope
from training.reporting.rules.documents import changes


@pytest.fixture
def partner(make: Makers, cast: Cast) -> Actor:
    """The person of the partner agency."""
    return make.account(make.person("Phạm Thị Bạn", unit=cast.city), Role.ADMINISTRATOR)


def agree(document: Document, agency: int, by: Actor) -> None:
    digest = newest_version(document).digest
    agree_to_document(document, agency=agency, digest=digest, name="Người ký", by=by)


@pytest.fixture
def agreed(cast: Cast, partner: Actor) -> Document:
    document = make_document(cast)
    agree(document, 0, partner)
    agree(document, 1, cast.administrator)
    return document


def test_a_list_is_official_only_after_both_have_agreed(cast: Cast, partner: Actor) -> None:
    document = make_document(cast)
    for agency, by in ((0, partner), (1, cast.administrator)):
        with pytest.raises(Conflict, match="dự thảo"):
            issue_document(document, by=by)
        agree(document, agency, by)
    issue_document(document, by=partner)
    for form in ("docx", "pdf"):
        file = get_file(document, form)
        assert file.sha256 == hashlib.sha256(file.data).hexdigest()
    assert "DỰ THẢO" not in words_of_pdf(get_file(document, "pdf").data)


def test_one_account_cannot_agree_for_both(cast: Cast) -> None:
    document = make_document(cast)
    agree(document, 0, cast.administrator)
    with pytest.raises(Conflict, match="người khác"):
        agree(document, 1, cast.administrator)


def test_an_agency_agrees_once_and_to_what_was_read(cast: Cast, partner: Actor) -> None:
    document = make_document(cast)
    with pytest.raises(Conflict, match="đã thay đổi"):
        agree_to_document(document, agency=0, digest="0" * 64, name="A", by=partner)
    agree(document, 0, partner)
    with pytest.raises(Conflict, match="đã thống nhất"):
        agree(document, 0, partner)
    with pytest.raises(Invalid):
        agree(document, 2, cast.administrator)


def test_one_issuer_needs_one_agreement(cast: Cast) -> None:
    document = make_document(cast, layout=layout(LEAD))
    agree(document, 0, cast.administrator)
    issue_document(document, by=cast.administrator)


def test_a_later_change_of_the_records_voids_the_agreements_and_says_why(
    make: Makers, cast: Cast, agreed: Document
) -> None:
    make.enrolment(cast.training_class, cast.stranger_person)
    standing = standing_of_document(agreed)
    assert not standing.is_agreed
    assert standing.changes == ["Đã thêm Võ Văn Khách."]
    assert [void.reasons for void in standing.voided] == [["Đã thêm Võ Văn Khách."]] * 2
    with pytest.raises(Conflict):
        issue_document(agreed, by=cast.administrator)
    renew_document(agreed, by=cast.administrator)
    standing = standing_of_document(agreed)
    assert (standing.changes, standing.agreed, standing.version.number) == ([], {}, 2)
    assert len(standing.voided) == 2


def test_a_change_that_is_taken_back_brings_the_agreement_back(make: Makers, cast: Cast, agreed: Document) -> None:
    cast.enrolment.post_title = "Chủ tịch"
    make.save(cast.enrolment)
    assert standing_of_document(agreed).changes == ["Nguyễn Thị Hạnh, Chức vụ: Ủy viên nay là Chủ tịch."]
    cast.enrolment.post_title = "Ủy viên"
    make.save(cast.enrolment)
    assert standing_of_document(agreed).is_agreed


def test_a_change_around_the_list_voids_too(cast: Cast, agreed: Document) -> None:
    values = {"title": "Danh sách", "subject": "Khác", "dated_on": agreed.dated_on}
    change_document(
        agreed, version=agreed.version, layout=layout(), settings=agreed.settings, by=cast.administrator, **values
    )
    assert [void.reasons for void in standing_of_document(agreed).voided] == [["Trích yếu đã thay đổi."]] * 2
    with pytest.raises(Conflict):
        change_document(agreed, version=1, layout=layout(), settings={}, by=cast.administrator, **values)


def test_totals_that_are_reckoned_otherwise_are_said(cast: Cast, agreed: Document) -> None:
    content = draw(agreed).content
    other = {**content, "closing": "Danh sách này có 1 (một) người, 3 (ba) lượt."}
    assert changes(content, other) == ["Số cộng hoặc lời ghi dưới danh sách đã thay đổi."]
    assert changes(content, dict(content)) == []


def test_what_was_issued_stays_when_the_records_change(make: Makers, cast: Cast, agreed: Document) -> None:
    issue_document(agreed, by=cast.administrator)
    before = get_file(agreed, "pdf").sha256
    make.enrolment(cast.training_class, cast.stranger_person)
    renew_document(agreed, by=cast.administrator)
    assert get_file(agreed, "pdf").sha256 == before
    with pytest.raises(Conflict):
        issue_document(agreed, by=cast.administrator)


def test_an_agreement_is_withdrawn_with_a_reason(cast: Cast, agreed: Document, partner: Actor) -> None:
    with pytest.raises(Invalid):
        withdraw_agreement(agreed, agency=0, note="", by=partner)
    withdraw_agreement(agreed, agency=0, note="Nhầm lớp", by=partner)
    assert list(standing_of_document(agreed).agreed) == [1]
    with pytest.raises(Conflict):
        withdraw_agreement(agreed, agency=0, note="Lần nữa", by=partner)


def test_a_commendation_is_changed_by_hand_with_a_reason(cast: Cast) -> None:
    document = make_document(cast, DocumentKind.COMMENDATION)
    assert draw(document).figures["learners"] == 0
    with pytest.raises(Invalid):
        choose_for_commendation(
            document, enrolment_id=cast.enrolment.id, included=True, reason="", by=cast.administrator
        )
    choose_for_commendation(
        document, enrolment_id=cast.enrolment.id, included=True, reason="Có sáng kiến", by=cast.administrator
    )
    [row] = draw(document).content["rows"]
    assert (row["cells"][1], row["cells"][-1]) == ("Nguyễn Thị Hạnh", "Có sáng kiến")
    choose_for_commendation(
        document, enrolment_id=cast.enrolment.id, included=False, reason="Trùng", by=cast.administrator
    )
    assert draw(document).content["rows"] == []
    assert newest_version(document).number == 3


@pytest.mark.parametrize("kind", [DocumentKind.MARKS, DocumentKind.ATTENDANCE])
def test_a_table_of_meetings_or_quizzes_is_of_one_class(cast: Cast, kind: DocumentKind) -> None:
    with pytest.raises(Invalid) as refused:
        make_document(cast, kind, scope=get_scope("year", 2026).scope)
    assert refused.value.field == "kind"


def test_a_list_that_no_page_holds_is_refused_and_nothing_is_stored(make: Makers, cast: Cast) -> None:
    for number in range(60):
        make.meeting(cast.training_class, starts_at=clock.now() - timedelta(days=number + 1))
    with pytest.raises(Invalid, match="nhiều cột"):
        make_document(cast, DocumentKind.ATTENDANCE)
    assert list_documents(cast.administrator) == []
