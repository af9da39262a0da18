"""Forms of the kinds with a number or with several parts: plain text fields, a line for each item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from training.catalog.forms import plain_lines
from training.core.i18n import _l
from training.questions.forms.base import QuestionForm
from training.questions.kinds.matching import extra_of, pairs_of
from training.questions.kinds.numeric import TOLERANCES
from training.questions.kinds.ordering import DEFAULT_RULE, RULES


class NumericForm(QuestionForm):
    """A number."""

    kind = "numeric"
    answers = TextAreaField(
        _l("Accepted numbers"),
        [InputRequired(), Length(max=2_000)],
        filters=[plain_lines],
        description=_l("One a line, such as 12 or 4,5. Learners may write a comma or a point."),
    )
    tolerance = StringField(_l("Tolerance"), [Length(max=40)], default="0", render_kw={"inputmode": "decimal"})
    tolerance_kind = RadioField(
        _l("What the tolerance means"),
        choices=[SelectChoice(key, words) for key, words in TOLERANCES.items()],
        default="absolute",
    )
    unit = StringField(
        _l("Unit"),
        [Length(max=30)],
        description=_l("May be typed behind the number, or left out."),
        render_kw={"autocomplete": "off"},
    )

    @property
    def raw(self) -> dict[str, Any]:
        return {name: self[name].data or "" for name in ("answers", "tolerance", "tolerance_kind", "unit")}

    @classmethod
    def answers_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        return {**body, "answers": "\n".join(answer["text"] for answer in body["answers"])}


class MatchingForm(QuestionForm):
    """Items and what belongs to them."""

    kind = "matching"
    pairs = TextAreaField(
        _l("Pairs"),
        [InputRequired(), Length(max=40_000)],
        filters=[plain_lines],
        description=_l("One a line: item => what belongs to it."),
    )
    extra = TextAreaField(
        _l("Answers that belong to nothing"),
        [Length(max=20_000)],
        filters=[plain_lines],
        description=_l("One a line; they stand among the choices."),
    )

    @property
    def raw(self) -> dict[str, Any]:
        return {"pairs": self.pairs.data or "", "extra": self.extra.data or ""}

    @classmethod
    def answers_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        return {"pairs": "\n".join(pairs_of(body)), "extra": "\n".join(extra_of(body))}


class OrderingForm(QuestionForm):
    """Items to be put into order."""

    kind = "ordering"
    items = TextAreaField(
        _l("Items in the right order"),
        [InputRequired(), Length(max=20_000)],
        filters=[plain_lines],
        description=_l("One a line; learners see them mixed."),
    )
    rule = RadioField(
        _l("How a half-right answer counts"),
        choices=[SelectChoice(key, words) for key, words in RULES.items()],
        default=DEFAULT_RULE,
    )

    @property
    def raw(self) -> dict[str, Any]:
        return {"items": self.items.data or "", "rule": self.rule.data}

    @classmethod
    def answers_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        return {"items": "\n".join(item["markdown"] for item in body["items"]), "rule": body["rule"]}


class GapsForm(QuestionForm):
    """A text with gaps."""

    kind = "gaps"
    text = TextAreaField(
        _l("Text with gaps"),
        [InputRequired(), Length(max=4_000)],
        filters=[plain_lines],
        description=_l(
            "[[6 | sáu]] is typed, with all accepted answers; [[*91 / 33 / 45]] is chosen, the right one with an "
            "asterisk; [[6 {2}]] counts twice."
        ),
    )
    match_case = BooleanField(_l("Capitals matter"))
    match_marks = BooleanField(_l("Tone marks matter"), default=True)

    @property
    def raw(self) -> dict[str, Any]:
        return {
            "text": self.text.data or "",
            "match_case": self.match_case.data,
            "match_marks": self.match_marks.data,
        }

    @classmethod
    def answers_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        return {name: body[name] for name in ("text", "match_case", "match_marks")}
