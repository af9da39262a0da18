"""Forms of the kinds with options to choose from: one right, several right, true or false."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, Field, FormField, HiddenField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from training.core.i18n import _l
from training.questions.forms.base import AnswerRow, QuestionForm, Rows, filled
from training.questions.kinds.multiple_choice import DEFAULT_RULE, RULES
from training.questions.kinds.points import typed_text

NEW_ROWS = 4


class OptionRow(AnswerRow):
    """An option of a choice."""

    markdown = StringField(_l("Option"), [Length(max=1000)], render_kw={"autocomplete": "off"})
    right = BooleanField(_l("Right"))
    pinned = BooleanField(_l("Keeps its place"))
    feedback = StringField(_l("Said to those who choose it"), [Length(max=1000)], render_kw={"autocomplete": "off"})
    id = HiddenField()

    @property
    def is_blank(self) -> bool:
        return not (self.markdown.data or self.feedback.data or self.right.data)

    @property
    def head(self) -> Field:
        return self.markdown


class WeightedRow(OptionRow):
    """An option that can have a weight."""

    weight = StringField(
        _l("Weight"),
        [Length(max=12)],
        description=_l("Only where options count by their weights: above 0 if right, such as 2, else 0 or less."),
        render_kw={"autocomplete": "off"},
    )


class ChoiceForm(QuestionForm):
    """A question with options."""

    options = Rows(FormField(OptionRow), _l("Options"), min_entries=NEW_ROWS, max_entries=26)

    @property
    def rows(self) -> Rows:
        return self.options

    @property
    def raw(self) -> dict[str, Any]:
        return {"options": [row.data for row in filled(self.options)]}

    @classmethod
    def answers_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        return {"options": body["options"]}


class SingleChoiceForm(ChoiceForm):
    """One option is right."""

    kind = "single_choice"


class MultipleChoiceForm(ChoiceForm):
    """One or more options are right."""

    kind = "multiple_choice"
    options = Rows(FormField(WeightedRow), _l("Options"), min_entries=NEW_ROWS, max_entries=26)
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
        options = [{**option, "weight": typed_text(option.get("weight", ""))} for option in body["options"]]
        return {"options": options, "rule": body["rule"]}


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
