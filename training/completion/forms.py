"""The form of a completion rule: each condition can be chosen and has its own figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from training.completion.queries.terms import Terms
from training.completion.rules.conditions import Condition, Kind, read_share
from training.completion.rules.facts import ClassShape, QuizShape
from training.completion.rules.sentences import shown
from training.core.errors import Invalid
from training.core.forms import Form
from training.core.i18n import _, _l

_FIGURE = [Length(max=12)]


class RuleForm(Form):
    """A class's rule; the subclass that `rule_form` makes has two fields more for each quiz of the class."""

    based_on = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    modules = BooleanField(_l("Read the modules"))
    modules_share = StringField(_l("At least, in percent of the modules"), _FIGURE)
    attendance = BooleanField(_l("Attend the meetings"))
    attendance_share = StringField(_l("At least, in percent of the study hours"), _FIGURE)

    def rebase(self, number: int) -> None:
        """Base what was typed on another version of the rule; WTForms would show the number that was sent."""
        self.based_on.data, self.based_on.raw_data = number, None

    def pairs(self) -> list[tuple[BooleanField, StringField]]:
        """Return each condition's tick with its figure, in the order in which they are shown."""
        ticks = [f for f in self if isinstance(f, BooleanField)]
        order = sorted(ticks, key=lambda f: {"modules": 0, "attendance": 2}.get(f.name, 1))
        return [(tick, self[f"{tick.name}_share"]) for tick in order]

    def conditions(self) -> list[Condition] | None:
        """Return what was chosen; None where a figure is no good, which is then said at its field."""
        found = [self._condition(tick, figure) for tick, figure in self.pairs() if tick.data]
        return None if self.errors else [c for c in found if c is not None]

    def _condition(self, tick: BooleanField, figure: StringField) -> Condition | None:
        try:
            share = read_share(figure.data or "", field=figure.name)
        except Invalid as refusal:
            self.refuse(refusal)
            return None
        kind, _sep, quiz_id = tick.name.partition("_")
        return Condition(Kind(kind), share, int(quiz_id) if quiz_id else None)


def rule_form(terms: Terms) -> RuleForm:
    """Return the form for a class with these terms: as it was sent, else filled in with the conditions in force."""
    fields: dict[str, Any] = {}
    for quiz_id, quiz in terms.shape.quizzes.items():
        fields |= _quiz_fields(quiz_id, quiz)
    form: RuleForm = type("ClassRuleForm", (RuleForm,), fields)()
    if not form.is_submitted():
        form.rebase(terms.number)
        fill_in(form, terms.conditions, terms.shape)
    return form


def _quiz_fields(quiz_id: int, quiz: QuizShape) -> dict[str, Any]:
    hint = _("Leave empty for the quiz's own pass mark, %(share)s.", share=shown(quiz.pass_mark))
    return {
        f"quiz_{quiz_id}": BooleanField(_("Pass the quiz “%(quiz)s”", quiz=quiz.title)),
        f"quiz_{quiz_id}_share": StringField(_("At least, in percent of the full mark"), _FIGURE, description=hint),
    }


def fill_in(form: RuleForm, conditions: Iterable[Condition], shape: ClassShape) -> None:
    """Tick the conditions in the form and write their figures; one on a quiz that left the class has no field."""
    for condition in conditions:
        if condition.quiz_id is None or condition.quiz_id in shape.quizzes:
            form[condition.field.removesuffix("_share")].data = True
            form[condition.field].data = "" if condition.share is None else shown(condition.share).removesuffix("%")


def signature(conditions: Iterable[Condition]) -> str:
    """Return a text that is the same for the same rule, by which a save knows what was previewed."""
    return " ".join(f"{c.field}={c.share}" for c in conditions)
