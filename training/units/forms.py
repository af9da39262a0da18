"""Forms of units."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import DateField, IntegerField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from training.core.forms import Form
from training.core.i18n import _l
from training.units.models import Unit, UnitKind
from training.units.rules import KIND_WORDS


class NameForm(Form):
    """What a unit is called and since when it exists."""

    name = StringField(_l("Name"), [DataRequired(), Length(max=200)])
    short_name = StringField(
        _l("Short name"), [Length(max=100)], description=_l("For narrow columns of tables; may stay empty.")
    )
    code = StringField(
        _l("State code"), [Length(max=20)], description=_l("The state reuses its codes; a code alone names no unit.")
    )
    valid_from = DateField(_l("First day"), [Optional()], description=_l("Leave empty if it is not known."))


class UnitForm(NameForm):
    """A new unit."""

    kind = RadioField(_l("Kind"), [InputRequired()])

    def offer(self, kinds: Iterable[UnitKind]) -> UnitForm:
        """Let one of `kinds` be chosen."""
        self.kind.choices = [SelectChoice(kind.value, KIND_WORDS[kind]) for kind in kinds]
        if len(self.kind.choices) == 1 and not self.kind.data:
            self.kind.data = self.kind.choices[0].value
        return self


class UnitChangeForm(NameForm):
    """A change of a unit, based on one of its versions."""

    version = IntegerField(widget=HiddenInput())
    renamed_on = DateField(
        _l("The new name holds since"),
        [Optional()],
        description=_l(
            "Fill in when the unit was renamed: the old name stays in the history up to the day before. "
            "Leave empty to correct a spelling."
        ),
    )


class CloseForm(Form):
    """The last day of a unit and what takes over."""

    on = DateField(_l("Last day"), [InputRequired()])
    successors = SelectMultipleField(
        _l("Taken over by"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Leave all empty if no unit takes over."),
    )
    whole = RadioField(
        _l("What goes over"),
        choices=[SelectChoice("whole", _l("The whole unit")), SelectChoice("part", _l("A part to each"))],
        default="whole",
    )
    legal_basis = StringField(
        _l("Legal basis"), [Length(max=300)], description=_l("The resolution that ordered it, with number and date.")
    )

    def offer(self, units: Iterable[Unit]) -> CloseForm:
        """Let any of `units` take over."""
        self.successors.choices = [SelectChoice(unit.id, unit.name) for unit in units]
        return self
