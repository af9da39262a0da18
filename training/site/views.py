"""The first page, which leads everybody to what is theirs, and the search over people, classes and courses."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from training.accounts.access import AccountPermission
from training.catalog.queries import list_courses
from training.classes.queries.classes import list_classes
from training.core import web
from training.people.queries import list_people
from training.site.access import SitePermission

bp = Blueprint("site", __name__)

MOST = 8
LONGEST_SEARCH = 100


@bp.get("/")
@web.requires(AccountPermission.USE)
def home() -> Response:
    """Lead staff to their classes and learners to what is next."""
    endpoint = "classes.index" if web.side_of(web.actor()) == "staff" else "learning.home"
    return redirect(url_for(endpoint))


@bp.get("/search")
@web.requires(SitePermission.SEARCH)
def search() -> str:
    """Find people, classes and courses of one's scope by a part of their names, without marks."""
    sought = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    found = {}
    if sought:
        actor = web.actor()
        found = {
            "people": list_people(actor, text=sought).rows[:MOST],
            "classes": list_classes(actor, words=sought).rows[:MOST],
            "courses": list_courses(actor, words=sought).rows[:MOST],
        }
    return render_template("site/search.html", q=sought, found=found)
