"""The blueprint that the pages of the catalogue share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("catalog", __name__)
