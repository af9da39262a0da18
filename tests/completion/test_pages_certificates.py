"""Pages of certificates: issued by a list, seen by whom they concern, checked by anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import mark
from tests.completion.issuing import complete_class, issue, make_certificate, make_template
from tests.makers import Makers
from training.attendance.models import Status
from training.completion.models import Certificate, CertificateTemplate
from training.completion.operations.certificates import revoke_certificate, save_template
from training.completion.rules.codes import new_code
from training.core import clock
from training.core.db import db


def certificates() -> list[Certificate]:
    return list(db.session.scalars(db.select(Certificate)).unique())


def test_certificates_are_issued_to_those_who_are_ticked(make: Makers, cast: Cast, client: CheckingClient) -> None:
    ids = complete_class(make, cast, "Trần Văn Bình", "Lê Thị Cúc")
    template = make_template(cast.city)
    path = f"/classes/{cast.training_class.id}/certificates"
    client.sign_in(cast.administrator)
    page = client.get(path).text
    assert page.count(" checked") == 2
    form = {"template_id": template.id, "issued_on": clock.today(), "basis": "QĐ số 12", "learners": ids[:1]}
    refused = client.post(path, form | {"basis": ""}, status=422).text
    assert refused.count(" checked") == 1
    client.post(path, form)
    assert [one.data["full_name"] for one in certificates()] == ["Trần Văn Bình"]
    again = client.get(path).text
    assert certificates()[0].data["register"] in again
    assert "Trần Văn Bình" in client.post(path, form, status=409).text


def test_the_page_says_that_meetings_lie_ahead(make: Makers, cast: Cast, client: CheckingClient) -> None:
    """What is certified is what was held; the paper bears no day before the last meeting."""
    ids = complete_class(make, cast, "Trần Văn Bình")
    held = make.meeting(cast.training_class, starts_at=clock.now() - timedelta(days=2), study_hours=4)
    make.meeting(cast.training_class, starts_at=clock.now() + timedelta(days=2), study_hours=6)
    mark(held, ids[0], Status.PRESENT)
    template = make_template(cast.city)
    path = f"/classes/{cast.training_class.id}/certificates"
    assert "Còn 1 buổi chưa học" in client.sign_in(cast.administrator).get(path).text
    form = {"template_id": template.id, "basis": "QĐ số 12", "learners": ids}
    early = client.post(path, form | {"issued_on": clock.today() - timedelta(days=3)}, status=422).text
    assert "Sau ngày này lớp còn học" in early
    client.post(path, form | {"issued_on": clock.today()})
    assert certificates()[0].data["hours"] == 4


def test_whoever_leaves_with_a_certificate_is_named_beside_it(make: Makers, cast: Cast, client: CheckingClient) -> None:
    [one] = issue(cast, complete_class(make, cast, "Trần Văn Bình"))
    path = f"/classes/{cast.training_class.id}/learners/{one.enrolment_id}/withdraw"
    page = client.sign_in(cast.administrator).get(path).text
    assert f"Giấy chứng nhận {one.data['register']} vẫn còn hiệu lực" in page


def test_a_template_changed_meanwhile_is_named_at_its_field(make: Makers, cast: Cast, client: CheckingClient) -> None:
    ids = complete_class(make, cast, "Trần Văn Bình")
    old = make_template(cast.city)
    save_template(unit_id=old.unit_id, name=old.name, design=old.design, number=2, by=cast.administrator)
    form = {"template_id": old.id, "issued_on": clock.today(), "basis": "QĐ số 12", "learners": ids}
    client.sign_in(cast.administrator)
    page = client.post(f"/classes/{cast.training_class.id}/certificates", form, status=422).text
    assert f"Mẫu “{old.name}” đã cũ: đây là phiên bản 1, hiện dùng phiên bản 2." in page
    assert "QĐ số 12" in page
    assert certificates() == []


def test_a_trainer_sees_certificates_and_issues_none(make: Makers, cast: Cast, client: CheckingClient) -> None:
    complete_class(make, cast, "Trần Văn Bình")
    path = f"/classes/{cast.training_class.id}/certificates"
    client.sign_in(cast.trainer)
    assert "Cấp giấy chứng nhận</h2>" not in client.get(path).text
    client.post(path, {}, status=403)


def test_the_learner_opens_the_own_file_and_nobody_elses(cast: Cast, client: CheckingClient) -> None:
    one = make_certificate(cast)
    client.sign_in(cast.cadre)
    assert f"/certificates/{one.id}/file" in client.get(f"/learn/classes/{cast.training_class.id}/completion").text
    page = client.get(f"/certificates/{one.id}").text
    assert "QĐ 12" not in page
    with client.get(f"/certificates/{one.id}/file") as file:
        assert file.data.startswith(b"%PDF")
    client.sign_in(cast.stranger).get(f"/certificates/{one.id}/file", status=403)


def test_anybody_checks_a_certificate_by_its_code(cast: Cast, client: CheckingClient) -> None:
    one = make_certificate(cast)
    page = client.get(f"/verify?code={one.code[:4]}-{one.code[4:].lower()}").text
    for words in ("Còn hiệu lực", "Nguyễn Thị Hạnh", one.data["register"]):
        assert words in page
    revoke_certificate(one, reason="Cấp nhầm người", by=cast.administrator)
    page = client.get(f"/verify?code={one.code}").text
    assert "Đã thu hồi" in page
    assert "Cấp nhầm người" in page


def test_a_superseded_one_names_the_number_and_not_the_code_of_the_new(
    make: Makers, cast: Cast, client: CheckingClient
) -> None:
    [one] = issue(cast, complete_class(make, cast, "Trần Văn Bình"))
    form = {"template_id": one.template_id, "issued_on": clock.today(), "reason": "Sai năm sinh"}
    client.sign_in(cast.administrator).post(f"/certificates/{one.id}/reissue", form)
    fresh = certificates()[-1]
    page = client.get(f"/verify?code={one.code}").text
    assert fresh.data["register"] in page
    assert fresh.code not in page.replace("-", "")


def test_a_typo_is_told_from_a_code_that_does_not_exist(cast: Cast, client: CheckingClient) -> None:
    assert "ký tự cuối không khớp" in client.get("/verify?code=7KQM-2XWD-8", status=422).text
    assert "không có giấy chứng nhận nào" in client.get("/verify?code=7KQM-2XWD-9", status=404).text
    client.get("/verify")


def test_guessing_is_slowed_and_reading_is_not(cast: Cast, client: CheckingClient) -> None:
    one = make_certificate(cast)
    for _time in range(5):
        client.get(f"/verify?code={one.code}")
        client.get(f"/verify?code={new_code()}", status=404)
    slowed = client.get(f"/verify?code={new_code()}", status=429)
    assert int(slowed.headers["Retry-After"]) > 0


def test_a_certificate_is_revoked_with_a_reason(cast: Cast, client: CheckingClient) -> None:
    one = make_certificate(cast)
    client.sign_in(cast.administrator)
    client.post(f"/certificates/{one.id}/revoke", {"why": " "}, status=422)
    client.post(f"/certificates/{one.id}/revoke", {"why": "Cấp nhầm"})
    assert "Cấp nhầm" in client.get(f"/certificates/{one.id}").text
    client.post(f"/certificates/{one.id}/revoke", {"why": "Nữa"}, status=409)


def typed(**fields: object) -> dict[str, object]:
    return {
        "name": "Phối hợp",
        "title": "GIẤY CHỨNG NHẬN",
        "lead_name": "Ủy ban MTTQ Việt Nam thành phố",
        "statement": "chứng nhận",
        "completed": "Đã hoàn thành lớp",
        "right_role": "TM. Ban Thường trực\nChủ tịch",
        "suffix": "GCN-MTTQ",
    } | fields


def test_a_template_is_previewed_and_saved_as_versions(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.administrator)
    assert "data:image" not in client.get("/certificate-templates/new").text
    preview = client.post("/certificate-templates/new", typed(unit_id=cast.city.id, step="preview"), status=200).text
    assert "data:image/png;base64," in preview
    client.post("/certificate-templates/new", typed(unit_id=cast.city.id, step="save"))
    one = db.session.scalars(db.select(CertificateTemplate)).one()
    client.post(f"/certificate-templates/{one.id}", typed(title="CHỨNG NHẬN", step="save", number="1"))
    client.post(f"/certificate-templates/{one.id}", typed(title="LẦN HAI", step="save", number="1"), status=409)
    numbers = [t.number for t in db.session.scalars(db.select(CertificateTemplate)).unique()]
    assert numbers == [1, 2]
    assert client.get(f"/certificate-templates/{one.id}/preview.png").data.startswith(b"\x89PNG")
    assert "phiên bản 2" in client.get("/certificate-templates").text


@pytest.mark.parametrize("field", ["title", "lead_name", "statement", "right_role", "suffix"])
def test_a_template_without_what_it_needs_comes_back(cast: Cast, client: CheckingClient, field: str) -> None:
    client.sign_in(cast.administrator)
    client.post("/certificate-templates/new", typed(unit_id=cast.city.id, step="save", **{field: ""}), status=422)


def test_all_are_printed_as_a_job(make: Makers, cast: Cast, client: CheckingClient) -> None:
    issue(cast, complete_class(make, cast, "Trần Văn Bình"))
    answer = client.sign_in(cast.trainer).post(f"/classes/{cast.training_class.id}/certificates/print/zip")
    assert "/jobs/" in answer.headers["Location"]
