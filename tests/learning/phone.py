"""What a learner does on pages, and the forms that go with it."""

from __future__ import annotations

from typing import Any

from tests.client import CheckingClient
from tests.learning.conftest import Desk


def begin(phone: CheckingClient, desk: Desk, base: str) -> str:
    """Begin the quiz and return the address of the attempt."""
    return str(phone.post(f"{base}/quizzes/{desk.quiz.id}/start").headers["Location"])


def id_of(address: str) -> int:
    return int(address.rpartition("/")[2])


def form_of(desk: Desk, address: str, *, right: int = 5, **more: str) -> dict[str, Any]:
    """Fill in the form as shown: the first `right` questions rightly, the others wrongly."""
    asked = desk.asked(id_of(address))
    answers = {f"q{a.position}": desk.right(a) if a.position <= right else desk.wrong(a) for a in asked}
    return {"seen": ",".join(str(a.sequence) for a in asked), **answers, **more}
