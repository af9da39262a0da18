"""Reads of regradings: the trial run, and what was done."""
