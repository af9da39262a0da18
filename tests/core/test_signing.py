"""Signing PDF files: off by default, a fault of the settings is named, what is signed is found valid by pyHanko."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from asn1crypto.x509 import Certificate
from flask import Flask
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from sqlalchemy import select

from app import create_app
from tests.cast import Cast
from tests.completion.issuing import make_certificate
from tests.core.signing_keys import PASSWORD, make_key
from tests.reporting.papers import make_document
from training.completion.models import CertificateFile
from training.completion.operations.certificate_files import draw_one, file_of
from training.core import signing
from training.core.config import ConfigurationError, Settings
from training.core.db import db
from training.core.errors import Conflict
from training.core.signing import init_signing, read_signer, signed
from training.reporting.models import DocumentVersion
from training.reporting.operations.documents import files_of


def status_of(data: bytes, certificate: bytes) -> Any:
    [one] = PdfFileReader(io.BytesIO(data)).embedded_signatures
    return validate_pdf_signature(one, ValidationContext(trust_roots=[Certificate.load(certificate)]))


@pytest.fixture
def certificate(app: Flask, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """Let the application sign with a fresh key; give the key's certificate."""
    made = make_key(tmp_path / "key.p12", kind=getattr(request, "param", "rsa"))
    init_signing(app, Settings(signing_key=str(tmp_path / "key.p12"), signing_password=PASSWORD))
    yield made
    init_signing(app, Settings())


def test_without_a_key_nothing_is_signed(app: Flask, cast: Cast, tmp_path: Path) -> None:
    assert signed(b"%PDF") == b"%PDF"
    one = make_certificate(cast)
    assert file_of(one, tmp_path).read_bytes() == draw_one(one)


def test_without_a_key_no_library_is_loaded(tmp_path: Path) -> None:
    code = "import sys, app, training.core.signing; sys.exit('pyhanko' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


@pytest.mark.parametrize("certificate", ["rsa", "ec"], indirect=True)
def test_a_certificate_is_signed_and_its_hash_is_of_the_signed_file(
    cast: Cast, tmp_path: Path, certificate: bytes
) -> None:
    one = make_certificate(cast)
    path = file_of(one, tmp_path)
    data = path.read_bytes()
    status = status_of(data, certificate)
    assert (status.bottom_line, status.coverage.name) == (True, "ENTIRE_FILE")
    assert db.session.scalar(select(CertificateFile.content_hash)) == path.stem
    assert file_of(one, tmp_path) == path
    assert data.startswith(draw_one(one))


def test_a_signed_file_that_was_changed_is_found_out(cast: Cast, tmp_path: Path, certificate: bytes) -> None:
    data = file_of(make_certificate(cast), tmp_path).read_bytes()
    changed = data[:1000] + bytes([data[1000] ^ 1]) + data[1001:]
    assert not status_of(changed, certificate).intact


def test_a_signed_file_that_is_lost_is_not_made_up(cast: Cast, tmp_path: Path, certificate: bytes) -> None:
    one = make_certificate(cast)
    file_of(one, tmp_path).unlink()
    with pytest.raises(Conflict):
        file_of(one, tmp_path)


def test_a_file_from_before_the_key_stays_as_it_was(app: Flask, cast: Cast, tmp_path: Path) -> None:
    one = make_certificate(cast)
    path = file_of(one, tmp_path)
    before = path.read_bytes()
    make_key(tmp_path / "key.p12")
    init_signing(app, Settings(signing_key=str(tmp_path / "key.p12"), signing_password=PASSWORD))
    path.unlink()
    assert file_of(one, tmp_path).read_bytes() == before
    init_signing(app, Settings())


def test_official_documents_are_signed_and_drafts_are_not(cast: Cast, certificate: bytes) -> None:
    make_document(cast)
    version = db.session.scalars(select(DocumentVersion)).one()
    official = files_of(version, draft=False)
    assert status_of(official["pdf"], certificate).bottom_line
    draft = files_of(version, draft=True, forms=("pdf",))["pdf"]
    assert PdfFileReader(io.BytesIO(draft)).embedded_signatures == []


def test_faults_of_the_settings_are_named_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_key(tmp_path / "key.p12")
    (tmp_path / "text.p12").write_text("no key")
    for name, password, text in (
        ("key.p12", "wrong", "FRONT_SIGNING_PASSWORD"),
        ("text.p12", PASSWORD, "PKCS#12"),
        ("none.p12", PASSWORD, "cannot be read"),
    ):
        settings = Settings(data_dir=tmp_path, signing_key=str(tmp_path / name), signing_password=password)
        with pytest.raises(ConfigurationError, match=text):
            create_app(settings)
    monkeypatch.setattr(signing.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(ConfigurationError, match="bin/install signing"):
        read_signer(Settings(signing_key=str(tmp_path / "key.p12")))
