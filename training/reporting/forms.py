"""Forms of reporting: the columns of a roster under a name."""

from __future__ import annotations

from wtforms import SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from training.core.forms import Form
from training.core.i18n import _l


class ViewForm(Form):
    """Columns and the name they are kept under."""

    name = StringField(_l("Name of the view"), [InputRequired(_l("This field is required.")), Length(max=80)])
    columns = SelectMultipleField(
        _l("Columns"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False), validate_choice=False
    )
