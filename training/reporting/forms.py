"""Forms of reporting: columns under a name; official lists with their issuers; what agencies say of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from training.core.forms import Form
from training.core.i18n import _l, speaking
from training.reporting.models import DocumentKind
from training.reporting.rules.api_scopes import LONGEST_DAYS, SCOPES
from training.reporting.rules.documents import KIND_WORDS, PARTY, STATE, STYLES

REQUIRED = _l("This field is required.")
_STYLES = [SelectChoice(value, words) for value, words in STYLES.items()]


class ViewForm(Form):
    """Columns and the name they are kept under."""

    name = StringField(_l("Name of the view"), [InputRequired(REQUIRED), Length(max=80)])
    columns = SelectMultipleField(
        _l("Columns"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False), validate_choice=False
    )


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _recipients(text: str | None) -> list[str]:
    """Return the recipients; the dash before each is the paper's."""
    return [line.lstrip("-–• ").strip() for line in _lines(text) if line.strip("-–• ")]


#: The paper puts it there; typed as well, it would stand twice.
_NUMBER_WORD = re.compile(r"^số\s*:?\s+", re.IGNORECASE)


class DocumentForm(Form):
    """What stands around an official list: one issuer or two, the one on the right leads."""

    version = IntegerField(widget=HiddenInput(), default=0)
    title = StringField(_l("Title"), [DataRequired(REQUIRED), Length(max=200)], default="Danh sách")
    subject = StringField(_l("Subject"), [Length(max=300)], description=_l("Stands beneath the title."))
    basis = TextAreaField(
        _l("Opening words"), [Length(max=2000)], description=_l("A sentence before the list, such as its legal basis.")
    )
    place = StringField(_l("Place"), [DataRequired(REQUIRED), Length(max=80)])
    dated_on = DateField(_l("Date"), [Optional()], description=_l("Left open on paper while none is given."))
    grouped = BooleanField(_l("Group by unit with subtotals"))

    name = StringField(_l("Agency"), [DataRequired(REQUIRED), Length(max=200)])
    above = StringField(_l("Agency above it"), [Length(max=200)])
    style = RadioField(_l("Style"), choices=_STYLES, default=STATE)
    number = StringField(_l("Number and symbol"), [Length(max=60)], description=_l("Such as 05/DS-MTTQ-BTT."))
    signature = TextAreaField(
        _l("Above the signature"),
        [Length(max=300)],
        description=_l("One line each, exactly as it is to stand."),
    )
    signer = StringField(_l("Name of the signer"), [Length(max=120)])

    partner_name = StringField(
        _l("Partner agency"), [Length(max=200)], description=_l("Left empty, one agency issues.")
    )
    partner_above = StringField(_l("Agency above the partner"), [Length(max=200)])
    partner_style = RadioField(_l("Style of the partner"), choices=_STYLES, default=PARTY)
    partner_number = StringField(_l("The partner's number and symbol"), [Length(max=60)])
    partner_signature = TextAreaField(
        _l("Above the partner's signature"), [Length(max=300)], description=_l("Such as T/M and K/T in Party style.")
    )
    partner_signer = StringField(_l("Name of the partner's signer"), [Length(max=120)])
    recipients = TextAreaField(_l("Recipients"), [Length(max=2000)], description=_l("One a line."))

    least_mark = DecimalField(_l("Least mark out of ten"), [Optional(), NumberRange(0, 10)], default=Decimal(9))
    least_attendance = IntegerField(_l("Least attendance in percent"), [Optional(), NumberRange(0, 100)], default=90)

    @property
    def layout(self) -> dict[str, Any]:
        """Return issuers from the left, recipients, place and opening words as they are printed."""
        lead = self._issuer("")
        partner = [self._issuer("partner_")] if self.partner_name.data else []
        return {
            "issuers": [*partner, lead],
            "recipients": _recipients(self.recipients.data),
            "place": self.place.data or "",
            "basis": self.basis.data or "",
        }

    def _issuer(self, prefix: str) -> dict[str, Any]:
        fields = {name: self[f"{prefix}{name}"].data or "" for name in ("style", "above", "name", "number", "signer")}
        number = _NUMBER_WORD.sub("", fields["number"])
        return {**fields, "number": number, "signature": _lines(self[f"{prefix}signature"].data)}

    @property
    def rule(self) -> dict[str, Any]:
        """Return what the list's query is narrowed by beside its filter."""
        return {
            "grouped": bool(self.grouped.data),
            "least_mark": str(self.least_mark.data if self.least_mark.data is not None else 9),
            "least_attendance": self.least_attendance.data if self.least_attendance.data is not None else 90,
        }

    @property
    def facts(self) -> dict[str, Any]:
        """Return title, subject and date."""
        return {
            "title": self.title.data or "",
            "subject": self.subject.data or "",
            "dated_on": self.dated_on.data if isinstance(self.dated_on.data, date) else None,
        }


