"""Writes of people: added and changed one by one, posts begun and ended, lists imported."""

from training.people.operations.imports import confirm_import, drop_import, stage_import
from training.people.operations.people import add_person, change_person
from training.people.operations.posts import begin_post, end_post

__all__ = [
    "add_person",
    "begin_post",
    "change_person",
    "confirm_import",
    "drop_import",
    "end_post",
    "stage_import",
]
