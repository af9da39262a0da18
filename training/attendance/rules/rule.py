"""What a class counts as attendance: the worth of marks, when one is late, excuses, make-ups, warnings."""

from __future__ import annotations

from dataclasses import dataclass

from training.attendance.models import Excused, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The attendance rule of a class; a class of which nothing was set has the usual one.

    Worths are whole percent of a meeting's tiết. `late_after` counts minutes, `make_ups` is the most meetings that one
    learner may make up, `warn_below` the share in percent below which a warning is sent, 0 for none.
    """

    late_after: int = 15
    late_worth: int = 100
    left_early_worth: int = 100
    excused: Excused = Excused.APART
    make_ups: int = 2
    warn_below: int = 80

    def worth(self, status: Status) -> int:
        """Return what a mark is worth, in percent of the meeting's tiết."""
        worths = {
            Status.PRESENT: 100,
            Status.MADE_UP: 100,
            Status.LATE: self.late_worth,
            Status.LEFT_EARLY: self.left_early_worth,
            Status.EXCUSED: 100 if self.excused is Excused.ATTENDED else 0,
        }
        return worths.get(status, 0)

    def counts(self, status: Status) -> bool:
        """Tell whether a meeting with this mark belongs to the denominator."""
        return status is not Status.EXCUSED or self.excused is not Excused.LEFT_OUT


USUAL = Rule()
