"""What a notice may hold: plain text of a bounded length, and a way to a page of this site."""

from __future__ import annotations

TITLE_LENGTH, BODY_LENGTH, KEY_LENGTH, LINK_LENGTH = 200, 2000, 120, 300


def shortened(text: str, most: int) -> str:
    """Return `text` with at most `most` characters; what was cut off is shown by an ellipsis."""
    text = text.strip()
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def check_address(key: str, link: str) -> None:
    """Raise ValueError for a key that cannot tell notices apart or a link that leads away from this site."""
    if not 0 < len(key) <= KEY_LENGTH:
        raise ValueError(f"a notice's key has 1 to {KEY_LENGTH} characters: {key!r}")
    if link and (not link.startswith("/") or link.startswith(("//", "/\\")) or len(link) > LINK_LENGTH):
        raise ValueError(f"a notice leads to a path of this site: {link!r}")
