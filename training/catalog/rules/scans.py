"""What may be the scan of a paper: told by its content, never by its name or what a browser says of it.

Formats: PDF (ISO 32000), JPEG (ITU-T T.81), PNG (ISO/IEC 15948).
"""

from __future__ import annotations

from training.catalog.rules.pictures import look_at
from training.core.errors import Invalid
from training.core.i18n import _

MAX_SCAN_BYTES = 5 * 1024 * 1024
PDF = "application/pdf"
_PICTURES = {"image/jpeg": "jpg", "image/png": "png"}
#: The end mark of a PDF stands within its last kilobyte (ISO 32000-1, implementation note 18).
_TAIL = 1024


def read_scan(data: bytes, *, field: str = "scan") -> str:
    """Return the media type of a scan; raise Invalid at the field for anything else, and for one that is too large."""
    if not data:
        raise Invalid(field, _("The file is empty."))
    if len(data) > MAX_SCAN_BYTES:
        size = f"{len(data) / 1024 / 1024:.1f}".replace(".", ",")
        most = MAX_SCAN_BYTES // 1024 // 1024
        raise Invalid(field, _("The file has %(size)s MB; at most %(most)s MB are taken.", size=size, most=most))
    media_type = _type_of(data)
    if not media_type:
        raise Invalid(field, _("This file cannot be taken. Take a PDF, or a picture as JPEG or PNG."))
    return media_type


def _type_of(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return PDF if b"%%EOF" in data[-_TAIL:] else ""
    picture = look_at(data)
    return picture.media_type if picture and picture.media_type in _PICTURES else ""


def ending_of(media_type: str) -> str:
    """Return how the name of a file of this type ends."""
    return _PICTURES.get(media_type, "pdf")
