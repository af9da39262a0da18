"""The last wall before HTML is stored: an allow-list of elements, attributes and addresses; and reading its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3

from training.core.markup_tree import ADMONITIONS, HTTPS, OWN_PATH

BLOCKS = {
    "h2", "h3", "h4", "h5", "h6", "p", "hr", "blockquote", "pre", "ul", "ol", "li", "dl", "dt", "dd",
    "div", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
INLINE = {"br", "strong", "em", "code", "sub", "sup", "img"}
LINKED = {"a"}
ATTRIBUTES = {
    "*": {"id"},
    "a": {"href", "title", "aria-label"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "div": {"aria-label"},
}
CLASSES = {
    "div": {"admonition", *ADMONITIONS, "footnote", "table-wrap"},
    "p": {"admonition-title"},
    "a": {"footnote-ref", "footnote-backref"},
    "th": {"align-left", "align-center", "align-right"},
    "td": {"align-left", "align-center", "align-right"},
}
VALUES = {
    "a": {"rel": {"noopener noreferrer"}},
    "img": {"loading": {"lazy"}},
    "th": {"scope": {"col"}},
    "div": {"tabindex": {"0"}, "role": {"region"}},
}
_ANCHOR = re.compile(r"#[\w:-]+")
_ID = re.compile(r"[a-z][a-z0-9]*-[a-z0-9:-]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text, for its table of contents; `level` is 2 to 6."""

    level: int
    id: str
    text: str


def clean(html: str, *, prefix: str) -> str:
    """Return `html` with nothing but what the lists above name; ids that lack `prefix` get it."""
    return nh3.clean(
        html,
        tags=BLOCKS | INLINE | LINKED,
        attributes=ATTRIBUTES,
        attribute_filter=_allowed,
        tag_attribute_values=VALUES,
        allowed_classes=CLASSES,
        url_schemes={"https"},
        link_rel=None,
        id_prefix=prefix,
    )


def clean_inline(html: str) -> str:
    """Return `html` with inline elements alone: no blocks, links or ids."""
    return nh3.clean(
        html,
        tags=INLINE,
        attributes={"img": {"src", "alt"}},
        attribute_filter=_allowed,
        url_schemes={"https"},
        link_rel=None,
    ).strip()


def read(html: str) -> tuple[str, tuple[Heading, ...]]:
    """Return the words of cleaned HTML, a line for each block, and its headings."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line), tuple(reader.headings)


def _allowed(_tag: str, name: str, value: str) -> str | None:
    match name:
        case "href":
            return value if HTTPS.fullmatch(value) or _ANCHOR.fullmatch(value) or OWN_PATH.fullmatch(value) else None
        case "src":
            return value if OWN_PATH.fullmatch(value) else None
        case "id":
            return value if _ID.fullmatch(value) else None
        case "start":
            return value if value.isdecimal() and len(value) <= 4 else None
    return value


class _Reader(HTMLParser):
    """Collects words and headings; what footnotes add to the text (numbers, marks) is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.headings: list[Heading] = []
        self._heading: tuple[int, str, int] | None = None
        self._in_note_mark = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in BLOCKS or tag == "br":
            self.pieces.append("\n")
        if tag == "a" and (values.get("class") or "").startswith("footnote-"):
            self._in_note_mark = True
        if tag in ("h2", "h3", "h4", "h5", "h6"):
            self._heading = (int(tag[1]), values.get("id") or "", len(self.pieces))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._in_note_mark = False
        if self._heading and tag in ("h2", "h3", "h4", "h5", "h6"):
            level, name, start = self._heading
            self.headings.append(Heading(level, name, " ".join("".join(self.pieces[start:]).split())))
            self._heading = None
        if tag in BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._in_note_mark:
            self.pieces.append(data)
