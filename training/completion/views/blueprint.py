"""The blueprint that the pages of completion share."""

from flask import Blueprint

from training.classes import traces
from training.completion.queries.certificates import held_by

bp = Blueprint("completion", __name__)
if held_by not in traces.of_leaving:
    traces.of_leaving.append(held_by)
