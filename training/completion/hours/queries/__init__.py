"""Reads of the hours ledger, computed from what is recorded: for one person or a unit in the same number of queries."""
