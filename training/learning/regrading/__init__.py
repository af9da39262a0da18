"""Regrading (chấm lại): a key that was wrong is mended for all who were asked, after a trial run, and can be undone."""
