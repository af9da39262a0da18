"""Pages of ledgers: one's own for a learner, a person's for managers; a year line by line with its sources."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from training.completion.hours.access import HoursPermission
from training.completion.hours.queries.ledgers import read_ledger
from training.completion.hours.queries.papers import list_papers_of
from training.completion.hours.rules.credits import SOURCE_WORDS
from training.completion.hours.rules.sentences import PAPER_STATES, reason, summary
from training.completion.hours.views.blueprint import bp
from training.core import clock, web
from training.core.i18n import _
from training.people.models import Person
from training.people.queries import get_person


def own_person() -> Person:
    """Return the person who is signed in; raise NotFound for an account without one."""
    return get_person(web.actor().person_id or 0)


@bp.get("/learn/hours")
@web.requires(HoursPermission.SEE, own_person)
def own(person: Person) -> str:
    """Show learners what they have learned in a year."""
    g.nav = "learning.results"
    crumbs = [(_("Results"), url_for("learning.results")), (_("Hours ledger"), None)]
    return _page(person, crumbs, own=True)


@bp.get("/people/<int:person_id>/hours")
@web.requires(HoursPermission.SEE, get_person)
def of_person(person: Person) -> Any:
    """Show what a person has learned in a year; one's own stands among one's results."""
    if person.id == web.actor().person_id:
        return web.see_other(".own", year=request.args.get("year"))
    g.nav = "people"
    crumbs = [
        (_("Cadres"), url_for("people.index")),
        (person.full_name, url_for("people.show", person_id=person.id)),
        (_("Hours ledger"), None),
    ]
    return _page(person, crumbs, own=False)


def _page(person: Person, crumbs: list[tuple[str, str | None]], *, own: bool) -> str:
    found = read_ledger(person)
    year = request.args.get("year", clock.today().year, type=int)
    year = year if year in {one.year for one in found.years} else clock.today().year
    return render_template(
        "hours/ledger.html",
        person=person,
        ledger=found.of(year),
        target=found.targets.get(year),
        years=[(one.year, one.year) for one in found.years],
        address=url_for(".own") if own else url_for(".of_person", person_id=person.id),
        record=url_for(".record_own") if own else url_for(".record_for", person_id=person.id),
        papers=list_papers_of(person),
        paper_states=PAPER_STATES,
        crumbs=crumbs,
        summary=summary,
        reason=reason,
        source_words=SOURCE_WORDS,
    )
