"""Forms of courses, modules, pictures and documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput

from training.catalog.models import Course, Source, Track
from training.catalog.operations import CourseFacts, SourceFacts
from training.catalog.rules.drafts import Draft
from training.catalog.rules.words import TRACKS
from training.core.forms import Form
from training.core.i18n import _l
from training.units.models import Unit


def plain_lines(text: Any) -> Any:
    """Return typed text with the line ends of Unix; browsers send those of DOS."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class CourseForm(Form):
    """What a trainer says of a course."""

    title = StringField(_l("Title"), [DataRequired(), Length(max=200)])
    code = StringField(
        _l("Code"),
        [InputRequired(), Length(max=40)],
        description=_l("Short and unique, such as LMT-2026; it stands on lists and certificates."),
    )
    track = RadioField(_l("Track"), [InputRequired()], choices=[SelectChoice(t.value, TRACKS[t]) for t in Track])
    study_hours = IntegerField(
        _l("Study hours (tiết)"), [InputRequired(), NumberRange(1, 500)], description=_l("Whole periods of teaching.")
    )
    unit_id = SelectField(_l("Unit"), [InputRequired()], coerce=int, description=_l("Its trainers write the course."))
    summary = TextAreaField(
        _l("Introduction"),
        [Length(max=20_000)],
        filters=[plain_lines],
        description=_l("What the course is for, for whom, and how to study it."),
    )
    version = IntegerField(widget=HiddenInput(), default=0)

    def offer(self, units: Iterable[Unit]) -> CourseForm:
        """Let one of `units` be chosen."""
        self.unit_id.choices = [SelectChoice(unit.id, unit.name) for unit in units]
        return self

    @property
    def facts(self) -> CourseFacts:
        """Return what was filled in."""
        return CourseFacts(
            code=self.code.data or "",
            title=self.title.data or "",
            track=Track(self.track.data),
            study_hours=self.study_hours.data or 0,
            summary=self.summary.data or "",
        )

    @classmethod
    def of(cls, course: Course) -> CourseForm:
        """Return the form with what is said of `course`, or with what was sent."""
        return cls(
            title=course.title,
            code=course.code,
            track=course.track.value,
            study_hours=course.study_hours,
            unit_id=course.unit_id,
            summary=course.summary,
            version=course.version,
        )


class NewModuleForm(Form):
    """The title of a new module."""

    title = StringField(_l("Title of the module"), [DataRequired(), Length(max=200)])


class DraftForm(Form):
    """What is being written of a module."""

    title = StringField(_l("Title of the module"), [DataRequired(), Length(max=200)])
    text = TextAreaField(_l("Text (Markdown)"), filters=[plain_lines])
    minutes = IntegerField(
        _l("Minutes of reading"),
        [Optional(), NumberRange(0, 600)],
        description=_l("Leave empty to have them counted from the length of the text."),
    )
    sources = TextAreaField(
        _l("Citations"),
        [Length(max=20_000)],
        filters=[plain_lines],
        description=_l("One a line: KEY, article [from..to], such as luat-75-2015, Điều 3 [2016-01-01..]"),
    )
    note = StringField(
        _l("Note on this revision"), [Length(max=300)], description=_l("What has changed, for the history.")
    )
    seen = HiddenField()

    @property
    def draft(self) -> Draft:
        """Return what was filled in."""
        return Draft(self.title.data or "", self.minutes.data or 0, self.text.data or "", self.sources.data or "")

    @classmethod
    def of(cls, draft: Draft, *, seen: str) -> DraftForm:
        """Return the form with `draft`, or with what was sent; `seen` is the seal of the draft as stored."""
        return cls(title=draft.title, text=draft.text, minutes=draft.minutes or None, sources=draft.sources, seen=seen)


class PictureForm(Form):
    """A picture to upload."""

    picture = FileField(
        _l("Picture"),
        [FileRequired(_l("Choose a file first."))],
        description=_l("PNG, JPEG, WebP or GIF, at most 2 MB."),
        render_kw={"accept": "image/png,image/jpeg,image/webp,image/gif"},
    )
    name = StringField(
        _l("Name"),
        [Length(max=80)],
        description=_l("For the text; left empty, the file's own name is taken, in plain letters."),
    )


class SourceForm(Form):
    """What is known of a document."""

    title = StringField(_l("Title of the document"), [DataRequired(), Length(max=300)])
    number = StringField(_l("Number of the document"), [Length(max=60)])
    issuer = StringField(_l("Issued by"), [Length(max=200)])
    issued_on = DateField(_l("Issued on"), [Optional()])
    effective_from = DateField(_l("In force from"), [Optional()])
    effective_to = DateField(_l("In force to"), [Optional()], description=_l("Leave empty while it is in force."))
    note = TextAreaField(_l("Note"), [Length(max=500)], filters=[plain_lines])

    @property
    def facts(self) -> SourceFacts:
        """Return what was filled in."""
        return SourceFacts(
            title=self.title.data or "",
            number=self.number.data or "",
            issuer=self.issuer.data or "",
            issued_on=self.issued_on.data,
            effective_from=self.effective_from.data,
            effective_to=self.effective_to.data,
            note=self.note.data or "",
        )


class NewSourceForm(SourceForm):
    """A new document and the key that citations name it by."""

    key = StringField(
        _l("Key"),
        [
            InputRequired(),
            Length(max=60),
            Regexp(r"[a-z0-9]+(-[a-z0-9]+)*$", message=_l("Small letters without marks, digits, hyphens.")),
        ],
        description=_l("Short, for citations, such as luat-75-2015; it stays as it is."),
    )


def source_form(source: Source) -> SourceForm:
    """Return the form with what is known of `source`, or with what was sent."""
    return SourceForm(obj=source)
