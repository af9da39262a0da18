"""Sending to a real server: what is sent, what counts as taken, what is never connected to."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from threading import Thread

import pytest

from tests.completion.webhooks.receiver import Receiver, receiving
from training.completion.webhooks.sending import KEPT_ANSWER, Answer, post


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


def test_what_is_sent_arrives_as_it_is(receiver: Receiver) -> None:
    answer = post(receiver.url, '{"tên": "Hạnh"}', {"webhook-id": "evt_1"}, inside=True)
    assert answer == Answer(200, "", "ok")
    [(headers, body)] = receiver.received
    assert body == '{"tên": "Hạnh"}'
    assert (headers["webhook-id"], headers["path"]) == ("evt_1", "/hook?a=1")
    assert (headers["content-type"], headers["host"]) == ("application/json", f"127.0.0.1:{receiver.port}")


@pytest.mark.parametrize(
    ("status", "fault"), [(200, ""), (204, ""), (301, "redirect"), (308, "redirect"), (400, "status"), (503, "status")]
)
def test_what_counts_as_taken(receiver: Receiver, status: int, fault: str) -> None:
    receiver.status, receiver.body = status, b""
    receiver.headers = {"Location": receiver.url} if fault == "redirect" else {}
    assert post(receiver.url, "{}", {}, inside=True) == Answer(status, fault)
    assert len(receiver.received) == 1


def test_of_a_long_answer_the_beginning_is_kept(receiver: Receiver) -> None:
    receiver.body = ("lỗi\r\n\x1b[31m" + "x" * 100_000).encode()
    text = post(receiver.url, "{}", {}, inside=True).text
    assert text.startswith("lỗi")
    assert text.isprintable()
    assert len(text) == KEPT_ANSWER


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"])
def test_nothing_is_sent_inside_the_network(receiver: Receiver, host: str) -> None:
    answer = post(f"http://{host}:{receiver.port}/", "{}", {}, inside=False)
    assert answer in (Answer(None, "private"), Answer(None, "name"))
    assert receiver.received == []


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["1.1.1.1", "127.0.0.1"], []])
def test_a_name_that_leads_inside_is_refused(addresses: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    assert post("https://example.vn/", "{}", {}, inside=False).fault == ("private" if addresses else "name")


def test_a_server_that_never_answers_is_left(receiver: Receiver) -> None:
    receiver.hangs = True
    assert post(receiver.url, "{}", {}, inside=True, longest=0.2) == Answer(None, "timeout")


def test_nobody_there_is_said(receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert post(f"http://127.0.0.1:{port}/", "{}", {}, inside=True).fault == "refused"
    assert post("http://no-such-name.invalid/", "{}", {}, inside=True).fault == "name"
    assert post(f"https://127.0.0.1:{receiver.port}/", "{}", {}, inside=True).fault == "tls"


def test_an_answer_that_is_none_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=_babble, args=(server,))
        thread.start()
        assert post(f"http://127.0.0.1:{server.getsockname()[1]}/", "{}", {}, inside=True).fault == "answer"
        thread.join()


def _babble(server: socket.socket) -> None:
    connection, _address = server.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(b"SSH-2.0-x\r\n\r\n")
