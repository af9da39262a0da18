"""Questions as markup, kept: the same version in the same order with the same answer is drawn once, not per page.

A fragment holds PLACE where the number of the question in its attempt goes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import get_template_attribute
from markupsafe import Markup

from training.core.i18n import language
from training.core.kept import kept_results
from training.learning.queries.attempts import Asked
from training.learning.queries.marked import Marked
from training.learning.queries.published import AskedVersion, versions
from training.questions.kinds import KINDS

#: Stands for the number; cleaned texts hold no such character, and no database would take it.
PLACE = "\x00"

#: Longer answers, as JSON, are drawn each time: an essay of every learner would fill the memory.
LONGEST_KEPT = 2000


def values_of(response: Any) -> list[str]:
    """Return the values of a question's fields that make `response`."""
    if response is None:
        return []
    return [response] if isinstance(response, str) else list(response)


def asked_markup(asked: Sequence[Asked], *, faults: dict[int, str] | None = None) -> Markup:
    """Return the questions of an open attempt, with their answers, as one piece of markup."""
    versions.many({one.version_id for one in asked})
    words = faults or {}
    return Markup("").join(_one_asked(one, words.get(one.position, "")) for one in asked)


def _one_asked(one: Asked, fault: str) -> Markup:
    key = _key(one)
    draw = _asked if len(key[2]) <= LONGEST_KEPT else _draw_asked
    return _numbered(draw(*key, one.max_mark, one.flagged, fault), one.position)


def reviewed_markup(one: Marked, *, shown: frozenset[str]) -> Markup:
    """Return a question of a submitted attempt with what the review shows of it."""
    key = _key(one)
    draw = _reviewed if len(key[2]) <= LONGEST_KEPT else _draw_reviewed
    judged = draw(
        *key, one.judged_by, one.fraction, one.mark, one.max_mark, shown, one.is_void, one.regraded_under, one.waits
    )
    return _numbered(judged, one.position)


def _key(one: Asked | Marked) -> tuple[int, tuple[Any, ...], str, str]:
    return one.version_id, tuple(one.option_order), json.dumps(values_of(one.response)), language()


def _numbered(fragment: str, position: int) -> Markup:
    return Markup(fragment.replace(PLACE, str(position)))  # noqa: S704 -- drawn by the template below


def _draw_asked(
    version_id: int,
    order: tuple[Any, ...],
    values: str,
    _language: str,
    max_mark: Decimal,
    flagged: bool,  # noqa: FBT001 -- all of it is the key
    fault: str,
) -> str:
    version = versions.many((version_id,))[version_id]
    kind = KINDS[version.kind]
    draw = get_template_attribute("learning/question.html", "asked")
    return str(
        draw(
            place=PLACE,
            stem=stem_of(version),
            options=kind.shown(version.body, order),
            guide=kind.guide(version.body),
            parts=kind.parts(version.body, order),
            input=kind.input,
            values=kind.filled(version.body, order, json.loads(values)),
            max_mark=max_mark,
            flagged=flagged,
            fault=fault,
        )
    )


_asked = kept_results(8000)(_draw_asked)


def _draw_reviewed(
    version_id: int,
    order: tuple[Any, ...],
    values: str,
    _language: str,
    judged_by: int,
    fraction: Decimal,
    mark: Decimal,
    max_mark: Decimal,
    shown: frozenset[str],
    is_void: bool,  # noqa: FBT001 -- all of it is the key
    regraded_under: int | None,
    waits: bool,  # noqa: FBT001 -- as above
) -> str:
    found = versions.many((version_id, judged_by))
    version, judge = found[version_id], found[judged_by]
    given = json.loads(values)
    response = KINDS[version.kind].read(given, version.body)
    draw = get_template_attribute("learning/question.html", "reviewed")
    return str(
        draw(
            place=PLACE,
            stem=stem_of(version),
            outcomes=KINDS[judge.kind].explain(judge.body, response, order=order),
            blank=not given,
            key=KINDS[judge.kind].key_text(judge.body),
            explanation=Markup(judge.explanation_html),  # noqa: S704 -- cleaned when it was saved
            fraction=fraction,
            mark=mark,
            max_mark=max_mark,
            shown=shown,
            is_void=is_void,
            regraded_under=regraded_under,
            waits=waits,
            rubric=judge.body.get("rubric", ()),
            by_hand=KINDS[judge.kind].by_hand,
        )
    )


_reviewed = kept_results(8000)(_draw_reviewed)


def stem_of(version: AskedVersion) -> tuple[Markup, Markup]:
    """Return the words of a question that fit its heading, and what comes below: pictures, tables, more paragraphs."""
    html = version.stem_html.strip()
    head, end, rest = html.partition("</p>")
    if head.startswith("<p>") and end:
        return Markup(head[3:]), Markup(rest.strip())  # noqa: S704 -- cleaned when it was saved
    return Markup(""), Markup(html)  # noqa: S704
