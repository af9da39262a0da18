"""Reads of attendance, without entities where a whole class is read; a constant number of queries."""

from training.attendance.queries.classes import ClassAttendance, attendance_of_class

__all__ = ["ClassAttendance", "attendance_of_class"]
