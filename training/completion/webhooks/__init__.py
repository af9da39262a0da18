"""Webhooks: other systems are told of completions and certificates, signed, at least once, tried again for two days.

What is to be told is written in the transaction of the deed itself; the worker sends it, so that no deed waits for
another system or fails with it. Completion is never stored: the worker holds what is complete now against what each
webhook was told.
"""
