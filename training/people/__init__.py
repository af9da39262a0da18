"""Cadres: name, birth, contact, posts; import of lists. Knows nothing of accounts or classes."""
