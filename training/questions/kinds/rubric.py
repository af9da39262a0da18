"""Rubrics (tiêu chí chấm): what a person marks an essay by, as JSON in the question's body.

A rubric is a list of criteria: {"id", "name", "description", "points", "levels"}, where points are exact decimal
text such as "2.5", and levels, which may be none, are {"points", "text"} from the best down.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from training.core.errors import Invalid
from training.core.i18n import _
from training.core.vietnamese import tidy
from training.questions.kinds.points import exact_text, points_of, typed_text

MAX_CRITERIA = 20
MAX_LEVELS = 10
MAX_POINTS = 1000
_MAX_NAME = 200
_MAX_TEXT = 1000
_ID = re.compile(r"[a-z0-9-]{1,32}")
_CRITERION = re.compile(r"-\s+([\d.,]+)\s*(?:điểm)?\s*\|\s*([^|]*)(?:\|(.*))?", re.IGNORECASE)
_LEVEL = re.compile(r"(?:-\s+)?([\d.,]+)\s*(?:điểm)?\s*\|(.*)", re.IGNORECASE)


def rubric_faults(raw: Mapping[str, Any]) -> Iterator[Invalid]:
    """Yield what keeps the rubric of a raw question from being one, "rubric.0" being its first criterion."""
    rubric = raw.get("rubric") or []
    if not isinstance(rubric, list | tuple) or not all(isinstance(one, Mapping) for one in rubric):
        yield Invalid("rubric", _("The criteria cannot be read."))
        return
    if len(rubric) > MAX_CRITERIA:
        yield Invalid("rubric", _("Give at most %(limit)s criteria.", limit=MAX_CRITERIA))
    names = [_text(one, "name") for one in rubric]
    for number, one in enumerate(rubric):
        field = f"rubric.{number}"
        if names.index(names[number]) < number:
            yield Invalid(field, _("Two criteria have the same name."))
        yield from _criterion_faults(one, field)


def _criterion_faults(one: Mapping[str, Any], field: str) -> Iterator[Invalid]:
    name, points = _text(one, "name"), points_of(one.get("points"))
    if not name:
        yield Invalid(field, _("A criterion needs a name."))
    if len(name) > _MAX_NAME or len(_text(one, "description")) > _MAX_TEXT:
        yield Invalid(
            field, _("A name has at most %(name)s characters, a text %(text)s.", name=_MAX_NAME, text=_MAX_TEXT)
        )
    if points is None or not 0 < points <= MAX_POINTS:
        yield Invalid(field, _("Points are a number above 0 and at most %(most)s, such as 2 or 0,5.", most=MAX_POINTS))
        return
    levels = _levels(one)
    if len(levels) > MAX_LEVELS:
        yield Invalid(field, _("Give at most %(limit)s levels.", limit=MAX_LEVELS))
    for level in levels:
        worth = points_of(level.get("points"))
        if worth is None or not 0 <= worth <= points:
            yield Invalid(field, _("The points of a level lie between 0 and those of its criterion."))
        if not 0 < len(_text(level, "text")) <= _MAX_TEXT:
            yield Invalid(field, _("A level is written as 2 | what earns it, one a line."))


def rubric_of(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rubric to store; a criterion keeps its id through edits."""
    rubric: list[dict[str, Any]] = []
    taken: set[str] = set()
    for one in raw.get("rubric") or []:
        name = _id_of(one, taken)
        taken.add(name)
        criterion = {
            "id": name,
            "name": _text(one, "name"),
            "description": _text(one, "description"),
            "points": exact_text(one.get("points")),
            "levels": [
                {"points": exact_text(level.get("points")), "text": _text(level, "text")} for level in _levels(one)
            ],
        }
        rubric.append(criterion)
    return rubric


def points_in(rubric: Sequence[Mapping[str, Any]]) -> Decimal:
    """Return the most points that a rubric can give."""
    return sum((Decimal(one["points"]) for one in rubric), Decimal(0))


# --- as lines of text ----------------------------------------------------------------------------


def rubric_from_text(text: str) -> list[dict[str, Any]]:
    """Read "- 2 điểm | name | description" a line, levels indented below as "- 1 điểm | text"."""
    rubric: list[dict[str, Any]] = []
    for line in text.split("\n"):
        criterion = _CRITERION.fullmatch(line.strip())
        if rubric and line.startswith((" ", "\t")):
            rubric[-1]["levels"] += levels_from_text(line)
        elif criterion:
            points, name, description = criterion.groups()
            rubric.append({"points": points, "name": name, "description": description or "", "levels": []})
        elif line.strip():
            rubric.append({"points": "", "name": tidy(line), "description": "", "levels": []})
    return rubric


def rubric_lines(rubric: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines that `rubric_from_text` reads."""
    for one in rubric:
        description = f" | {one['description']}" if one["description"] else ""
        yield f"- {typed_text(one['points'])} điểm | {one['name']}{description}"
        yield from (f"  - {typed_text(level['points'])} điểm | {level['text']}" for level in one["levels"])


def levels_from_text(text: str) -> list[dict[str, str]]:
    """Read levels, "2 | what earns it" a line."""
    levels = []
    for line in text.split("\n"):
        match = _LEVEL.fullmatch(line.strip())
        if match:
            levels.append({"points": match[1], "text": match[2]})
        elif line.strip():
            levels.append({"points": "", "text": line})
    return levels


def levels_text(levels: Sequence[Mapping[str, str]]) -> str:
    """Return levels as an author types them."""
    return "\n".join(f"{typed_text(level['points'])} | {level['text']}" for level in levels)


def _text(one: Mapping[str, Any], name: str) -> str:
    return tidy(str(one.get(name) or ""))


def _level(level: Mapping[str, Any]) -> dict[str, str]:
    return {"points": exact_text(level.get("points")), "text": _text(level, "text")}


def _levels(one: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    given = one.get("levels") or []
    if isinstance(given, str):
        return list(levels_from_text(given))
    return [level for level in given if isinstance(level, Mapping)]


def _id_of(one: Mapping[str, Any], taken: set[str]) -> str:
    kept = str(one.get("id") or "")
    if _ID.fullmatch(kept) and kept not in taken:
        return kept
    count = 0
    while (name := hashlib.sha256(f"{_text(one, 'name')}\n{count}".encode()).hexdigest()[:8]) in taken:
        count += 1
    return name
