"""Reads of completion: what classes ask for and are made of, and how learners stand; a constant number of queries."""
