"""Signing in, one-time codes and roles, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.makers import Makers
from training.accounts.models import Account, RoleGrant
from training.accounts.operations import (
    activate,
    change_password,
    close_account,
    create_first_administrator,
    end_all_sign_ins,
    grant_role,
    issue_codes,
    new_setup_token,
    open_accounts,
    record_wrong_password,
    start_sign_in,
    withdraw_role,
)
from training.accounts.queries import find_credentials, find_signed_in, get_account
from training.core import clock
from training.core.access import SYSTEM, Actor, Role
from training.core.db import db
from training.core.errors import Conflict, Invalid

KEY = "k" * 40


def sign_in(actor: Actor) -> str:
    assert actor.account_id is not None
    return start_sign_in(actor.account_id, agent="phone", by=actor)


def is_in(token: str) -> bool:
    return find_signed_in(token, hours=12) is not None


def test_a_token_finds_its_person_and_roles(cast: Cast) -> None:
    found = find_signed_in(sign_in(cast.manager), hours=12)
    assert found is not None
    assert found[0].person_id == cast.manager.person_id
    assert [(g.role, g.path) for g in found[0].grants] == [(Role.UNIT_MANAGER, cast.ward.path)]
    assert found[0].unit_name == cast.ward.name


def test_an_unused_sign_in_ends(cast: Cast) -> None:
    token = sign_in(cast.cadre)
    with clock.frozen(clock.now() + timedelta(hours=13)):
        assert not is_in(token)


def test_ending_all_sign_ins_can_spare_this_device(cast: Cast) -> None:
    here, there = sign_in(cast.cadre), sign_in(cast.cadre)
    found = find_signed_in(here, hours=12)
    assert found is not None
    end_all_sign_ins(get_account(cast.cadre.account_id or 0), by=cast.cadre, but=found[0].sign_in_id)
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_new_password_signs_every_other_device_out(cast: Cast) -> None:
    token = sign_in(cast.cadre)
    change_password(get_account(cast.cadre.account_id or 0), password_hash="x", by=cast.cadre)
    assert not is_in(token)


@pytest.mark.parametrize("spelling", ["{phone}", "+84{rest}", "84 {rest}", "{code}", "{lower}"])
def test_a_person_is_found_by_phone_or_code_in_any_spelling(cast: Cast, spelling: str) -> None:
    person = cast.cadre_person
    assert person.phone
    assert person.code
    typed = spelling.format(phone=person.phone, rest=person.phone[1:], code=person.code, lower=person.code.lower())
    found = find_credentials(typed)
    assert found is not None
    assert found.person_id == person.id


def test_the_fifth_wrong_password_slows_the_account_and_a_right_one_forgets_it(cast: Cast) -> None:
    account_id = cast.cadre.account_id or 0
    assert [record_wrong_password(account_id) is not None for _ in range(5)] == [False] * 4 + [True]
    with clock.frozen(clock.now() + timedelta(seconds=31)):
        sign_in(cast.cadre)
    db.session.rollback()
    assert get_account(account_id).wrong_in_a_row == 0
    assert record_wrong_password(account_id) is None


def test_a_right_guess_sent_beside_five_wrong_ones_does_not_get_in(cast: Cast) -> None:
    for _ in range(5):
        record_wrong_password(cast.cadre.account_id or 0)
    with pytest.raises(Conflict):
        sign_in(cast.cadre)


def test_a_code_is_good_once(cast: Cast) -> None:
    account = get_account(cast.cadre.account_id or 0)
    code = issue_codes([account], days=14, key=KEY, by=cast.administrator)[account.id]
    assert activate(code.lower().replace("-", " "), key=KEY, password_hash="hash", by=SYSTEM).id == account.id
    with pytest.raises(Invalid):
        activate(code, key=KEY, password_hash="other", by=SYSTEM)
    db.session.rollback()
    assert get_account(account.id).password_hash == "hash"


def test_a_new_code_ends_the_one_before(cast: Cast) -> None:
    account = get_account(cast.cadre.account_id or 0)
    first = issue_codes([account], days=14, key=KEY, by=cast.administrator)[account.id]
    issue_codes([account], days=14, key=KEY, by=cast.administrator)
    with pytest.raises(Invalid):
        activate(first, key=KEY, password_hash="hash", by=SYSTEM)


def test_an_expired_code_is_refused(cast: Cast) -> None:
    account = get_account(cast.cadre.account_id or 0)
    code = issue_codes([account], days=1, key=KEY, by=cast.administrator)[account.id]
    with clock.frozen(clock.now() + timedelta(days=2)), pytest.raises(Invalid):
        activate(code, key=KEY, password_hash="hash", by=SYSTEM)


def test_opening_accounts_twice_makes_one_each(cast: Cast, make: Makers) -> None:
    person = make.person("Lý Thị Mới", unit=cast.ward)
    first = open_accounts([person, cast.cadre_person], by=cast.administrator)
    assert [a.person_id for a in first] == [person.id]
    assert open_accounts([person], by=cast.administrator) == []
    grant = db.session.query(RoleGrant).filter_by(account_id=first[0].id).one()
    assert (grant.role, grant.unit_id) == (Role.LEARNER, cast.ward.id)


def test_a_role_is_granted_once_and_ends_with_its_withdrawal(cast: Cast) -> None:
    account = get_account(cast.cadre.account_id or 0)
    grant = grant_role(account, Role.TRAINER, unit=cast.ward, by=cast.administrator)
    with pytest.raises(Conflict):
        grant_role(account, Role.TRAINER, unit=cast.ward, by=cast.administrator)
    withdraw_role(grant, by=cast.administrator)
    found = find_signed_in(sign_in(cast.cadre), hours=12)
    assert found is not None
    assert [g.role for g in found[0].grants] == [Role.LEARNER]


def test_the_last_administrator_stays(cast: Cast) -> None:
    grant = db.session.query(RoleGrant).filter_by(role=Role.ADMINISTRATOR).one()
    with pytest.raises(Conflict):
        withdraw_role(grant, by=SYSTEM)


def test_a_closed_account_lets_nobody_in(cast: Cast) -> None:
    token = sign_in(cast.cadre)
    close_account(get_account(cast.cadre.account_id or 0), by=cast.administrator)
    assert not is_in(token)
    assert find_credentials(cast.cadre_person.phone or "") is None


def test_the_setup_link_works_once_and_only_without_an_administrator(make: Makers) -> None:
    unit = make.unit()
    person = make.person(unit=unit)
    token = new_setup_token()
    account: Account = create_first_administrator(token, person=person, unit=unit, password_hash="h", by=SYSTEM)
    assert account.id
    with pytest.raises(Conflict):
        create_first_administrator(token, person=make.person(unit=unit), unit=unit, password_hash="h", by=SYSTEM)
