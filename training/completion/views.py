"""Pages of completion."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("completion", __name__)
