"""The blueprint that the pages of the question bank share."""

from __future__ import annotations

from flask import Blueprint, g

bp = Blueprint("questions", __name__)


@bp.before_request
def show_place() -> None:
    """Let the navigation show that these pages are part of the courses."""
    g.nav = "catalog"
