"""Forms of questions: what all kinds have, and for each kind its answers; plain fields that work without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import HiddenInput

from training.catalog.forms import plain_lines
from training.catalog.rules.citations import write_citations
from training.core.errors import Invalid
from training.core.formats import number
from training.core.forms import Form
from training.core.i18n import _, _l
from training.questions.kinds import KINDS
from training.questions.kinds.multiple_choice import DEFAULT_RULE, RULES
from training.questions.models import Question, QuestionVersion
from training.questions.operations import QuestionFacts
from training.questions.queries import citations_of

NEW_ROWS = 4


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


class QuestionForm(Form):
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
    def raw(self) -> dict[str, Any]:
        """Return the answers as the kind parses them."""
        raise NotImplementedError

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

    def check(self) -> bool:
        """Tell whether all of it can be taken, telling every fault at its field."""
        fine = bool(self.validate())
        for fault in KINDS[self.kind].faults(self.raw):
            self.refuse(fault)
            fine = False
        return fine

    @classmethod
    def answers_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of this kind's answers that show `body`."""
        raise NotImplementedError

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


class OptionRow(Row):
    """An option of a choice; an emptied row goes."""

    markdown = StringField(_l("Option"), [Length(max=1000)], render_kw={"autocomplete": "off"})
    right = BooleanField(_l("Right"))
    pinned = BooleanField(_l("Keeps its place"))
    feedback = StringField(_l("Said to those who choose it"), [Length(max=1000)], render_kw={"autocomplete": "off"})
    id = HiddenField()

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was filled in."""
        return not (self.markdown.data or self.feedback.data or self.right.data)


class ChoiceForm(QuestionForm):
    """A question with options."""

    options = Rows(FormField(OptionRow), _l("Options"), min_entries=NEW_ROWS, max_entries=26)

    @property
    def _filled(self) -> Iterator[Any]:
        return (entry for entry in self.options if not entry.form.is_blank)

    @property
    def raw(self) -> dict[str, Any]:
        return {"options": [entry.form.data for entry in self._filled]}

    def refuse(self, refusal: Invalid) -> None:
        name, _dot, place = refusal.field.partition(".")
        if name != "options" or not place:
            super().refuse(refusal)
            return
        field = list(self._filled)[int(place)].form.markdown
        field.errors = [*field.errors, refusal.text]

    @classmethod
    def answers_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        return {"options": body["options"]}


class SingleChoiceForm(ChoiceForm):
    """One option is right."""

    kind = "single_choice"


class MultipleChoiceForm(ChoiceForm):
    """One or more options are right."""

    kind = "multiple_choice"
    rule = RadioField(
        _l("How a half-right answer counts"),
        choices=[SelectChoice(key, words) for key, words in RULES.items()],
        default=DEFAULT_RULE,
    )

    @property
    def raw(self) -> dict[str, Any]:
        return {**super().raw, "rule": self.rule.data}

    @classmethod
    def answers_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().answers_of(body), "rule": body["rule"]}


class TrueFalseForm(QuestionForm):
    """A statement to judge."""

    kind = "true_false"
    right = RadioField(
        _l("The statement is"),
        [InputRequired()],
        choices=[SelectChoice("true", _l("True")), SelectChoice("false", _l("False"))],
    )
    feedback_true = StringField(_l("Said to those who answer “true”"), [Length(max=1000)])
    feedback_false = StringField(_l("Said to those who answer “false”"), [Length(max=1000)])

    @property
    def raw(self) -> dict[str, Any]:
        feedback = {"true": self.feedback_true.data or "", "false": self.feedback_false.data or ""}
        return {"right": {"true": True, "false": False}.get(self.right.data or ""), "feedback": feedback}

    @classmethod
    def answers_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        said = {f"feedback_{name}": text for name, text in body["feedback"].items()}
        return {"right": "true" if body["right"] else "false", **said}


class ShortAnswerForm(QuestionForm):
    """A few typed words."""

    kind = "short_answer"
    answers = TextAreaField(
        _l("Accepted answers"),
        [InputRequired(), Length(max=15_000)],
        filters=[plain_lines],
        description=_l("One a line. An asterisk * stands for any letters or none."),
    )
    match_case = BooleanField(_l("Capitals matter"))
    match_marks = BooleanField(_l("Tone marks matter"), default=True)

    @property
    def raw(self) -> dict[str, Any]:
        return {
            "answers": self.answers.data or "",
            "match_case": self.match_case.data,
            "match_marks": self.match_marks.data,
        }

    @classmethod
    def answers_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        texts = "\n".join(answer["text"] for answer in body["answers"])
        return {"answers": texts, "match_case": body["match_case"], "match_marks": body["match_marks"]}


FORMS: Mapping[str, type[QuestionForm]] = {
    form.kind: form for form in (SingleChoiceForm, MultipleChoiceForm, TrueFalseForm, ShortAnswerForm)
}


class CategoryForm(Form):
    """The name of a category."""

    name = StringField(_l("Name of the category"), [DataRequired(), Length(max=200)])
