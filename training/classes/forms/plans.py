"""Forms of the year's plans."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from training.classes.forms.versions import REQUIRED, VersionedForm, plain_lines
from training.classes.models import PlanLine, PlanTarget
from training.classes.operations.plans import LineFacts, PlanFacts
from training.classes.rules.plans import digest_of_line
from training.core.forms import Form
from training.core.i18n import _l
from training.units.models import Unit

WHY = _l("Why it is changed")
WHY_HINT = _l("The plan has been agreed to. A change makes both agreements void; this is recorded and shown.")


class PlanForm(VersionedForm):
    """What is said of a year's plan."""

    title = StringField(_l("Title"), [DataRequired(REQUIRED), Length(max=200)])
    legal_basis = TextAreaField(
        _l("Legal basis"),
        [Length(max=5000)],
        filters=[plain_lines],
        description=_l("The documents that the plan rests on, one a line."),
    )
    lead_agency = StringField(_l("Leading agency"), [Length(max=200)])
    partner_agency = StringField(_l("Partner agency"), [Length(max=200)])
    reason = StringField(WHY, [Length(max=300)], description=WHY_HINT)

    @property
    def facts(self) -> PlanFacts:
        """Return what was filled in."""
        names = ("title", "legal_basis", "lead_agency", "partner_agency")
        return PlanFacts(**{name: self[name].data or "" for name in names})


class NewPlanForm(PlanForm):
    """A new plan of a unit for a year."""

    unit_id = SelectField(_l("Unit"), [InputRequired(REQUIRED)], coerce=int)
    year = IntegerField(_l("Year"), [InputRequired(REQUIRED), NumberRange(2000, 2100)])

    def offer(self, units: Iterable[Unit]) -> NewPlanForm:
        """Let one of `units` be chosen."""
        self.unit_id.choices = [SelectChoice(unit.id, unit.name) for unit in units]
        return self


class LineForm(Form):
    """A line of a plan; a change is based on what the line with this digest says."""

    digest = StringField(widget=HiddenInput())
    title = StringField(_l("Topic or class"), [DataRequired(REQUIRED), Length(max=300)])
    posts = StringField(
        _l("For whom, by post"),
        [Length(max=300)],
        description=_l("As in the plan: heads of Front work committees, members of the People's Inspectorate."),
    )
    unit_id = SelectField(_l("For whom, by unit"), [InputRequired(REQUIRED)], coerce=int)
    classes = IntegerField(_l("Number of classes"), [InputRequired(REQUIRED), NumberRange(1, 999)], default=1)
    learners = IntegerField(_l("Learners in all"), [InputRequired(REQUIRED), NumberRange(0, 100_000)])
    study_hours = IntegerField(_l("Tiết of one class"), [InputRequired(REQUIRED), NumberRange(0, 500)])
    quarter = SelectField(
        _l("Quarter"),
        [InputRequired(REQUIRED)],
        coerce=int,
        choices=[SelectChoice(n, ("I", "II", "III", "IV")[n - 1]) for n in range(1, 5)],
    )
    place = StringField(_l("Place"), [Length(max=200)])
    budget = StringField(_l("Budget"), [Length(max=300)], description=_l("In words: the sum and where it comes from."))
    reason = StringField(WHY, [Length(max=300)], description=WHY_HINT)

    def offer(self, choices: Iterable[tuple[int, str]]) -> LineForm:
        """Let one of the units be chosen."""
        self.unit_id.choices = [SelectChoice(number, name) for number, name in choices]
        return self

    @property
    def facts(self) -> LineFacts:
        """Return what was filled in."""
        return LineFacts(
            title=self.title.data or "",
            unit_id=self.unit_id.data,
            classes=self.classes.data or 1,
            learners=self.learners.data or 0,
            study_hours=self.study_hours.data or 0,
            quarter=self.quarter.data,
            posts=self.posts.data or "",
            place=self.place.data or "",
            budget=self.budget.data or "",
        )

    @classmethod
    def of(cls, line: PlanLine | None) -> LineForm:
        """Return the form with what the line says, or with what was sent."""
        if line is None:
            return cls()
        said = {name: getattr(line, name) for name in LineFacts.__dataclass_fields__}
        return cls(**said, digest=digest_of_line(line))


class TargetForm(Form):
    """How many people of a unit the plan means to reach, and how many percent of its learners are to complete."""

    unit_id = SelectField(_l("Unit"), [InputRequired(REQUIRED)], coerce=int)
    learners = IntegerField(
        _l("People to reach"),
        [InputRequired(REQUIRED), NumberRange(0, 100_000)],
        description=_l("0 takes the target of the unit away."),
    )
    completion = IntegerField(
        _l("To complete, in percent"),
        [Optional(), NumberRange(1, 100)],
        description=_l("Empty: as the nearest unit above is asked."),
    )
    reason = StringField(WHY, [Length(max=300)], description=WHY_HINT)

    @property
    def said(self) -> dict[str, Any]:
        """Return what was filled in of the unit, as the operation takes it."""
        learners, completion = self.learners.data or 0, self.completion.data
        return {"learners": learners, "completion": completion, "reason": self.reason.data or ""}

    @classmethod
    def of(cls, target: PlanTarget | None) -> TargetForm:
        """Return the form with what is asked of a unit, or with what was sent."""
        if target is None:
            return cls()
        return cls(unit_id=target.unit_id, learners=target.learners, completion=target.completion)

    def offer(self, choices: Iterable[tuple[int, str]]) -> TargetForm:
        """Let one of the units be chosen."""
        self.unit_id.choices = [SelectChoice(number, name) for number, name in choices]
        return self


class AgreementForm(Form):
    """Who agreed on behalf of an agency, and by which document."""

    signatory = StringField(
        _l("Who agreed"), [Length(max=200)], description=_l("Name and office, as under the signed plan.")
    )
    note = StringField(_l("Document"), [Length(max=300)], description=_l("Number and date, where there is one."))
    digest = StringField()
    step = StringField()


class RemoveLineForm(Form):
    """Why a line is taken out."""

    reason = StringField(WHY, [Length(max=300)], description=WHY_HINT)
