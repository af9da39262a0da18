"""The forms of a completion rule and of a scale of grading.

Of a rule's tree the form shows what people ask for: conditions that must be met, and two groups to choose from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from training.completion.queries.terms import Terms
from training.completion.rules.conditions import Condition, Group, Kind, Part, read_share, stored_conditions
from training.completion.rules.facts import ClassShape, QuizShape
from training.completion.rules.sentences import shown
from training.core.errors import Invalid
from training.core.forms import Form
from training.core.i18n import _, _l

_FIGURE = [Length(max=12)]
_GROUPS = ("a", "b")
_PLACES = [
    SelectChoice("", _l("Must be met")),
    SelectChoice("a", _l("To choose from, group A")),
    SelectChoice("b", _l("To choose from, group B")),
]


def _place() -> SelectField:
    return SelectField(_l("How it counts"), choices=_PLACES, default="")


class RuleForm(Form):
    """A class's rule; the subclass that `rule_form` makes has two fields more for each quiz of the class."""

    based_on = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    modules = BooleanField(_l("Read the modules"))
    modules_share = StringField(_l("At least, in percent of the modules"), _FIGURE)
    modules_in = _place()
    attendance = BooleanField(_l("Attend the meetings, by study hours"))
    attendance_share = StringField(_l("At least, in percent of the study hours"), _FIGURE)
    attendance_in = _place()
    meetings = BooleanField(_l("Attend the meetings, by their number"))
    meetings_share = StringField(_l("At least, in percent of the meetings"), _FIGURE)
    meetings_in = _place()
    need_a = StringField(_l("Group A: how many of its conditions must be met"), _FIGURE, default="1")
    need_b = StringField(_l("Group B: how many of its conditions must be met"), _FIGURE, default="1")
    scale = SelectField(_l("Graded by"), default="")

    def rebase(self, number: int) -> None:
        """Base what was typed on another version of the rule; WTForms would show the number that was sent."""
        self.based_on.data, self.based_on.raw_data = number, None

    def rows(self) -> list[tuple[BooleanField, StringField, SelectField]]:
        """Return each condition's tick with its figure and its place, in the order in which they are shown."""
        ticks = [f for f in self if isinstance(f, BooleanField)]
        order = sorted(ticks, key=lambda f: {"modules": 0, "attendance": 2, "meetings": 3}.get(f.name, 1))
        return [(tick, self[f"{tick.name}_share"], self[f"{tick.name}_in"]) for tick in order]

    def parts(self) -> list[Part] | None:
        """Return what was chosen; None where a figure is no good, which is then said at its field."""
        chosen = [(self._condition(tick, figure), place.data) for tick, figure, place in self.rows() if tick.data]
        must: list[Part] = [c for c, place in chosen if c is not None and not place]
        groups = [self._group(name, [c for c, place in chosen if c is not None and place == name]) for name in _GROUPS]
        return None if self.errors else [*must, *(g for g in groups if g is not None)]

    def _group(self, name: str, conditions: list[Condition]) -> Group | None:
        if not conditions:
            return None
        typed = (self[f"need_{name}"].data or "").strip()
        if not typed.isdecimal():
            self.refuse(Invalid(f"need_{name}", _("Give a whole number.")))
            return None
        return Group(int(typed), tuple(conditions), name)

    def _condition(self, tick: BooleanField, figure: StringField) -> Condition | None:
        try:
            share = read_share(figure.data or "", field=figure.name)
        except Invalid as refusal:
            self.refuse(refusal)
            return None
        kind, _sep, quiz_id = tick.name.partition("_")
        return Condition(Kind(kind), share, int(quiz_id) if quiz_id else None)


def rule_form(terms: Terms, scales: Iterable[str]) -> RuleForm:
    """Return the form for a class with these terms: as it was sent, else filled in with the conditions in force."""
    fields: dict[str, Any] = {}
    for quiz_id, quiz in terms.shape.quizzes.items():
        fields |= _quiz_fields(quiz_id, quiz)
    form: RuleForm = type("ClassRuleForm", (RuleForm,), fields)()
    form.scale.choices = [SelectChoice("", _("Passed or not passed")), *(SelectChoice(name, name) for name in scales)]
    if not form.is_submitted():
        form.scale.data = terms.scale
        form.rebase(terms.number)
        fill_in(form, terms.conditions, terms.shape)
    return form


def _quiz_fields(quiz_id: int, quiz: QuizShape) -> dict[str, Any]:
    hint = _("Leave empty for the quiz's own pass mark, %(share)s.", share=shown(quiz.pass_mark))
    return {
        f"quiz_{quiz_id}": BooleanField(_("Pass the quiz “%(quiz)s”", quiz=quiz.title)),
        f"quiz_{quiz_id}_share": StringField(_("At least, in percent of the full mark"), _FIGURE, description=hint),
        f"quiz_{quiz_id}_in": _place(),
    }


def fill_in(form: RuleForm, parts: Iterable[Part], shape: ClassShape, *, place: str = "") -> None:
    """Tick the conditions in the form and write their figures; one on a quiz that left the class has no field."""
    for part in parts:
        if isinstance(part, Group):
            if part.field in form:
                form[part.field].data = str(part.need)
            fill_in(form, part.parts, shape, place=part.name)
        elif part.quiz_id is None or part.quiz_id in shape.quizzes:
            name = part.field.removesuffix("_share")
            form[name].data, form[f"{name}_in"].data = True, place
            form[part.field].data = "" if part.share is None else shown(part.share).removesuffix("%")


def signature(parts: Iterable[Part], scale: str) -> str:
    """Return a text that is the same for the same rule, by which a save knows what was previewed."""
    told = json.dumps([stored_conditions(parts), scale], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


class ScaleForm(Form):
    """A version of a scale of grading."""

    name = StringField(_l("Name of the scale"), [DataRequired(), Length(max=80)])
    valid_from = DateField(_l("Holds from"), [DataRequired()])
    bands = TextAreaField(
        _l("Marks and words"),
        [DataRequired(), Length(max=1000)],
        description=_l("A line each: the least mark of ten, then the words, such as “8 Giỏi”."),
    )
