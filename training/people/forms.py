"""Forms of people, their posts, and uploaded lists."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from training.core import clock
from training.core.forms import Form
from training.core.i18n import _l
from training.people.import_rules import Birth, read_birth
from training.people.models import Gender, Person
from training.people.rules import GENDER_WORDS
from training.units.rules import Branch


class PersonForm(Form):
    """What is recorded of a person."""

    full_name = StringField(_l("Full name"), [DataRequired(), Length(max=120)])
    birth = StringField(
        _l("Date of birth"), [Length(max=30)], description=_l("Day first, such as 17/01/1973, or the year alone.")
    )
    gender = RadioField(
        _l("Gender"),
        choices=[SelectChoice("", _l("Not given")), *(SelectChoice(g.value, w) for g, w in GENDER_WORDS.items())],
        default="",
    )
    phone = StringField(_l("Phone number"), [Length(max=30)], description=_l("The person signs in with it."))
    email = StringField(_l("E-mail"), [Length(max=200)])

    def birth_value(self) -> Birth | None:
        """Return the birth as typed; raise Invalid(field='birth')."""
        return read_birth(self.birth.data or "", clock.today())[0]

    def gender_value(self) -> Gender | None:
        """Return the gender chosen, if any."""
        return Gender(self.gender.data) if self.gender.data else None


class PersonChangeForm(PersonForm):
    """A change of a person, based on one of its versions."""

    version = IntegerField(widget=HiddenInput())

    def show_person(self, person: Person) -> None:
        """Fill in what is recorded."""
        born = person.birth_on.strftime("%d/%m/%Y") if person.birth_on else str(person.birth_year or "")
        shown = {
            "full_name": person.full_name,
            "birth": born,
            "gender": person.gender.value if person.gender else "",
            "phone": person.phone,
            "email": person.email,
            "version": person.version,
        }
        for name, value in shown.items():
            self.show(name, value)


class _InUnit(Form):
    unit_id = SelectField(_l("Unit"), [InputRequired()], coerce=int)
    title = StringField(_l("Position"), [Length(max=200)])

    def offer(self, branches: Iterable[Branch]) -> None:
        """Let one of these units be chosen, shown as a tree."""
        self.unit_id.choices = [SelectChoice(b.unit.id, indented(b)) for b in branches]


def indented(branch: Branch) -> str:
    """Return a unit's name for a list of choices, set in by its depth with blanks that browsers keep."""
    return "\u2003" * branch.depth + branch.unit.name


class NewPersonForm(PersonForm, _InUnit):
    """A new person with a post."""

    another = BooleanField(_l("This is another person of the same name"))


class PostForm(_InUnit):
    """A post begun."""

    held_from = DateField(_l("First day"), [Optional()], description=_l("Leave empty if it is not known."))


class EndPostForm(Form):
    """The last day of a post."""

    on = DateField(_l("Last day"), [InputRequired()], default=clock.today)


class UploadForm(Form):
    """A list of cadres as a file."""

    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
