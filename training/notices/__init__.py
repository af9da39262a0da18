"""Notices: short news to a person about what others have done or decided; each is sent once.

Slices above say what has happened by `operations.notify`; this slice knows nothing of classes, marks or rolls.
"""
