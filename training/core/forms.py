"""Base of all forms: CSRF, text tidied on the way in, messages from our own catalogue."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateTimeField, Field, StringField, TextAreaField, TimeField
from wtforms.validators import ValidationError

from training.core.errors import Invalid
from training.core.i18n import _, _l
from training.core.sheets.sheet import writable

# WTForms speaks no Vietnamese; its messages are ours to translate.
MESSAGES = (
    _l("This field is required."),
    _l("Not a valid choice."),
    _l("Invalid Choice: could not coerce."),
    _l("'%(value)s' are not valid choices for this field."),
    _l("Not a valid integer value."),
    _l("Not a valid decimal value."),
    _l("Not a valid date value."),
    _l("Not a valid time value."),
    _l("Not a valid datetime value."),
    _l("Invalid input."),
    _l("Invalid email address."),
    _l("Number must be at least %(min)s."),
    _l("Number must be at most %(max)s."),
    _l("Number must be between %(min)s and %(max)s."),
    _l("Field must be at least %(min)d characters long."),
    _l("Field cannot be longer than %(max)d characters."),
    _l("Field must be exactly %(max)d characters long."),
    _l("Field must be between %(min)d and %(max)d characters long."),
    _l("Invalid choice(s): one or more data inputs could not be coerced."),
    _l("The CSRF token is missing."),
)


class _Catalogue:
    """What WTForms asks for translations."""

    def gettext(self, text: str) -> str:
        return str(_(text)) if text else text

    def ngettext(self, singular: str, plural: str, number: int) -> str:  # noqa: ARG002
        # WTForms fills in the numbers itself, afterwards.
        return self.gettext(plural)


#: Breaks of a line or a page, as they come with text out of office programs.
_BREAKS = re.compile("[\x0b\x0c]")


def clean_line(value: Any) -> Any:
    """Return a typed line in NFC without control characters or white space around it; anything else as it is."""
    return _clean(value, " ")


def clean_lines(value: Any) -> Any:
    """Return typed lines as clean_line does; a break of a line or a page becomes the end of a line."""
    return _clean(value, "\n")


def _clean(value: Any, break_as: str) -> Any:
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", writable(_BREAKS.sub(break_as, value))).strip()


#: The years that a day of this product lies in: what is typed beyond them is a slip, and cannot be reckoned with.
YEARS = range(1900, 2101)


def _check_year(_form: Any, field: Any) -> None:
    if isinstance(field.data, date) and field.data.year not in YEARS:
        raise ValidationError(_("Give a day between %(first)s and %(last)s.", first=YEARS[0], last=YEARS[-1]))


class Form(FlaskForm):
    """A form of this product."""

    class Meta(FlaskForm.Meta):
        """Tidies text fields (not passwords) and translates messages."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            if issubclass(unbound_field.field_class, StringField | TextAreaField) and not _is_secret(
                unbound_field.field_class
            ):
                tidy = clean_lines if issubclass(unbound_field.field_class, TextAreaField) else clean_line
                options = {**options, "filters": [tidy, *unbound_field.kwargs.pop("filters", ())]}
            return unbound_field.bind(form=form, **options)

        def get_translations(self, form: Any) -> _Catalogue:  # noqa: ARG002
            return _Catalogue()

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Check all fields; days must lie in YEARS."""
        checks = {name: [_check_year] for name, field in self._fields.items() if _is_day(field)}
        for name, given in (extra_validators or {}).items():
            checks.setdefault(name, []).extend(given)
        return bool(super().validate(checks))

    def show(self, name: str, value: Any) -> None:
        """Show `value` in the field instead of what was sent, such as the version that a form is based on now."""
        field = self._fields[name]
        field.raw_data = None  # what was sent would be shown before the data
        field.process_data(value)

    def refuse(self, refusal: Invalid) -> None:
        """Show `refusal` at the field it names, or at the head of the form where there is no such field."""
        field = self._fields.get(refusal.field)
        if field is None:
            self.form_errors.append(refusal.text)
        else:
            field.errors = [*field.errors, refusal.text]


def _is_day(field: Field) -> bool:
    return isinstance(field, DateTimeField) and not isinstance(field, TimeField)


def _is_secret(field_class: type[Field]) -> bool:
    return field_class.__name__ == "PasswordField"
