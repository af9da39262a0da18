"""Requests pass the turnstile one by one, in order; slow ones keep nobody waiting, slow lines take no place."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from training.core import turnstile
from training.core.turnstile import Places, Turnstile


def test_a_place_is_held_by_one_at_a_time_in_the_order_of_coming() -> None:
    places, order = Places(1), list[int]()
    inside = threading.Event()

    def enter(number: int) -> None:
        with places.taken():
            order.append(number)

    with places.taken():
        threads = [threading.Thread(target=enter, args=(n,)) for n in range(5)]
        for waiting, thread in enumerate(threads, 1):
            thread.start()
            while len(places._waiting) < waiting:
                inside.wait(0.001)
        assert order == []
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_who_stays_long_no_longer_keeps_others_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turnstile, "LONGEST_STAY", 0.01)
    places, passed = Places(1), threading.Event()

    def enter() -> None:
        with places.taken():
            passed.set()

    with places.taken():
        beside = threading.Thread(target=enter)
        beside.start()
        assert passed.wait(10)
        beside.join()
    with places.taken():
        assert places._free == 0
    assert places._free == 1


def test_a_place_comes_back_after_an_error() -> None:
    places = Places(1)
    with pytest.raises(ValueError, match="broken"), places.taken():
        raise ValueError("broken")
    assert places._free == 1


class SlowLine(io.RawIOBase):
    """A request's body that comes in bits and tells whether the place was free meanwhile."""

    def __init__(self, places: Places, bits: list[bytes]) -> None:
        self.places, self.bits, self.free = places, bits, list[int]()

    def read(self, _size: int = -1) -> bytes:
        self.free.append(self.places._free)
        return self.bits.pop(0) if self.bits else b""


def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Give back the body."""
    return [environ["wsgi.input"].read()]


def test_a_body_is_received_before_a_place_is_taken() -> None:
    gate = Turnstile(answer, places=1, longest=100)
    line = SlowLine(gate._places, [b"first ", b"second"])
    assert list(gate({"CONTENT_LENGTH": "12", "wsgi.input": line}, print)) == [b"first second"]
    assert set(line.free) == {1}


@pytest.mark.parametrize("length", ["", "0", "101", "-3", "twelve"])
def test_a_body_that_will_be_refused_is_not_received(length: str) -> None:
    gate = Turnstile(answer, places=1, longest=100)
    body = io.BytesIO(b"left alone")
    assert list(gate({"CONTENT_LENGTH": length, "wsgi.input": body}, print)) == [b"left alone"]


def test_a_body_that_breaks_off_is_handed_on_as_far_as_it_came() -> None:
    gate = Turnstile(answer, places=1, longest=100)
    assert list(gate({"CONTENT_LENGTH": "50", "wsgi.input": io.BytesIO(b"cut")}, print)) == [b"cut"]
