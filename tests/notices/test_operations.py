"""Notices are sent once, to many at a time, and read by their own reader."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.cast import Cast
from tests.counting import counted
from tests.makers import Makers
from training.core.access import SYSTEM
from training.core.db import db
from training.core.errors import NotFound
from training.notices.models import Notice
from training.notices.operations import notify, read_all_notices, read_notice
from training.notices.queries import count_unread, get_own_notice, list_notices


def send(*people: int | None, key: str = "class-1-place", title: str = "Có chỗ", link: str = "/classes/1") -> int:
    return notify([p for p in people if p is not None], key=key, title=title, body="Chữ", link=link, by=SYSTEM)


def test_nobody_is_sent_the_same_twice(cast: Cast) -> None:
    cadre, stranger = cast.cadre_person.id, cast.stranger_person.id
    assert send(cadre) == 1
    assert send(cadre, cadre, stranger) == 1
    assert send(cadre, stranger) == 0
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 2


def test_the_first_text_stands(cast: Cast) -> None:
    send(cast.cadre.person_id)
    send(cast.cadre.person_id, title="Khác")
    assert [n.title for n in list_notices(cast.cadre).rows] == ["Có chỗ"]


def test_another_key_is_another_notice(cast: Cast) -> None:
    assert [send(cast.cadre.person_id, key=key) for key in ("a", "b", "a")] == [1, 1, 0]
    assert count_unread(cast.cadre) == 2


def test_many_people_cost_one_statement(cast: Cast, make: Makers) -> None:
    people = [make.person(f"Lê Thị {n}", unit=cast.ward).id for n in range(40)]
    with counted() as sent:
        assert send(*people) == 40
    assert len([s for s in sent if s.startswith("INSERT INTO notices")]) == 1


def test_nobody_and_the_unknown_get_nothing(cast: Cast) -> None:
    assert send() == 0
    assert send(987654) == 0


def test_a_long_title_is_cut_in_words_that_say_so(cast: Cast) -> None:
    send(cast.cadre.person_id, title="ă" * 300)
    [notice] = list_notices(cast.cadre).rows
    assert (len(notice.title), notice.title[-1]) == (200, "…")


@pytest.mark.parametrize("link", ["//evil.example", "https://evil.example", "classes/1", "/\\evil.example"])
def test_a_notice_leads_nowhere_else(cast: Cast, link: str) -> None:
    with pytest.raises(ValueError, match="path of this site"):
        send(cast.cadre.person_id, link=link)


@pytest.mark.parametrize("key", ["", "k" * 121])
def test_a_key_must_tell_notices_apart(cast: Cast, key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        send(cast.cadre.person_id, key=key)


def test_reading_counts_down_and_the_first_reading_stands(cast: Cast) -> None:
    send(cast.cadre.person_id)
    [notice] = list_notices(cast.cadre).rows
    first = read_notice(notice, by=cast.cadre).read_at
    assert read_notice(notice, by=cast.cadre).read_at == first
    assert count_unread(cast.cadre) == 0


def test_all_is_all_of_ones_own(cast: Cast) -> None:
    send(cast.cadre.person_id, cast.stranger.person_id)
    send(cast.cadre.person_id, key="b")
    assert read_all_notices(by=cast.cadre) == 2
    assert (count_unread(cast.cadre), count_unread(cast.stranger)) == (0, 1)


def test_nobody_else_finds_a_notice(cast: Cast) -> None:
    send(cast.cadre.person_id)
    [notice] = list_notices(cast.cadre).rows
    with pytest.raises(NotFound):
        get_own_notice(notice.id, person_id=cast.stranger.person_id)
