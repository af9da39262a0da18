"""Pages of learners: home, classes, modules, quizzes, attempts, results."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("learning", __name__, url_prefix="/learn")
