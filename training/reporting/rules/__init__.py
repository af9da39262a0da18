"""Rules of reporting as pure functions: figures of rosters, their columns, official documents, words for numbers."""
