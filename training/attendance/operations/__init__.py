"""Writes of attendance: every tap and check-in is kept as an event; the mark that counts is folded from them."""

from training.attendance.operations.check_in import check_in
from training.attendance.operations.entering import Given, Outcome, Receipt
from training.attendance.operations.roll_call import Edit, mark, mark_rest, merge

__all__ = ["Edit", "Given", "Outcome", "Receipt", "check_in", "mark", "mark_rest", "merge"]
