"""Forms of classes, meetings and enrolment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from training.catalog.models import Course
from training.classes.forms.versions import REQUIRED, VersionedForm, number_or_none, plain_lines
from training.classes.models import ClassQuiz, Meeting, Mode, Plan, PlanLine, TrainingClass
from training.classes.operations import ClassFacts, MeetingFacts
from training.classes.rules.words import MODES
from training.core import clock
from training.core.forms import Form
from training.core.i18n import _l
from training.people.models import Person
from training.units.models import Unit


class ClassForm(VersionedForm):
    """What an organiser says of a class."""

    title = StringField(_l("Name of the class"), [DataRequired(REQUIRED), Length(max=200)])
    code = StringField(
        _l("Code"),
        [DataRequired(REQUIRED), Length(max=40)],
        description=_l("Short and unique; it stands on lists and certificates."),
    )
    opens_on = DateField(_l("First day"), [InputRequired(REQUIRED)])
    closes_on = DateField(_l("Last day"), [InputRequired(REQUIRED)])
    mode = RadioField(
        _l("How it is held"),
        [InputRequired(REQUIRED)],
        choices=[SelectChoice(mode.value, words) for mode, words in MODES.items()],
        default=Mode.IN_PERSON.value,
    )
    place = StringField(_l("Place"), [Length(max=200)])
    capacity = IntegerField(
        _l("Places"),
        [Optional(), NumberRange(1, 10_000)],
        description=_l("Left empty, there is no limit. When all are taken, people wait and move up by themselves."),
    )
    register_by = DateField(
        _l("Put forward up to"), [Optional()], description=_l("The last day on which units may put people forward.")
    )
    plan_line_id = SelectField(
        _l("Line of the plan"),
        [Optional()],
        coerce=number_or_none,
        description=_l("What of the year's plan this class carries out."),
    )
    note = TextAreaField(
        _l("Note for learners"),
        [Length(max=5000)],
        filters=[plain_lines],
        description=_l("What to bring, whom to ask; learners see it on the page of the class."),
    )

    @property
    def facts(self) -> ClassFacts:
        """Return what was filled in."""
        return ClassFacts(
            code=self.code.data or "",
            title=self.title.data or "",
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            mode=Mode(self.mode.data),
            place=self.place.data or "",
            note=self.note.data or "",
            plan_line_id=self.plan_line_id.data,
            register_by=self.register_by.data,
            capacity=self.capacity.data,
        )

    def offer_lines(self, lines: Iterable[PlanLine]) -> None:
        """Let one of the lines be chosen, or none."""
        choices = [SelectChoice(line.id, f"{line.plan.year} · {line.title}") for line in lines]
        self.plan_line_id.choices = [SelectChoice("", _l("Beside the plan")), *choices]

    @classmethod
    def of(cls, training_class: TrainingClass) -> ClassForm:
        """Return the form with what is said of the class, or with what was sent."""
        names = (
            "title",
            "code",
            "opens_on",
            "closes_on",
            "place",
            "plan_line_id",
            "capacity",
            "register_by",
            "note",
            "version",
        )
        return cls(mode=training_class.mode.value, **{name: getattr(training_class, name) for name in names})


class NewClassForm(ClassForm):
    """A new class of a plan."""

    plan_id = SelectField(_l("Plan"), [InputRequired(REQUIRED)], coerce=int)
    unit_id = SelectField(
        _l("Unit"),
        [InputRequired(REQUIRED)],
        coerce=int,
        description=_l("Whose class it is; its administrators look after it."),
    )

    def offer(self, plans: Iterable[Plan], units: Iterable[Unit]) -> NewClassForm:
        """Let one of `plans` and one of `units` be chosen."""
        self.plan_id.choices = [SelectChoice(plan.id, f"{plan.year} · {plan.title}") for plan in plans]
        self.unit_id.choices = [SelectChoice(unit.id, unit.name) for unit in units]
        return self


class ReopenForm(Form):
    """Why a class is opened again."""

    reason = StringField(_l("Reason"), [DataRequired(REQUIRED), Length(max=300)])


class TrainerForm(Form):
    """A trainer to add."""

    person_id = SelectField(_l("Trainer"), [InputRequired(REQUIRED)], coerce=int)

    def offer(self, people: Iterable[Person]) -> TrainerForm:
        """Let one of `people` be chosen."""
        self.person_id.choices = [SelectChoice(person.id, person.full_name) for person in people]
        return self


class CourseForm(Form):
    """A course to add."""

    course_id = SelectField(_l("Course"), [InputRequired(REQUIRED)], coerce=int)
    study_hours = IntegerField(
        _l("Study hours (tiết)"),
        [Optional(), NumberRange(0, 500)],
        description=_l("In this class; left empty, those of the course."),
    )

    def offer(self, courses: Iterable[Course]) -> CourseForm:
        """Let one of `courses` be chosen."""
        self.course_id.choices = [SelectChoice(c.id, f"{c.title} ({c.study_hours} tiết)") for c in courses]
        return self


class HoursForm(Form):
    """How many tiết a course takes in a class."""

    study_hours = IntegerField(_l("Study hours (tiết)"), [InputRequired(REQUIRED), NumberRange(0, 500)])


class PartTrainerForm(Form):
    """Who teaches a course in a class."""

    person_id = SelectField(_l("Trainer"), [Optional()], coerce=number_or_none)

    def offer(self, people: Iterable[Person]) -> PartTrainerForm:
        """Let one of `people` be chosen, or nobody."""
        choices = [SelectChoice(person.id, person.full_name) for person in people]
        self.person_id.choices = [SelectChoice("", _l("Nobody named")), *choices]
        return self


class QuizHoursForm(Form):
    """The hours of a quiz within a class, by the site's clock."""

    opens_at = DateTimeLocalField(_l("Opens"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
    closes_at = DateTimeLocalField(_l("Closes"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])

    @property
    def hours(self) -> dict[str, datetime | None]:
        """Return the instants that were filled in."""
        return {
            name: clock.from_site(wall) if (wall := self[name].data) else None for name in ("opens_at", "closes_at")
        }

    @classmethod
    def of(cls, hours: ClassQuiz | None) -> QuizHoursForm:
        """Return the form with the hours set, or with what was sent."""
        return cls(
            opens_at=_wall(hours.opens_at if hours else None), closes_at=_wall(hours.closes_at if hours else None)
        )


def _instant(wall: datetime | None) -> datetime | None:
    return clock.from_site(wall) if wall else None


def _wall(instant: datetime | None) -> datetime | None:
    return clock.to_site(instant).replace(tzinfo=None) if instant else None


class MeetingForm(VersionedForm):
    """What an organiser says of a meeting."""

    on = DateField(_l("Day"), [InputRequired(REQUIRED)])
    begins = TimeField(_l("Begins at"), [InputRequired(REQUIRED)])
    ends = TimeField(_l("Ends at"), [InputRequired(REQUIRED)])
    study_hours = IntegerField(_l("Study hours (tiết)"), [InputRequired(REQUIRED), NumberRange(0, 20)])
    title = StringField(_l("Topic"), [Length(max=200)])
    place = StringField(_l("Place"), [Length(max=200)], description=_l("Left empty, that of the class."))
    room = StringField(_l("Room"), [Length(max=200)])
    trainer_id = SelectField(_l("Trainer"), [Optional()], coerce=number_or_none)
    roll_goes_along = BooleanField(_l("The roll goes along to the new time"))

    @property
    def facts(self) -> MeetingFacts:
        """Return what was filled in."""
        return MeetingFacts(
            on=self.on.data,
            begins=self.begins.data,
            ends=self.ends.data,
            study_hours=self.study_hours.data or 0,
            title=self.title.data or "",
            room=self.room.data or "",
            place=self.place.data or "",
            trainer_id=self.trainer_id.data,
        )

    def offer(self, people: Iterable[Person]) -> MeetingForm:
        """Let one of `people` hold the meeting, or nobody named."""
        choices = [SelectChoice(person.id, person.full_name) for person in people]
        self.trainer_id.choices = [SelectChoice("", _l("Nobody named")), *choices]
        return self

    @classmethod
    def of(cls, meeting: Meeting, trainer_id: int | None) -> MeetingForm:
        """Return the form with what is said of the meeting, or with what was sent."""
        begins, ends = clock.to_site(meeting.starts_at), clock.to_site(meeting.ends_at)
        names = ("study_hours", "title", "room", "place", "version")
        values = {name: getattr(meeting, name) for name in names}
        return cls(on=begins.date(), begins=begins.time(), ends=ends.time(), trainer_id=trainer_id, **values)


class DecisionForm(Form):
    """Registrations ticked, and why they are refused."""

    ids = SelectMultipleField(_l("People chosen"), coerce=int, validate_choice=False)
    reason = StringField(
        _l("Reason"), [Length(max=300)], description=_l("For a refusal; those who put the person forward are told.")
    )


class QuotaForm(Form):
    """How many learners of a unit a class takes."""

    unit_id = SelectField(_l("Unit"), [InputRequired(REQUIRED)], coerce=int)
    places = IntegerField(
        _l("Places"),
        [InputRequired(REQUIRED), NumberRange(0, 10_000)],
        description=_l("0 takes the quota of the unit away."),
    )

    def offer(self, choices: Iterable[tuple[int, str]]) -> QuotaForm:
        """Let one of the units be chosen."""
        self.unit_id.choices = [SelectChoice(number, name) for number, name in choices]
        return self


class MoveForm(Form):
    """The class to which a learner is moved, and why."""

    to = SelectField(_l("To the class"), [InputRequired(REQUIRED)], coerce=int)
    reason = StringField(_l("Reason"), [DataRequired(REQUIRED), Length(max=200)])

    def offer(self, classes: Iterable[TrainingClass]) -> MoveForm:
        """Let one of `classes` be chosen."""
        self.to.choices = [SelectChoice(one.id, f"{one.title} ({one.code})") for one in classes]
        return self


class AnnouncementForm(Form):
    """What is announced to the learners of a class."""

    title = StringField(_l("What it is about"), [DataRequired(REQUIRED), Length(max=200)])
    body = TextAreaField(_l("Text"), [Length(max=1500)], filters=[plain_lines])


class CopyClassForm(Form):
    """A class like another one on other days."""

    title = StringField(_l("Name of the class"), [DataRequired(REQUIRED), Length(max=200)])
    code = StringField(_l("Code"), [DataRequired(REQUIRED), Length(max=40)])
    opens_on = DateField(_l("First day"), [InputRequired(REQUIRED)])


class PasteForm(Form):
    """A pasted list of people."""

    text = TextAreaField(
        _l("List"),
        [DataRequired(REQUIRED), Length(max=200_000)],
        filters=[plain_lines],
        description=_l(
            "One person a line, as copied from a sheet or a message: cadre code, phone number or full name; "
            "the unit beside the name tells people of one name apart."
        ),
    )


class PeopleForm(Form):
    """People chosen from a list."""

    people = SelectMultipleField(_l("People chosen"), coerce=int, validate_choice=False)


class WithdrawForm(Form):
    """Why a learner leaves."""

    reason = StringField(_l("Reason"), [DataRequired(REQUIRED), Length(max=300)])
