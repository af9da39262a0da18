"""Sheets of slips and what managers see of accounts, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.counting import counted
from tests.makers import Makers
from training.accounts.access import audits_all, may_grant, may_issue
from training.accounts.models import Account
from training.accounts.operations import (
    activate,
    close_account,
    end_all_sign_ins,
    grant_role,
    issue_sheet,
    open_accounts,
    reopen_account,
    revoke_codes,
    withdraw_role,
)
from training.accounts.queries import (
    find_waiting_code,
    get_account,
    list_accounts_in,
    list_grants,
    list_sheet,
    list_sign_ins,
)
from training.accounts.rules import code_on_sheet
from training.accounts.trail import Sought, list_trail, verbs_in_trail
from training.classes.operations import withdraw_learner
from training.core import clock
from training.core.access import SYSTEM, Actor, Grant, Role
from training.core.db import db
from training.core.errors import Conflict, Denied, Invalid
from training.people.operations import change_person
from training.units.models import Unit

KEY = "k" * 40
TOKEN = "a-token-of-the-sheet"


def account_of(actor: Actor) -> Account:
    return get_account(actor.account_id or 0)


def head_of(unit: Unit) -> Actor:
    return Actor(None, None, "x", (Grant(Role.ADMINISTRATOR, unit.id, unit.path),))


def issued(cast: Cast, token: str = TOKEN) -> str:
    account = account_of(cast.cadre)
    issue_sheet(accounts=[account], token=token, days=14, key=KEY, by=cast.manager)
    return code_on_sheet(token, account.id, KEY)


def test_a_code_from_a_slip_opens_the_account_once(cast: Cast) -> None:
    code = issued(cast)
    assert activate(code, key=KEY, password_hash="hash", by=SYSTEM).id == cast.cadre.account_id
    assert list_sheet(TOKEN, issued_by=cast.manager.account_id) == []


def test_a_new_sheet_ends_the_codes_of_the_one_before(cast: Cast) -> None:
    issued(cast)
    issued(cast, "another")
    assert list_sheet(TOKEN, issued_by=cast.manager.account_id) == []
    assert len(list_sheet("another", issued_by=cast.manager.account_id)) == 1


def test_a_sheet_is_for_its_issuer_and_for_a_day(cast: Cast) -> None:
    issued(cast)
    assert len(list_sheet(TOKEN, issued_by=cast.manager.account_id)) == 1
    assert list_sheet(TOKEN, issued_by=cast.administrator.account_id) == []
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert list_sheet(TOKEN, issued_by=cast.manager.account_id) == []


def test_a_waiting_code_is_known_until_it_is_ended(cast: Cast) -> None:
    issued(cast)
    assert find_waiting_code(account_of(cast.cadre))
    revoke_codes(account_of(cast.cadre), by=cast.manager)
    assert find_waiting_code(account_of(cast.cadre)) is None


def test_accounts_of_a_unit_are_those_of_its_people(cast: Cast) -> None:
    found = list_accounts_in(cast.ward, without_password=True)
    assert [a.id for a in found] == [cast.cadre.account_id, cast.manager.account_id]
    issued_code = issued(cast)
    activate(issued_code, key=KEY, password_hash="hash", by=SYSTEM)
    assert [a.id for a in list_accounts_in(cast.ward, without_password=True)] == [cast.manager.account_id]
    assert len(list_accounts_in(cast.city, without_password=False)) == 5


def test_accounts_of_a_unit_take_a_constant_number_of_queries(cast: Cast) -> None:
    db.session.expire_all()
    with counted() as sent:
        accounts = list_accounts_in(cast.city, without_password=False)
        assert all(may_issue(cast.administrator, account) or account.grants for account in accounts)
    assert len(sent) <= 6


def test_nobody_issues_a_code_for_somebody_above_them(cast: Cast) -> None:
    assert may_issue(cast.manager, account_of(cast.cadre))
    assert not may_issue(cast.manager, account_of(cast.manager))
    assert not may_issue(cast.manager, account_of(cast.stranger))
    assert may_issue(cast.administrator, account_of(cast.manager))
    grant_role(account_of(cast.cadre), Role.ADMINISTRATOR, unit=cast.city, by=cast.administrator)
    db.session.expire_all()
    assert not may_issue(cast.manager, account_of(cast.cadre))


def test_a_withdrawn_role_no_longer_stands_in_the_way(cast: Cast) -> None:
    grant = grant_role(account_of(cast.cadre), Role.UNIT_MANAGER, unit=cast.ward, by=cast.administrator)
    withdraw_role(grant, by=cast.administrator)
    db.session.expire_all()
    assert may_issue(cast.manager, account_of(cast.cadre))
    assert [g.role for g in list_grants(account_of(cast.cadre))] == [Role.UNIT_MANAGER, Role.LEARNER]


def test_roles_are_given_over_own_units_only(cast: Cast) -> None:
    assert not may_grant(cast.manager, account_of(cast.cadre))
    with pytest.raises(Denied):
        grant_role(account_of(cast.cadre), Role.UNIT_MANAGER, unit=cast.ward, by=cast.manager)
    ward_head = head_of(cast.ward)
    with pytest.raises(Denied):
        grant_role(account_of(cast.cadre), Role.ADMINISTRATOR, unit=cast.city, by=ward_head)
    assert not audits_all(ward_head)
    assert audits_all(cast.administrator)


def renamed(cast: Cast, name: str, by: Actor) -> None:
    person = cast.cadre_person
    change_person(
        person, version=person.version, full_name=name, birth=None, gender=None, phone=person.phone, email=None, by=by
    )


def test_the_trail_tells_who_changed_what(cast: Cast) -> None:
    renamed(cast, "Nguyễn Thị Hằng", cast.manager)
    [line] = list_trail(cast.administrator).rows
    assert (line.who, line.what, line.thing) == (
        "Lê Thị Phường",
        "sửa thông tin cán bộ",
        "Cán bộ: Nguyễn Thị Hằng",
    )
    assert line.changes == [("Họ và tên", "Nguyễn Thị Hạnh", "Nguyễn Thị Hằng")]


def test_the_trail_names_whom_and_what_a_deed_was_about(cast: Cast) -> None:
    issued(cast)
    grant = grant_role(account_of(cast.cadre), Role.TRAINER, unit=cast.ward, by=cast.administrator)
    withdraw_role(grant, by=cast.administrator)
    withdrawn, given, codes = list_trail(cast.administrator).rows
    assert ("Dành cho", "Nguyễn Thị Hạnh") in codes.given
    assert given.thing == "Tài khoản: Nguyễn Thị Hạnh"
    assert {value for _name, value in given.given} == {"Giảng viên", "Phường An Mỹ"}
    assert withdrawn.thing == "Vai trò: Nguyễn Thị Hạnh – Giảng viên – Phường An Mỹ"


def sought(cast: Cast, **narrowed: Any) -> int:
    return list_trail(cast.administrator, Sought(**narrowed)).total


def test_the_trail_is_filtered(cast: Cast) -> None:
    renamed(cast, "Nguyễn Thị Hằng", cast.manager)
    issued(cast)
    assert sought(cast) == 2
    assert sought(cast, verbs=("issue_sheet", "nothing")) == 1
    assert sought(cast, person="phuong") == 2
    assert sought(cast, person="hang") == 1
    assert sought(cast, person="quan") == 0
    assert set(verbs_in_trail()) == {"change_person", "issue_sheet"}


def test_the_trail_is_narrowed_to_days(cast: Cast) -> None:
    issued(cast)
    today, day = clock.today(), timedelta(days=1)
    assert sought(cast, first_day=today, last_day=today) == 1
    assert sought(cast, first_day=today + day) == 0
    assert sought(cast, last_day=today - day) == 0


def test_the_trail_names_things_of_every_part(cast: Cast) -> None:
    withdraw_learner(cast.enrolment, reason="nghỉ phép", by=cast.trainer)
    open_accounts([cast.cadre_person, cast.stranger_person], by=cast.manager)
    opened, withdrawn, told = list_trail(cast.administrator).rows
    assert ("Trạng thái", "Đang học", "Đã rút tên") in withdrawn.changes
    assert not told.changes
    assert withdrawn.thing == f"Học viên: Nguyễn Thị Hạnh – {cast.training_class.title}"
    assert ("Lý do", "nghỉ phép") in withdrawn.given
    assert "Võ Văn Khách" in opened.thing + str(opened.given)


def test_a_part_administrator_reads_what_the_own_people_did(cast: Cast) -> None:
    renamed(cast, "Nguyễn Thị Hằng", cast.administrator)
    ward_head = head_of(cast.ward)
    assert list_trail(ward_head).total == 0
    renamed(cast, "Nguyễn Thị Hà", cast.manager)
    assert list_trail(ward_head).total == 1


def test_a_longer_trail_takes_no_more_queries(cast: Cast) -> None:
    def queries() -> int:
        with counted() as sent:
            list_trail(cast.administrator)
        return len(sent)

    renamed(cast, "Nguyễn Thị Một", cast.manager)
    few = queries()
    for number in range(5):
        renamed(cast, f"Nguyễn Thị Số{number}", cast.administrator)
    assert queries() == few <= 3


@pytest.mark.parametrize(("role", "good"), [(Role.LEARNER, True), (Role.TRAINER, True), (Role.UNIT_MANAGER, False)])
def test_a_code_ends_when_its_issuer_no_longer_stands_above(cast: Cast, role: Role, good: bool) -> None:
    issued(cast)
    area = cast.ward if role is not Role.LEARNER else cast.city
    grant_role(account_of(cast.cadre), role, unit=area, by=cast.administrator)
    assert bool(find_waiting_code(account_of(cast.cadre))) is good


def test_a_code_of_an_administrator_outlives_a_new_role(cast: Cast) -> None:
    issue_sheet(accounts=[account_of(cast.cadre)], token=TOKEN, days=14, key=KEY, by=cast.administrator)
    grant_role(account_of(cast.cadre), Role.UNIT_MANAGER, unit=cast.ward, by=cast.administrator)
    assert find_waiting_code(account_of(cast.cadre))


def test_closing_an_account_ends_its_codes_for_good(cast: Cast) -> None:
    code = issued(cast)
    close_account(account_of(cast.cadre), by=cast.administrator)
    reopen_account(account_of(cast.cadre), by=cast.administrator)
    with pytest.raises(Invalid):
        activate(code, key=KEY, password_hash="hash", by=SYSTEM)


def test_a_closed_account_does_not_count_as_another_administrator(cast: Cast) -> None:
    [first] = list_grants(account_of(cast.administrator))
    grant_role(account_of(cast.stranger), Role.ADMINISTRATOR, unit=cast.city, by=cast.administrator)
    close_account(account_of(cast.stranger), by=cast.administrator)
    with pytest.raises(Conflict, match="người quản trị"):
        withdraw_role(first, by=head_of(cast.city))


def test_devices_are_those_that_can_still_be_used(cast: Cast, make: Makers) -> None:
    number = cast.cadre.account_id or 0
    make.sign_in(cast.cadre)
    assert len(list_sign_ins(number, hours=12)) == 1
    with clock.frozen(clock.now() + timedelta(hours=13)):
        assert list_sign_ins(number, hours=12) == []
    end_all_sign_ins(account_of(cast.cadre), by=cast.cadre)
    assert list_sign_ins(number, hours=12) == []
