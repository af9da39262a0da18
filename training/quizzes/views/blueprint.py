"""The blueprint that the pages of quizzes share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("quizzes", __name__)
