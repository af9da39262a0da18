"""A scan is what its content says, whatever it is called."""

from __future__ import annotations

import pytest

from tests.completion.papers import JPEG, PDF, PNG
from training.catalog.rules.scans import MAX_SCAN_BYTES, read_scan
from training.core.errors import Invalid


@pytest.mark.parametrize(("data", "kind"), [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")])
def test_a_scan_is_told_by_its_content(data: bytes, kind: str) -> None:
    assert read_scan(data) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><script>1</script></html>",
        b"%PDF-1.7 cut off",
        b"GIF89a\x01\x00\x01\x00",
        PNG[:20],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04 a document",
        PDF + b" " * MAX_SCAN_BYTES,
    ],
)
def test_anything_else_is_refused_at_the_field(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read_scan(data)
    assert refused.value.field == "scan"


def test_a_scan_may_be_just_as_large_as_is_said() -> None:
    padded = PDF[:9] + b" " * (MAX_SCAN_BYTES - len(PDF)) + PDF[9:]
    assert len(padded) == MAX_SCAN_BYTES
    assert read_scan(padded) == "application/pdf"
