"""What a token may be for, and how the API is described to other programs (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from training.completion.webhooks.models import WebhookEvent
from training.completion.webhooks.rules import CERTIFICATE, EVENTS, RECORDS
from training.core.i18n import LazyString, _l

SCOPES: dict[str, LazyString] = {
    "people": _l("People in one's scope"),
    "classes": _l("Classes"),
    "rosters": _l("Rosters of classes"),
    "completions": _l("Who has completed"),
    "certificates": _l("Certificates"),
}

#: The longest time in days that a token lives.
LONGEST_DAYS = 365

#: Requests a minute that one token may send.
A_MINUTE = 120

LARGEST_PAGE = 200


def openapi(base: str) -> dict[str, Any]:
    """Return the description of the API served under `base`."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Front Training", "version": "1", "description": "Read-only. Personal tokens, JSON, pages."},
        "servers": [{"url": base}],
        "security": [{"token": []}],
        "paths": {
            "/people": {"get": _listing("people", "Person", "People in the scope of the token's owner")},
            "/classes": {"get": _listing("classes", "Class", "Classes that the owner sees", [_YEAR])},
            "/classes/{class_id}/roster": {
                "get": _listing("rosters", "Line", "Learners of a class with their results", [_CLASS])
            },
            "/completions": {"get": _listing("completions", "Line", "Learners who have completed", [_YEAR])},
            "/certificates": {
                "get": _listing("certificates", "Certificate", "Certificates, the newest first", [_YEAR])
            },
        },
        "webhooks": {event.value: {"post": _webhook(event)} for event in (*EVENTS, WebhookEvent.TEST)},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                **{name: _record(fields) for name, fields in _RECORDS.items()},
                "Error": _record({"error": "string"}),
            },
        },
    }


_YEAR = {"name": "year", "in": "query", "schema": {"type": "integer", "minimum": 2000, "maximum": 2100}}
_CLASS = {
    "name": "class_id",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1, "maximum": 2_000_000_000},
}
_PAGES = (
    {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1_000_000, "default": 1}},
    {
        "name": "size",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": 50},
    },
    {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}},
)
_RECORDS: dict[str, dict[str, str]] = {
    "Person": {"id": "integer", "code": "string?", "full_name": "string", "unit": "string?", "post": "string?"},
    "Class": {
        "id": "integer",
        "code": "string",
        "title": "string",
        "unit": "string",
        "year": "integer",
        "opens_on": "string",
        "closes_on": "string",
        "state": "string",
    },
    "Line": {
        "enrolment_id": "integer",
        "class_id": "integer",
        "person_id": "integer",
        "code": "string?",
        "full_name": "string",
        "unit": "string",
        "post": "string",
        "result": "string",
        "mark": "string?",
        "hours_attended": "string",
        "hours_held": "integer",
    },
    "Certificate": CERTIFICATE,
}
_REFUSALS = {
    "401": "No token, or one that is unknown, expired or revoked",
    "403": "The token is not for this, or its owner may not see it",
    "404": "There is no such thing",
    "422": "A parameter makes no sense",
    "429": "Too many requests within a minute",
}


def _record(fields: dict[str, str]) -> dict[str, Any]:
    properties = {name: _type(kind) for name, kind in fields.items()}
    return {"type": "object", "properties": properties, "required": list(fields), "additionalProperties": False}


def _type(kind: str) -> dict[str, Any]:
    return {"type": [kind[:-1], "null"]} if kind.endswith("?") else {"type": kind}


def _webhook(event: WebhookEvent) -> dict[str, Any]:
    """Describe a message that is posted to the address that a webhook was made for."""
    told = {"id": {"type": "string"}, "type": {"const": event.value}, "timestamp": {"type": "string"}}
    schema = {
        "type": "object",
        "properties": {**told, "data": _record(RECORDS[event])},
        "required": [*told, "data"],
        "additionalProperties": False,
    }
    return {
        "summary": _SAID[event],
        "security": [],
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": text, "schema": {"type": "string"}}
            for name, text in _HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"2XX": {"description": "Taken. Anything else, a redirect too, is sent again later."}},
    }


_SAID = {
    WebhookEvent.REACHED: "A learner has completed a class",
    WebhookEvent.WITHDRAWN: "A learner of whom completion was told no longer counts as having completed",
    WebhookEvent.ISSUED: "A certificate was issued",
    WebhookEvent.REVOKED: "A certificate holds no more: `state` says whether it was revoked or superseded",
    WebhookEvent.TEST: "A test that somebody has sent; it tells nothing",
}
_HEADERS = {
    "webhook-id": "The id of the event, the same each time that it is sent",
    "webhook-timestamp": "When it was sent, in seconds since 1970",
    "webhook-signature": "`v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`, by the secret",
}


def _listing(scope: str, record: str, summary: str, more: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    schema = {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{record}"}},
            "page": {"type": "integer"},
            "size": {"type": "integer"},
            "total": {"type": "integer"},
            "next": {"type": ["string", "null"]},
        },
        "required": ["items", "page", "size", "total", "next"],
        "additionalProperties": False,
    }
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        "summary": summary,
        "description": f"Needs a token with the scope `{scope}`.",
        "operationId": scope,
        "parameters": [*(more or []), *_PAGES],
        "responses": {
            "200": {
                "description": "A page of the list",
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {"application/json": {"schema": schema}},
            },
            "304": {"description": "Nothing has changed since the ETag that was sent"},
            **{status: {"description": text, "content": error} for status, text in _REFUSALS.items()},
        },
    }
