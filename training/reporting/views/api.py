"""The read-only JSON interface for other systems: a token in the header, pages, an ETag; and its description."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Collection
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from flask import Response, g, request

from training.classes.models import TrainingClass
from training.classes.queries import get_class
from training.completion.access import CompletionPermission
from training.completion.rules.findings import Outcome
from training.completion.rules.marks import of_ten
from training.completion.rules.sentences import rounded
from training.core import clock, web
from training.core.access import Actor, may
from training.core.errors import Refusal
from training.core.jobs.registry import actor_for
from training.reporting.models import ApiToken
from training.reporting.operations.api_tokens import use_token
from training.reporting.queries.api_tokens import find_token, page_of_certificates, page_of_people
from training.reporting.queries.lines import Selection, read_page, select_lines
from training.reporting.queries.rosters import ClassRow, list_classes
from training.reporting.queries.scopes import get_scope
from training.reporting.rules.api_scopes import LARGEST_PAGE, openapi
from training.reporting.rules.figures import Line, Wanted
from training.reporting.views.blueprint import bp

BASE = "/api/v1"
_LARGEST_NUMBER = 1_000_000


class _Refused(Exception):
    """A request that is answered with an error in JSON."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


def opened_by(scope: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Guard a view of the interface: a valid token with `scope`, within its limit; the view is given who owns it."""

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def guarded(**url: Any) -> Response:
            try:
                token = _token(scope)
                return _answer(*view(actor_for(token.account_id), **url))
            except _Refused as refused:
                return _error(refused.status, refused.text)
            except Refusal as refusal:
                return _error(refusal.status, refusal.text)

        return web.public(guarded)

    return guard


def _token(scope: str) -> ApiToken:
    kind, _space, sent = request.headers.get("Authorization", "").partition(" ")
    token = find_token(sent.strip()) if kind.lower() == "bearer" and sent.isascii() else None
    if token is None or not token.is_valid(clock.now()):
        raise _Refused(401, "A valid token is needed: Authorization: Bearer …")
    if scope not in token.scopes:
        raise _Refused(403, f"The token is not for {scope}.")
    if not use_token(token):
        raise _Refused(429, "Too many requests. Wait a minute.")
    # The session cookie, if one came along, opens nothing here.
    g.actor = actor_for(token.account_id)
    return token


def _number(name: str, default: int | None, *, least: int, most: int) -> int | None:
    values = request.args.getlist(name)
    if not values:
        return default
    text = values[0]
    if (
        len(values) > 1
        or not (text.isascii() and text.isdecimal() and len(text) < 10)
        or not least <= int(text) <= most
    ):
        raise _Refused(422, f"{name}: a whole number from {least} to {most} is expected.")
    return int(text)


def _pages() -> tuple[int, int]:
    number = _number("page", 1, least=1, most=_LARGEST_NUMBER)
    size = _number("size", 50, least=1, most=LARGEST_PAGE)
    return number or 1, size or 50


def _year() -> int | None:
    return _number("year", None, least=2000, most=2100)


def _answer(items: Collection[Any], total: int, number: int, size: int) -> Response:
    more = number * size < total
    following = f"{request.path}?{urlencode({**request.args, 'page': number + 1, 'size': size})}" if more else None
    body = json.dumps(
        {"items": list(items), "page": number, "size": size, "total": total, "next": following}, ensure_ascii=False
    )
    answer = Response(body, mimetype="application/json")
    answer.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.make_conditional(request)
    return answer


def _error(status: int, text: str) -> Response:
    answer = Response(json.dumps({"error": text}, ensure_ascii=False), status=status, mimetype="application/json")
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if status == 429:
        answer.headers["Retry-After"] = "60"
    return answer


@bp.get(f"{BASE}/openapi.json")
@web.public
def api_description() -> Response:
    """Describe the interface to other programs."""
    return Response(json.dumps(openapi(BASE), ensure_ascii=False), mimetype="application/json")


@bp.get(f"{BASE}/people")
@opened_by("people")
def api_people(actor: Actor) -> Any:
    """Give the people in the owner's scope."""
    number, size = _pages()
    items, total = page_of_people(actor, number=number, size=size)
    return items, total, number, size


@bp.get(f"{BASE}/classes")
@opened_by("classes")
def api_classes(actor: Actor) -> Any:
    """Give the classes that the owner sees."""
    number, size = _pages()
    year = _year()
    rows = [row for row in list_classes(actor) if year in {None, row.year}]
    return [_class(row) for row in rows[(number - 1) * size : number * size]], len(rows), number, size


def _class(row: ClassRow) -> dict[str, Any]:
    days = {"opens_on": row.opens_on.isoformat(), "closes_on": row.closes_on.isoformat()}
    named = {"id": row.class_id, "code": row.code, "title": row.title, "unit": row.unit, "year": row.year}
    return {**named, **days, "state": row.state.value}


@bp.get(f"{BASE}/classes/<int:class_id>/roster")
@opened_by("rosters")
def api_roster(actor: Actor, *, class_id: int) -> Any:
    """Give the learners of a class with their results."""
    if class_id > 2_000_000_000:
        raise _Refused(404, "There is no such class.")
    found: TrainingClass = get_class(class_id)
    if not may(actor, CompletionPermission.SEE, found):
        raise _Refused(403, "The token's owner does not see this class.")
    return _lines(select_lines(get_scope("class", class_id), Wanted(), actor))


@bp.get(f"{BASE}/completions")
@opened_by("completions")
def api_completions(actor: Actor) -> Any:
    """Give the learners who have completed, of the year's classes."""
    year = _year() or clock.today().year
    return _lines(select_lines(get_scope("year", year), Wanted(outcome=Outcome.COMPLETED), actor))


@bp.get(f"{BASE}/certificates")
@opened_by("certificates")
def api_certificates(actor: Actor) -> Any:
    """Give the certificates of learners whom the owner sees, those too that hold no more."""
    number, size = _pages()
    items, total = page_of_certificates(actor, year=_year(), number=number, size=size)
    return items, total, number, size


def _lines(selection: Selection) -> Any:
    number, size = _pages()
    lines, total = read_page(selection, number=number, size=size)
    return [_line(line) for line in lines], total, number, size


def _line(line: Line) -> dict[str, Any]:
    one, roll = line.learner, line.standing.facts.attendance
    mark = of_ten(line.mark)
    return {
        "enrolment_id": one.enrolment_id,
        "class_id": one.class_id,
        "person_id": one.person_id,
        "code": one.code,
        "full_name": one.full_name,
        "unit": one.unit,
        "post": one.post,
        "result": line.standing.outcome.value,
        "mark": None if mark is None else str(mark),
        "hours_attended": f"{rounded(Fraction(roll.hours_attended), 2).normalize():f}",
        "hours_held": roll.hours_held,
    }
