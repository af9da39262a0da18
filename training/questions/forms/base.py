"""What the forms of all kinds of question have, and rows of like fields; plain fields that work without scripts."""

from __future__ import annotations

from abc import ABCMeta, abstractmethod
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from wtforms import Field, FieldList, IntegerField, StringField, TextAreaField
from wtforms.form import FormMeta
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import HiddenInput

from training.catalog.forms import plain_lines
from training.catalog.rules.citations import write_citations
from training.core.errors import Invalid
from training.core.formats import number
from training.core.forms import Form
from training.core.i18n import _, _l
from training.questions.kinds import KINDS
from training.questions.models import Question, QuestionVersion
from training.questions.operations import QuestionFacts
from training.questions.queries import citations_of


def decimal_of(text: str | None) -> Decimal:
    """Return a number typed with a comma or a point, -1 for anything else: no mark is below nothing."""
    try:
        typed = Decimal((text or "").strip().replace(",", "."))
    except InvalidOperation:
        return Decimal(-1)
    return typed if typed.is_finite() else Decimal(-1)


class MarkIsNumber:
    """Refuses what is no number above 0 and at most 100 with at most three places."""

    def __call__(self, _form: Any, field: Field) -> None:
        mark = decimal_of(field.data)
        if not 0 < mark <= 100 or mark != round(mark, 3):
            raise ValidationError(_("Write a number above 0 and at most 100, such as 1 or 0,5."))


class Rows(FieldList):
    """Rows of like fields, whose faults read as sentences that name the row."""

    own_errors: list[str] = []

    @property
    def errors(self) -> list[str]:
        """Return the faults of the rows and of the list itself."""
        rows = [
            _("Row %(number)s: %(fault)s", number=number, fault=str(text))
            for number, entry in enumerate(self.entries, start=1)
            for texts in entry.form.errors.values()
            for text in texts
        ]
        return [*self.own_errors, *rows]

    @errors.setter
    def errors(self, texts: Any) -> None:
        self.own_errors = [text for text in texts if isinstance(text, str)]


class Row(Form):
    """A row of a list of like fields; the form around it carries the CSRF token."""

    class Meta(Form.Meta):
        """Without a token of its own."""

        csrf = False


class AbstractForm(FormMeta, ABCMeta):
    """The class of forms that leave parts to the forms of each kind: without them, none is made."""


class AnswerRow(Row, metaclass=AbstractForm):
    """A row of a question's answers; an emptied one goes."""

    @property
    @abstractmethod
    def is_blank(self) -> bool:
        """Tell whether nothing was filled in."""

    @property
    @abstractmethod
    def head(self) -> Field:
        """Return the field at which faults of the whole row are told."""


def filled(rows: Rows) -> Iterator[Any]:
    """Yield the forms of the rows in which something stands."""
    return (entry.form for entry in rows if not entry.form.is_blank)


class QuestionForm(Form, metaclass=AbstractForm):
    """What an author gives of a question of any kind."""

    kind: ClassVar[str]

    category = StringField(
        _l("Category"),
        [InputRequired(), Length(max=200)],
        description=_l("Quizzes draw questions from a category. A new name makes a new one."),
        render_kw={"list": "categories", "autocomplete": "off"},
    )
    key = StringField(
        _l("Key"),
        [Optional(), Length(max=80), Regexp(r"[a-z0-9]+(-[a-z0-9]+)*$", message=_l("Small letters, digits, hyphens."))],
        description=_l("Its name in files and quizzes; left empty, it is made of the first words."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    stem = TextAreaField(_l("Question"), [DataRequired(), Length(max=20_000)], filters=[plain_lines])
    mark = StringField(_l("Points"), [DataRequired(), MarkIsNumber()], default="1", render_kw={"inputmode": "decimal"})
    explanation = TextAreaField(
        _l("Explanation"),
        [Length(max=20_000)],
        filters=[plain_lines],
        description=_l("Shown with the result: why the right answer is right."),
    )
    sources = TextAreaField(
        _l("Citations"),
        [Length(max=5_000)],
        filters=[plain_lines],
        description=_l("One a line: KEY, article [from..to], such as luat-75-2015, Điều 3 [2016-01-01..]"),
        render_kw={"spellcheck": "false"},
    )
    seen = IntegerField(widget=HiddenInput(), default=0)

    @property
    @abstractmethod
    def raw(self) -> dict[str, Any]:
        """Return the answers as the kind parses them."""

    @property
    def facts(self) -> QuestionFacts:
        """Return what was filled in."""
        return QuestionFacts(
            category=self.category.data or "",
            kind=self.kind,
            stem=self.stem.data or "",
            raw=self.raw,
            explanation=self.explanation.data or "",
            mark=decimal_of(self.mark.data),
            sources=self.sources.data or "",
        )

    @property
    def rows(self) -> Rows | None:
        """Return the rows that the form can have more of, if any."""
        return None

    def refuse(self, refusal: Invalid) -> None:
        """Show a refusal at its field, or in the row of it that "options.0" means."""
        name, _dot, place = refusal.field.partition(".")
        rows = self._fields.get(name)
        if not place or not isinstance(rows, Rows):
            super().refuse(refusal)
            return
        field = list(filled(rows))[int(place)].head
        field.errors = [*field.errors, refusal.text]

    def check(self) -> bool:
        """Tell whether all of it can be taken, telling every fault at its field."""
        fine = bool(self.validate())
        for fault in KINDS[self.kind].faults(self.raw):
            self.refuse(fault)
            fine = False
        return fine

    @classmethod
    @abstractmethod
    def answers_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of this kind's answers that show `body`."""

    @classmethod
    def of(cls, question: Question, version: QuestionVersion, *, seen: int) -> QuestionForm:
        """Return the form with `version` of the question, or with what was sent."""
        return cls(
            category=question.category.name,
            stem=version.stem,
            mark=number(Decimal(version.default_mark)),
            explanation=version.explanation,
            sources=write_citations(citations_of(version)),
            seen=seen,
            **cls.answers_of(version.body),
        )
