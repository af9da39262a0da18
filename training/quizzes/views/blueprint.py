"""The blueprint that the pages of quizzes share."""

from __future__ import annotations

from flask import Blueprint, g

bp = Blueprint("quizzes", __name__)


@bp.before_request
def show_place() -> None:
    """Let the navigation show that these pages are part of the courses."""
    g.nav = "catalog"
