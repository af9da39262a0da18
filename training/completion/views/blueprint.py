"""The blueprint that the pages of completion share."""

from flask import Blueprint

bp = Blueprint("completion", __name__)
