"""Certificates: one by itself, and a thousand as single files, signed ones and one file, drawn without a database."""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from training.completion.operations.certificate_files import TEMPLATE, qr
from training.completion.rules.certificates import SPECIMEN, drawn, printed, proposed_design
from training.completion.rules.codes import new_code
from training.core.pdf import render_pdf

COUNT = 1000


def _pages(count: int) -> dict[str, Any]:
    design = drawn(proposed_design(unit="Thành phố Tam Kỳ", lead="Ủy ban MTTQ Việt Nam", partner="Ban Tuyên giáo"))
    made = []
    for number in range(count):
        code = new_code()
        link = f"https://taphuan.example.vn/verify?code={code}"
        data = SPECIMEN | {"full_name": f"Nguyễn Văn {number}", "register": f"{number}/2026/GCN", "place_and_date": ""}
        made.append({**printed(data, code), "design": 0, "qr": qr(link)})
    return {"designs": [design], "certificates": made, "specimen": ""}


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def tell() -> None:
    """Print the figures beside their ceilings."""
    first = _seconds(lambda: render_pdf(TEMPLATE, _pages(1)))
    singly = _seconds(lambda: [render_pdf(TEMPLATE, _pages(1)) for _number in range(COUNT)])
    together = _seconds(lambda: render_pdf(TEMPLATE, _pages(COUNT), tags=False))
    print(f"\ncertificates: the first {first * 1000:.0f} ms (at most 300), then {singly / COUNT * 1000:.0f} ms each")
    print(f"  {COUNT} as single files {singly:.1f} s, as one file {together:.1f} s (at most 60 each)")
    _tell_signed()


def _tell_signed() -> None:
    """Sign a thousand with a key made on the spot, where what signs is installed."""
    if not importlib.util.find_spec("pyhanko") or not shutil.which("openssl"):
        print("  signed: pyHanko or openssl is not installed")
        return
    signing = importlib.import_module("training.core.pdf_signing")
    with tempfile.TemporaryDirectory() as folder:
        signer = signing.Signer(_make_key(Path(folder)), "")
    signed = _seconds(lambda: [signer.sign(render_pdf(TEMPLATE, _pages(1))) for _number in range(COUNT)])
    print(f"  {COUNT} as single files, each signed (RSA 2048): {signed:.1f} s (at most 60)")


def _make_key(folder: Path) -> Path:
    key, certificate, kept = (str(folder / name) for name in ("key.pem", "certificate.pem", "key.p12"))
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Bench"]
    usage = ["-addext", "keyUsage=digitalSignature,nonRepudiation"]
    subprocess.run(["openssl", *made, *usage, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    pack = ["pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", kept, "-passout", "pass:"]
    subprocess.run(["openssl", *pack], check=True, capture_output=True)
    return Path(kept)
