"""Completion rules of a class, and for each learner which conditions are met."""
