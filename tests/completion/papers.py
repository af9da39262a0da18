"""Scans and certificates of others for tests."""

from __future__ import annotations

import struct
from datetime import date

from tests.cast import Cast
from training.completion.hours.models import OutsideCertificate
from training.completion.hours.operations.papers import PaperFacts, record_paper

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 4, 3) + b"\x08\x02\x00\x00\x00" + b"\x00" * 8 + b"IEND"
JPEG = b"\xff\xd8\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 3, 4) + b"\x01\x01\x11\x00\xff\xd9"
FACTS = PaperFacts(title="Bồi dưỡng lý luận", issuer="Trường Chính trị", issued_on=date(2026, 3, 5), hours=24)


def recorded(cast: Cast, *, scan: bytes = PDF) -> OutsideCertificate:
    """Have the cadre record a certificate of the own."""
    return record_paper(cast.cadre_person, FACTS, scan=scan, by=cast.cadre)
