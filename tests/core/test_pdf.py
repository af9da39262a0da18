"""PDF files say what they were given, letter by letter, in the fonts of the program."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from training.core import pdf

BASES = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
LETTERS = [unicodedata.normalize("NFC", base + tone) for base in BASES for tone in TONES] + ["đ"]
AT = datetime(2026, 11, 18, tzinfo=UTC)


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    source = '#let d = json(bytes(sys.inputs.data))\n#set text(font: "Front Serif")\n#d.text\n\n*#d.text*\n\n_#d.text _'
    (tmp_path / "page.typ").write_text(source)
    monkeypatch.setattr(pdf, "_TEMPLATES", tmp_path)
    pdf._compiler.cache_clear()
    return "page.typ"


def words_of(data: bytes) -> list[str]:
    return [word for page in pypdfium2.PdfDocument(data) for word in page.get_textpage().get_text_bounded().split()]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_comes_back_out_of_the_file(template: str, form: str) -> None:
    letters = [*LETTERS, *(letter.upper() for letter in LETTERS)]
    assert len(letters) == 146
    text = " ".join(unicodedata.normalize(form, letter) for letter in letters)
    found = [unicodedata.normalize("NFC", word) for word in words_of(pdf.render_pdf(template, {"text": text}))]
    assert found == letters * 3


def test_what_looks_like_markup_is_text(template: str) -> None:
    text = '#panic() *a* $x$ <b> "q" \\ // @ref [z]'
    assert words_of(pdf.render_pdf(template, {"text": text})) == text.split() * 3


def test_the_same_data_at_the_same_instant_give_the_same_file(template: str) -> None:
    first, second = (pdf.render_pdf(template, {"text": "Trần"}, at=AT) for _time in range(2))
    assert first == second
    assert first != pdf.render_pdf(template, {"text": "Lê"}, at=AT)


def test_a_page_can_be_shown_as_a_picture(template: str) -> None:
    [page] = pdf.render_png(template, {"text": "Trần"}, at=AT)
    assert page.startswith(b"\x89PNG")
