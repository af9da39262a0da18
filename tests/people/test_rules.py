"""What follows from a name, and what a search text asks for."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from training.core.errors import Invalid
from training.core.vietnamese import search_key
from training.people.rules import code_of, name_fields, normal_email, wanted


def test_a_name_gives_its_parts_and_keys() -> None:
    fields = name_fields(" NGUYỄN  THỊ HẠNH ")
    assert fields["full_name"] == "Nguyễn Thị Hạnh"
    assert (fields["family_name"], fields["middle_name"], fields["given_name"]) == ("Nguyễn", "Thị", "Hạnh")
    assert fields["search_key"] == "nguyen thi hanh"


def test_a_list_may_split_the_name_itself() -> None:
    fields = name_fields("Lê Thị Thanh Tâm", ("Lê", "Thị", "Thanh Tâm"))
    assert fields["given_name"] == "Thanh Tâm"
    assert fields["sort_key"] != name_fields("Lê Thị Thanh Tâm")["sort_key"]


@pytest.mark.parametrize("name", ["", "  ", "123", "…", "A" * 41])
def test_what_is_no_name_is_refused(app: Flask, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        name_fields(name)
    assert refusal.value.field == "full_name"


@pytest.mark.parametrize("address", ["x", "a@b", "a b@c.vn", "a@b.vn, c@d.vn"])
def test_what_is_no_address_is_refused(app: Flask, address: str) -> None:
    with pytest.raises(Invalid):
        normal_email(address)


def test_an_address_is_kept_in_small_letters() -> None:
    assert normal_email(" Hanh@Example.VN ") == "hanh@example.vn"


@pytest.mark.parametrize(("number", "code"), [(1, "CB00001"), (99999, "CB99999"), (100000, "CB100000")])
def test_codes_grow_beyond_five_digits(number: int, code: str) -> None:
    assert code_of(number) == code


@pytest.mark.parametrize(
    ("text", "words", "digits"),
    [
        ("", (), ""),
        ("hòa  an", ("hoa", "an"), ""),
        ("0905.12", ("0905.12",), "090512"),
        ("12", ("12",), ""),
        ("CB00011", ("cb00011",), ""),
    ],
)
def test_a_search_text_is_read(text: str, words: tuple[str, ...], digits: str) -> None:
    assert (wanted(text).words, wanted(text).digits) == (words, digits)


@given(st.text(max_size=30))
def test_any_text_can_be_searched_for(text: str) -> None:
    assert " ".join(wanted(text).words) == search_key(" ".join(wanted(text).words))
