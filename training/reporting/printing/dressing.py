"""A list's content with all that its looks need: page, widths, and its long names broken into lines, for both forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from training.reporting.rules.documents import PARTY, STATE
from training.reporting.rules.paper_layout import layout_of
from training.reporting.rules.text_width import balanced

#: The share of the width that an agency has which issues alone, beside the heading of the state or the Party.
ALONE = 0.41
#: Kept free beside an agency's name, mm.
_GAP = 5


def dressed(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content with its page in mm, sizes and widths of its table, and lines instead of long names."""
    layout = layout_of(content)
    columns = zip(content["columns"], layout.widths, layout.turned, strict=True)
    return {
        **content,
        "page": list(layout.page),
        "size": layout.size,
        "head_size": layout.head_size,
        "head_height": layout.head_height,
        "columns": [{**told, "mm": round(width, 2), "turned": turned} for told, width, turned in columns],
        "issuers": dressed_issuers(content["issuers"], layout.room),
        "title_lines": balanced(content["title"].upper(), layout.room, 16),
        "subject_lines": balanced(content["subject"], layout.room, 14) if content["subject"] else [],
    }


def dressed_issuers(issuers: Sequence[Mapping[str, Any]], room: float) -> list[dict[str, Any]]:
    """Return issuers with their names and what stands above their signatures in lines, for a text `room` mm wide."""
    head_room = room * (ALONE if len(issuers) == 1 else 0.5) - _GAP
    return [_issuer(issuer, head_room, room / 2 - _GAP) for issuer in issuers]


def _issuer(issuer: Mapping[str, Any], head_room: float, sign_room: float) -> dict[str, Any]:
    signature = [part for line in issuer["signature"] for part in balanced(line, sign_room, 13)]
    tried = [_named(issuer, head_room, size) for size in _SIZES[issuer["style"]]]
    named = min(tried, key=lambda one: len(one["above_lines"]) + len(one["name_lines"]))
    return {**issuer, **named, "signature": signature}


#: Sizes in points that a style allows for the names of agencies, that which is preferred first.
_SIZES = {PARTY: (14,), STATE: (13, 12)}


def _named(issuer: Mapping[str, Any], room: float, size: float) -> dict[str, Any]:
    above = balanced(issuer["above"].upper(), room, size, bold=False) if issuer["above"] else []
    return {"head_size": size, "above_lines": above, "name_lines": balanced(issuer["name"].upper(), room, size)}
