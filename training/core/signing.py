"""The signature of files that go out as PDF: with the key of the settings, or none, which is the default."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import Protocol

from flask import Flask, current_app

from training.core.config import ConfigurationError, Settings

_EXTENSION = "front_signer"


class Signer(Protocol):
    """Something that signs PDF files."""

    def sign(self, data: bytes) -> bytes:
        """Return the file with a signature."""


def init_signing(app: Flask, settings: Settings) -> None:
    """Read the key of the settings, if there is one; raise ConfigurationError where that cannot be done."""
    app.extensions[_EXTENSION] = read_signer(settings) if settings.signing_key else None


def read_signer(settings: Settings) -> Signer:
    """Return what signs with the key of the settings."""
    if importlib.util.find_spec("pyhanko") is None:
        raise ConfigurationError("FRONT_SIGNING_KEY: signing needs more libraries; run bin/install signing")
    try:
        signing = importlib.import_module("training.core.pdf_signing")
        signer: Signer = signing.Signer(Path(settings.signing_key), settings.signing_password)
    except OSError as error:
        raise ConfigurationError(f"FRONT_SIGNING_KEY: {settings.signing_key} cannot be read") from error
    except ValueError as error:
        text = "no PKCS#12 file with an RSA or ECDSA key, or FRONT_SIGNING_PASSWORD is wrong"
        raise ConfigurationError(f"FRONT_SIGNING_KEY: {settings.signing_key} is {text}") from error
    return signer


def signed(data: bytes) -> bytes:
    """Return a PDF signed with the installation's key; as it is where there is none."""
    signer: Signer | None = current_app.extensions[_EXTENSION]
    return signer.sign(data) if signer is not None else data
