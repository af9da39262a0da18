"""Forms of questions: for each kind its answers, by the key of the kind."""

from __future__ import annotations

from collections.abc import Mapping

from training.questions.forms.base import MarkIsNumber, QuestionForm, Row, Rows, decimal_of
from training.questions.forms.category import CategoryForm
from training.questions.forms.essay import EssayForm
from training.questions.forms.options import MultipleChoiceForm, SingleChoiceForm, TrueFalseForm
from training.questions.forms.parts import GapsForm, MatchingForm, NumericForm, OrderingForm
from training.questions.forms.short_answer import ShortAnswerForm

__all__ = ["FORMS", "CategoryForm", "MarkIsNumber", "QuestionForm", "Row", "Rows", "decimal_of"]

_ALL: tuple[type[QuestionForm], ...] = (
    SingleChoiceForm,
    MultipleChoiceForm,
    TrueFalseForm,
    ShortAnswerForm,
    NumericForm,
    MatchingForm,
    OrderingForm,
    GapsForm,
    EssayForm,
)

FORMS: Mapping[str, type[QuestionForm]] = {form.kind: form for form in _ALL}
