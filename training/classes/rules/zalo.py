"""The text of an announcement for a Zalo group: plain, short, with everything one must know."""

from __future__ import annotations

from training.core.i18n import _

#: A group message longer than this is folded away behind "see more".
MOST = 500


def zalo_text(title: str, *, when: str, where: str, link: str, deadline: str = "", more: str = "") -> str:
    """Return at most 500 characters without markup: title, time, place, deadline, what else is said, link.

    Where all of it is too long, `more` is cut first, then the title and the place; time, deadline and link stay whole.
    """
    until = _("Put forward up to: %(day)s", day=deadline) if deadline else ""
    room = MOST - sum(len(line) + 1 for line in (when, until, link))
    head = _cut(_plain(title), room * 2 // 3)
    place = _cut(_plain(where), max(room - len(head) - 2, 0))
    said = _cut(_plain(more), max(room - len(head) - len(place) - 3, 0))
    return "\n".join(line for line in (head, when, place, until, said, link) if line)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return text[: most - 1].rstrip() + "…" if most > 1 else ""
