"""The account of a person, slips and the audit trail, in the browser."""

from __future__ import annotations

import re

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from training.accounts.access import AccountPermission
from training.accounts.models import Account
from training.accounts.queries import get_account, list_grants, list_sign_ins
from training.core.access import SYSTEM, may
from training.core.db import db
from training.people.operations import add_person

PASSWORD = "con mèo trèo cây cau"


@pytest.fixture
def office(client: CheckingClient, cast: Cast) -> CheckingClient:
    return client.sign_in(cast.administrator)


def path_of(cast: Cast, rest: str = "") -> str:
    return f"/people/{cast.cadre_person.id}/account{rest}"


def test_a_code_is_issued_and_leads_to_a_slip(office: CheckingClient, cast: Cast) -> None:
    office.get(path_of(cast))
    place = office.post(path_of(cast, "/code")).location
    page = office.get(place).text
    [code] = set(re.findall(r"[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}", page))
    assert cast.cadre_person.full_name in page
    assert "<svg" in page
    assert code not in office.get(path_of(cast)).text
    cadre = CheckingClient(office.app)
    assert f'value="{code}"' in cadre.get(f"/activate?code={code}").text
    cadre.post("/activate", {"code": code, "password": PASSWORD, "again": PASSWORD})
    office.get(place, status=404)


def test_two_clicks_issue_one_sheet(office: CheckingClient, cast: Cast) -> None:
    first = office.post(path_of(cast, "/code"), {"once": "one-click"}).location
    assert office.post(path_of(cast, "/code"), {"once": "one-click"}).location == first


def test_slips_for_a_ward_are_printed_by_its_manager(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager).get(f"/slips/new?unit={cast.ward.id}")
    place = client.post("/slips/new", {"unit_id": str(cast.ward.id), "who": "new"}).location
    page = client.get(place).text
    assert cast.cadre_person.full_name in page
    # The manager's own account holds a role that only administrators stand above.
    assert page.count('class="slip"') == 1
    client.post("/slips/new", {"unit_id": str(cast.other_ward.id), "who": "new"}, status=422)


def test_slips_are_printed_for_people_ticked(client: CheckingClient, cast: Cast) -> None:
    page = client.sign_in(cast.manager).get(f"/slips/choose?unit={cast.ward.id}").text
    assert f'name="accounts" value="{cast.cadre.account_id}"' in page
    assert f'name="accounts" value="{cast.manager.account_id}"' not in page
    ticked = [str(actor.account_id) for actor in (cast.cadre, cast.stranger, cast.administrator)]
    place = client.post("/slips/choose", {"accounts": ticked}).location
    shown = client.get(place).text
    assert shown.count('class="slip"') == 1
    assert cast.cadre_person.full_name in shown


@pytest.mark.parametrize("ticked", [{}, {"accounts": "x"}, {"accounts": "999999"}])
def test_ticking_nobody_is_refused_in_words(office: CheckingClient, cast: Cast, ticked: dict[str, str]) -> None:
    assert "Chưa lưu được" in office.post("/slips/choose", ticked, status=422).text


def test_slips_of_one_unit_lie_together(office: CheckingClient, cast: Cast) -> None:
    place = office.post("/slips/new", {"unit_id": str(cast.city.id), "who": "all"}).location
    units = re.findall(r'</b></p>\n<p class="small">([^<]+)</p>', office.get(place).text)
    assert len(units) == 5
    assert units == sorted(units, key=units.index)
    assert units.count("Phường An Mỹ") == 2


def test_a_sheet_is_not_shown_to_others(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager)
    place = client.post("/slips/new", {"unit_id": str(cast.ward.id), "who": "all"}).location
    client.sign_in(cast.administrator).get(place, status=404)
    client.sign_in(cast.cadre).get(place, status=403)


def test_nobody_to_invite_is_said_in_words(office: CheckingClient, cast: Cast) -> None:
    for account in db.session.query(Account):
        account.password_hash = "x"
    db.session.commit()
    page = office.post("/slips/new", {"unit_id": str(cast.city.id), "who": "new"}, status=422).text
    assert "không có ai" in page


def test_a_manager_has_no_hold_on_an_account_above(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.administrator)
    form = {"role": "administrator", "unit_id": str(cast.city.id), "held_to": ""}
    client.get(path_of(cast, "/roles/new"))
    client.post(path_of(cast, "/roles/new"), form)
    client.sign_in(cast.manager)
    assert "quản trị viên cấp" in client.get(path_of(cast)).text
    for deed_ in ("/code", "/revoke-codes", "/end-sign-ins", "/close"):
        client.post(path_of(cast, deed_), status=403)


