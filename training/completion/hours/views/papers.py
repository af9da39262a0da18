"""Pages of certificates of others: recording one, those that wait, one with its scan and what was decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, g, render_template, request, url_for

from training.catalog.rules.scans import PDF, ending_of
from training.completion.hours.access import HoursPermission
from training.completion.hours.forms import PaperForm, ReasonForm
from training.completion.hours.models import OutsideCertificate, PaperState
from training.completion.hours.operations.papers import approve_paper, record_paper, refuse_paper, withdraw_paper
from training.completion.hours.queries.papers import get_paper, list_deciders, list_papers, names_of
from training.completion.hours.rules.sentences import PAPER_STATES
from training.completion.hours.views.blueprint import bp
from training.completion.hours.views.ledgers import own_person
from training.core import web
from training.core.access import may
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.core.uploads import send_upload
from training.people.models import Person
from training.people.queries import get_person


@bp.route("/learn/hours/certificates/new", methods=["GET", "POST"])
@web.requires(HoursPermission.RECORD, own_person)
def record_own(person: Person) -> Any:
    """Let learners record a certificate of their own."""
    g.nav = "learning.results"
    return _record(person, url_for(".own"))


@bp.route("/people/<int:person_id>/hours/certificates/new", methods=["GET", "POST"])
@web.requires(HoursPermission.RECORD, get_person)
def record_for(person: Person) -> Any:
    """Record a certificate of a person."""
    g.nav = "people"
    return _record(person, url_for(".of_person", person_id=person.id))


def _record(person: Person, ledger: str) -> Any:
    form = PaperForm()
    if form.validate_on_submit():
        try:
            paper = record_paper(person, form.facts, scan=form.scan.data.read(), by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The certificate has been recorded. It counts once it is approved."))
            return web.see_other(".paper", paper_id=paper.id)
    crumbs = [(_("Hours ledger"), ledger), (_("Record a certificate"), None)]
    page = render_template("hours/record.html", form=form, person=person, ledger=ledger, crumbs=crumbs)
    return page, 422 if request.method == "POST" else 200


@bp.get("/hours/certificates")
@web.requires(HoursPermission.SEE_UNITS)
def papers() -> str:
    """List the certificates of people whom the reader manages, those that wait first."""
    asked = request.args.get("state", PaperState.WAITING.value)
    state = PaperState(asked) if asked in set(PaperState) else None
    return render_template(
        "hours/papers.html",
        page=list_papers(web.actor(), state=state, number=request.args.get("page", 1, type=int)),
        state=state.value if state else "",
        choices=[*((one.value, words) for one, (words, _kind) in PAPER_STATES.items()), ("", _("all"))],
        states=PAPER_STATES,
        crumbs=[(_("Reports"), "/reports"), (_("Hours ledger"), "/reports/hours"), (_("Certificates of others"), None)],
    )


@bp.get("/hours/certificates/<int:paper_id>")
@web.requires(HoursPermission.SEE_PAPER, get_paper)
def paper(paper: OutsideCertificate) -> str:
    """Show a certificate with its scan and what was decided about it."""
    return _show(paper, ReasonForm(prefix="refuse"), ReasonForm(prefix="withdraw"))


@bp.get("/hours/certificates/<int:paper_id>/scan")
@web.requires(HoursPermission.SEE_PAPER, get_paper)
def scan(paper: OutsideCertificate) -> Response:
    """Send the scan."""
    return send_upload(paper.data, paper.media_type, f"giay-chung-nhan-{paper.id}.{ending_of(paper.media_type)}")


@bp.post("/hours/certificates/<int:paper_id>/approve")
@web.requires(HoursPermission.DECIDE, get_paper)
def approve(paper: OutsideCertificate) -> Any:
    """Approve a certificate."""
    try:
        approve_paper(paper, by=web.actor())
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
    else:
        web.notice(_("The certificate is approved and counts. The person has been told."))
    return web.see_other(".paper", paper_id=paper.id)


@bp.post("/hours/certificates/<int:paper_id>/refuse")
@web.requires(HoursPermission.DECIDE, get_paper)
def refuse(paper: OutsideCertificate) -> Any:
    """Refuse a certificate with a reason."""
    form = ReasonForm(prefix="refuse")
    done = _("The certificate is refused. The person has been told why.")
    return _with_reason(paper, form, refuse_paper, done) or (_show(paper, form, ReasonForm(prefix="withdraw")), 422)


@bp.post("/hours/certificates/<int:paper_id>/withdraw")
@web.requires(HoursPermission.WITHDRAW, get_paper)
def withdraw(paper: OutsideCertificate) -> Any:
    """Withdraw a certificate with a reason."""
    form = ReasonForm(prefix="withdraw")
    done = _("The certificate is withdrawn and counts no more.")
    return _with_reason(paper, form, withdraw_paper, done) or (_show(paper, ReasonForm(prefix="refuse"), form), 422)


def _with_reason(paper: OutsideCertificate, form: ReasonForm, do: Callable[..., object], done: str) -> Any:
    if not form.validate_on_submit():
        return None
    try:
        do(paper, reason=form.reason.data or "", by=web.actor())
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
    else:
        web.notice(done)
    return web.see_other(".paper", paper_id=paper.id)


def _show(paper: OutsideCertificate, refusal: ReasonForm, withdrawal: ReasonForm) -> str:
    own = web.actor().person_id == paper.person_id
    g.nav = "learning.results" if own else "people"
    ledger = url_for(".own") if own else url_for(".of_person", person_id=paper.person_id)
    return render_template(
        "hours/paper.html",
        paper=paper,
        state=PAPER_STATES[paper.state],
        names=names_of([paper.by_account_id, paper.decided_by_id, paper.withdrawn_by_id]),
        deciders=_deciders(paper),
        refusal=refusal,
        withdrawal=withdrawal,
        is_picture=paper.media_type != PDF,
        crumbs=[(_("Hours ledger"), ledger), (paper.title, None)],
    )


def _deciders(paper: OutsideCertificate) -> list[tuple[str, str]] | None:
    """Return who can decide, where the reader cannot; None where nobody needs to be told."""
    waits = paper.state is PaperState.WAITING
    return list_deciders(paper) if waits and not may(web.actor(), HoursPermission.DECIDE, paper) else None
