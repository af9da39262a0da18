"""Writes of attendance: every tap and check-in is kept as an event; the mark that counts is folded from them."""

from training.attendance.operations.check_in import Outcome, Receipt, check_in
from training.attendance.operations.roll_call import mark, mark_rest

__all__ = ["Outcome", "Receipt", "check_in", "mark", "mark_rest"]