class NewDocumentForm(DocumentForm):
    """A new official list of some kind, for a unit."""

    kind = SelectField(
        _l("Kind of list"), choices=[SelectChoice(kind.value, word) for kind, word in KIND_WORDS.items()]
    )
    unit_id = SelectField(_l("Unit"), coerce=int, description=_l("Whose list it is; its administrators look after it."))

    def offer(self, units: Iterable[tuple[int, str]]) -> NewDocumentForm:
        """Let one of `units` be chosen."""
        self.unit_id.choices = [SelectChoice(unit_id, name) for unit_id, name in units]
        return self

    @property
    def facts(self) -> dict[str, Any]:
        """Return title, subject and date; a title that was left as proposed becomes that of the kind."""
        said = super().facts
        if said["title"] == self.title.default:
            # The paper is Vietnamese, whatever language the page speaks.
            with speaking("vi"):
                said["title"] = str(KIND_WORDS[self.document_kind])
        return said

    @property
    def document_kind(self) -> DocumentKind:
        """Return the kind chosen."""
        return DocumentKind(self.kind.data)


def layout_values(layout: Mapping[str, Any]) -> dict[str, Any]:
    """Return a layout as values of the form's fields."""
    *partners, lead = layout["issuers"]
    values = {"recipients": "\n".join(layout["recipients"]), "place": layout["place"], "basis": layout["basis"]}
    values |= _issuer_values(lead, "")
    return values | (_issuer_values(partners[0], "partner_") if partners else {})


def _issuer_values(issuer: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    values = {f"{prefix}{name}": issuer[name] for name in ("style", "above", "name", "number", "signer")}
    return {**values, f"{prefix}signature": "\n".join(issuer["signature"])}


class TokenForm(Form):
    """A token for another system."""

    name = StringField(_l("Name of the token"), [DataRequired(REQUIRED), Length(max=80)])
    scopes = SelectMultipleField(
        _l("What it is for"),
        choices=[SelectChoice(scope, word) for scope, word in SCOPES.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    days = IntegerField(_l("Days that it lives"), [InputRequired(REQUIRED), NumberRange(1, LONGEST_DAYS)], default=90)


class AgreementForm(Form):
    """What an agency says of a list."""

    agency = SelectField(_l("Agency"), coerce=int)
    digest = StringField(widget=HiddenInput())
    name = StringField(_l("Who agrees"), [DataRequired(REQUIRED), Length(max=120)])
    note = StringField(_l("Note"), [Length(max=300)])

    def offer(self, agencies: Iterable[tuple[int, str]]) -> AgreementForm:
        """Let one of `agencies` be chosen."""
        self.agency.choices = [SelectChoice(agency, name) for agency, name in agencies]
        return self


class WithdrawalForm(Form):
    """Why an agency no longer agrees."""

    agency = SelectField(_l("Agency"), coerce=int)
    note = StringField(_l("Reason"), [DataRequired(REQUIRED), Length(max=300)])

    def offer(self, agencies: Iterable[tuple[int, str]]) -> WithdrawalForm:
        """Let one of `agencies` be chosen."""
        self.agency.choices = [SelectChoice(agency, name) for agency, name in agencies]
        return self


class ChoiceForm(Form):
    """A learner put on a list of commendation or taken off it."""

    enrolment_id = SelectField(_l("Learner"), coerce=int, validators=[InputRequired(REQUIRED)])
    included = RadioField(
        _l("What is done"),
        choices=[SelectChoice("1", _l("Put on the list")), SelectChoice("0", _l("Take off the list"))],
        default="1",
    )
    reason = StringField(_l("Reason"), [DataRequired(REQUIRED), Length(max=300)])

    def offer(self, learners: Iterable[tuple[int, str]]) -> ChoiceForm:
        """Let one of `learners` be chosen."""
        self.enrolment_id.choices = [SelectChoice(enrolment_id, name) for enrolment_id, name in learners]
        return self
