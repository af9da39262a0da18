"""Official lists: the list of them, making and changing one, its preview, agreements, and its files."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for

from training.classes.models import Plan, PlanLine, TrainingClass
from training.classes.queries.plans import list_planning_units
from training.core import web
from training.core.errors import Conflict, Invalid, Refusal
from training.core.i18n import _
from training.reporting.access import ReportPermission
from training.reporting.forms import (
    AgreementForm,
    ChoiceForm,
    DocumentForm,
    NewDocumentForm,
    WithdrawalForm,
    layout_values,
)
from training.reporting.models import Document, DocumentKind
from training.reporting.operations import documents as operations
from training.reporting.queries.documents import (
    candidates_of,
    choices_of,
    get_document,
    get_file,
    last_layout,
    list_agreements,
    list_documents,
    newest_version,
    standing_of_document,
)
from training.reporting.queries.lines import select_lines
from training.reporting.queries.scopes import get_scope
from training.reporting.rules.columns import known_names
from training.reporting.rules.documents import KIND_WORDS
from training.reporting.rules.figures import MISSING
from training.reporting.rules.scopes import Scope, Scoped
from training.reporting.views import asked
from training.reporting.views.blueprint import bp, download, plain
from training.units.models import Unit
from training.units.queries import get_unit
from training.units.rules import place_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = {"docx": DOCX, "pdf": "application/pdf"}


def _trail(document: Document | None = None) -> list[tuple[str, str | None]]:
    way: list[tuple[str, str | None]] = [
        (_("Reports"), url_for(".index")),
        (_("Documents"), url_for(".documents")),
    ]
    return [*way, (document.title, url_for(".document", document_id=document.id))] if document else way


@bp.get("/papers")
@web.requires(ReportPermission.LIST_DOCUMENTS)
def documents() -> str:
    """List the official lists, the newest first."""
    found = list_documents(web.actor())
    return render_template("reporting/documents.html", documents=found, kind_words=KIND_WORDS, crumbs=_trail()[:1])


@bp.route("/rosters/<scope>/<int:key>/papers/new", methods=["GET", "POST"])
@web.requires(ReportPermission.MAKE_DOCUMENT, get_scope)
def new_document(scoped: Scoped) -> Any:
    """Make an official list of a scope, of those that its roster shows and in the columns chosen there."""
    scoped = asked.narrowed(scoped)
    units = _units(scoped)
    form = NewDocumentForm(**_proposed(scoped, units[0])).offer((unit.id, unit.name) for unit in units)
    if form.validate_on_submit():
        try:
            document = operations.create_document(
                kind=form.document_kind,
                scope=scoped.scope,
                unit=get_unit(form.unit_id.data),
                layout=form.layout,
                settings={**form.rule, **_query(scoped)},
                **form.facts,
                by=web.actor(),
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The draft has been made. Read it, then let both agencies agree."))
            return web.see_other(".document", document_id=document.id)
    page = render_template("reporting/new_document.html", form=form, scope=scoped.scope, crumbs=_trail())
    return page, 422 if form.errors else 200


def _units(scoped: Scoped) -> list[Unit]:
    thing = scoped.thing.plan if isinstance(scoped.thing, PlanLine) else scoped.thing
    if isinstance(thing, TrainingClass | Plan):
        return [thing.unit]
    if isinstance(thing, Unit):
        return [thing]
    return list_planning_units(web.actor())


def _proposed(scoped: Scoped, unit: Unit) -> dict[str, Any]:
    plan = scoped.thing.plan if isinstance(scoped.thing, TrainingClass | PlanLine) else scoped.thing
    layout = last_layout(unit.id)
    values = layout_values(layout) if layout else {"name": unit.name, "place": place_of(unit.name)}
    if not layout and isinstance(plan, Plan):
        values |= {"name": plan.lead_agency or unit.name, "partner_name": plan.partner_agency}
    kind = request.args.get("kind", DocumentKind.LEARNERS.value)
    return {**values, "kind": kind, "subject": _subject(scoped.scope), "number": "", "partner_number": ""}


def _subject(scope: Scope) -> str:
    # The paper is Vietnamese, whatever language the page speaks.
    return f"{scope.name}, năm {scope.year}" if scope.year else scope.name


def _query(scoped: Scoped) -> dict[str, Any]:
    """Return the filter and the columns that the address asks for, as a document keeps them."""
    wanted = asked.wanted()
    names = known_names(asked.names(), select_lines(scoped, wanted, web.actor()).quizzes)
    result = MISSING if wanted.missing else wanted.outcome
    return {"q": wanted.words, "unit": wanted.unit_id, "result": result, "columns": list(names)}


@bp.get("/papers/<int:document_id>")
@web.requires(ReportPermission.EDIT_DOCUMENT, get_document)
def document(found: Document) -> str:
    """Show an official list: where it stands, what it says, who agrees."""
    return _page(found)


def _agencies(found: Document) -> list[tuple[int, str]]:
    return [(place, issuer["name"]) for place, issuer in enumerate(found.layout["issuers"])]


def _named(found: Document) -> dict[int, str]:
    """Return whom a list of commendation may name, with their units: names repeat."""
    learners = (line.learner for line in candidates_of(found))
    return {one.enrolment_id: f"{one.full_name} ({one.unit})" for one in learners}


def _page(found: Document, agreement: AgreementForm | None = None, withdrawal: WithdrawalForm | None = None) -> str:
    listed = found.kind is DocumentKind.COMMENDATION
    names = _named(found) if listed else {}
    choices = choices_of(found) if listed else []
    standing = standing_of_document(found)
    agencies = _agencies(found)
    return render_template(
        "reporting/document.html",
        document=found,
        kind_word=KIND_WORDS[found.kind],
        standing=standing,
        agencies=dict(agencies),
        said=list_agreements(found),
        agreement=agreement or AgreementForm(formdata=None).offer(a for a in agencies if a[0] not in standing.agreed),
        withdrawal=withdrawal
        or WithdrawalForm(formdata=None, prefix="w-").offer(a for a in agencies if a[0] in standing.agreed),
        choices=[(names.get(one.enrolment_id, ""), one) for one in choices],
        choice_form=ChoiceForm(formdata=None, prefix="c-").offer(names.items()),
        crumbs=_trail(),
        R=ReportPermission,
    )


@bp.route("/papers/<int:document_id>/edit", methods=["GET", "POST"])
@web.requires(ReportPermission.EDIT_DOCUMENT, get_document)
def edit_document(found: Document) -> Any:
    """Change what stands around a list; agreements to what it was are void then."""
    form = DocumentForm(**_values(found))
    if form.validate_on_submit():
        try:
            settings = {**found.settings, **form.rule}
            values = {"layout": form.layout, "settings": settings, **form.facts}
            operations.change_document(found, version=form.version.data or 0, **values, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            form.refuse(Invalid("", refusal.text))
            form.show("version", get_document(found.id).version)
        else:
            web.notice(_("The document has been changed."))
            return web.see_other(".document", document_id=found.id)
    page = render_template("reporting/edit_document.html", form=form, document=found, crumbs=_trail(found))
    return page, 422 if form.errors or form.form_errors else 200


def _values(found: Document) -> dict[str, Any]:
    own = {"version": found.version, "title": found.title, "subject": found.subject, "dated_on": found.dated_on}
    settings: dict[str, Any] = {
        name: found.settings[name] for name in ("grouped", "least_attendance") if name in found.settings
    }
    return {**own, **settings, **layout_values(found.layout)}


@bp.post("/papers/<int:document_id>/renew")
@web.requires(ReportPermission.EDIT_DOCUMENT, get_document)
def renew_document(found: Document) -> Any:
    """Take over what the list's query gives now."""
    operations.renew_document(found, by=web.actor())
    web.notice(_("The list is as the records say now."))
    return web.see_other(".document", document_id=found.id)


