"""Forms of sign-in and of accounts."""

from __future__ import annotations

from wtforms import PasswordField, SelectField, StringField
from wtforms.fields import DateField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Optional

from training.core.forms import Form
from training.core.i18n import _l

REQUIRED = _l("This field is required.")


class SignInForm(Form):
    """Who one is, and the password."""

    identifier = StringField(_l("Phone number or cadre code"), [DataRequired(REQUIRED), Length(max=200)])
    password = PasswordField(_l("Password"), [InputRequired(REQUIRED), Length(max=200)])


class NewPasswordForm(Form):
    """A password chosen by its owner, typed twice."""

    password = PasswordField(_l("New password"), [InputRequired(REQUIRED)])
    again = PasswordField(
        _l("New password again"), [InputRequired(REQUIRED), EqualTo("password", _l("The two passwords differ."))]
    )


class ActivationForm(NewPasswordForm):
    """A one-time code from a slip and the password that will serve from now on."""

    code = StringField(_l("One-time code"), [DataRequired(REQUIRED), Length(max=40)])


class ChangePasswordForm(NewPasswordForm):
    """The password of now and the one to come."""

    current = PasswordField(_l("Current password"), [InputRequired(REQUIRED)])


class SetupForm(NewPasswordForm):
    """The first administrator and the unit that the installation serves."""

    unit_name = StringField(
        _l("Name of the unit, for example Thành phố Tam Kỳ"), [DataRequired(REQUIRED), Length(max=200)]
    )
    full_name = StringField(_l("Full name"), [DataRequired(REQUIRED), Length(max=120)])
    phone = StringField(_l("Phone number"), [DataRequired(REQUIRED), Length(max=20)])


class GrantForm(Form):
    """A role over a unit, until a day or for good."""

    role = SelectField(_l("Role"), [DataRequired(REQUIRED)])
    unit_id = SelectField(_l("Over the unit and all below it"), [DataRequired(REQUIRED)], coerce=int)
    held_to = DateField(_l("Last day"), [Optional()])
