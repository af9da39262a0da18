"""A learner's attendance in words, always with its denominators: what counts, what does not and why."""

from __future__ import annotations

from training.attendance.models import Excused
from training.attendance.rules.rule import USUAL, Rule
from training.attendance.rules.tallies import Tally
from training.core.i18n import _, ngettext


def sentence(result: Tally, rule: Rule = USUAL) -> str:
    """Say the tally with its denominators, as "6 of 8 meetings with a roll; 2 before the enrolment do not count"."""
    counted = {"attended": result.meetings_attended, "held": result.meetings_held}
    taken = result.meetings_held or result.meetings_excused
    first = _("%(attended)s of %(held)s meetings with a roll", **counted) if taken else _("no roll yet")
    return "; ".join(str(part) for part in (first, *_notes(result, rule)))


def _notes(result: Tally, rule: Rule) -> list[str]:
    notes = []
    if result.meetings_made_up:
        notes.append(ngettext("%(num)s made up", "%(num)s made up", result.meetings_made_up))
    if result.meetings_excused:
        notes.append(_excused(result.meetings_excused, rule.excused))
    if result.meetings_before:
        notes.append(
            ngettext(
                "%(num)s meeting before the enrolment does not count",
                "%(num)s meetings before the enrolment do not count",
                result.meetings_before,
            )
        )
    return notes


def _excused(number: int, policy: Excused) -> str:
    if policy is Excused.LEFT_OUT:
        return str(ngettext("%(num)s excused, not counted", "%(num)s excused, not counted", number))
    if policy is Excused.ATTENDED:
        return str(ngettext("%(num)s excused, counted as attended", "%(num)s excused, counted as attended", number))
    return str(ngettext("%(num)s excused", "%(num)s excused", number))
