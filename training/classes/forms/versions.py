"""What the forms of this slice share: a change based on one version, text of several lines."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField
from wtforms.widgets import HiddenInput

from training.core.forms import Form
from training.core.i18n import _l

REQUIRED = _l("This field is required.")


def plain_lines(text: Any) -> Any:
    """Return typed text with the line ends of Unix; browsers send those of DOS."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def number_or_none(value: Any) -> int | None:
    """Return what was chosen in a box whose first choice is nothing."""
    return int(value) if value else None


class VersionedForm(Form):
    """A change based on one version of what is stored."""

    version = IntegerField(widget=HiddenInput(), default=0)
