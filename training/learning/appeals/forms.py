"""Forms of appeals: what a learner asks, what a trainer answers."""

from __future__ import annotations

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from training.core.forms import Form
from training.core.i18n import _l
from training.learning.appeals.models import AppealState
from training.learning.appeals.operations import MAX_TEXT

STATES = {
    AppealState.OPEN: ("warn", _l("waits for an answer")),
    AppealState.UPHELD: ("ok", _l("upheld")),
    AppealState.REFUSED: ("bad", _l("refused")),
}


class AppealForm(Form):
    """What a learner asks."""

    text = TextAreaField(_l("What should be looked at again, and why"), [DataRequired(), Length(max=MAX_TEXT)])


class AnswerForm(Form):
    """What a trainer answers."""

    state = RadioField(
        _l("Decision"),
        [DataRequired()],
        choices=[
            SelectChoice(key.value, words) for key, (_kind, words) in STATES.items() if key is not AppealState.OPEN
        ],
    )
    answer = TextAreaField(_l("Answer in writing"), [DataRequired(), Length(max=MAX_TEXT)])
    mark = StringField(_l("New mark"), description=_l("Leave empty to keep the mark as it is."))
