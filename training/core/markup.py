"""Markdown to cleaned HTML, once, when a text is saved: a page view never parses Markdown.

Three walls: raw HTML is never taken as HTML, the tree keeps only what is known, and nh3 cleans the result.
Stored HTML carries RENDER_VERSION; when the rules below change, raise it and render the stored sources again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import markdown

from training.core import markup_source
from training.core.errors import Invalid
from training.core.i18n import DEFAULT_LANGUAGE, _, speaking
from training.core.markup_blocks import ForgivingBlocks
from training.core.markup_clean import Heading, clean, clean_inline, read
from training.core.markup_tree import Admonitions, Dropped, Media, Tree

__all__ = [
    "RENDER_VERSION",
    "Dropped",
    "Heading",
    "Media",
    "Rendered",
    "find_html",
    "no_media",
    "plain",
    "render",
    "render_inline",
]

RENDER_VERSION = 1

#: Syllables a minute of unhurried reading of rules and procedures; a module's own figure goes before it.
SYLLABLES_PER_MINUTE = 180

_EXTENSIONS = ["tables", "footnotes", "admonition", "attr_list", "def_list", "sane_lists"]
_BLOCKS = ("indent", "code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote", "reference")
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_HTML = re.compile(r"<(?:/?[a-zA-Z][\w-]*(?=[\s/>])[^<>]*>|!--|!\[CDATA\[|\?)")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text made ready for the page; `dropped` are the links and pictures that were not let through."""

    html: str
    headings: tuple[Heading, ...] = ()
    words: int = 0
    minutes: int = 0
    dropped: tuple[Dropped, ...] = ()


def no_media(_name: str) -> str | None:
    """Resolve nothing: a text without pictures."""
    return None


def render(text: str, *, media: Media = no_media, prefix: str = "m-", top: int = 2) -> Rendered:
    """Turn Markdown into cleaned HTML.

    `media` gives the address of one of the text's own pictures or files ("media/x.png" → "/…"), None if there is none.
    Every id begins with `prefix`; texts that share a page need prefixes of their own. The highest heading
    becomes level `top`. Raises Invalid("text") for a text that is too long or made to exhaust the parser.
    """
    tree = Tree(media=media, prefix=prefix, top=top)
    html = clean(_convert(markup_source.checked(text), tree), prefix=prefix)
    words, headings = read(html)
    minutes = math.ceil(len(words.split()) / SYLLABLES_PER_MINUTE)
    return Rendered(html, headings, len(words.split()), minutes, tuple(tree.dropped))


def render_inline(text: str, *, media: Media = no_media) -> str:
    """Turn one line of Markdown into HTML without block elements, links or ids, as the text of an option needs.

    Raises Invalid("text") as render does.
    """
    tree = Tree(media=media, prefix="m-", top=2)
    return clean_inline(_convert(" ".join(markup_source.checked(text).split()), tree, inline=True))


def plain(html: str) -> str:
    """Return the words of rendered HTML, a line for each block, without footnote numbers and marks."""
    return read(html)[0]


def find_html(text: str) -> Iterator[tuple[int, str]]:
    """Yield line number (from 1) and text of each HTML tag or comment in Markdown, which would be shown as typed."""
    for number, line in enumerate(text.splitlines(), start=1):
        for match in _HTML.finditer(_CODE_SPAN.sub("", line)):
            yield number, match.group()


def _convert(text: str, tree: Tree, *, inline: bool = False) -> str:
    # What is written into a stored text is in the site's language, whatever language its author works in.
    with speaking(DEFAULT_LANGUAGE):
        parser = _inline_parser() if inline else _parser()
        parser.treeprocessors.register(tree, "house", -10)  # after "unescape", which is 0
        try:
            return parser.convert(text)
        except RecursionError as error:
            sentence = _("The text is nested too deeply, or has too many lines without an empty line.")
            raise Invalid("text", sentence) from error


def _parser() -> markdown.Markdown:
    """Build a parser; it keeps state while it works, so each text gets its own (building costs next to nothing)."""
    notes = {"BACKLINK_TEXT": "↩", "BACKLINK_TITLE": _("Back to note {} in the text")}
    parser = markdown.Markdown(
        extensions=_EXTENSIONS,
        extension_configs={"footnotes": notes, "tables": {"use_align_attribute": True}},
    )
    parser.preprocessors.register(ForgivingBlocks(parser), "forgiving_blocks", 28)
    parser.parser.blockprocessors.register(Admonitions(parser.parser), "admonition", 105)
    return _without_html(parser)


def _inline_parser() -> markdown.Markdown:
    parser = markdown.Markdown()
    for name in _BLOCKS:
        parser.parser.blockprocessors.deregister(name)
    return _without_html(parser)


def _without_html(parser: markdown.Markdown) -> markdown.Markdown:
    parser.preprocessors.deregister("html_block")
    parser.inlinePatterns.deregister("html")
    parser.inlinePatterns.deregister("automail")
    return parser
