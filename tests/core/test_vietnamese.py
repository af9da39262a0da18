"""Vietnamese text: clean typing, the order of CLDR, search without marks, names and phones."""

from __future__ import annotations

import csv
import random
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.errors import Invalid
from training.core.vietnamese import (
    KEY_LENGTH,
    initials,
    is_syllable,
    looks_vietnamese,
    match_key,
    name_sort_key,
    nearest,
    normal_phone,
    search_key,
    sort_key,
    split_name,
    tidy,
    tidy_name,
)

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0000\u0300\u0309\u0303\u0301\u0323"
VOWELS = "aăâeêioôơuưy"
letters = st.builds(
    lambda letter, tone, capital: unicodedata.normalize(
        "NFC", (letter.upper() if capital else letter) + (tone.strip("\u0000") if letter in VOWELS else "")
    ),
    st.sampled_from(ALPHABET),
    st.sampled_from(TONES),
    st.booleans(),
)
words = st.lists(letters, min_size=1, max_size=6).map("".join)


def levels(word: str) -> tuple[list[int], list[int], list[bool]]:
    """The order as the rules of CLDR state it, letter by letter."""
    primary, tones, capitals = [], [], []
    for letter in unicodedata.normalize("NFC", word):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts[1:] if mark in TONES), "\u0000")
        base = unicodedata.normalize("NFC", parts.replace(tone, "")).lower()
        primary.append(ALPHABET.index(base))
        tones.append(TONES.index(tone))
        capitals.append(letter.isupper())
    return (primary, tones, capitals)


@pytest.mark.parametrize("name", ["expected-words-icu78.txt", "expected-given-names-sorted.txt"])
def test_words_sort_as_icu_sorts_them(shared_data: Path, name: str) -> None:
    expected = (shared_data / "collation" / name).read_text(encoding="utf-8").splitlines()
    keys = [sort_key(word) for word in expected]
    assert all(before < after for before, after in pairwise(keys))


def test_letters_sort_as_icu_sorts_them(shared_data: Path) -> None:
    expected = (shared_data / "collation" / "expected-alphabet-icu78.txt").read_text(encoding="utf-8").split()
    shuffled = random.Random(7).sample(expected, len(expected))
    assert sorted(shuffled, key=sort_key) == expected


def test_600_people_sort_by_given_name_then_family_and_middle_names(shared_data: Path) -> None:
    with (shared_data / "people" / "made-600-nguoi.csv").open(encoding="utf-8-sig", newline="") as file:
        names = [row["Họ và tên"] for row in csv.DictReader(file)]
    expected = (shared_data / "collation" / "expected-600-by-ten-ho-dem.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(names, key=name_sort_key) == expected


@given(words, words)
def test_keys_compare_by_letters_then_tones_then_capitals(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == (levels(one) < levels(other))


@given(st.lists(words, min_size=1, max_size=3), st.lists(words, min_size=1, max_size=3))
def test_a_shorter_word_comes_before_what_goes_on_after_a_blank(one: list[str], other: list[str]) -> None:
    separate = [levels(word)[0] for word in one], [levels(word)[0] for word in other]
    if separate[0] != separate[1]:
        assert (sort_key(" ".join(one)) < sort_key(" ".join(other))) == (separate[0] < separate[1])


@given(st.text())
def test_a_key_is_plain_ascii_so_that_every_collation_agrees(text: str) -> None:
    key = sort_key(text)
    assert len(key) <= KEY_LENGTH
    assert set(key) <= set("0123456789abcdefghijklmnopqrstuvwxyz")


@given(st.text())
def test_composed_and_decomposed_text_have_one_key(text: str) -> None:
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))


def test_a_given_name_of_two_words_sorts_as_its_column_says() -> None:
    assert name_sort_key("Phạm Thị Thanh Xuân", "Thanh Xuân") < name_sort_key("Lê Văn Tú") < name_sort_key("Ư Xuân")


def test_numbers_and_signs_come_before_letters() -> None:
    expected = ["Tổ", "Tổ 1", "Tổ 2", "Tổ A", "Tổ-A", "Tốt"]
    assert sorted(["Tốt", "Tổ A", "Tổ 2", "Tổ-A", "Tổ", "Tổ 1"], key=sort_key) == expected


@given(st.text())
def test_a_search_key_of_a_search_key_is_the_same(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@given(words)
def test_marks_and_capitals_do_not_count_in_a_search(word: str) -> None:
    assert search_key(word) == search_key(word.upper()) == search_key(unicodedata.normalize("NFD", word))
    assert search_key(word).isascii()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Đào Thị  Hoà", "dao thi hoa"),
        ("ĐÀO THỊ HÒA", "dao thi hoa"),
        ("Ðặng\u00a0Thúy", "dang thuy"),
        ("H’Hen Niê", "h'hen nie"),
        ("Nguyê\u0303n", "nguyen"),
        ("", ""),
    ],
)
def test_search_keys(typed: str, key: str) -> None:
    assert search_key(typed) == key


