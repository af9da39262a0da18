"""Sending what somebody has uploaded: a browser may show it, and do nothing else with it."""

from __future__ import annotations

from flask import Response

#: The page that such a file makes of itself runs nothing and fetches nothing.
ALONE = "sandbox; default-src 'none'"


def send_upload(data: bytes, media_type: str, name: str) -> Response:
    """Send a private file: a picture to look at, anything else to keep, since no viewer works within the sandbox."""
    response = Response(data, mimetype=media_type)
    way = "inline" if media_type.startswith("image/") else "attachment"
    response.headers["Content-Disposition"] = f'{way}; filename="{name}"'
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
