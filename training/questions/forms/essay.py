"""The form of essays: how long they should be, and the criteria that a person marks them by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import Field, FormField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from training.catalog.forms import plain_lines
from training.core.formats import number
from training.core.i18n import _l
from training.questions.forms.base import AnswerRow, QuestionForm, Rows, filled
from training.questions.kinds.essay import MAX_WORDS
from training.questions.kinds.points import points_of
from training.questions.kinds.rubric import MAX_CRITERIA, levels_text

_NEW_ROWS = 2


class CriterionRow(AnswerRow):
    """A criterion of a rubric."""

    name = StringField(_l("Criterion"), [Length(max=200)], render_kw={"autocomplete": "off"})
    points = StringField(_l("Points"), [Length(max=12)], render_kw={"autocomplete": "off", "inputmode": "decimal"})
    description = StringField(_l("What is looked for"), [Length(max=1000)], render_kw={"autocomplete": "off"})
    levels = TextAreaField(
        _l("Levels"),
        [Length(max=10_000)],
        filters=[plain_lines],
        description=_l("Optional, one a line: 2 | what earns two points"),
    )
    id = HiddenField()

    @property
    def is_blank(self) -> bool:
        return not (self.name.data or self.points.data or self.description.data or self.levels.data)

    @property
    def head(self) -> Field:
        return self.name


class EssayForm(QuestionForm):
    """A longer text, marked by a person."""

    kind = "essay"
    instructions = TextAreaField(
        _l("Instructions"),
        [Length(max=5_000)],
        filters=[plain_lines],
        description=_l("Shown above the text field, such as what to go into and in what form."),
    )
    min_words = IntegerField(_l("Words at least"), [Optional(), NumberRange(min=1, max=MAX_WORDS)])
    max_words = IntegerField(
        _l("Words at most"),
        [Optional(), NumberRange(min=1, max=MAX_WORDS)],
        description=_l("Counted for the learner; a longer text is still taken."),
    )
    rubric = Rows(FormField(CriterionRow), _l("Criteria"), min_entries=_NEW_ROWS, max_entries=MAX_CRITERIA)

    @property
    def rows(self) -> Rows:
        return self.rubric

    @property
    def raw(self) -> dict[str, Any]:
        return {
            "instructions": self.instructions.data or "",
            "min_words": self.min_words.data,
            "max_words": self.max_words.data,
            "rubric": [row.data for row in filled(self.rubric)],
        }

    @classmethod
    def answers_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        rubric = [
            {**one, "points": number(points_of(one["points"]) or 0), "levels": levels_text(one["levels"])}
            for one in body["rubric"]
        ]
        return {**{name: body[name] for name in ("instructions", "min_words", "max_words")}, "rubric": rubric}
