"""Pages as PDF: a Typst template of templates/, filled with plain data, set in the fonts that the program ships.

Data reach a template as JSON, never as source: no name can be read as markup. The same data give the same bytes.
"""

from __future__ import annotations

import functools
import importlib
import json
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from training.core import clock

_TEMPLATES = Path(__file__).parent.parent.parent / "templates"
_FONTS = Path(__file__).parent / "fonts"

#: What templates name as their font; see fonts/README.md.
FONT = "Front Serif"

# A compiler is not safe to share, and two at once are no faster: the library holds the interpreter's lock.
_turn = threading.Lock()


def render_pdf(template: str, data: Any, *, at: datetime | None = None, tags: bool = True) -> bytes:
    """Return the PDF of `template`, a path under templates/, filled with `data`, which must be writable as JSON.

    `at` is the instant written into the file, by default now. Without `tags` a long table is a tenth of the size, and
    screen readers find no structure in it.
    """
    return _render(template, data, "pdf", at=at or clock.now(), tags=tags)[0]


def render_png(template: str, data: Any, *, at: datetime | None = None, dots: float = 96) -> list[bytes]:
    """Return a picture of each page, `dots` to the inch: as a screen has them, or more for paper."""
    return _render(template, data, "png", at=at or clock.now(), tags=False, dots=dots)


def _render(template: str, data: Any, form: str, *, at: datetime, tags: bool, dots: float = 96) -> list[bytes]:
    with _turn:
        made = _compiler(template).compile(
            format=form,
            ppi=float(dots),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=int(at.timestamp()),
            pdf_tags=tags,
        )
    return made if isinstance(made, list) else [made]


@functools.lru_cache(maxsize=16)
def _compiler(template: str) -> Any:
    # Loaded when it is first wanted: most processes make no PDF, and the library takes 15 MB.
    typst = importlib.import_module("typst")
    return typst.Compiler(
        str(_TEMPLATES / template), root=str(_TEMPLATES), font_paths=[str(_FONTS)], ignore_system_fonts=True
    )
