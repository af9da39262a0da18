"""Sending one message: the name is resolved once, its address checked, and that very address connected to.

No redirects, no proxy, no more than a few seconds and a few hundred characters of the answer.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from training.completion.webhooks.rules import is_public

#: Seconds for each step: to connect, to shake hands, to answer.
STEP = 5.0
#: Seconds for all of it; a server that answers letter by letter is cut off.
LONGEST = 10.0
#: Characters of the answer that are kept.
KEPT_ANSWER = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other system said: `fault` is empty where it took the message, else a word of rules.FAULTS."""

    status: int | None
    fault: str
    text: str = ""


class _Refused(Exception):
    """An address that nothing is sent to, for `fault`."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def post(url: str, body: str, headers: Mapping[str, str], *, inside: bool, longest: float = LONGEST) -> Answer:
    """Post `body` to `url`; with `inside`, to addresses of the own network too. Never raises for what the net does."""
    parts = urlsplit(url)
    try:
        with _connected(parts, inside=inside, longest=longest) as connected:
            return _asked(connected, parts, body, headers)
    except _Refused as refused:
        return Answer(None, refused.fault)
    except TimeoutError:
        return Answer(None, "timeout")
    except ssl.SSLError:
        return Answer(None, "tls")
    except http.client.HTTPException:
        return Answer(None, "answer")
    except OSError:
        return Answer(None, "refused")


def _asked(connected: socket.socket, parts: SplitResult, body: str, headers: Mapping[str, str]) -> Answer:
    connection = http.client.HTTPConnection(parts.hostname or "", timeout=STEP)
    connection.sock = connected
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {"Host": parts.netloc, "Content-Type": "application/json", "User-Agent": "FrontTraining/1", **headers}
    connection.request("POST", path, body.encode(), sent)
    answer = connection.getresponse()
    text = _plain(answer.read(KEPT_ANSWER * 4))
    return Answer(answer.status, _fault(answer.status), text)


def _fault(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return "redirect" if 300 <= status < 400 else "status"


def _plain(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()[:KEPT_ANSWER]


@contextmanager
def _connected(parts: SplitResult, *, inside: bool, longest: float) -> Iterator[socket.socket]:
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    address = _address(host, port, inside=inside)
    held: list[socket.socket] = [socket.create_connection((address, port), timeout=STEP)]
    late = threading.Event()
    timer = threading.Timer(longest, _cut, (held, late))
    timer.daemon = True
    timer.start()
    try:
        if parts.scheme == "https":
            context = ssl.create_default_context()
            # The handshake comes after, so that the timer holds the socket that it is done on.
            held[0] = context.wrap_socket(held[0], server_hostname=host, do_handshake_on_connect=False)
            held[0].do_handshake()  # type: ignore[attr-defined]
        yield held[0]
    except (OSError, http.client.HTTPException) as error:
        if late.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
        held[0].close()


def _cut(held: list[socket.socket], late: threading.Event) -> None:
    late.set()
    try:
        held[0].shutdown(socket.SHUT_RDWR)
    except OSError:
        # It has ended by itself meanwhile.
        return


def _address(host: str, port: int, *, inside: bool) -> str:
    """Return an address of `host`; all that the name leads to have to be open ones."""
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise _Refused("name") from error
    if not found or not (inside or all(is_public(one) for one in found)):
        raise _Refused("private" if found else "name")
    return found[0]
