"""Forms of attendance: the roll as a plain form and as a script sends it, the code typed at check-in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import StringField
from wtforms.validators import DataRequired, ValidationError

from training.attendance.models import Status
from training.attendance.rules.codes import DIGITS, digits_of
from training.attendance.rules.words import BUTTONS
from training.core.errors import Invalid
from training.core.forms import Form
from training.core.i18n import _, _l

MOST_MARKS = 2000
KEY_LENGTH = 24


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


def shown_as_text(marks: Iterable[tuple[int, Status | None]]) -> str:
    """Return the marks that a page shows, for its hidden field: what the form changes is told apart by it."""
    return " ".join(f"{enrolment_id}:{status.value}" for enrolment_id, status in marks if status)


def changed_marks(form: Mapping[str, str]) -> dict[int, Status | None]:
    """Return the marks that a sent roll changes; of others nothing is said, since somebody else may keep them."""
    shown = set(form.get("shown", "").split())
    said = {name.removeprefix("s-"): value for name, value in form.items() if name.startswith("s-")}
    return read_marks({one: value for one, value in said.items() if f"{one}:{value}" not in shown})


def read_marks(marks: object) -> dict[int, Status | None]:
    """Return marks by enrolment as a page sent them; raise Invalid where they cannot be read."""
    if not isinstance(marks, Mapping) or len(marks) > MOST_MARKS:
        raise _unreadable()
    return dict(_mark(one, value) for one, value in marks.items())


def _mark(one: Any, value: Any) -> tuple[int, Status | None]:
    if not isinstance(one, str) or not one.isascii() or not one.isdecimal() or len(one) > 12:
        raise _unreadable()
    if not isinstance(value, str) or value not in BUTTONS:
        raise _unreadable()
    return int(one), Status(value)


def read_key(key: object) -> str:
    """Return the name that a page gives to a sending; raise Invalid where it has none."""
    if not isinstance(key, str) or not key.isalnum() or not key.isascii() or len(key) > KEY_LENGTH:
        raise _unreadable()
    return key


def _unreadable() -> Invalid:
    return Invalid("marks", _("The page sent something that cannot be read. Reload it."))
