"""Writes of completion: rules, scales of grading, hours, certificates."""
