"""The life of a request: guards that load and check, refusals as pages, what every page is given."""

from __future__ import annotations

import functools
import inspect
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, redirect, render_template, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from training.core import audit, headers, once
from training.core.access import Actor, Permission, may
from training.core.db import db
from training.core.errors import Denied, Invalid, Refusal
from training.core.i18n import _, chosen_language, language, speak
from training.core.vietnamese import initials

V = TypeVar("V", bound=Callable[..., Any])

log = logging.getLogger(__name__)
csrf = CSRFProtect()
login_manager = LoginManager()


class SignedIn(UserMixin):
    """What Flask-Login keeps for a request: the actor behind the sign-in token."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.id = token
        self.actor = actor


def find_actor() -> Actor | None:
    """Return who is signed in, or None; looked up once a request."""
    if "actor" not in g:
        g.actor = current_user.actor if current_user.is_authenticated else None
    found: Actor | None = g.actor
    return found


def actor() -> Actor:
    """Return who is signed in; raise Denied where nobody is."""
    found = find_actor()
    if found is None:
        raise Denied(_("Please sign in first."))
    return found


# --- guards --------------------------------------------------------------------------------------


def public(view: V) -> V:
    """Open `view` to everybody, signed in or not."""
    view.access = None  # type: ignore[attr-defined]
    return view


def requires(permission: Permission, loader: Callable[..., Any] | None = None) -> Callable[[V], V]:
    """Guard a view: sign in or be led there, load the thing (404), check `permission` on it (403).

    `loader` is given those URL arguments that it names; the view gets the thing first and the other arguments by name.
    """
    wanted = list(inspect.signature(loader).parameters) if loader else []

    def guard(view: V) -> V:
        @functools.wraps(view)
        def guarded(**url: Any) -> Any:
            person = find_actor()
            if person is None:
                return login_manager.unauthorized()
            if loader is None:
                _check(person, permission, None)
                return view(**url)
            thing = loader(**{name: url.pop(name) for name in wanted if name in url})
            _check(person, permission, thing)
            return view(thing, **url)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return guard


def _check(person: Actor, permission: Permission, thing: object) -> None:
    if not may(person, permission, thing):
        raise Denied(_("You do not have the right to open this page."))


def refuse_unguarded(app: Flask) -> None:
    """Stop the application from starting while any route carries neither @requires nor @public."""
    bare = sorted(e for e, view in app.view_functions.items() if not hasattr(view, "access"))
    if bare:
        raise RuntimeError(f"routes without @requires or @public: {', '.join(bare)}")


def safe_next(target: str | None, fallback: str) -> str:
    """Return `target` where it is a path of this site, else `fallback`."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\n" in target:
        return fallback
    parts = urlsplit(target)
    return fallback if parts.scheme or parts.netloc else target


def see_other(endpoint: str, **values: Any) -> BaseResponse:
    """Answer a POST: lead on to `endpoint` with 303."""
    return redirect(url_for(endpoint, **values), 303)


def once_leads_to(endpoint: str, **values: Any) -> None:
    """Lead a second submit of this form to `endpoint`, where the first is answered with a page of its own."""
    if "once_key" in g:
        once.settle(g.once_key, url_for(endpoint, **values))


