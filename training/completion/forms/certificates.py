"""Forms of certificates: the list to issue to, revoking, issuing anew, a template, the code typed for checking."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from training.completion.models import CertificateTemplate
from training.core import clock
from training.core.forms import Form
from training.core.i18n import _l


class _IssuingForm(Form):
    """What every issue asks for: a template and a day."""

    # A version that has been replaced since the page was opened is named by the operation.
    template_id = SelectField(_l("Template"), [InputRequired()], coerce=int, validate_choice=False)
    issued_on = DateField(_l("Day of issue"), [DataRequired()])

    def offer(self, templates: Iterable[CertificateTemplate]) -> None:
        """Let one of the templates be chosen, and propose today."""
        self.template_id.choices = [SelectChoice(t.id, f"{t.name} ({t.unit.name})") for t in templates]
        if not self.is_submitted():
            self.issued_on.data = clock.today()


class IssueForm(_IssuingForm):
    """The list to issue to, and the decision by which it is done."""

    basis = StringField(
        _l("By which decision"),
        [DataRequired(), Length(max=300)],
        description=_l("Such as: Quyết định số 12/QĐ-MTTQ-BTT ngày 06/3/2026. It is kept with each certificate."),
    )
    # Who has a certificate by now, or may have none, is named by the operation.
    learners = SelectMultipleField(_l("Learners"), coerce=int, validate_choice=False)


class ReissueForm(_IssuingForm):
    """Why a certificate is issued anew."""

    reason = StringField(_l("Reason"), [DataRequired(), Length(max=300)])


class RevokeForm(Form):
    """Why a certificate is revoked; whoever checks it is told."""

    why = StringField(
        _l("Reason"),
        [DataRequired(), Length(max=300)],
        description=_l("Whoever checks the certificate reads this reason."),
    )


class TemplateForm(Form):
    """The agencies, words and signers of a template; lines of a signature stand one below the other.

    `number` is the version that the page showed.
    """

    number = IntegerField(widget=HiddenInput(), default=0)

    name = StringField(_l("Name of the template"), [DataRequired(), Length(max=120)])
    title = StringField(_l("Heading of the certificate"), [DataRequired(), Length(max=60)])
    lead_above = StringField(_l("Leading agency: the one above it"), [Length(max=120)])
    lead_name = StringField(_l("Leading agency"), [DataRequired(), Length(max=120)])
    partner_above = StringField(_l("Partner agency: the one above it"), [Length(max=120)])
    partner_name = StringField(_l("Partner agency"), [Length(max=120)])
    statement = StringField(_l("Line above the name"), [DataRequired(), Length(max=160)])
    completed = StringField(_l("Line above the class"), [DataRequired(), Length(max=100)])
    left_role = TextAreaField(_l("Left signature: office and post"), [Length(max=200)])
    left_name = StringField(_l("Left signature: name"), [Length(max=80)])
    right_role = TextAreaField(_l("Right signature: office and post"), [DataRequired(), Length(max=200)])
    right_name = StringField(_l("Right signature: name"), [Length(max=80)])
    place = StringField(_l("Place of issue"), [Length(max=80)])
    suffix = StringField(_l("Ending of register numbers"), [DataRequired(), Length(max=30)])


class NewTemplateForm(TemplateForm):
    """A template that is not there yet, of one of the units that one administers."""

    unit_id = SelectField(_l("Issuer"), [InputRequired()], coerce=int)
