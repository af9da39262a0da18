"""Writes of learning: reading, attempts, answers of record, marks."""
