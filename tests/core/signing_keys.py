"""Keys for tests: self-signed, made on the spot, kept as a PKCS#12 file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

PASSWORD = "mật khẩu"


def make_key(path: Path, *, kind: str = "rsa") -> bytes:
    """Write a key and its certificate to `path`; return the certificate (DER)."""
    key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ủy ban MTTQ Việt Nam thành phố")])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=2))
        .add_extension(usage, critical=True)
        .sign(key, SHA256())
    )
    path.write_bytes(serialize_key_and_certificates(b"f", key, made, None, BestAvailableEncryption(PASSWORD.encode())))
    return made.public_bytes(Encoding.DER)
