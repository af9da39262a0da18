"""Rules of sign-in as tables."""

from __future__ import annotations

import pytest
from flask import Flask

from training.accounts.devices import device_name
from training.accounts.passwords import hash_password, verify_password
from training.accounts.rules import CODE_LETTERS, code_hash, new_code, password_fault, slow_seconds, tidy_code


@pytest.mark.parametrize(("wrong", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (10, 900), (60, 900)])
def test_guessing_is_slowed_and_never_stopped_for_good(wrong: int, seconds: int) -> None:
    assert slow_seconds(wrong) == seconds


@pytest.mark.parametrize("typed", ["7K3M-QX9A", "7k3mqx9a", " 7K3M QX9A ", "7k3m–qx9a"])
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    assert tidy_code(typed) == "7K3M-QX9A"
    assert code_hash(typed, "key") == code_hash("7K3M-QX9A", "key")


def test_a_code_has_no_letters_that_look_alike() -> None:
    assert not set("0O1ILU") & set(CODE_LETTERS)
    assert len(CODE_LETTERS) == 30
    assert set(new_code()) <= set(CODE_LETTERS) | {"-"}


def test_a_code_hashes_differently_under_another_key() -> None:
    assert code_hash("7K3M-QX9A", "a") != code_hash("7K3M-QX9A", "b")


@pytest.mark.parametrize(
    "bad", ["ngắn", "password", "12345678", "aaaaaaaaaa", "0905123456", "NguyenThiHanh", "x" * 300]
)
def test_a_password_that_is_easily_guessed_is_refused(app: Flask, bad: str) -> None:
    assert password_fault(bad, ("0905123456", "CB00001", "Nguyễn Thị Hạnh", None))


@pytest.mark.parametrize("good", ["con mèo trèo cây cau", "Hoa-phượng-đỏ-9"])
def test_a_sentence_makes_a_good_password(app: Flask, good: str) -> None:
    assert password_fault(good, ("0905123456", None)) is None


def test_a_password_is_verified_against_its_hash_alone() -> None:
    stored = hash_password("con mèo trèo cây cau")
    assert verify_password(stored, "con mèo trèo cây cau")
    assert not verify_password(stored, "con mèo trèo cây")
    assert not verify_password(None, "con mèo trèo cây cau")
    assert not verify_password("not a hash", "x")


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Linux"),
        ("curl/8.0", "Unknown device"),
    ],
)
def test_a_device_is_named_after_browser_and_system(agent: str, name: str) -> None:
    assert device_name(agent) == name
