"""Words for people: gettext catalogues, English in the code, Vietnamese complete and the default."""

from __future__ import annotations

from collections.abc import Callable

from flask import has_request_context, request, session
from flask_babel import Babel, get_locale, gettext, lazy_gettext, ngettext
from flask_babel.speaklater import LazyString

LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"
SITE_ZONE = "Asia/Ho_Chi_Minh"

_: Callable[..., str] = gettext
_l = lazy_gettext

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "SITE_ZONE",
    "LazyString",
    "_",
    "_l",
    "babel",
    "chosen_language",
    "language",
    "ngettext",
]

babel = Babel()


def chosen_language() -> str:
    """Return the language of this request: the one chosen in the menu, else Vietnamese.

    The browser's own preference is not asked: phones sold with an English setting are common, and
    an office that hands out one slip for all expects one language.
    """
    if not has_request_context():
        return DEFAULT_LANGUAGE
    wanted = session.get("language") or request.cookies.get("language")
    return wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE


def language() -> str:
    """Return the language code in force, for the lang attribute and for formats."""
    return str(get_locale() or DEFAULT_LANGUAGE)
