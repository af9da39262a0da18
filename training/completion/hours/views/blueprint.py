"""The blueprint that the pages of the hours ledger share."""

from flask import Blueprint

bp = Blueprint("hours", __name__)
