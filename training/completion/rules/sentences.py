"""What completion says to people: what a condition asks for, and why a learner meets it or not, always in figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from training.attendance.rules.tallies import Tally
from training.completion.rules.conditions import Condition, Group, Kind, Part
from training.completion.rules.facts import ClassShape, Facts
from training.completion.rules.findings import Outcome, is_met, meetings_of, needed_of
from training.core.formats import number, percent
from training.core.i18n import _, _l, ngettext
from training.learning.rules.results import QuizResult

OUTCOME_WORDS = {
    Outcome.COMPLETED: _l("Completed"),
    Outcome.IN_PROGRESS: _l("In progress"),
    Outcome.NOT_MET: _l("Not met"),
}


def wording(condition: Part, shape: ClassShape) -> str:
    """Say what a part of a rule asks for."""
    if isinstance(condition, Group):
        return _group_wording(condition, shape)
    if condition.kind is Kind.QUIZ:
        return _quiz_wording(condition, shape)
    share = condition.share or Decimal(1)
    if condition.kind is Kind.MODULES:
        return str(
            _("Read all modules") if share == 1 else _("Read at least %(share)s of the modules", share=shown(share))
        )
    if condition.kind is Kind.MEETINGS:
        return str(_("Attend at least %(share)s of the meetings", share=shown(share)))
    return str(_("Attend at least %(share)s of the study hours", share=shown(share)))


def _group_wording(group: Group, shape: ClassShape) -> str:
    inner = "; ".join(wording(part, shape) for part in group.parts)
    return f"{group_heading(group)} {inner}"


def group_heading(group: Group) -> str:
    """Say how many of a group's parts are asked for."""
    if group.need >= len(group.parts):
        return str(_("All of these:"))
    if group.need == 1:
        return str(_("One of these:"))
    return str(_("At least %(need)s of these %(count)s:", need=group.need, count=len(group.parts)))


def _quiz_wording(condition: Condition, shape: ClassShape) -> str:
    quiz = shape.quizzes.get(condition.quiz_id or 0)
    if quiz is None:
        return str(_("A quiz that is no longer part of the class"))
    if condition.share is None:
        return str(_("Pass the quiz “%(quiz)s” (from %(share)s)", quiz=quiz.title, share=shown(quiz.pass_mark)))
    return str(_("Reach at least %(share)s in the quiz “%(quiz)s”", quiz=quiz.title, share=shown(condition.share)))


def shown(share: Decimal) -> str:
    """Write a share that is asked for with as many places as it has, and no more."""
    exact = (share * 100).normalize()
    return percent(share, max(0, -int(exact.as_tuple().exponent)))


def sentence(condition: Part, shape: ClassShape, facts: Facts) -> str:
    """Say with figures why the part is met or not."""
    if isinstance(condition, Group):
        return _group(condition, shape, facts)
    sentences = {Kind.MODULES: _modules, Kind.QUIZ: _quiz, Kind.ATTENDANCE: _attendance, Kind.MEETINGS: _meetings}
    return sentences[condition.kind](condition, shape, facts)


def _group(group: Group, shape: ClassShape, facts: Facts) -> str:
    met = sum(is_met(part, shape, facts) for part in group.parts)
    values = {"met": met, "count": len(group.parts), "need": group.need, "missing": group.need - met}
    if met >= group.need:
        return str(_("%(met)s of %(count)s are met; %(need)s are asked for.", **values))
    return str(_("%(met)s of %(count)s are met; %(need)s are asked for, %(missing)s are still missing.", **values))


def _modules(condition: Condition, shape: ClassShape, facts: Facts) -> str:
    needed = needed_of(condition.share, shape.modules)
    if not shape.modules:
        return str(_("The class has no published modules yet."))
    values = {"read": facts.modules_read, "total": shape.modules, "needed": needed}
    if facts.modules_read >= needed:
        return str(_("Read %(read)s of %(total)s modules; %(needed)s are asked for.", **values))
    values["missing"] = needed - facts.modules_read
    return str(
        _("Read %(read)s of %(total)s modules; %(needed)s are asked for, %(missing)s are still missing.", **values)
    )


