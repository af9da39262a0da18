"""Words for people: gettext catalogues, English in the code, Vietnamese complete and the default.

A page looks up some hundred words; the catalogue is read once and the language of a request is decided once.
"""

from __future__ import annotations

import gettext as standard
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from flask import has_request_context, request, session
from markupsafe import Markup, escape

LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"
SITE_ZONE = "Asia/Ho_Chi_Minh"

_FOLDER = Path(__file__).parent.parent.parent / "translations"
_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


@cache
def _catalogue(language: str) -> standard.NullTranslations:
    return standard.translation("messages", _FOLDER, [language], fallback=language == "en")


@cache
def _markup(language: str, text: str) -> Markup:
    return Markup(_catalogue(language).gettext(text))  # noqa: S704 -- our own words


@cache
def _whole_markup(language: str, text: str) -> Markup:
    return _markup(language, text) % {}


def in_template(text: str, /, **values: Any) -> Markup:
    """Return `text` for a page, its blanks filled with `values`, escaped; %% stands for a percent sign.

    Jinja's own extension does the same at ten times the price, and a page has up to a hundred texts.
    """
    if not values:
        return _whole_markup(_language.get(), text)
    return _markup(_language.get(), text) % values


def count_in_template(singular: str, plural: str, num: int, /, **values: Any) -> Markup:
    """Return the form for `num` for a page; %(num)s stands for the number."""
    found = _catalogue(_language.get()).ngettext(singular, plural, num)
    return Markup(found) % {"num": num, **values}  # noqa: S704 -- our own words


def gettext(text: str, /, **values: Any) -> str:
    """Return `text` in the language in force, its blanks filled with `values`."""
    found = _catalogue(_language.get()).gettext(text)
    return found % values if values else found


def ngettext(singular: str, plural: str, num: int, /, **values: Any) -> str:
    """Return the form for `num` in the language in force; %(num)s stands for the number."""
    found = _catalogue(_language.get()).ngettext(singular, plural, num)
    return found % {"num": num, **values}


class LazyString:
    """A text that is looked up when it is read: labels are made once, read in many languages."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return gettext(self._text)

    def __repr__(self) -> str:
        return f"_l({self._text!r})"

    def __html__(self) -> str:
        return str(escape(str(self)))

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | LazyString) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)

    def __mod__(self, values: Any) -> str:
        return str(str(self) % values)

    def __add__(self, other: str) -> str:
        return str(self) + other

    def __getattr__(self, name: str) -> Any:
        return getattr(str(self), name)


_ = gettext
_l = LazyString


def chosen_language() -> str:
    """Return the language of this request: the one chosen in the menu, else Vietnamese.

    The browser's own preference is not asked: phones sold with an English setting are common, and
    an office that hands out one slip for all expects one language.
    """
    if not has_request_context():
        return DEFAULT_LANGUAGE
    wanted = session.get("language") or request.cookies.get("language")
    return wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE


def speak(language: str) -> None:
    """Let `language` be in force from now on in this context."""
    _language.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let `language` be in force within the block."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def language() -> str:
    """Return the language code in force, for the lang attribute and for formats."""
    return _language.get()
