"""The house rules on the parsed tree of a text: headings, ids, links, pictures and tables."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from markdown.extensions.admonition import AdmonitionProcessor
from markdown.treeprocessors import Treeprocessor

from training.core.errors import Invalid
from training.core.i18n import _

Media = Callable[[str], str | None]

#: A web address with a plain host: no user name before it to mislead the reader.
HTTPS = re.compile(r"https://[\w.-]+\.\w[\w-]*(?::\d{1,5})?(?:[/?#][^\s<>\"\\]*)?", re.IGNORECASE)
OWN_PATH = re.compile(r"/(?![/\\])[^\s<>\"\\]*")
#: Boxes that have a look of their own; any other is shown plain.
ADMONITIONS = ("note", "tip", "warning", "example")

_OWN_NAME = re.compile(r"[^\s:/?#\\&][^:?#\\&]*")
_HEADING = re.compile(r"h([1-6])")
_MAX_ADDRESS = 2000
_MAX_ATTRIBUTES = 1024 * 1024
_BOX = {"class": "table-wrap", "tabindex": "0", "role": "region"}
_KEPT = {
    "a": {"href", "title", "class", "rel", "aria-label"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
    "th": {"class", "scope"},
    "td": {"class"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "p": {"class"},
}


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something of the source that was not let through: what it was, and its address."""

    what: Literal["link", "anchor", "picture"]
    address: str


class Admonitions(AdmonitionProcessor):
    """Boxes with known looks and, where the author gave no title, one in the site's language."""

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        kind = match[1].lower().split()[0]
        default = {"note": _("Remember"), "tip": _("Tip"), "warning": _("Take care"), "example": _("Example")}
        return kind, match[2] if match[2] is not None else default.get(kind)


class Tree(Treeprocessor):
    """One pass over one text's tree; afterwards `dropped` names what was not let through."""

    def __init__(self, *, media: Media, prefix: str, top: int) -> None:
        super().__init__()
        self.media, self.prefix, self.top = media, prefix, top
        self.dropped: list[Dropped] = []
        self.ids: dict[str, str] = {}
        self.used: Counter[str] = Counter()

    def run(self, root: Element) -> None:
        self._check_size(root)
        self._level_headings(root)
        self._name(root)
        for element in root.iter():
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._picture(element)
            self._strip(element)
        _wrap_tables(root)

    def _check_size(self, root: Element) -> None:
        if sum(len(value or "") for element in root.iter() for value in element.attrib.values()) > _MAX_ATTRIBUTES:
            raise Invalid("text", _("The links of the text are too long, taken together."))

    def _level_headings(self, root: Element) -> None:
        """Shift headings so that the highest is `top` and none is skipped on the way down."""
        found = [(element, int(match[1])) for element in root.iter() if (match := _HEADING.fullmatch(element.tag))]
        shift = self.top - min((level for _element, level in found), default=self.top)
        before = self.top - 1
        for element, level in found:
            before = min(level + shift, before + 1, 6)
            element.tag = f"h{before}"

    def _name(self, root: Element) -> None:
        """Give every heading and every named element an id of this text, and remember what it was called."""
        for element in root.iter():
            own = element.get("id") or (_slug(_text(element)) or "muc" if _HEADING.fullmatch(element.tag) else "")
            if own:
                element.set("id", self._unique(own))

    def _unique(self, own: str) -> str:
        wanted = self.prefix + (":".join(filter(None, map(_slug, own.split(":")))) or "muc")
        self.used[wanted] += 1
        name = wanted if self.used[wanted] == 1 else self._unique(f"{own}-{self.used[wanted]}")
        self.ids.setdefault(own, name)
        return name

    def _link(self, link: Element) -> None:
        address = (link.get("href") or "").strip()
        href = self._resolve(address)
        if href is None:
            self.dropped.append(Dropped("anchor" if address.startswith("#") else "link", address))
            _unwrap(link)
            return
        link.set("href", href)
        if HTTPS.fullmatch(href):
            link.set("rel", "noopener noreferrer")
        if link.get("class") == "footnote-backref":
            link.set("aria-label", link.attrib.pop("title", ""))

    def _resolve(self, address: str) -> str | None:
        if len(address) > _MAX_ADDRESS:
            return None
        if address.startswith("#"):
            name = self.ids.get(unquote(address[1:]))
            return f"#{name}" if name else None
        return address if HTTPS.fullmatch(address) else self._own(address)

    def _own(self, address: str) -> str | None:
        name = unquote(address)
        path = self.media(name) if _OWN_NAME.fullmatch(name) else None
        return path if path and OWN_PATH.fullmatch(path) else None

    def _picture(self, picture: Element) -> None:
        address = picture.get("src") or ""
        path = self._own(address)
        if path is None:
            self.dropped.append(Dropped("picture", address))
            _unwrap(picture, picture.get("alt") or "")
            return
        picture.set("src", path)
        picture.set("loading", "lazy")

    def _strip(self, element: Element) -> None:
        if element.tag in ("th", "td"):
            align = element.attrib.pop("align", "")
            element.attrib = {"class": f"align-{align}"} if align in ("left", "center", "right") else {}
            if element.tag == "th":
                element.set("scope", "col")
        kept = {*_KEPT.get(element.tag, ()), "id"}
        for name in [name for name in element.attrib if name not in kept]:
            del element.attrib[name]


def _unwrap(element: Element, text: str | None = None) -> None:
    """Turn `element` into a span, which the cleaning takes away, leaving its words."""
    element.tag = "span"
    element.attrib.clear()
    if text is not None:
        element.text = text


def _wrap_tables(root: Element) -> None:
    """Put each table into a box of its own that scrolls, so that the page does not."""
    for parent in list(root.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag == "table":
                box = Element("div", {**_BOX, "aria-label": _table_name(child)})
                box.tail, child.tail = child.tail, None
                box.append(child)
                parent[place] = box


def _table_name(table: Element) -> str:
    heads = [" ".join(_text(head).split()) for head in table.iter("th")]
    columns = ", ".join(filter(None, heads))[:200]
    return str(_("Table: %(columns)s", columns=columns) if columns else _("Table"))


def _text(element: Element) -> str:
    return "".join(_words(element))


def _words(element: Element) -> Iterator[str]:
    """Yield the words within `element` without footnote numbers and without the parser's own placeholders."""
    if element.tag == "sup":
        return
    yield re.sub("\x02.*?\x03", " ", element.text or "")
    for child in element:
        yield from _words(child)
        yield re.sub("\x02.*?\x03", " ", child.tail or "")


def _slug(text: str) -> str:
    """Fold `text` to a-z, 0-9 and hyphens; đ is a letter of its own and does not fold by itself."""
    folded = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in folded if not unicodedata.combining(c))).strip("-")[:60]
