"""Writes of the catalogue: courses, their modules, pictures and documents."""

from training.catalog.operations.courses import (
    CourseFacts,
    archive_course,
    change_course,
    create_course,
    facts_of_course,
    publish_course,
    restore_course,
)
from training.catalog.operations.modules import (
    Direction,
    add_module,
    archive_module,
    is_published,
    move_module,
    publish_draft,
    publish_module,
    publish_text,
    restore_module,
    save_draft,
)
from training.catalog.operations.pictures import add_picture
from training.catalog.operations.sources import SourceFacts, add_source, change_source, facts_of_source, remove_source

__all__ = [
    "CourseFacts",
    "Direction",
    "SourceFacts",
    "add_module",
    "add_picture",
    "add_source",
    "archive_course",
    "archive_module",
    "change_course",
    "change_source",
    "create_course",
    "facts_of_course",
    "facts_of_source",
    "is_published",
    "move_module",
    "publish_course",
    "publish_draft",
    "publish_module",
    "publish_text",
    "remove_source",
    "restore_course",
    "restore_module",
    "save_draft",
]
