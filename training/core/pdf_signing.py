"""Signing PDF files with pyHanko; loaded only where a key is set, because the library and what it needs are large."""

from __future__ import annotations

import io
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

FIELD = "Signature"
_DIGEST = "sha256"


class _KeptKeySigner(SimpleSigner):
    """Signs with a key that is read once: reading it, with its checks, takes far longer than signing."""

    def __init__(self, loaded: SimpleSigner) -> None:
        super().__init__(loaded.signing_cert, loaded.signing_key, loaded.cert_registry)
        key = load_der_private_key(loaded.signing_key.dump(), password=None)
        if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
            raise ValueError("only RSA and ECDSA keys can sign")  # noqa: TRY004 -- the file is wrong, not the caller
        self._key = key

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Return the raw signature of `data`."""
        if digest_algorithm != _DIGEST:
            return super().sign_raw(data, digest_algorithm)
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), SHA256())
        return self._key.sign(data, ECDSA(SHA256()))


class Signer:
    """Signs files with one key; can be shared by threads."""

    def __init__(self, path: Path, password: str) -> None:
        """Read the key and its certificates; raise OSError or ValueError where that cannot be done."""
        loaded = SimpleSigner.load_pkcs12_data(path.read_bytes(), [], passphrase=password.encode() or None)
        self._signer = _KeptKeySigner(loaded)

    def sign(self, data: bytes) -> bytes:
        """Return the PDF with an invisible signature over all of it (PAdES, SHA-256)."""
        out = io.BytesIO()
        meta = PdfSignatureMetadata(field_name=FIELD, md_algorithm=_DIGEST, subfilter=SigSeedSubFilter.PADES)
        sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), meta, signer=self._signer, output=out)
        return out.getvalue()
