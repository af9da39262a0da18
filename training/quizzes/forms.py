"""The form of a quiz: settings, slots, and the buttons that change the slots without saving."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from training.catalog.forms import plain_lines
from training.core import clock
from training.core.errors import Invalid
from training.core.formats import number
from training.core.forms import Form
from training.core.i18n import _l
from training.questions.forms import MarkIsNumber, Row, Rows, decimal_of
from training.quizzes.models import Counts, QuizRevision
from training.quizzes.operations import QuizFacts
from training.quizzes.reviewing import MAX_APPEAL_DAYS, Item, When, normal, read_bands, write_bands
from training.quizzes.rules import Bank, SlotFacts, slot_faults
from training.quizzes.sitting import MAX_DELAY, MAX_GRACE, MAX_PASSWORD, Expiry, Layout, Sitting
from training.units.models import Unit

COUNTS = {
    Counts.HIGHEST: _l("The highest mark"),
    Counts.AVERAGE: _l("The average of all attempts"),
    Counts.FIRST: _l("The first attempt"),
    Counts.LAST: _l("The last attempt"),
}
SHOWN = {
    Item.ATTEMPT.value: _l("The questions and the answers given"),
    Item.MARKS.value: _l("The marks"),
    Item.OUTCOME.value: _l("Right or wrong, question by question"),
    Item.ANSWER.value: _l("The right answer"),
    Item.EXPLANATION.value: _l("The explanation"),
    Item.FEEDBACK.value: _l("The remark on the option chosen"),
    Item.OVERALL.value: _l("The comment on the result"),
}
PHASES = {
    When.DURING.value: _l("During the attempt"),
    When.JUST_AFTER.value: _l("In the 2 minutes after"),
    When.WHILE_OPEN.value: _l("Later, while open"),
    When.AFTER_CLOSE.value: _l("After the quiz has closed"),
}
LAYOUTS = {
    Layout.ONE_PAGE: _l("All on one page"),
    Layout.ONE_BY_ONE: _l("One at a time, back and forth at will"),
    Layout.SEQUENTIAL: _l("One at a time, without going back"),
}
EXPIRIES = {
    Expiry.SUBMIT: _l("What was saved is handed in by itself"),
    Expiry.GRACE: _l("It may still be handed in for a while, without further answers; after that it does not count"),
    Expiry.ABANDON: _l("What was not handed in does not count"),
}
_EARLY = [Item.ATTEMPT.value, Item.OUTCOME.value, Item.MARKS.value, Item.OVERALL.value]
REVIEW_BY_DEFAULT: dict[str, Any] = {
    When.JUST_AFTER.value: _EARLY,
    When.WHILE_OPEN.value: _EARLY,
    When.AFTER_CLOSE.value: list(SHOWN),
    "appeal_days": 7,
}


class SlotRow(Row):
    """A place of the quiz: a question, or a number of them drawn from a category."""

    question_id = IntegerField(validators=[Optional()], widget=HiddenInput())
    category_id = IntegerField(validators=[Optional()], widget=HiddenInput())
    count = IntegerField(_l("How many"), [NumberRange(1, 200)], default=1)
    mark = StringField(_l("Mark for each"), [MarkIsNumber()], default="1")

    @property
    def facts(self) -> SlotFacts:
        """Return what was filled in."""
        mark = max(decimal_of(self.mark.data), Decimal(0))
        return SlotFacts(self.question_id.data, self.category_id.data, self.count.data or 0, mark)


class ShownField(SelectMultipleField):
    """Tick boxes for what a review shows."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, choices=[SelectChoice(key, words) for key, words in SHOWN.items()], **kwargs)


