"""Forms around attempts: the password that a start may ask for."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import Length

from training.core.forms import Form
from training.core.i18n import _l
from training.quizzes.sitting import MAX_PASSWORD


class StartForm(Form):
    """What a learner gives to begin an attempt."""

    password = StringField(
        _l("Password of the quiz"), [Length(max=MAX_PASSWORD)], description=_l("The trainer of the class gives it out.")
    )
