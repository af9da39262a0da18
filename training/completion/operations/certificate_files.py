"""The PDF files of certificates: made from frozen data, told apart by their digest, kept below the data folder.

The same data give the same bytes; a file that is lost is made again and must have the digest that was frozen. A file
that was signed (core.signing) cannot be made a second time: the data folder is all there is of it.
"""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import segno

from training.completion.models import Certificate, CertificateFile
from training.completion.queries.certificates import hashes_of
from training.completion.rules.certificates import SPECIMEN, drawn, printed, register_text
from training.core import clock
from training.core.db import operation, table_of, upsert
from training.core.errors import Conflict
from training.core.i18n import _
from training.core.pdf import render_pdf, render_png
from training.core.signing import signed

TEMPLATE = "completion/certificate.typ"
#: Trying all eight masks takes most of the time of drawing; one that is fixed reads as well.
_MASK = 3


def draw_one(certificate: Certificate) -> bytes:
    """Return the PDF of a certificate without a signature, always the same bytes."""
    return render_pdf(TEMPLATE, pages([certificate]), at=certificate.issued_at)


def draw_all(certificates: Sequence[Certificate]) -> bytes:
    """Return one PDF with a page for each certificate, to be printed."""
    return render_pdf(TEMPLATE, pages(certificates), tags=False)


def draw_specimen(design: dict[str, str], *, place_and_date: str) -> bytes:
    """Return a picture of a page in a design, filled with what nobody was given."""
    sample = SPECIMEN | {
        "place_and_date": place_and_date,
        "register": register_text(15, 2026, design["suffix"]),
        "design": 0,
    }
    page = {**printed(sample, "7KQM2XWD9"), "qr": qr(sample["link"])}
    return render_png(TEMPLATE, {"designs": [drawn(design)], "certificates": [page], "specimen": "MẪU"})[0]


def pages(certificates: Iterable[Certificate]) -> dict[str, Any]:
    """Return what the page's template takes: the designs, and each certificate with the place of its own."""
    designs: dict[int, int] = {}
    bodies: list[dict[str, Any]] = []
    made = []
    for one in certificates:
        if one.template_id not in designs:
            designs[one.template_id] = len(bodies)
            bodies.append(drawn(one.template.design))
        body = {**printed(one.data, one.code), "design": designs[one.template_id], "qr": qr(one.data["link"])}
        made.append(body)
    return {"designs": bodies, "certificates": made, "specimen": ""}


@functools.lru_cache(maxsize=64)
def qr(address: str) -> str:
    """Return the QR code of an address as SVG."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=_MASK).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def file_of(certificate: Certificate, folder: Path) -> Path:
    """Return the path of a certificate's PDF below `folder`, made where it is not there yet."""
    return next(files_of([certificate], folder))


def files_of(certificates: Sequence[Certificate], folder: Path) -> Iterator[Path]:
    """Give the path of each certificate's PDF; those that were never made are frozen, a hundred at a time."""
    for start in range(0, len(certificates), 100):
        part = certificates[start : start + 100]
        frozen = hashes_of([one.id for one in part])
        made = []
        for one in part:
            if one.id not in frozen:
                data = signed(draw_one(one))
                digest = _write(folder, data, one.id)
                made.append({"certificate_id": one.id, "content_hash": digest, "size": len(data)})
        if made:
            freeze_files(made)
            # Somebody else may have been first, with another signature.
            frozen = hashes_of([one.id for one in part])
        yield from (_kept(one, folder, frozen[one.id]) for one in part)


def _kept(one: Certificate, folder: Path, frozen: str) -> Path:
    path = _path(folder, frozen)
    if not path.is_file():
        data = draw_one(one)
        if hashlib.sha256(data).hexdigest() != frozen:
            raise Conflict(
                _("The file of this certificate is lost and can no longer be made as it was; issue it anew.")
            )
        _write(folder, data, one.id)
    return path


def _write(folder: Path, data: bytes, certificate_id: int) -> str:
    digest = hashlib.sha256(data).hexdigest()
    path = _path(folder, digest)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{certificate_id}.new")
        fresh.write_bytes(data)
        fresh.replace(path)
    return digest


def _path(folder: Path, digest: str) -> Path:
    return folder / "certificates" / digest[:2] / f"{digest}.pdf"


@operation
def freeze_files(rows: list[dict[str, Any]]) -> None:
    """Keep the digests of files that were made for the first time; of two who made one, the first stays."""
    table = table_of(CertificateFile)
    upsert(table, [row | {"at": clock.now()} for row in rows], key=["certificate_id"], update=["certificate_id"])
