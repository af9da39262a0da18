"""Pages of classes."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("classes", __name__)
