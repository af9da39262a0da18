"""What may be a picture of a course: told by its content, never by its name or what a browser says of it.

Formats: PNG (W3C, ISO/IEC 15948), JPEG (ITU-T T.81), GIF89a, WebP (RIFF container). No SVG: it can carry scripts.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import PurePath

from training.core.errors import Invalid
from training.core.i18n import _
from training.core.vietnamese import search_key

MAX_BYTES = 2 * 1024 * 1024
#: A side longer than this, or more points than these, cost a phone's memory whatever the file weighs.
MAX_SIDE = 8000
MAX_POINTS = 24_000_000

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
#: JPEG frames carry the size; 0xC4, 0xC8 and 0xCC are tables, not frames.
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD8)}


@dataclass(frozen=True, slots=True)
class Picture:
    """What the head of a picture file tells: its type, width and height in points."""

    media_type: str
    width: int
    height: int


def read_picture(data: bytes) -> Picture:
    """Tell what picture `data` is; raise Invalid("picture") for anything else, and for one that is too large."""
    if not data:
        raise Invalid("picture", _("The file is empty."))
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1024 / 1024:.1f}".replace(".", ",")
        raise Invalid("picture", _("The picture has %(size)s MB; at most 2 MB are taken.", size=size))
    picture = look_at(data)
    if picture is None:
        raise Invalid("picture", _("This is no picture that can be taken. Take PNG, JPEG, WebP or GIF."))
    if max(picture.width, picture.height) > MAX_SIDE or picture.width * picture.height > MAX_POINTS:
        sentence = _(
            "The picture measures %(width)s × %(height)s points; take a smaller one.",
            width=picture.width,
            height=picture.height,
        )
        raise Invalid("picture", sentence)
    return picture


def picture_name(name: str, media_type: str) -> str:
    """Return `name` as it is kept: small letters, digits and hyphens, with the ending of its true type."""
    stem = re.sub(r"[^a-z0-9]+", "-", search_key(PurePath(name.replace("\\", "/")).stem)).strip("-")[:80]
    return f"{stem or 'hinh'}.{_ENDINGS[media_type]}"


def look_at(data: bytes) -> Picture | None:
    """Tell what picture the content is, by its head; None for anything else."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _read_png(data)
        if data.startswith(b"\xff\xd8\xff"):
            return _read_jpeg(data)
        if data.startswith((b"GIF87a", b"GIF89a")):
            return _sized("image/gif", *struct.unpack_from("<HH", data, 6))
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _read_webp(data)
    except (struct.error, IndexError):
        return None  # cut off in the middle of its head
    return None


def _sized(media_type: str, width: int, height: int) -> Picture | None:
    return Picture(media_type, width, height) if width and height else None


def _read_png(data: bytes) -> Picture | None:
    if data[12:16] != b"IHDR" or b"IEND" not in data:
        return None
    return _sized("image/png", *struct.unpack_from(">II", data, 16))


def _read_jpeg(data: bytes) -> Picture | None:
    place = 2
    while place < len(data):
        if data[place] != 0xFF:
            return None
        marker = data[place + 1]
        if marker == 0xFF or marker in _ALONE:
            place += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return _sized("image/jpeg", width, height)
        place += 2 + struct.unpack_from(">H", data, place + 2)[0]
    return None


def _read_webp(data: bytes) -> Picture | None:
    kind = data[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
    elif kind == b"VP8L" and data[20] == 0x2F:
        bits = struct.unpack_from("<I", data, 21)[0]
        width, height = (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    elif kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", data, 26))
    else:
        return None
    return _sized("image/webp", width, height)
