"""Rosters on screen and as files."""