class QuizForm(Form):
    """Everything that an author says of a quiz."""

    title = StringField(_l("Title"), [DataRequired(), Length(max=200)])
    intro = TextAreaField(
        _l("Shown before the start"), [Length(max=20_000)], filters=[plain_lines], description=_l("Markdown.")
    )
    minutes = IntegerField(
        _l("Time limit (minutes)"), [Optional(), NumberRange(1, 600)], description=_l("Leave empty for no limit.")
    )
    attempts = IntegerField(
        _l("Attempts"), [Optional(), NumberRange(1, 100)], description=_l("Leave empty for any number.")
    )
    counts = RadioField(
        _l("What counts"),
        choices=[SelectChoice(key.value, words) for key, words in COUNTS.items()],
        default=Counts.HIGHEST.value,
    )
    pass_mark = StringField(_l("Mark to pass, per cent"), [DataRequired()], default="50")
    opens_at = DateTimeLocalField(_l("Opens at"), [Optional()], description=_l("Leave empty to follow the class."))
    closes_at = DateTimeLocalField(_l("Closes at"), [Optional()], description=_l("Leave empty to follow the class."))
    layout = RadioField(
        _l("How the questions are shown"),
        choices=[SelectChoice(key.value, words) for key, words in LAYOUTS.items()],
        default=Layout.ONE_PAGE.value,
    )
    on_expiry = RadioField(
        _l("When the time is up"),
        choices=[SelectChoice(key.value, words) for key, words in EXPIRIES.items()],
        default=Expiry.SUBMIT.value,
    )
    grace_minutes = IntegerField(
        _l("Minutes to hand in"),
        [Optional(), NumberRange(1, MAX_GRACE // 60)],
        description=_l("Only where an attempt may still be handed in for a while."),
    )
    password = StringField(
        _l("Password to begin"),
        [Length(max=MAX_PASSWORD)],
        description=_l("Read out in the room; leave empty for none."),
    )
    pause_second = IntegerField(
        _l("Pause before the second attempt (minutes)"), [Optional(), NumberRange(1, MAX_DELAY // 60)]
    )
    pause_later = IntegerField(
        _l("Pause before later attempts (minutes)"), [Optional(), NumberRange(1, MAX_DELAY // 60)]
    )
    shuffle_questions = BooleanField(_l("Shuffle the questions"), default=True)
    shuffle_options = BooleanField(_l("Shuffle the options"), default=True)
    during = ShownField(PHASES[When.DURING.value])
    just_after = ShownField(PHASES[When.JUST_AFTER.value])
    while_open = ShownField(PHASES[When.WHILE_OPEN.value])
    after_close = ShownField(PHASES[When.AFTER_CLOSE.value])
    bands = TextAreaField(
        _l("Comments on the result"),
        [Length(max=12_000)],
        filters=[plain_lines],
        description=_l("A line each: from how many per cent, a colon, the words; such as “80: Well understood”."),
    )
    appeal_days = IntegerField(
        _l("Days in which a result may be appealed against"),
        [Optional(), NumberRange(1, MAX_APPEAL_DAYS)],
        description=_l("Counted from when the marks are there; leave empty for no appeals."),
    )
    slots = Rows(FormField(SlotRow), _l("Questions of the quiz"), max_entries=200)
    seen = IntegerField(widget=HiddenInput(), default=0)

    find = StringField(_l("Find a question by words or key"), [Length(max=200)])
    draw_category = SelectField(_l("Category"), coerce=int, validate_choice=False)
    draw_count = IntegerField(_l("How many"), [Optional()], default=1)

    def offer(self, categories: Iterable[tuple[int, str]]) -> QuizForm:
        """Let questions be drawn from these categories, given as id and words."""
        self.draw_category.choices = [SelectChoice(key, words) for key, words in categories]
        return self

    @property
    def slot_facts(self) -> list[SlotFacts]:
        """Return the slots as filled in."""
        return [entry.form.facts for entry in self.slots]

    def put_slots(self, slots: Sequence[SlotFacts]) -> None:
        """Show these slots instead of what was sent."""
        self.slots.process(None, [_shown(slot) for slot in slots])

    @property
    def facts(self) -> QuizFacts:
        """Return what was filled in."""
        return QuizFacts(
            title=self.title.data or "",
            intro=self.intro.data or "",
            time_limit=_seconds(self.minutes.data),
            attempts_allowed=self.attempts.data,
            counts=Counts(self.counts.data),
            pass_mark=decimal_of(self.pass_mark.data) / 100,
            opens_at=_instant(self.opens_at.data),
            closes_at=_instant(self.closes_at.data),
            shuffle_questions=self.shuffle_questions.data,
            shuffle_options=self.shuffle_options.data,
            sitting=self.sitting,
            review=self.review,
            slots=tuple(self.slot_facts),
        )

    @property
    def review(self) -> dict[str, Any]:
        """Return what the learner sees, and when."""
        shown = {phase: self[phase].data or [] for phase in PHASES}
        return {**shown, "bands": read_bands(self._band_lines), "appeal_days": self.appeal_days.data}

    @property
    def _band_lines(self) -> list[str]:
        return (self.bands.data or "").splitlines()

    @property
    def sitting(self) -> Sitting:
        """Return how the quiz is sat."""
        return Sitting(
            on_expiry=Expiry(self.on_expiry.data),
            grace_period=_seconds(self.grace_minutes.data),
            layout=Layout(self.layout.data),
            password=self.password.data or "",
            delay_second=_seconds(self.pause_second.data),
            delay_later=_seconds(self.pause_later.data),
        )

    def check(self, bank: Bank) -> bool:
        """Tell whether all of it can be taken, telling every fault at its field."""
        fine = bool(self.validate())
        try:
            read_bands(self._band_lines)
        except Invalid as refusal:
            self.refuse(refusal)
            fine = False
        for fault in slot_faults(self.slot_facts, bank):
            self.refuse(fault)
            fine = False
        return fine

    def refuse(self, refusal: Invalid) -> None:
        name, _dot, place = refusal.field.partition(".")
        if name != "slots" or not place:
            super().refuse(refusal)
            return
        field = self.slots.entries[int(place)].form.count
        field.errors = [*field.errors, refusal.text]

    @classmethod
    def of(cls, revision: QuizRevision, slots: Sequence[SlotFacts], *, seen: int) -> QuizForm:
        """Return the form with what a revision says, or with what was sent."""
        return cls(
            title=revision.title,
            intro=revision.intro,
            minutes=_minutes(revision.time_limit),
            attempts=revision.attempts_allowed,
            counts=revision.counts.value,
            pass_mark=number(Decimal(revision.pass_mark) * 100),
            opens_at=_wall(revision.opens_at),
            closes_at=_wall(revision.closes_at),
            shuffle_questions=revision.shuffle_questions,
            shuffle_options=revision.shuffle_options,
            layout=revision.layout.value,
            on_expiry=revision.on_expiry.value,
            grace_minutes=_minutes(revision.grace_period),
            password=revision.password,
            pause_second=_minutes(revision.delay_second),
            pause_later=_minutes(revision.delay_later),
            **{phase: normal(revision.review)[phase] for phase in PHASES},
            bands="\n".join(write_bands(revision.review)),
            appeal_days=normal(revision.review)["appeal_days"],
            slots=[_shown(slot) for slot in slots],
            seen=seen,
        )


class PackageForm(Form):
    """A course's folder as a zip, and whose course it will be."""

    file = FileField(
        _l("Zip of the course's folder"),
        [FileRequired(_l("Choose a file first."))],
        description=_l("As export gives it: course.md, modules, questions, quizzes, media; at most 12 MB."),
        render_kw={"accept": ".zip,application/zip"},
    )
    unit_id = SelectField(
        _l("Unit"), [DataRequired()], coerce=int, description=_l("For a course that is new; its trainers write it.")
    )

    def offer(self, units: Iterable[Unit]) -> PackageForm:
        """Let one of `units` be chosen."""
        self.unit_id.choices = [SelectChoice(unit.id, unit.name) for unit in units]
        return self


def _shown(slot: SlotFacts) -> dict[str, object]:
    return {
        "question_id": slot.question_id,
        "category_id": slot.category_id,
        "count": slot.count or 1,
        "mark": number(slot.mark),
    }


def _seconds(minutes: int | None) -> int | None:
    return minutes * 60 if minutes else None


def _minutes(seconds: int | None) -> int | None:
    return seconds // 60 if seconds else None


def _instant(wall: datetime | None) -> datetime | None:
    return clock.from_site(wall) if wall else None


def _wall(instant: datetime | None) -> datetime | None:
    return clock.to_site(instant).replace(tzinfo=None) if instant else None
