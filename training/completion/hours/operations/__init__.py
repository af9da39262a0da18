"""Writes of the hours ledger."""
