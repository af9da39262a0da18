"""What kinds with several controls have in common: each part is asked, marked and explained by itself."""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from collections.abc import Sequence
from fractions import Fraction

from markupsafe import escape

from training.core.errors import Invalid
from training.core.i18n import _, _l
from training.core.markup import plain
from training.core.vietnamese import tidy
from training.questions.kinds.base import WRONG, Body, Kind, OptionOutcome, Response, words_of

#: Blank, in the review.
NOTHING = "…"
UNKNOWN = _l("The answer names an option that this question does not have. Load the page again.")


class Parts(Kind):
    """A question in parts, each of which can be right by itself."""

    input = "parts"

    @abstractmethod
    def _names(self, body: Body) -> list[str]:
        """Return the words of each part as HTML."""

    @abstractmethod
    def _given(self, body: Body, place: int, value: str) -> str:
        """Return what `value` says for the part at `place`, as HTML; for an unknown one as well."""

    @abstractmethod
    def _keys(self, body: Body) -> list[str]:
        """Return the right answer to each part as plain text."""

    @abstractmethod
    def shares(self, body: Body, response: Sequence[str]) -> list[Fraction]:
        """Return for each part the share, 0-1, of its own weight that it earns."""

    def by_part(self, body: Body, response: Sequence[str]) -> list[str]:
        """Return what `response` gives for each part of `body`, "" where nothing, also if made for another version."""
        return _fitted(response, len(self._names(body)))

    def weights(self, body: Body) -> list[Fraction]:
        """Return what each part weighs against the others."""
        return [Fraction(1) for _name in self._names(body)]

    def mark(self, body: Body, response: Response | None) -> Fraction:
        if not isinstance(response, list):
            return WRONG
        weights = self.weights(body)
        earned = zip(self.shares(body, self.by_part(body, response)), weights, strict=True)
        return sum((share * weight for share, weight in earned), Fraction(0)) / sum(weights)

    def explain(self, body: Body, response: Response | None, *, order: Sequence[str] = ()) -> list[OptionOutcome]:
        if not isinstance(response, list):
            return []
        names = self._names(body)
        given = self.by_part(body, response)
        shares = self.shares(body, given)
        return [
            OptionOutcome(
                id="",
                html=f"{name} → {self._given(body, place, given[place]) if given[place] else NOTHING}",
                chosen=bool(given[place]),
                right=shares[place] == 1,
            )
            for place, name in enumerate(names)
        ]

    def told(self, body: Body, response: Response) -> str:
        return "; ".join(plain(outcome.html) for outcome in self.explain(body, response))

    def key_text(self, body: Body) -> str:
        pairs = zip(self._names(body), self._keys(body), strict=True)
        return "; ".join(f"{plain(name)} → {key}" for name, key in pairs)


def placed(values: Sequence[str], count: int) -> list[str] | None:
    """Return a value for each of `count` controls, or None where all are blank; raise Invalid("answer") else."""
    if not words_of(values):
        return None
    if len(values) != count:
        raise Invalid("answer", _("The answer cannot be read. Load the page again."))
    return [tidy(value) for value in values]


def name_of(text: str) -> str:
    """Return an id made of words: the same words keep it from version to version, whatever their place."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def lines_of(text: object) -> list[str]:
    """Return the lines of `text` that are not blank, tidied."""
    return [line for line in (tidy(line) for line in str(text or "").split("\n")) if line]


def typed_html(value: str) -> str:
    """Return typed words for a page."""
    return str(escape(value))


def _fitted(response: Sequence[str], count: int) -> list[str]:
    """Return a value for each part; of a response to another version with more or fewer parts, what there is."""
    given = [value if isinstance(value, str) else "" for value in response[:count]]
    return given + [""] * (count - len(given))
