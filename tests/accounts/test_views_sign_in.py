"""Sign-in as a person meets it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask

from tests.cast import Cast
from tests.client import CheckingClient
from training.accounts.operations import change_password, issue_codes, new_setup_token
from training.accounts.passwords import hash_password, verify_password
from training.accounts.queries import get_account, has_administrator
from training.accounts.rules import CODES_BEFORE_SLOW, LONGEST_CODE_WAIT
from training.core import clock
from training.core.access import SYSTEM
from training.core.db import db
from training.core.limits import count_try

PASSWORD = "con mèo trèo cây cau"


@pytest.fixture
def with_password(cast: Cast) -> Cast:
    change_password(get_account(cast.cadre.account_id or 0), password_hash=hash_password(PASSWORD), by=SYSTEM)
    return cast


def try_(client: CheckingClient, identifier: str | None, password: str, status: int, **more: str) -> str:
    answer = client.post("/sign-in", {"identifier": identifier or "", "password": password, **more}, status=status)
    return answer.headers.get("Location", "") or answer.text


def test_the_right_password_leads_where_one_wanted_to_go(with_password: Cast, client: CheckingClient) -> None:
    assert try_(client, with_password.cadre_person.phone, PASSWORD, 303, next="/account") == "/account"
    assert with_password.cadre_person.full_name in client.get("/account").text


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_sign_in_never_leads_off_the_site(with_password: Cast, client: CheckingClient, target: str) -> None:
    assert try_(client, with_password.cadre_person.phone, PASSWORD, 303, next=target) == "/"


def test_a_wrong_password_and_an_unknown_person_read_the_same(with_password: Cast, client: CheckingClient) -> None:
    wrong = try_(client, with_password.cadre_person.phone, "sai mật khẩu", 422)
    unknown = try_(client, "0999999999", "sai mật khẩu", 422)
    for text in (wrong, unknown):
        assert "không khớp" in text
    assert f'value="{with_password.cadre_person.phone}"' in wrong


def test_five_wrong_passwords_slow_that_account_and_no_other(with_password: Cast, client: CheckingClient) -> None:
    phone = with_password.cadre_person.phone
    for n in range(5):
        try_(client, phone, "sai mật khẩu", 429 if n == 4 else 422)
    assert "thử lại sau" in try_(client, phone, PASSWORD, 429)
    change_password(
        get_account(with_password.stranger.account_id or 0), password_hash=hash_password(PASSWORD), by=SYSTEM
    )
    try_(client, with_password.stranger_person.phone, PASSWORD, 303)


def test_a_page_leads_to_sign_in_and_signing_out_ends_it(with_password: Cast, client: CheckingClient) -> None:
    assert client.get("/account", status=302).headers["Location"].startswith("/sign-in?next=")
    try_(client, with_password.cadre_person.phone, PASSWORD, 303)
    client.get("/account")
    assert client.post("/sign-out").headers["Clear-Site-Data"]
    client.get("/account", status=302)


def test_the_first_sign_in_sets_a_password_of_ones_own(app: Flask, cast: Cast, client: CheckingClient) -> None:
    account = get_account(cast.cadre.account_id or 0)
    code = issue_codes([account], days=14, key=app.config["SECRET_KEY"], by=SYSTEM)[account.id]
    assert code in client.get(f"/activate?code={code}").text
    weak = client.post("/activate", {"code": code, "password": "12345678", "again": "12345678"}, status=422)
    assert code in weak.text
    client.post("/activate", {"code": code, "password": PASSWORD, "again": PASSWORD})
    client.get("/account")
    again = CheckingClient(app)
    again.post("/activate", {"code": code, "password": PASSWORD, "again": PASSWORD}, status=422)
    try_(again, cast.cadre_person.code, PASSWORD, 303)


def test_changing_the_password_asks_for_the_one_of_now(with_password: Cast, client: CheckingClient) -> None:
    try_(client, with_password.cadre_person.phone, PASSWORD, 303)
    new = {"password": "trời hôm nay xanh lắm", "again": "trời hôm nay xanh lắm"}
    client.post("/account/password", {"current": "không phải", **new}, status=422)
    client.post("/account/password", {"current": PASSWORD, **new})


def test_preferences_are_kept_in_cookies(client: CheckingClient) -> None:
    client.post("/preferences", {"theme": "dark", "text": "large", "language": "en", "next": "/sign-in"})
    page = client.get("/sign-in").text
    assert 'data-theme="dark"' in page
    assert 'lang="en"' in page
    assert "Sign in" in page


def test_an_empty_installation_is_set_up_by_its_link(app: Flask, client: CheckingClient) -> None:
    token = new_setup_token()
    form = {
        "unit_name": "Thành phố Tam Kỳ",
        "full_name": "trần văn quản",
        "phone": "0905 111 222",
        "password": PASSWORD,
        "again": PASSWORD,
    }
    client.post(f"/setup/{token}", {**form, "phone": "12"}, status=422)
    client.post(f"/setup/{token}", form)
    assert has_administrator()
    client.get("/account")
    CheckingClient(app).post(f"/setup/{token}", {**form, "phone": "0905111333"}, status=409)


def test_the_sign_in_page_says_why_it_is_shown(client: CheckingClient) -> None:
    led = client.get("/audit", status=302).location
    page = client.get(led).text
    assert "Đăng nhập để mở trang vừa chọn" in page
    assert "log in" not in page
    assert "vừa chọn" not in client.get("/sign-in?next=/").text


@pytest.mark.usefixtures("with_password")
def test_an_identifier_that_nobody_has_is_slowed_like_an_account(client: CheckingClient) -> None:
    for typed in ("0999 888 777", "0999888777", "+84999888777", "0999.888.777"):
        try_(client, typed, "guess", 422)
    assert "thử lại sau" in try_(client, "0999888777", "guess", 429)
    try_(client, "0999888777", "guess", 429)


@pytest.mark.usefixtures("cast")
def test_wrong_one_time_codes_make_their_address_wait_a_little(client: CheckingClient) -> None:
    form = {"code": "2222-2222", "password": PASSWORD, "again": PASSWORD}
    for _n in range(CODES_BEFORE_SLOW):
        count_try("activation 127.0.0.1")
    assert "Nhập sai mã quá nhiều lần" in client.post("/activate", form, status=429).text
    with clock.frozen(clock.now() + timedelta(seconds=LONGEST_CODE_WAIT)):
        client.post("/activate", form, status=422)


def test_a_hash_of_weaker_days_is_replaced_at_the_next_sign_in(cast: Cast, client: CheckingClient) -> None:
    account = get_account(cast.cadre.account_id or 0)
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    change_password(account, password_hash=weak, by=SYSTEM)
    try_(client, cast.cadre_person.phone, PASSWORD, 303)
    db.session.refresh(account)
    assert account.password_hash != weak
    assert verify_password(account.password_hash, PASSWORD)