# --- what pages are given ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main navigation: `side` is "learner", "staff" or "bell"; shown to those who hold `permission`.

    The bell stands beside the menu of organisers. `counter` says how many things wait for the actor there.
    """

    label: Any
    endpoint: str
    icon: str
    side: str
    permission: Permission
    counter: Callable[[Actor], int] | None = None


@dataclass(frozen=True, slots=True)
class NavLink:
    """A navigation entry as a page draws it."""

    label: str
    href: str
    icon: str
    current: bool
    counter: Callable[[], int]

    @property
    def count(self) -> int:
        """Return how many things wait there; asked only by pages that draw the navigation."""
        return self.counter()


@dataclass(frozen=True, slots=True)
class Me:
    """What a page shows of the person signed in."""

    account_id: int | None
    name: str
    initials: str
    unit_name: str
    is_staff: bool
    is_learner: bool
    side: str


def side_of(person: Actor) -> str:
    """Return which of the two navigations to show: the one chosen, as far as the person has it."""
    if not person.is_staff:
        return "learner"
    return "learner" if request.cookies.get("side") == "learner" else "staff"


def _navigation(items: tuple[NavItem, ...], side: str) -> list[NavLink]:
    person = find_actor()
    if person is None:
        return []
    # A slice with several entries names in g.nav the one that its page belongs to.
    here = g.get("nav", (request.endpoint or "").split(".")[0])
    links = []
    for item in items:
        if item.side == side and item.endpoint in current_app.view_functions and may(person, item.permission):
            current = item.endpoint in {request.endpoint, here} or item.endpoint.split(".")[0] == here
            counter = functools.partial(_count, item, person)
            links.append(NavLink(str(item.label), _address(item.endpoint), item.icon, current, counter))
    return links


def _count(item: NavItem, person: Actor) -> int:
    # A page that tells of an error asks the database nothing: it may be what has failed.
    return item.counter(person) if item.counter and "failed" not in g else 0


@functools.cache
def _address(endpoint: str) -> str:
    """Return the address of a page without parameters; built once, as every page links to it."""
    return url_for(endpoint)


def _me() -> Me | None:
    person = find_actor()
    if person is None:
        return None
    return Me(
        person.account_id,
        person.name,
        initials(person.name),
        person.unit_name,
        person.is_staff,
        person.person_id is not None,
        side_of(person),
    )


def page_context(items: tuple[NavItem, ...]) -> Callable[[], dict[str, Any]]:
    """Return the context processor that gives every template what base.html asks for."""

    def context() -> dict[str, Any]:
        me = _me()
        return {
            "nav": _navigation(items, me.side) if me else [],
            "bell": next(iter(_navigation(items, "bell")), None) if me and me.side == "staff" else None,
            "me": me,
            "language": language(),
            "theme": _cookie("theme", ("light", "dark", "auto"), "auto"),
            "text_size": _cookie("text", ("normal", "large"), "normal"),
            "once_token": once.new_token,
            "may": lambda permission, thing=None: may(find_actor(), permission, thing),
            "organisation": current_app.config["SETTINGS"].organisation,
            "crumbs": (),
            "search_url": "/search",
        }

    return context


def _cookie(name: str, allowed: tuple[str, ...], default: str) -> str:
    value = request.cookies.get(name)
    return value if value in allowed else default


# --- refusals as pages ---------------------------------------------------------------------------


def wants_json() -> bool:
    """Tell whether the request came from a script of ours rather than from a person's browser."""
    return request.accept_mimetypes.best == "application/json" or request.is_json


def error_page(status: int, text: str, *, error_id: str = "") -> tuple[Any, int]:
    """Answer with `status` and `text`, as a page or as JSON."""
    if wants_json():
        return {"error": text, "id": error_id}, status
    g.failed = True
    return render_template("error.html", status=status, text=text, error_id=error_id), status


def _on_refusal(refusal: Refusal) -> Any:
    # Where the database said no, its transaction answers nothing any more, and the page has to read who is asking.
    db.session.rollback()
    if refusal.status == 403 and find_actor() is None:
        return login_manager.unauthorized()
    field = {"field": refusal.field} if isinstance(refusal, Invalid) else {}
    if wants_json():
        return {"error": refusal.text, **field}, refusal.status
    return error_page(refusal.status, refusal.text)


def _on_http_error(error: HTTPException) -> Any:
    if error.code is not None and error.code < 400:
        return error.get_response()
    if isinstance(error, RequestEntityTooLarge):
        limit = current_app.config["MAX_CONTENT_LENGTH"] // (1024 * 1024)
        return error_page(413, _("The file or form is larger than %(limit)s MB, the most that is taken.", limit=limit))
    if isinstance(error, CSRFError):
        return error_page(400, _("This page was open for too long. Go back, reload it, and send it again."))
    return error_page(error.code or 500, "")


def _on_bug(error: Exception) -> Any:
    error_id = secrets.token_hex(4)
    log.error("unexpected error %s at %s", error_id, request.path, exc_info=error)
    return error_page(500, "", error_id=error_id)


def _on_repeated_form(done: once.AlreadyDone) -> Any:
    return redirect(done.location or safe_next(urlsplit(request.referrer or "").path, "/"), 303)


# --- every request -------------------------------------------------------------------------------


def _before() -> None:
    audit.address.set(request.remote_addr or "")
    speak(chosen_language())
    once.forget()
    if request.method == "POST" and "once" in request.form:
        items = [(n, v) for n, v in request.form.items(multi=True) if n not in {"csrf_token", "once"}]
        g.once_key = once.expect(request.form["once"], items)


def _after(response: Response) -> Response:
    headers.secure(response, https=current_app.config["SETTINGS"].https)
    headers.compress(response)
    if "once_key" in g and response.status_code == 303:
        once.settle(g.once_key, response.headers["Location"])
    return response


def init_web(app: Flask, nav: tuple[NavItem, ...]) -> None:
    """Give `app` its guards, pages for refusals, headers and page context."""
    csrf.init_app(app)
    login_manager.init_app(app)
    login_manager.login_view = "accounts.sign_in"
    login_manager.login_message = None  # the library's is English; the page itself says why it is shown
    login_manager.session_protection = None  # the sign-in row is checked on every request instead
    app.context_processor(page_context(nav))
    app.register_error_handler(Refusal, _on_refusal)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(once.AlreadyDone, _on_repeated_form)
    if not app.testing:
        app.register_error_handler(Exception, _on_bug)
    app.before_request(_before)
    app.after_request(_after)


def notice(text: str, kind: str = "ok") -> None:
    """Show `text` on the next page, as news of `kind` ok, warn, bad or info."""
    flash(text, kind)
