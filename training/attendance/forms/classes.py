"""Forms of a class's attendance: what it counts, and a meeting that was made up for."""

from __future__ import annotations

from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import DateField, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from training.attendance.models import Excused
from training.attendance.rules.rule import Rule
from training.core.forms import Form
from training.core.i18n import _l

EXCUSED_WORDS = {
    Excused.APART: _l("An excused absence is an absence, and shown apart"),
    Excused.LEFT_OUT: _l("The meeting does not count for who is excused"),
    Excused.ATTENDED: _l("Who is excused counts as present"),
}


class RuleForm(Form):
    """What a class counts as attendance."""

    late_after = IntegerField(_l("Late after, in minutes"), validators=[InputRequired(), NumberRange(0, 240)])
    late_worth = IntegerField(_l("Coming late counts, in percent"), validators=[InputRequired(), NumberRange(0, 100)])
    left_early_worth = IntegerField(
        _l("Leaving early counts, in percent"), validators=[InputRequired(), NumberRange(0, 100)]
    )
    excused = RadioField(
        _l("Excused absences"), choices=[SelectChoice(e.value, word) for e, word in EXCUSED_WORDS.items()]
    )
    make_ups = IntegerField(_l("Meetings that one may make up"), validators=[InputRequired(), NumberRange(0, 50)])
    warn_below = IntegerField(_l("Warn below, in percent"), validators=[InputRequired(), NumberRange(0, 100)])
    version = HiddenField()

    @property
    def rule(self) -> Rule:
        """Return the rule that was filled in."""
        names = ("late_after", "late_worth", "left_early_worth", "make_ups", "warn_below")
        values = {name: int(self._fields[name].data) for name in names}
        return Rule(excused=Excused(self.excused.data), **values)

    @property
    def based_on(self) -> int:
        """Return the version of the rule that was looked at."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


class MakeUpForm(Form):
    """A missed meeting that was made up for."""

    on = DateField(_l("Made up on"), validators=[DataRequired()])
    reason = StringField(
        _l("How it was made up"),
        description=_l("Such as: with class BD-02, or module 3 and its quiz."),
        validators=[DataRequired(), Length(max=200)],
    )


class ScansForm(Form):
    """Scans of the signed sheet, several at once."""

    scans = MultipleFileField(
        _l("Scans or photos of the signed sheet"),
        [FileRequired(_l("Choose a file."))],
        render_kw={"accept": "application/pdf,image/jpeg,image/png"},
    )


class ClosingForm(Form):
    """How many signed, and why that differs from the marks."""

    signed = IntegerField(_l("Signatures on the sheet"), validators=[InputRequired(), NumberRange(0, 5000)])
    explanation = TextAreaField(_l("Explanation of the difference"), validators=[Length(max=500)])