def test_a_role_is_given_and_withdrawn(office: CheckingClient, cast: Cast) -> None:
    form = {"role": "trainer", "unit_id": str(cast.ward.id), "held_to": ""}
    office.post(path_of(cast, "/roles/new"), form)
    refused = office.post(path_of(cast, "/roles/new"), form, status=422).text
    assert "Giảng viên" in refused
    db.session.expire_all()
    grant = list_grants(get_account(cast.cadre.account_id or 0))[0]
    office.post(path_of(cast, f"/roles/{grant.id}/withdraw"))
    office.post(path_of(cast, "/roles/987/withdraw"), status=404)
    assert "đã thôi" in office.get(path_of(cast)).text


def test_a_role_that_overtakes_the_issuer_of_a_code_says_so(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager).post(path_of(cast, "/code"))
    form = {"role": "unit_manager", "unit_id": str(cast.ward.id), "held_to": ""}
    client.sign_in(cast.administrator).post(path_of(cast, "/roles/new"), form)
    page = client.get(path_of(cast)).text
    assert "Mã dùng một lần chưa dùng đã hết hiệu lực" in page
    assert "Đã cấp mã" not in page


def test_roles_are_offered_with_the_least_first_over_the_own_unit(office: CheckingClient, cast: Cast) -> None:
    page = office.get(path_of(cast, "/roles/new")).text
    assert re.findall(r'name="role"[^>]*value="(\w+)"', page) == ["learner", "trainer", "unit_manager", "administrator"]
    assert f'selected value="{cast.ward.id}"' in page
    assert " checked" not in page


def test_the_last_administrator_stays(office: CheckingClient, cast: Cast) -> None:
    account = get_account(cast.administrator.account_id or 0)
    [grant] = list_grants(account)
    office.post(f"/people/{account.person_id}/account/roles/{grant.id}/withdraw")
    db.session.expire_all()
    assert list_grants(account)[0].held_to is None


def test_only_administrators_give_roles(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager).get(path_of(cast, "/roles/new"), status=403)
    client.post(path_of(cast, "/roles/new"), {"role": "administrator", "unit_id": str(cast.ward.id)}, status=403)


def test_a_closed_account_is_shut_out_and_let_in_again(office: CheckingClient, cast: Cast) -> None:
    cadre = CheckingClient(office.app).sign_in(cast.cadre)
    cadre.get("/account")
    office.post(path_of(cast, "/close"))
    cadre.get("/account", status=302)
    office.get(path_of(cast))
    office.post(path_of(cast, "/code"), status=409)
    office.post(path_of(cast, "/reopen"))
    assert "đã khóa" not in office.get(path_of(cast)).text


def test_a_person_is_signed_out_everywhere(office: CheckingClient, cast: Cast) -> None:
    cadre = CheckingClient(office.app).sign_in(cast.cadre)
    office.post(path_of(cast, "/end-sign-ins"))
    cadre.get("/account", status=302)
    assert list_sign_ins(cast.cadre.account_id or 0, hours=12) == []


def test_an_account_is_opened_for_who_has_none(office: CheckingClient, cast: Cast) -> None:
    person = add_person(full_name="Hồ Thị Mới", unit=cast.ward, phone="0905888777", by=SYSTEM)
    place = f"/people/{person.id}/account"
    assert "chưa có tài khoản" in office.get(place).text
    office.post(f"{place}/code", status=404)
    office.post(f"{place}/open")
    office.post(f"{place}/open")
    assert "Học viên" in office.get(place).text


def test_accounts_elsewhere_are_not_shown(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager).get(f"/people/{cast.stranger_person.id}/account", status=403)
    client.get(path_of(cast))


def test_the_trail_is_read_by_administrators(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.administrator).post(path_of(cast, "/end-sign-ins"))
    page = client.get("/audit").text
    assert "đăng xuất mọi thiết bị" in page
    assert "127.0.0.1" in page
    assert "đăng xuất mọi thiết bị" in client.get("/audit?verb=end_all_sign_ins&person=quan").text
    for odd in ("?from=31/02/2026", "?to=9999-12-31", "?from=0001-01-01", "?page=x", "?verb=nothing", "?person=%25"):
        client.get("/audit" + odd)
    assert f"/audit?person={cast.cadre_person.code}" in client.get(path_of(cast)).text
    client.sign_in(cast.manager).get("/audit", status=403)
    assert "/audit" not in client.get(path_of(cast)).text
    assert not may(cast.manager, AccountPermission.AUDIT)
