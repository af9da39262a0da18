"""The checking client: a test client that reads every page it fetches as a strict proof-reader would."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.makers import Makers
from training.core.access import Actor
from training.core.db import db

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LABELLED = {"input", "select", "textarea"}


class Page(HTMLParser):
    """What a page is made of, as far as the house rules care."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.h1 = 0
        self.title = ""
        self.labels_for: set[str] = set()
        self.controls: list[dict[str, str]] = []
        self.forms: list[dict[str, Any]] = []
        self.links: list[str] = []
        self.faults: list[str] = []
        self.described: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        if self._open:
            self.faults.append(f"left open: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        self._look(tag, at)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, {name: value or "" for name, value in attrs})

    def _look(self, tag: str, at: dict[str, str]) -> None:
        self.ids += [at["id"]] if "id" in at else []
        self.h1 += tag == "h1"
        self.links += [at["href"]] if tag == "a" and "href" in at else []
        self.labels_for |= {at["for"]} if tag == "label" and "for" in at else set()
        self.described += at.get("aria-describedby", "").split()
        self._look_for_what_the_policy_blocks(tag, at)
        self._look_at_forms(tag, at)

    def _look_for_what_the_policy_blocks(self, tag: str, at: dict[str, str]) -> None:
        if "style" in at or any(name.startswith("on") for name in at) or tag == "style":
            self.faults.append(f"inline style or script on <{tag}>")
        if tag == "script" and not at.get("src") and at.get("type") != "application/json":
            self.faults.append("inline script")
        if tag == "img" and "alt" not in at:
            self.faults.append("picture without alt")

    def _look_at_forms(self, tag: str, at: dict[str, str]) -> None:
        if tag == "form":
            self.forms.append({**at, "fields": []})
        if tag not in LABELLED:
            return
        if at.get("type") not in {"hidden", "submit", "button"}:
            self.controls.append({**at, "tag": tag, "inside": " ".join(self._open)})
        if self.forms and "form" in self._open:
            self.forms[-1]["fields"].append(at.get("name", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag not in self._open:
            return
        while self._open and (last := self._open.pop()) != tag:
            if last not in {
                "p",
                "li",
                "td",
                "th",
                "tr",
                "option",
                "dt",
                "dd",
                "tbody",
                "thead",
                "path",
                "circle",
                "rect",
                "line",
            }:
                self.faults.append(f"<{last}> closed by </{tag}>")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data


def faults_of(html: str) -> list[str]:
    """Return what is wrong with a page, in words."""
    page = Page(html)
    found = list(page.faults)
    if page.h1 != 1:
        found.append(f"{page.h1} h1 on the page")
    if not page.title.strip():
        found.append("no title")
    doubles = {i for i in page.ids if page.ids.count(i) > 1}
    found += [f"id {i!r} is not unique" for i in sorted(doubles)]
    for control in page.controls:
        if not (
            "label" in control["inside"]
            or control.get("id") in page.labels_for
            or control.get("aria-label")
            or control.get("aria-labelledby")
        ):
            found.append(f"<{control['tag']} name={control.get('name')!r}> has no label")
    found += [f"aria-describedby names no element: {i}" for i in page.described if i not in page.ids]
    for form in page.forms:
        if form.get("method", "get").lower() == "post" and "csrf_token" not in form["fields"]:
            found.append(f"form {form.get('action')!r} has no CSRF token")
    return found


class CheckingClient:
    """Fetches pages as a browser would, follows no redirect by itself, and refuses a page with a fault.

    English is left by accident where a message has no translation: the client asks for Vietnamese and
    `untranslated` lists the words of the catalogue's source language that it finds.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._client = app.test_client()

    def sign_in(self, actor: Actor) -> CheckingClient:
        """Sign `actor` in on this client."""
        token = Makers().sign_in(actor)
        with self._client.session_transaction() as session:
            session.clear()
            session["_user_id"] = token
        return self

    def get(self, path: str, *, status: int = 200, **kwargs: Any) -> TestResponse:
        """Fetch `path`, expect `status`, check the page."""
        return self._checked(self._request("get", path, **kwargs), status)

    def post(self, path: str, data: dict[str, Any] | None = None, *, status: int = 303, **kwargs: Any) -> TestResponse:
        """Post a form as a browser does, CSRF token included, and expect `status`; a redirect, unless told."""
        headers = kwargs.pop("headers", {})
        if "json" in kwargs:
            headers = {"X-CSRFToken": self._csrf(), "Accept": "application/json", **headers}
            return self._checked(self._request("post", path, headers=headers, **kwargs), status)
        form = {"csrf_token": self._csrf(), **(data or {})}
        return self._checked(self._request("post", path, data=form, headers=headers, **kwargs), status)

    def _request(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        # A request has its own context and database session; what the test holds is read afresh after it.
        db.session.rollback()
        with self.app.app_context():
            response: TestResponse = getattr(self._client, method)(path, **kwargs)
        db.session.rollback()
        return response

    def fetch(self, method: str, path: str, form: dict[str, str] | None = None) -> TestResponse:
        """Send a bare request of `method`, with a CSRF token and `form` as it is, and return whatever comes."""
        data = {**(form or {}), "csrf_token": self._csrf()} if method == "POST" else None
        return self._request(method.lower(), path, data=data)

    def raw(self) -> Any:
        """Return the unchecked client, for requests that no browser of ours sends."""
        return self._client

    def _csrf(self) -> str:
        with self.app.test_request_context(), self._client.session_transaction() as session:
            from flask import g
            from flask import session as inner
            from flask_wtf.csrf import generate_csrf

            inner.update(session)
            g.pop("csrf_token", None)
            token = str(generate_csrf())
            session["csrf_token"] = inner["csrf_token"]
        return token

    def _checked(self, response: TestResponse, status: int) -> TestResponse:
        assert response.status_code == status, f"{response.request.path}: {response.status_code}\n{_words(response)}"
        if response.mimetype == "text/html" and response.status_code not in {302, 303}:
            found = faults_of(response.text)
            assert not found, f"{response.request.path}: {found}"
        return response


def _words(response: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))[:600]
