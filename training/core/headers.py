"""What every answer carries: security headers, and compression of pages and data."""

from __future__ import annotations

import gzip

from flask import Response, request

CSP = (
    "default-src 'self'; img-src 'self' data:; script-src 'self'; style-src 'self'; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
PERMISSIONS = "camera=(self), geolocation=(), microphone=()"
SMALLEST_WORTH_COMPRESSING = 600


def secure(response: Response, *, https: bool) -> None:
    """Set the headers that keep a page from being framed, sniffed, scripted from elsewhere or kept."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = PERMISSIONS
    # Pages hold people's names and answers: a shared phone must not keep them for the next person.
    headers.setdefault("Cache-Control", "no-store" if response.mimetype == "text/html" else "private, no-cache")
    if https:
        headers["Strict-Transport-Security"] = "max-age=31536000"


def compress(response: Response) -> None:
    """Compress a page or JSON that is worth it, for a browser that takes gzip."""
    if response.direct_passthrough or response.is_streamed or "Content-Encoding" in response.headers:
        return
    if response.mimetype not in {"text/html", "application/json"} or not request.accept_encodings.quality("gzip"):
        return
    body = response.get_data()
    if len(body) < SMALLEST_WORTH_COMPRESSING:
        return
    response.set_data(gzip.compress(body, 6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding, Cookie"
