"""Single choice (một đáp án): one option is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from training.core.errors import Invalid
from training.core.i18n import _, _l
from training.questions.kinds.base import RIGHT, WRONG, Body, Response
from training.questions.kinds.choice import Choice, known_options


class SingleChoice(Choice):
    """All or nothing for the one option chosen."""

    key = "single_choice"
    label = _l("Single choice")
    template = "single_choice"
    file_words = ("một đáp án",)
    file_bracket = "("

    def _key_faults(self, right: int) -> Iterator[Invalid]:
        if right == 0:
            yield Invalid("options", _("No option is marked as right."))
        elif right > 1:
            yield Invalid("options", _("%(count)s options are marked as right; this kind has one.", count=right))

    def read(self, values: Sequence[str], body: Body) -> Response | None:
        chosen = known_options(values, body)
        if len(chosen) > 1:
            raise Invalid("answer", _("Only one option can be chosen here."))
        return chosen[0] if chosen else None

    def mark(self, body: Body, response: Response | None) -> Fraction:
        return RIGHT if isinstance(response, str) and response in self.key_of(body) else WRONG
