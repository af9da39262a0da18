"""The roll as a plain form and as a script sends it, and the code typed at check-in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from wtforms import StringField
from wtforms.validators import DataRequired, ValidationError

from training.attendance.models import Status
from training.attendance.operations import Edit
from training.attendance.rules.codes import DIGITS, digits_of
from training.attendance.rules.words import BUTTONS
from training.core.errors import Invalid
from training.core.forms import Form
from training.core.i18n import _, _l

MOST_MARKS = 2000
KEY_LENGTH = 24
#: The greatest number that a key of the database has, and a moment in the year 2100, in milliseconds.
MOST_NUMBER, MOST_MOMENT = 2**31, 4_102_444_800_000


class SlipForm(Form):
    """The personal code on a slip."""

    slip = StringField(_l("Code on the slip"), validators=[DataRequired()])


class CodeForm(Form):
    """The six digits from the wall."""

    code = StringField(_l("The six digits on the wall"), validators=[DataRequired()])

    @property
    def digits(self) -> str:
        """Return the digits, whatever stands between them."""
        return digits_of(self.code.data or "")

    def validate_code(self, _field: StringField) -> None:
        """Count the digits."""
        if len(self.digits) != DIGITS:
            raise ValidationError(_("The code has six digits, such as 123 456."))


def shown_as_text(marks: Iterable[tuple[int, Status | None, int]]) -> str:
    """Return the marks that a page shows, and the newest events it knows of, for its hidden field."""
    return " ".join(f"{one}:{status.value if status else ''}:{seen}" for one, status, seen in marks)


def changed_marks(form: Mapping[str, str]) -> tuple[dict[int, Status | None], dict[int, int]]:
    """Return the marks that a sent roll changes, and what its page knew; of others somebody else may keep them."""
    shown, seen = _read_shown(form.get("shown", ""))
    said = {name.removeprefix("s-"): value for name, value in form.items() if name.startswith("s-")}
    changed = read_marks({one: value for one, value in said.items() if shown.get(one) != value})
    return changed, {one: seen.get(str(one), 0) for one in changed}


def _read_shown(text: str) -> tuple[dict[str, str], dict[str, int]]:
    parts = [one.split(":") for one in text.split()]
    if any(len(part) != 3 or not _is_number(part[2]) for part in parts):
        raise unreadable()
    return {one: mark for one, mark, _seen in parts}, {one: int(seen) for one, _mark, seen in parts}


def read_marks(marks: object) -> dict[int, Status | None]:
    """Return marks by enrolment as a page sent them; raise Invalid where they cannot be read."""
    if not isinstance(marks, Mapping) or len(marks) > MOST_MARKS:
        raise unreadable()
    return {_enrolment(one): _status(value) for one, value in marks.items()}


def read_edits(payload: object) -> tuple[str, list[Edit]]:
    """Return the name of a device and the taps that it gathered; raise Invalid where they cannot be read."""
    if not isinstance(payload, Mapping):
        raise unreadable()
    edits = payload.get("edits")
    if not isinstance(edits, list) or not 0 < len(edits) <= MOST_MARKS:
        raise unreadable()
    found = [_edit(one) for one in edits]
    if len({edit.key for edit in found}) < len(found):
        raise unreadable()
    return read_key(payload.get("device")), found


def _edit(sent: object) -> Edit:
    if not isinstance(sent, Mapping):
        raise unreadable()
    seen, at = sent.get("seen"), sent.get("at")
    if type(seen) is not int or type(at) is not int or not 0 <= seen < MOST_NUMBER or not 0 < at < MOST_MOMENT:
        raise unreadable()
    said_at = datetime.fromtimestamp(at / 1000, UTC)
    who, key = _enrolment(str(sent.get("who"))), read_key(sent.get("key"))
    return Edit(key, who, _status(sent.get("mark")), said_at, seen, sent.get("weak") is True)


def _enrolment(sent: Any) -> int:
    if not isinstance(sent, str) or not _is_number(sent):
        raise unreadable()
    return int(sent)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9


def _status(sent: Any) -> Status:
    if not isinstance(sent, str) or sent not in BUTTONS:
        raise unreadable()
    return Status(sent)


def read_signed(sent: Iterable[str]) -> set[int]:
    """Return the lines of the sheet that were ticked; raise Invalid where they cannot be read."""
    return {_enrolment(one) for one in sent}


def read_key(key: object) -> str:
    """Return the name that a page gives to a device or a tap; raise Invalid where it has none."""
    if not isinstance(key, str) or not key.isalnum() or not key.isascii() or len(key) > KEY_LENGTH:
        raise unreadable()
    return key


def unreadable() -> Invalid:
    """Return the refusal of what no page of ours sends."""
    return Invalid("marks", _("The page sent something that cannot be read. Reload it."))


def read_decision(form: Mapping[str, str]) -> tuple[Status, int]:
    """Return the mark that was chosen of several, and the newest event that the page knew of."""
    return _status(form.get("mark")), _enrolment(form.get("seen"))
