"""The form of a webhook."""

from __future__ import annotations

from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from training.completion.webhooks.rules import EVENTS
from training.core.forms import Form
from training.core.i18n import _l


class WebhookForm(Form):
    """Which system is told what, and at which address."""

    name = StringField(_l("Name"), [DataRequired(), Length(max=80)])
    url = StringField(_l("Address of the other system"), [DataRequired(), Length(max=500)])
    unit_id = SelectField(_l("Of the classes of"), [InputRequired()], coerce=int)
    events = SelectMultipleField(
        _l("What it is told"),
        choices=[SelectChoice(event.value, words) for event, words in EVENTS.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
