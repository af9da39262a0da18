"""What a device is called for people, read off the name that its browser gives itself."""

from __future__ import annotations

from training.core.i18n import _

# The first that fits counts: later ones also stand in the names of those before.
_BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Zalo", "Zalo"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_name(agent: str) -> str:
    """Return a short name such as "Chrome, Android"; unknown ones are said to be so."""
    found = [_first(agent, names) for names in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name) or str(_("Unknown device"))


def _first(agent: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in names if mark in agent), "")
