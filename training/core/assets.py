"""Static files under addresses that carry their content's hash, so that browsers keep them for good."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path


def address_of(folder: Path) -> Callable[[str], str]:
    """Return the function that gives the address of a file in `folder`; a missing file is a bug and raises."""

    @cache
    def asset(name: str) -> str:
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]
        return f"/static/{name}?v={digest}"

    return asset
