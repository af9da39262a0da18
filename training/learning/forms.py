"""Forms around attempts: the password that a start may ask for, what a trainer grants, what a trainer accepts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from wtforms import DateTimeLocalField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from training.classes.models import Enrolment
from training.core import clock
from training.core.forms import Form
from training.core.i18n import _l
from training.learning.operations.overrides import OverrideFacts
from training.quizzes.sitting import MAX_PASSWORD


class StartForm(Form):
    """What a learner gives to begin an attempt."""

    password = StringField(
        _l("Password of the quiz"), [Length(max=MAX_PASSWORD)], description=_l("The trainer of the class gives it out.")
    )


ONE_LEARNER, ONE_UNIT, WHOLE_CLASS = "learner", "unit", "class"
SCOPES = {
    ONE_LEARNER: _l("One learner"),
    ONE_UNIT: _l("The learners of a unit and those below it"),
    WHOLE_CLASS: _l("The whole class"),
}


class OverrideForm(Form):
    """What a trainer grants at a quiz of a class."""

    scope = RadioField(
        _l("For whom"), choices=[SelectChoice(key, words) for key, words in SCOPES.items()], default=ONE_LEARNER
    )
    enrolment_id = SelectField(_l("Learner"), coerce=int, description=_l("Only where it is for one learner."))
    unit_id = SelectField(_l("Unit"), coerce=int, description=_l("Only where it is for a unit."))
    extra_minutes = IntegerField(
        _l("Extra time (minutes)"),
        [Optional(), NumberRange(1, 600)],
        description=_l("Added after the time limit and after the close; reaches those who are taking the quiz now."),
    )
    limit_minutes = IntegerField(_l("Time limit (minutes)"), [Optional(), NumberRange(1, 600)])
    opens_at = DateTimeLocalField(_l("Opens at"), [Optional()])
    closes_at = DateTimeLocalField(_l("Closes at"), [Optional()])
    attempts = IntegerField(_l("Attempts"), [Optional(), NumberRange(1, 100)])
    reason = StringField(_l("Reason"), [DataRequired(), Length(max=300)])

    def offer(self, learners: Iterable[Enrolment], units: Iterable[tuple[int, str]]) -> OverrideForm:
        """Let one of these learners, or one of these units, be chosen."""
        self.enrolment_id.choices = [
            SelectChoice(one.id, f"{one.person.full_name} ({one.unit.name})") for one in learners
        ]
        self.unit_id.choices = [SelectChoice(unit_id, words) for unit_id, words in units]
        return self

    @property
    def facts(self) -> OverrideFacts:
        """Return what was filled in."""
        return OverrideFacts(
            reason=self.reason.data or "",
            enrolment_id=self.enrolment_id.data if self.scope.data == ONE_LEARNER else None,
            unit_id=self.unit_id.data if self.scope.data == ONE_UNIT else None,
            opens_at=_instant(self.opens_at.data),
            closes_at=_instant(self.closes_at.data),
            time_limit=_seconds(self.limit_minutes.data),
            extra_time=_seconds(self.extra_minutes.data),
            attempts_allowed=self.attempts.data,
        )


class LateForm(Form):
    """Which late answers of an attempt are accepted, and why."""

    late = SelectMultipleField(_l("Answers"), coerce=int, validate_choice=False)
    reason = StringField(_l("Reason"), [DataRequired(), Length(max=300)])


def _instant(wall: datetime | None) -> datetime | None:
    return clock.from_site(wall) if wall else None


def _seconds(minutes: int | None) -> int | None:
    return minutes * 60 if minutes else None
