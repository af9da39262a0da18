"""The four refusals. Their messages are finished, translated sentences for the person who reads them."""

from __future__ import annotations


class Refusal(Exception):
    """A rule said no; `text` is what the person is told, `status` the HTTP status that says the same."""

    status = 400

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.text = text


class NotFound(Refusal):
    """The thing does not exist, or this person may not know that it does."""

    status = 404


class Denied(Refusal):
    """The person is known and may not do this."""

    status = 403


class Conflict(Refusal):
    """The thing has changed meanwhile, or its state forbids the step."""

    status = 409


class Invalid(Refusal):
    """What was given cannot be taken; `field` names the form field or column it belongs to."""

    status = 422

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field
