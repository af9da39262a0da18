"""A course's texts made into HTML with the course's own pictures; a fault is told at the field that holds the text."""

from __future__ import annotations

from training.catalog.queries import media_of
from training.core.errors import Invalid
from training.core.markup import Media, Rendered, render, render_inline

#: Texts that may share a page begin their ids differently.
SUMMARY = "c-"
MODULE = "m-"


def render_text(text: str, *, course_id: int, field: str = "text", prefix: str = MODULE, top: int = 2) -> Rendered:
    """Render Markdown of the course, its highest heading of level `top`; raise Invalid(`field`) as render does."""
    return render_with(media_of(course_id), text, field=field, prefix=prefix, top=top)


def render_summary(text: str, *, course_id: int) -> str:
    """Render the introduction of the course, which stands below a heading of its own."""
    return render_text(text, course_id=course_id, field="summary", prefix=SUMMARY, top=3).html


def render_with(media: Media, text: str, *, field: str, prefix: str, top: int = 2) -> Rendered:
    """Render Markdown whose pictures `media` knows; raise Invalid(`field`) for a text that cannot be taken."""
    try:
        return render(text, media=media, prefix=prefix, top=top)
    except Invalid as fault:
        raise Invalid(field, fault.text) from fault


def render_line(media: Media, text: str, *, field: str) -> str:
    """Render one line of Markdown; raise Invalid(`field`) for a text that cannot be taken."""
    try:
        return render_inline(text, media=media)
    except Invalid as fault:
        raise Invalid(field, fault.text) from fault