def _quiz(condition: Condition, shape: ClassShape, facts: Facts) -> str:
    quiz = shape.quizzes.get(condition.quiz_id or 0)
    if quiz is None:
        return str(_("The quiz asked for is no longer part of the class."))
    result = facts.quizzes.get(condition.quiz_id or 0)
    if result is None and condition.quiz_id in facts.waiting:
        asked = shown(condition.share or quiz.pass_mark)
        return str(_("Handed in, waits to be marked by hand; %(asked)s is asked for.", asked=asked))
    if result is None:
        return str(_("Not taken yet; %(asked)s is asked for.", asked=shown(condition.share or quiz.pass_mark)))
    return _quiz_result(result, condition.share or result.pass_mark)


def _quiz_result(result: QuizResult, asked: Decimal) -> str:
    values = {
        "score": number(rounded(result.share * Fraction(result.full_mark), 2)),
        "full": number(result.full_mark),
        "reached": apart(result.share, asked),
        "asked": shown(asked),
        "attempts": ngettext("%(num)s attempt", "%(num)s attempts", result.attempts),
    }
    return str(_("%(score)s of %(full)s points (%(reached)s) after %(attempts)s; %(asked)s is asked for.", **values))


def _attendance(condition: Condition, _shape: ClassShape, facts: Facts) -> str:
    fact = facts.attendance
    asked = condition.share or Decimal(1)
    first = _attended(fact, asked) if fact.hours_held else str(_("No roll has been taken yet."))
    return " ".join((first, *_attendance_asked(fact, asked), *_attendance_notes(fact, asked)))


def _attended(fact: Tally, asked: Decimal) -> str:
    values = {
        "hours": number(fact.hours_attended),
        "held": fact.hours_held,
        "meetings": fact.meetings_attended,
        "of": fact.meetings_held,
        "reached": apart(Fraction(fact.hours_attended) / fact.hours_held, asked),
    }
    return str(
        _("Attended %(hours)s of %(held)s study hours, %(meetings)s of %(of)s meetings (%(reached)s).", **values)
    )


def _attendance_asked(fact: Tally, asked: Decimal) -> list[str]:
    if not fact.hours:
        return [str(_("%(asked)s is asked for.", asked=shown(asked)))]
    values = {"asked": shown(asked), "total": fact.hours, "needed": needed_of(asked, fact.hours)}
    return [str(_("%(asked)s of %(total)s study hours are asked for: at least %(needed)s.", **values))]


def _attendance_notes(fact: Tally, asked: Decimal) -> list[str]:
    notes = _roll_notes(fact)
    if fact.hours and fact.hours_attended + fact.hours_awaited < needed_of(asked, fact.hours):
        notes.append(str(_("The share can no longer be reached.")))
    return notes


def _meetings(condition: Condition, _shape: ClassShape, facts: Facts) -> str:
    fact, asked = facts.attendance, condition.share or Decimal(1)
    total = meetings_of(fact)
    needed = needed_of(asked, total)
    values = {"attended": fact.meetings_attended, "held": fact.meetings_held, "asked": shown(asked), "total": total}
    said = _("Attended %(attended)s of %(held)s meetings held; %(asked)s of %(total)s are asked for: ", **values)
    notes = [f"{said}{ngettext('at least %(num)s meeting.', 'at least %(num)s meetings.', needed)}", *_roll_notes(fact)]
    if total and fact.meetings_attended + fact.meetings_awaited < needed:
        notes.append(str(_("The share can no longer be reached.")))
    return " ".join(notes)


def _roll_notes(fact: Tally) -> list[str]:
    notes = []
    if fact.meetings_awaited:
        notes.append(
            ngettext(
                "%(num)s meeting has no roll yet.",
                "%(num)s meetings have no roll yet.",
                fact.meetings_awaited,
            )
        )
    if fact.meetings_before:
        notes.append(
            ngettext(
                "%(num)s meeting before the enrolment does not count.",
                "%(num)s meetings before the enrolment do not count.",
                fact.meetings_before,
            )
        )
    if fact.meetings_made_up:
        notes.append(ngettext("%(num)s meeting was made up.", "%(num)s meetings were made up.", fact.meetings_made_up))
    return [str(note) for note in notes]


def apart(reached: Fraction, asked: Decimal) -> str:
    """Write a share as a percentage with as many places as it takes to stand on the right side of what is asked."""
    for places in range(1, 6):
        text = rounded(reached * 100, places)
        if (text >= asked * 100) == (reached >= Fraction(asked)):
            break
    return f"{number(text)}%"


def rounded(value: Fraction, places: int) -> Decimal:
    """Round an exact value half up."""
    scale = 10**places
    whole = (2 * value.numerator * scale + value.denominator) // (2 * value.denominator)
    return Decimal(whole).scaleb(-places)
