"""Citations as people type them, one a line: `KEY, article [from..to]`, as `luat-75-2015, Điều 3 [2016-01-01..]`."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from training.core.i18n import _

_LINE = re.compile(r"(?P<key>[^,\[\]\s]+)\s*(?:,\s*(?P<article>[^\[\]]*?))?\s*(?:\[(?P<dates>[^\[\]]*)\])?")
MAX_ARTICLE = 200


@dataclass(frozen=True, slots=True)
class Citation:
    """An article of a document by its key, with the days between which the statement holds, where given."""

    key: str
    article: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def __str__(self) -> str:
        dates = f" [{self.valid_from or ''}..{self.valid_to or ''}]" if self.valid_from or self.valid_to else ""
        return f"{self.key}{', ' if self.article else ''}{self.article}{dates}"


def read_citations(text: str, *, keys: Iterable[str]) -> tuple[list[Citation], list[str]]:
    """Return the citations in `text`, a line each, and what is wrong with the others, in words with the line's number.

    `keys` are the documents that may be cited.
    """
    known = set(keys)
    citations: list[Citation] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = read_citation(line.strip(), known)
        if isinstance(found, Citation):
            citations.append(found)
        else:
            faults.append(_("Line %(number)s: %(fault)s", number=number, fault=found))
    return citations, faults


def write_citations(citations: Sequence[Citation]) -> str:
    """Write `citations` as people type them."""
    return "\n".join(map(str, citations))


def read_citation(line: str, known: Container[str]) -> Citation | str:
    """Return the citation that `line` is, or in words why it is none; `known` are the documents that may be cited."""
    match = _LINE.fullmatch(line)
    if match is None:
        return _("write it as KEY, article [from..to].")
    key, article = match["key"], " ".join((match["article"] or "").split())
    if key not in known:
        return _("there is no document with the key “%(key)s” in this course.", key=key)
    if len(article) > MAX_ARTICLE:
        return _("the article has more than %(limit)s letters.", limit=MAX_ARTICLE)
    dates = _read_dates(match["dates"])
    return dates if isinstance(dates, str) else Citation(key, article, *dates)


def _read_dates(text: str | None) -> tuple[date | None, date | None] | str:
    if text is None:
        return None, None
    ends = text.split("..")
    if len(ends) != 2:
        return _("write the days as [2016-01-01..2025-06-30]; either side may be empty.")
    try:
        first, last = (date.fromisoformat(end.strip()) if end.strip() else None for end in ends)
    except ValueError:
        return _("there is no such day; write days as 2016-01-01 (year-month-day).")
    if first and last and first > last:
        return _("the first day is after the last day.")
    return first, last
