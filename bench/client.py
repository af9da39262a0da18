"""A small HTTP/1.1 client for closed-loop load: one connection a virtual user, as little work of its own as can be."""

from __future__ import annotations

import asyncio
import gzip
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode


class Unexpected(Exception):
    """A response that did not do what it should."""


@dataclass
class Response:
    """A response as the flows need it."""

    status: int
    headers: dict[str, str]
    raw: bytes
    cookies: list[str]

    @property
    def text(self) -> str:
        """Return the body, decompressed."""
        body = gzip.decompress(self.raw) if self.headers.get("content-encoding") == "gzip" else self.raw
        return body.decode()


@dataclass
class Timings:
    """Seconds each step took, by name of step."""

    steps: dict[str, list[float]] = field(default_factory=dict)

    def add(self, step: str, seconds: float) -> None:
        self.steps.setdefault(step, []).append(seconds)


class User:
    """A virtual user: a connection, a cookie jar, timings."""

    def __init__(self, port: int, timings: Timings) -> None:
        self.port = port
        self.timings = timings
        self.cookies: dict[str, str] = {}
        self._reader = asyncio.StreamReader()
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, step: str, path: str) -> Response:
        return await self._send(step, "GET", path, b"", "")

    async def post(self, step: str, path: str, form: dict[str, str]) -> Response:
        return await self._send(step, "POST", path, urlencode(form).encode(), "application/x-www-form-urlencoded")

    async def post_json(self, step: str, path: str, body: bytes, token: str) -> Response:
        extra = f"X-CSRFToken: {token}\r\nAccept: application/json\r\n"
        return await self._send(step, "POST", path, body, "application/json", extra)

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._writer = None

    async def _send(self, step: str, method: str, path: str, body: bytes, kind: str, extra: str = "") -> Response:
        began = time.perf_counter()
        response = await self._exchange(method, path, body, kind, extra)
        self.timings.add(step, time.perf_counter() - began)
        for cookie in response.cookies:
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return response

    async def _exchange(self, method: str, path: str, body: bytes, kind: str, extra: str) -> Response:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept-Encoding: gzip\r\n{extra}"
        if self.cookies:
            head += "Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()) + "\r\n"
        if method == "POST":
            head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        self._writer.write(head.encode() + b"\r\n" + body)
        return await self._read()

    async def _read(self) -> Response:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.split("\r\n")
        headers: dict[str, str] = {}
        cookies = []
        for line in lines:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                cookies.append(value)
            else:
                headers[name.lower()] = value
        return Response(int(first.split()[1]), headers, await self._body(headers), cookies)

    async def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return await self._reader.readexactly(int(headers.get("content-length", "0")))
        parts = []
        while size := int(await self._reader.readuntil(b"\r\n"), 16):
            parts.append(await self._reader.readexactly(size))
            await self._reader.readexactly(2)
        await self._reader.readexactly(2)
        return b"".join(parts)
