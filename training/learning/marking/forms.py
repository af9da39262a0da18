"""Forms of marking by hand: the judgement of an answer, by a rubric where there is one, and how a class marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from training.core.errors import Invalid
from training.core.formats import number
from training.core.forms import Form
from training.core.i18n import _, _l
from training.learning.marking.models import Settling
from training.learning.marking.operations import MAX_COMMENT, Judgement
from training.learning.marking.queries import Way
from training.learning.marking.rules import Given, mark_by_points, read_mark, read_points

SETTLINGS = {
    Settling.THIRD: _l("A third mark decides"),
    Settling.MEAN: _l("The mean of the two counts"),
}
_POINTS = "points_"


class JudgeForm(Form):
    """What a marker gives an answer."""

    comment = TextAreaField(
        _l("Comment"), [Length(max=MAX_COMMENT)], description=_l("The learner reads it once the result is released.")
    )

    def judgement(self, rubric: Sequence[Mapping[str, Any]], *, most: Decimal) -> Judgement:
        """Return what was filled in; raise Invalid with the field at fault."""
        comment = self.comment.data or ""
        if not rubric:
            return Judgement(read_mark(self["mark"].data or "", most=most), {}, comment)
        typed = {one["id"]: self[_POINTS + one["id"]].data or "" for one in rubric}
        points = read_points(rubric, typed)
        return Judgement(mark_by_points(rubric, points, most=most), points, comment)

    def refuse(self, refusal: Invalid) -> None:
        name = refusal.field if refusal.field in self else next(iter(self)).name
        super().refuse(Invalid(name, refusal.text))


def judge_form(rubric: Sequence[Mapping[str, Any]], *, most: Decimal, own: Given | None) -> JudgeForm:
    """Return the form for a question: a field for each criterion of its rubric, or one for the mark."""
    fields: dict[str, Any] = {_POINTS + one["id"]: _points_field(one) for one in rubric}
    if not rubric:
        fields["mark"] = StringField(_("Mark, at most %(most)s", most=number(most)))
    made: JudgeForm = type("JudgeForm", (JudgeForm,), fields)(data=_shown(rubric, own))
    return made


def _points_field(criterion: Mapping[str, Any]) -> StringField:
    levels = "; ".join(f"{level['text']}: {number(Decimal(level['points']))}" for level in criterion["levels"])
    most = number(Decimal(criterion["points"]))
    label = _("%(criterion)s (at most %(most)s)", criterion=criterion["name"], most=most)
    return StringField(label, description=levels)


def _shown(rubric: Sequence[Mapping[str, Any]], own: Given | None) -> dict[str, Any]:
    if own is None:
        return {}
    points = {_POINTS + one["id"]: number(Decimal(own.points[one["id"]])) for one in rubric if one["id"] in own.points}
    return {**points, "mark": number(own.mark), "comment": own.comment}


class WayForm(Form):
    """How a class marks a quiz by hand."""

    anonymous = BooleanField(_l("Hide the learners' names from the markers"))
    two_markers = BooleanField(_l("Each answer is marked by two people, neither seeing the other's mark"))
    settling = RadioField(
        _l("Where the two marks differ"),
        choices=[SelectChoice(key.value, words) for key, words in SETTLINGS.items()],
        default=Settling.THIRD.value,
    )

    @property
    def way(self) -> Way:
        """Return what was filled in."""
        return Way(self.anonymous.data, self.two_markers.data, Settling(self.settling.data))
