"""The blueprint that the pages of the question bank share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("questions", __name__)
