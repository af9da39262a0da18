"""Forms of the hours ledger."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from training.catalog.rules.scans import MAX_SCAN_BYTES
from training.completion.hours.models import HourTarget
from training.completion.hours.operations.papers import MAX_REASON, PaperFacts
from training.completion.hours.operations.targets import TargetFacts
from training.core import clock
from training.core.forms import Form
from training.core.i18n import _l
from training.people.forms import indented
from training.units.rules import Branch

#: What regulations of training ask of most posts; a proposal that whoever sets the target confirms.
USUAL_HOURS = 40
_REQUIRED = _l("This field is required.")


class TargetForm(Form):
    """What is said of a target."""

    title = StringField(
        _l("Name of the target"),
        [DataRequired(_REQUIRED), Length(max=200)],
        description=_l("People read it beside their hours, such as: Full-time cadres."),
    )
    posts = TextAreaField(
        _l("For these posts"),
        [Length(max=500)],
        description=_l("How the title of the post begins, one a line, such as Chairperson. Leave empty for all posts."),
    )
    hours = IntegerField(
        _l("Study hours a year (tiết)"),
        [InputRequired(_REQUIRED), NumberRange(1, 1000)],
    )
    valid_from = DateField(_l("First day"), [InputRequired(_REQUIRED)])
    valid_to = DateField(_l("Last day"), [Optional()], description=_l("Leave empty while it holds."))
    basis = StringField(
        _l("Legal basis"),
        [Length(max=300)],
        description=_l("The document that asks for it. Leave empty until somebody has checked it."),
    )
    version = IntegerField(widget=HiddenInput(), default=0)

    @property
    def facts(self) -> TargetFacts:
        """Return what was filled in."""
        return TargetFacts(
            title=self.title.data or "",
            posts=self.posts.data or "",
            hours=self.hours.data or 0,
            valid_from=self.valid_from.data or clock.today(),
            valid_to=self.valid_to.data,
            basis=self.basis.data or "",
        )


class NewTargetForm(TargetForm):
    """A new target of a unit and what lies below it."""

    unit_id = SelectField(_l("Unit, with all below it"), [InputRequired(_REQUIRED)], coerce=int)

    def offer(self, branches: Iterable[Branch]) -> NewTargetForm:
        """Let one of these units be chosen; propose what is usual."""
        self.unit_id.choices = [SelectChoice(b.unit.id, indented(b)) for b in branches]
        if not self.is_submitted():
            self.hours.data = USUAL_HOURS
            self.valid_from.data = clock.today().replace(month=1, day=1)
        return self


def target_form(target: HourTarget) -> TargetForm:
    """Return the form with what is said of the target, or with what was sent."""
    return TargetForm(obj=target)


class PaperForm(Form):
    """A certificate that somebody else has given."""

    title = StringField(
        _l("What the certificate is about"),
        [DataRequired(_REQUIRED), Length(max=300)],
        description=_l("The course or class, as the certificate names it."),
    )
    issuer = StringField(_l("Given by"), [DataRequired(_REQUIRED), Length(max=200)])
    issued_on = DateField(
        _l("Day of the certificate"), [InputRequired(_REQUIRED)], description=_l("It counts for the year of this day.")
    )
    hours = IntegerField(_l("Study hours"), [InputRequired(_REQUIRED), NumberRange(1, 500)])
    scan = FileField(
        _l("Scan or photo of the certificate"),
        [FileRequired(_l("Choose a file."))],
        render_kw={"accept": "application/pdf,image/jpeg,image/png"},
    )

    @property
    def most(self) -> int:
        """Return how large a scan may be, in MB."""
        return MAX_SCAN_BYTES // 1024 // 1024

    @property
    def facts(self) -> PaperFacts:
        """Return what was filled in."""
        return PaperFacts(
            title=self.title.data or "",
            issuer=self.issuer.data or "",
            issued_on=self.issued_on.data or clock.today(),
            hours=self.hours.data or 0,
        )


class ReasonForm(Form):
    """Why a certificate is refused or withdrawn."""

    reason = StringField(_l("Reason"), [DataRequired(_REQUIRED), Length(max=MAX_REASON)])