@bp.post("/papers/<int:document_id>/agree")
@web.requires(ReportPermission.AGREE, get_document)
def agree(found: Document) -> Any:
    """Record that an agency agrees."""
    form = AgreementForm().offer(_agencies(found))
    if not form.validate_on_submit():
        return _page(found, agreement=form), 422
    said: dict[str, Any] = {name: form[name].data or "" for name in ("digest", "name", "note")}
    agency = form.agency.data
    return _say(found, lambda: operations.agree_to_document(found, agency=agency, **said, by=web.actor()))


@bp.post("/papers/<int:document_id>/withdraw")
@web.requires(ReportPermission.AGREE, get_document)
def withdraw_agreement(found: Document) -> Any:
    """Record that an agency no longer agrees."""
    form = WithdrawalForm(prefix="w-").offer(_agencies(found))
    if not form.validate_on_submit():
        return _page(found, withdrawal=form), 422
    said: dict[str, Any] = {"agency": form.agency.data, "note": form.note.data or ""}
    return _say(found, lambda: operations.withdraw_agreement(found, **said, by=web.actor()))


@bp.post("/papers/<int:document_id>/issue")
@web.requires(ReportPermission.AGREE, get_document)
def issue_document(found: Document) -> Any:
    """Make the official files."""
    return _say(found, lambda: operations.issue_document(found, by=web.actor()))


@bp.post("/papers/<int:document_id>/choose")
@web.requires(ReportPermission.EDIT_DOCUMENT, get_document)
def choose(found: Document) -> Any:
    """Put a learner on a list of commendation or take one off, with the reason."""
    form = ChoiceForm(prefix="c-").offer(list(_named(found).items()))
    if not form.validate_on_submit():
        web.notice(_("Choose a learner and say why."), "warn")
        return web.see_other(".document", document_id=found.id)
    values: dict[str, Any] = {"enrolment_id": form.enrolment_id.data, "included": form.included.data == "1"}
    return _say(
        found,
        lambda: operations.choose_for_commendation(found, **values, reason=form.reason.data or "", by=web.actor()),
    )


def _say(found: Document, step: Any) -> Any:
    try:
        step()
        web.notice(_("Recorded."))
    except Refusal as refusal:
        web.notice(refusal.text, "warn")
    return web.see_other(".document", document_id=found.id)


@bp.get("/papers/<int:document_id>/draft.<form>")
@web.requires(ReportPermission.EDIT_DOCUMENT, get_document)
def draft_file(found: Document, *, form: str) -> Response:
    """Send the newest version as a file, marked as a draft on every page."""
    version = newest_version(found)
    form = form if form in _TYPES else "pdf"
    data = operations.files_of(version, draft=True, forms=(form,))[form]
    return download(data, _TYPES[form], f"{plain(found.title)}-{found.id}-{version.number}-du-thao.{form}")


@bp.get("/papers/<int:document_id>/official.<form>")
@web.requires(ReportPermission.EDIT_DOCUMENT, get_document)
def official_file(found: Document, *, form: str) -> Response:
    """Send the official file as it was issued."""
    file = get_file(found, form)
    return download(file.data, _TYPES[file.form], f"{plain(found.title)}-{found.id}.{file.form}")
