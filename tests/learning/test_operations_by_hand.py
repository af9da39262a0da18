"""Attempts with questions that a person marks, on both databases."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.learning.conftest import GRACE, Desk
from tests.makers import Makers
from training.core import clock
from training.core.access import SYSTEM
from training.learning.models import AttemptState
from training.learning.operations.answers import Change
from training.learning.operations.expiry import settle_expired
from training.learning.operations.late import accept_late_answers
from training.learning.queries.late import list_late
from training.learning.queries.marked import list_marked
from training.questions.kinds.essay import MAX_ESSAY

RUBRIC = [{"name": "Nội dung", "points": "3"}]


@pytest.fixture
def desk(cast: Cast, make: Makers) -> Desk:
    """A quiz of one single choice and one essay."""
    raw = {"instructions": "Nêu ba ý.", "min_words": 3, "max_words": 5, "rubric": RUBRIC}
    essay = make.question(cast.course, kind="essay", raw=raw, stem="Trình bày nhiệm vụ?")
    quiz = make.quiz(cast.course, [make.question(cast.course), essay], time_limit=1800, shuffle_questions=False)
    return Desk(cast, make, quiz)


def write(desk: Desk, attempt_id: int, text: str) -> None:
    first = desk.asked(attempt_id)[0]
    desk.save(attempt_id, Change(1, (desk.right(first),), 1), Change(2, (text,), 2))


def test_an_attempt_with_an_essay_awaits_a_person(desk: Desk) -> None:
    attempt_id = desk.begin()
    write(desk, attempt_id, "Một.\r\nHai.")
    desk.submit(attempt_id)
    attempt = desk.attempt(attempt_id)
    assert (attempt.state, attempt.score, attempt.passed) == (AttemptState.SUBMITTED, None, False)
    assert [(one.response, one.mark, one.waits) for one in list_marked(attempt_id)][1] == ("Một.\nHai.", 0, True)
    assert [one.waits for one in list_marked(attempt_id)] == [False, True]


def test_a_blank_essay_earns_nothing_at_once(desk: Desk) -> None:
    attempt_id = desk.begin()
    write(desk, attempt_id, "  ")
    desk.submit(attempt_id)
    assert (desk.attempt(attempt_id).state, desk.attempt(attempt_id).score) == (AttemptState.MARKED, Decimal(1))


def test_an_essay_at_the_end_of_the_time_awaits_a_person(desk: Desk) -> None:
    attempt_id = desk.begin()
    write(desk, attempt_id, "Một hai ba")
    with clock.frozen(clock.now() + timedelta(seconds=1800 + GRACE + 1)):
        assert settle_expired(grace=GRACE, by=SYSTEM) == 1
    assert desk.attempt(attempt_id).state is AttemptState.SUBMITTED


def test_a_long_essay_is_saved_and_a_longer_one_refused(desk: Desk) -> None:
    attempt_id = desk.begin()
    longest = "ệ" * MAX_ESSAY
    assert not desk.save(attempt_id, Change(2, (longest,), 1)).refused
    assert 2 in desk.save(attempt_id, Change(2, (longest + "x",), 2)).refused
    assert desk.answers(attempt_id)[2] == longest


def test_a_late_essay_that_is_accepted_makes_the_attempt_wait(desk: Desk) -> None:
    attempt_id = desk.begin()
    desk.submit(attempt_id)
    assert desk.attempt(attempt_id).state is AttemptState.MARKED
    desk.save(attempt_id, Change(2, ("Gửi muộn",), 5))
    (late,) = list_late(desk.cast.training_class.id, desk.quiz.id)[0].waiting
    accept_late_answers(attempt_id, late_ids=[late.id], reason="Mất mạng", by=desk.cast.trainer)
    assert (desk.attempt(attempt_id).state, desk.attempt(attempt_id).score) == (AttemptState.SUBMITTED, None)
    assert [one.waits for one in list_marked(attempt_id)] == [False, True]


def test_the_pages_ask_count_and_show_an_essay(desk: Desk, client: CheckingClient) -> None:
    client.sign_in(desk.cadre)
    attempt_id = desk.begin()
    write(desk, attempt_id, "Một <b>hai</b>\nba bốn năm sáu")
    page = client.get(f"/learn/attempts/{attempt_id}").text
    assert "Nêu ba ý." in page
    assert "Một &lt;b&gt;hai&lt;/b&gt;\nba bốn năm sáu</textarea>" in page
    assert "3 đến 5 từ" in page
    assert '<b class="digits" data-words>6</b>' in page
    assert "words.js" in page
    assert "Nội dung" not in page
    desk.submit(attempt_id)
    page = client.get(f"/learn/attempts/{attempt_id}/review").text
    assert "Một &lt;b&gt;hai&lt;/b&gt;<br>ba bốn năm sáu" in page
    assert "Chưa chấm" in page
    assert "Nội dung" in page


@pytest.mark.parametrize("odd", ["một\0 hai", "một \ud83d hai", "một\x0b hai", "một 😀 hai\ufffe"])
def test_an_essay_with_characters_that_no_database_holds_is_not_lost(
    desk: Desk, client: CheckingClient, odd: str
) -> None:
    client.sign_in(desk.cadre)
    attempt_id = desk.begin()
    packet = {"writer": "w", "changes": [{"position": 2, "response": [odd], "sequence": 1}]}
    client.post(f"/learn/attempts/{attempt_id}/answers", json=packet, status=200)
    client.get(f"/learn/attempts/{attempt_id}")
    desk.submit(attempt_id)
    client.get(f"/learn/attempts/{attempt_id}/review")
    kept = str(desk.answers(attempt_id)[2])
    assert (kept[:3], "hai" in kept) == ("một", True)
