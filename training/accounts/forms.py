"""Forms of sign-in and of accounts."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import PasswordField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields import DateField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Optional

from training.accounts.role_words import ROLE_DEEDS, ROLE_WORDS
from training.core.access import Role
from training.core.forms import Form
from training.core.i18n import _l
from training.people.forms import indented
from training.units.models import Unit
from training.units.rules import Branch, flat, tree

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

    role = RadioField(_l("Role"), [DataRequired(REQUIRED)])
    unit_id = SelectField(_l("Over the unit and all below it"), [DataRequired(REQUIRED)], coerce=int)
    held_to = DateField(_l("Last day"), [Optional()], description=_l("Leave empty if it is held until further notice."))

    def offer(self, units: Iterable[Unit]) -> None:
        """Let any role be chosen, the least first, over one of these units."""
        self.role.choices = [
            SelectChoice(role.value, f"{ROLE_WORDS[role]}: {ROLE_DEEDS[role]}") for role in reversed(Role)
        ]
        self.unit_id.choices = [SelectChoice(b.unit.id, indented(b)) for b in flat(tree(units))]


class ChooseForm(Form):
    """People ticked one by one."""

    accounts = SelectMultipleField(_l("People chosen"), coerce=int, validate_choice=False)


class IssueForm(Form):
    """For whom slips with one-time codes are issued."""

    unit_id = SelectField(_l("Unit and all below it"), [DataRequired(REQUIRED)], coerce=int)
    who = RadioField(
        _l("For whom"),
        choices=[
            SelectChoice("new", _l("Those who have never signed in")),
            SelectChoice("all", _l("Everybody; codes handed out before end, passwords stay until a new code is used")),
        ],
        default="new",
    )

    def offer(self, branches: Iterable[Branch]) -> None:
        """Let one of these units be chosen."""
        self.unit_id.choices = [SelectChoice(b.unit.id, indented(b)) for b in branches]
