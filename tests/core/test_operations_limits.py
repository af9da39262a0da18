"""Tries are counted per key on both databases, begin anew after a success and are forgotten after a day."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from training.core import clock
from training.core.db import db
from training.core.limits import FORGET_AFTER, Try, count_of, count_try, forget_old_tries, forget_tries


def test_tries_add_up_for_each_key(app: Flask) -> None:
    assert [count_try("door 1"), count_try("door 1"), count_try("door 2"), count_try("door 1")] == [1, 2, 1, 3]
    assert count_of("door 1")[0] == 3


def test_a_success_begins_anew(app: Flask) -> None:
    count_try("door")
    forget_tries("door")
    assert count_of("door") == (0, None)


def test_a_day_later_nothing_is_held_against_anybody(app: Flask) -> None:
    with clock.frozen(clock.now() - FORGET_AFTER - timedelta(seconds=1)):
        count_try("door")
    assert count_of("door") == (0, None)
    assert count_try("door") == 1


def test_what_no_longer_counts_is_deleted(app: Flask) -> None:
    with clock.frozen(clock.now() - FORGET_AFTER):
        count_try("old")
    count_try("new")
    forget_old_tries()
    assert db.session.scalar(select(func.count()).select_from(Try)) == 1


def test_the_key_itself_is_not_kept(app: Flask) -> None:
    count_try("activation 192.0.2.7")
    assert "192.0.2.7" not in (db.session.scalar(select(Try.digest)) or "")
