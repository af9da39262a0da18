"""The form of short answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from training.catalog.forms import plain_lines
from training.core.i18n import _l
from training.questions.forms.base import QuestionForm
from training.questions.kinds.short_answer import accepted_text


class ShortAnswerForm(QuestionForm):
    """A few typed words."""

    kind = "short_answer"
    answers = TextAreaField(
        _l("Accepted answers"),
        [InputRequired(), Length(max=15_000)],
        filters=[plain_lines],
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
        texts = "\n".join(accepted_text(answer) for answer in body["answers"])
        return {"answers": texts, "match_case": body["match_case"], "match_marks": body["match_marks"]}
