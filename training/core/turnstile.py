"""Lets a few requests of a process run at a time; the others wait outside, first come, first served.

Python runs one thread at a time, and a thread that comes back from the database waits up to 5 ms for each other one
that computes: with many at once every statement costs such a wait, and a writer holds up all others meanwhile.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

#: Seconds after which a request keeps nobody waiting any more: long work (an export, a list read in) goes on beside.
LONGEST_STAY = 0.1
#: Bytes of a request's body that wait in memory; what is longer waits in a file.
IN_MEMORY = 256 * 1024
_CHUNK = 64 * 1024


class Turnstile:
    """A WSGI application around another one; bodies up to `longest` bytes are received outside of its `places`."""

    def __init__(self, app: WSGI, *, places: int, longest: int) -> None:
        self._app = app
        self._longest = longest
        self._places = Places(places)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer the request once there is a place; a slow line that is still sending takes none."""
        with self._received(environ), self._places.taken():
            return self._app(environ, start_response)

    @contextmanager
    def _received(self, environ: dict[str, Any]) -> Iterator[None]:
        length = environ.get("CONTENT_LENGTH") or "0"
        # A body that will be refused for its length, or that has none, is left to the application.
        if not length.isdecimal() or not 0 < int(length) <= self._longest:
            yield
            return
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            _copy(environ["wsgi.input"], body, int(length))
            environ["wsgi.input"] = body
            yield


def _copy(source: IO[bytes], target: Any, length: int) -> None:
    while length > 0 and (chunk := source.read(min(_CHUNK, length))):
        target.write(chunk)
        length -= len(chunk)
    target.seek(0)


class _Stay:
    """One request inside: since when, and whether its place has been passed on already."""

    __slots__ = ("passed_on", "since")

    def __init__(self) -> None:
        self.since = time.monotonic()
        self.passed_on = False


class Places:
    """So many places, given in the order of coming; who stays longer than LONGEST_STAY seconds no longer holds one."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._mutex = threading.Lock()
        self._inside: set[_Stay] = set()
        self._waiting: deque[threading.Lock] = deque()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a place and hold it."""
        self._wait()
        stay = _Stay()
        with self._mutex:
            self._inside.add(stay)
        try:
            yield
        finally:
            with self._mutex:
                self._inside.discard(stay)
                if not stay.passed_on:
                    self._pass_on()

    def _wait(self) -> None:
        with self._mutex:
            if self._free:
                self._free -= 1
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        while not turn.acquire(timeout=LONGEST_STAY):
            self._pass_by_the_slow()

    def _pass_on(self) -> None:
        if self._waiting:
            self._waiting.popleft().release()
        else:
            self._free += 1

    def _pass_by_the_slow(self) -> None:
        with self._mutex:
            latest = time.monotonic() - LONGEST_STAY
            for stay in self._inside:
                if stay.since < latest and not stay.passed_on:
                    stay.passed_on = True
                    self._pass_on()
