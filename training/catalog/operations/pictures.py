"""Pictures taken into a course, checked by their content."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from training.catalog.models import Attachment, Course
from training.catalog.rules.pictures import picture_name, read_picture
from training.core.access import Actor
from training.core.db import db, operation


@operation
def add_picture(course: Course, *, name: str, data: bytes, by: Actor) -> Attachment:  # noqa: ARG001
    """Keep a picture under `name` (made plain), in place of an older one of that name; the same again makes none.

    Raises Invalid("picture") for what is no picture, or too large.
    """
    found = read_picture(data)
    name = picture_name(name, found.media_type)
    content_hash = hashlib.sha256(data).hexdigest()
    current = db.session.scalar(
        select(Attachment)
        .where(Attachment.course_id == course.id, Attachment.name == name)
        .order_by(Attachment.id.desc())
        .limit(1)
    )
    if current is not None and current.content_hash == content_hash:
        return current
    picture = Attachment(
        course_id=course.id,
        name=name,
        content_hash=content_hash,
        media_type=found.media_type,
        width=found.width,
        height=found.height,
        size=len(data),
        data=data,
    )
    db.session.add(picture)
    db.session.flush()
    return picture
