"""The form of a regrading: remedy, version or key, for whom, and why; and of taking one back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from training.core.forms import Form
from training.core.i18n import _, _l
from training.core.markup import plain
from training.learning.regrading.models import Remedy
from training.learning.regrading.operations import MAX_REASON
from training.questions.kinds import KINDS
from training.questions.models import QuestionVersion
from training.questions.queries import Signed

REMEDIES = {
    Remedy.VERSION: _l("Mark by a version of the question"),
    Remedy.KEY: _l("Mark by another key, which becomes a new version of the question"),
    Remedy.VOID: _l("Void this question: it leaves the total of all"),
    Remedy.FULL: _l("Full mark for all"),
}


class TickBoxes(SelectMultipleField):
    """Several of many, as tick boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RegradeForm(Form):
    """What is done with a question, for whom, and why."""

    remedy = RadioField(_l("What is to be done"), [DataRequired()])
    version_id = SelectField(_l("Version"), coerce=int, validate_choice=False)
    key_options = TickBoxes(_l("Right answers of the other key"), validate_choice=False)
    key_answers = TextAreaField(
        _l("Accepted answers of the other key"), [Length(max=5000)], description=_l("One on each line.")
    )
    class_id = SelectField(_l("For whom"), coerce=int)
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(), Length(max=MAX_REASON)],
        description=_l("The learners whose results change read it."),
    )
    seen = HiddenField()

    def offer(
        self, current: QuestionVersion, versions: Iterable[Signed], classes: Iterable[tuple[int, str]], *, keys: str
    ) -> RegradeForm:
        """Offer what there is: versions, classes, and as `keys` "options", "answers" or "" for none."""
        remedies = {key: words for key, words in REMEDIES.items() if keys or key is not Remedy.KEY}
        self.remedy.choices = [SelectChoice(key.value, words) for key, words in remedies.items()]
        self.version_id.choices = [SelectChoice(one.version.id, _version_words(one)) for one in versions]
        everyone = _("all classes that I run")
        self.class_id.choices = [SelectChoice(0, everyone), *(SelectChoice(id_, title) for id_, title in classes)]
        if keys == "options":
            self.key_options.choices = _option_choices(current)
        else:
            del self.key_options
        if keys != "answers":
            del self.key_answers
        return self

    @property
    def key(self) -> tuple[str, ...]:
        """Return the other key as filled in."""
        if "key_options" in self:
            return tuple(self.key_options.data or ())
        lines = (self.key_answers.data or "").splitlines() if "key_answers" in self else ()
        return tuple(line.strip() for line in lines if line.strip())


def _version_words(one: Signed) -> str:
    return _(
        "Version %(number)s, %(key)s", number=one.version.number, key=KINDS[one.version.kind].key_text(one.version.body)
    )


def _option_choices(version: QuestionVersion) -> list[SelectChoice]:
    return [SelectChoice(one.id, plain(one.html)) for one in KINDS[version.kind].explain(version.body, None)]


def keys_of(version: QuestionVersion) -> str:
    """Return how another key of the version is given: "options", "answers", or "" where its own form is needed."""
    if version.kind in {"single_choice", "multiple_choice", "true_false"}:
        return "options"
    return "answers" if version.kind == "short_answer" else ""


def key_now(version: QuestionVersion) -> Mapping[str, Any]:
    """Return the key in force as the form has it."""
    right = [one.id for one in KINDS[version.kind].explain(version.body, None) if one.right]
    answers = "\n".join(answer["text"] for answer in version.body.get("answers", ()) if isinstance(answer, Mapping))
    return {"key_options": right, "key_answers": answers}


class UndoForm(Form):
    """Why a regrading is taken back."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(), Length(max=MAX_REASON)],
        description=_l("The learners whose results change read it."),
    )


def stem_line(html: str, most: int = 90) -> str:
    """Return the words of a question as one line."""
    text = plain(html)
    return text if len(text) <= most else text[:most].rstrip() + "…"