def test_the_place_of_the_tone_makes_no_other_person_but_the_tone_does() -> None:
    assert match_key("Nguyễn Thị HOÀ") == match_key("Nguyễn Thị Hòa")
    assert match_key("Quý") == match_key("Qúy")
    assert match_key("Nguyễn Văn Bình") != match_key("Nguyễn Văn Bính")


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Ðặng   Thị\u00a0Hoa ", "Đặng Thị Hoa"),
        ("ÐẮK LẮK, ðồng bằng", "ĐẮK LẮK, đồng bằng"),
        ("Số 356/NÐ-CP của HÐND", "Số 356/NĐ-CP của HĐND"),
        ("H'Ðăng, Ɖông", "H'Đăng, Đông"),
        ("Guðmundur það GUÐRÚN Sigurðardóttir", "Guðmundur það GUÐRÚN Sigurðardóttir"),
        ("Nguyê\u0303n\u200b Va\u0306n\tBi\u0300nh\r\n", "Nguyễn Văn Bình"),
        ("a\u0000b\ud800c\ufeff", "abc"),
        ("\u3000\u2003 ", ""),
    ],
)
def test_typed_text_is_made_clean(typed: str, clean: str) -> None:
    assert tidy(typed) == clean


@given(st.text(st.characters(codec=None)))
def test_clean_text_stays_as_it_is(text: str) -> None:
    clean = tidy(text)
    assert tidy(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    clean.encode()


@pytest.mark.parametrize(
    ("full_name", "parts"),
    [
        ("Phạm Thị Thanh Xuân", ("Phạm", "Thị Thanh", "Xuân")),
        ("Lê An", ("Lê", "", "An")),
        ("Niê", ("", "", "Niê")),
        ("Tôn Thất Tùng", ("Tôn Thất", "", "Tùng")),
        ("Âu Dương Quốc Bảo", ("Âu Dương", "Quốc", "Bảo")),
        ("Tôn Thất", ("Tôn", "", "Thất")),
        ("H'Hen Niê", ("H'Hen", "", "Niê")),
        ("", ("", "", "")),
    ],
)
def test_names_come_apart(full_name: str, parts: tuple[str, str, str]) -> None:
    assert split_name(full_name) == parts


@pytest.mark.parametrize(
    ("typed", "name", "changed"),
    [
        ("QUÁCH AN NGUYÊN", "Quách An Nguyên", True),
        ("nguyễn văn a", "Nguyễn Văn A", True),
        ("H'HEN NIÊ", "H'Hen Niê", True),
        ("Nguyễn  Văn A", "Nguyễn Văn A", False),
        ("Vũ Thị mai", "Vũ Thị mai", False),
        ("A", "A", False),
    ],
)
def test_only_names_of_one_case_get_other_capitals(typed: str, name: str, *, changed: bool) -> None:
    assert tidy_name(typed) == (name, changed)


def test_initials_begin_with_the_given_name() -> None:
    assert [initials(name) for name in ("Nguyễn Thị Hạnh", "Niê", "H'Hen Ê Ban", "", "đỗ Ân")] == [
        "HN", "N", "BH", "", "ÂĐ",
    ]  # fmt: skip


def test_the_nearest_names_come_first() -> None:
    units = ["Phường An Mỹ", "Phường An Sơn", "Xã Tam Thanh", "Xã Tam Thăng"]
    assert nearest("phuong an my", units, 1) == ["Phường An Mỹ"]
    assert nearest("Xã Tam Thanhh", units, 2) == ["Xã Tam Thanh", "Xã Tam Thăng"]
    assert nearest("zzzz", units) == []


@pytest.mark.parametrize(
    "typed",
    [
        "0905123456",
        "0905 123 456",
        "0905.123.456",
        "+84905123456",
        "84 905 123 456",
        "0084905123456",
        "+84 (0)905-123-456",
        "'0905123456",
        "0905123456.0",
    ],
)
def test_phones_come_to_one_form(typed: str) -> None:
    assert normal_phone(typed) == ("0905123456", None)


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        (905123456, "0905123456"),
        (905123456.0, "0905123456"),
        ("905123456", "0905123456"),
        (2353851234, "02353851234"),
        ("01681234567", "0381234567"),
        ("0905123456 / 0912345678", "0905123456"),
    ],
)
def test_repaired_phones_come_with_a_warning(typed: str | float, phone: str) -> None:
    found, warning = normal_phone(typed)
    assert found == phone
    assert warning


@pytest.mark.parametrize("typed", ["", "12345", "09051234567", "0105123456", "cb001", "1e9", float("nan"), "84"])
def test_what_is_no_vietnamese_number_is_refused(typed: str | float) -> None:
    with pytest.raises(Invalid) as refusal:
        normal_phone(typed)
    assert refusal.value.field == "phone"


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True))
def test_a_phone_survives_a_spreadsheet(phone: str) -> None:
    assert normal_phone(float(int(phone)))[0] == normal_phone(f"+84{phone[1:]}")[0] == normal_phone(phone)[0] == phone


@pytest.mark.parametrize("word", ["nguyễn", "Quỳnh", "giếng", "gì", "khuỷu", "thuở", "quốc", "nghiêng", "Hoà", "ươm"])
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


def test_the_wreck_of_a_wrong_encoding_is_not_vietnamese() -> None:
    text = "Nguyễn Văn Bình, Ủy ban Mặt trận – phường Hòa Thuận"
    assert looks_vietnamese(text)
    assert not looks_vietnamese("Nguyeãn Vaên Bình, Uûy ban Maët traän")
    assert not looks_vietnamese(text.encode().decode("cp1258", "ignore"))
