"""Pages of modules: reading one, writing its draft with preview, publishing, history, order."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from training.catalog.access import CoursePermission
from training.catalog.forms import DraftForm, NewModuleForm
from training.catalog.models import Course, Module
from training.catalog.operations import (
    Direction,
    add_module,
    archive_module,
    move_module,
    publish_draft,
    restore_module,
    save_draft,
)
from training.catalog.queries import (
    draft_of,
    get_course,
    get_module,
    get_revision,
    has_unpublished,
    list_citations,
    list_modules,
    list_pictures,
    list_revisions,
    list_sources,
    name_of,
    revision_draft,
)
from training.catalog.rendering import render_text
from training.catalog.rules.citations import read_citations
from training.catalog.rules.drafts import differences
from training.catalog.views.blueprint import bp
from training.core import formats, web
from training.core.errors import Conflict, Invalid, NotFound
from training.core.i18n import _


@bp.route("/courses/<int:course_id>/modules/new", methods=["GET", "POST"])
@web.requires(CoursePermission.EDIT, get_course)
def new_module(course: Course) -> Any:
    """Add a module."""
    form = NewModuleForm()
    if form.validate_on_submit():
        module = add_module(course, title=form.title.data or "", by=web.actor())
        return web.see_other("catalog.edit_module", module_id=module.id)
    return render_template("catalog/new_module.html", form=form, course=course), 422 if form.errors else 200


@bp.get("/modules/<int:module_id>")
@web.requires(CoursePermission.VIEW, get_module)
def show_module(module: Module) -> str:
    """Show a module as its readers see it."""
    return render_template(
        "catalog/show_module.html",
        module=module,
        course=module.course,
        revision=module.published_revision,
        citations=list_citations(module),
        edit=CoursePermission.EDIT,
    )


# --- writing -------------------------------------------------------------------------------------


@bp.get("/modules/<int:module_id>/edit")
@web.requires(CoursePermission.EDIT, get_module)
def edit_module(module: Module) -> str:
    """Show the draft for writing; with ?revision=n the text of that revision, which replaces the draft when saved."""
    number = request.args.get("revision", type=int)
    draft = revision_draft(get_revision(module, number)) if number else draft_of(module)
    form = DraftForm.of(draft, seen=draft_of(module).seal)
    return _editor(module, form, revision=number)


@bp.post("/modules/<int:module_id>/edit")
@web.requires(CoursePermission.EDIT, get_module)
def save_module(module: Module) -> Any:
    """Save, publish or preview what was sent, as the button says."""
    form = DraftForm()
    if not form.validate():
        return _editor(module, form), 422
    try:
        return _act(module, form)
    except Invalid as refusal:
        form.refuse(refusal)
        return _editor(module, form), 422
    except Conflict:
        return _conflict(get_module(module.id), form), 409


def _act(module: Module, form: DraftForm) -> Any:
    action = request.form.get("action", "save")
    if action == "preview":
        html = render_text(form.draft.text, course_id=module.course_id).html
        return _editor(module, form, html=html)
    _check_citations(module, form)
    if action == "publish":
        note, before = form.note.data or "", module.published_revision_id
        revision = publish_draft(module, draft=form.draft, seen=form.seen.data or "", note=note, by=web.actor())
        _tell_published(revision.number, changed=revision.id != before)
        return web.see_other("catalog.show_module", module_id=module.id)
    save_draft(module, draft=form.draft, seen=form.seen.data or "", author=web.actor())
    web.notice(_("The draft has been saved. Learners see it once it is published."))
    return web.see_other("catalog.edit_module", module_id=module.id)


def _tell_published(number: int, *, changed: bool) -> None:
    if changed:
        web.notice(_("Revision %(number)s is published: this is what learners read from now on.", number=number))
    else:
        web.notice(_("Nothing has changed since revision %(number)s.", number=number), "info")


def _check_citations(module: Module, form: DraftForm) -> None:
    keys = [source.key for source in list_sources(module.course_id)]
    faults = read_citations(form.draft.sources, keys=keys)[1]
    if faults:
        raise Invalid("sources", " ".join(faults))


def _conflict(module: Module, form: DraftForm) -> str:
    """Show both texts; the form keeps its own, based on the other one now, so that saving again decides."""
    stored = draft_of(module)
    form.show("seen", stored.seal)
    pieces = differences(stored.text, form.draft.text)
    return _editor(module, form, other=stored, pieces=pieces, name=name_of(module.draft_by_account_id))


def _editor(module: Module, form: DraftForm, *, html: str | None = None, **more: Any) -> str:
    modules = list_modules(module.course)
    given = {"other": None, "pieces": [], "name": "", "revision": None, **more}
    return render_template(
        "catalog/edit_module.html",
        module=module,
        course=module.course,
        form=form,
        html=_preview_of(module, form) if html is None else html,
        modules=modules,
        place=next((n for n, each in enumerate(modules, start=1) if each.id == module.id), 0),
        changed={each.id for each in modules if has_unpublished(each)},
        pictures=list_pictures(module.course_id),
        sources=list_sources(module.course_id),
        **given,
    )


def _preview_of(module: Module, form: DraftForm) -> str:
    """Render what the form holds, or nothing where that cannot be rendered: its fault stands at the field."""
    try:
        return render_text(form.text.data or "", course_id=module.course_id).html
    except Invalid:
        return ""


@bp.post("/modules/<int:module_id>/draft")
@web.requires(CoursePermission.EDIT, get_module)
def autosave(module: Module) -> Any:
    """Save the draft while it is being written, and say when and as what."""
    form = DraftForm()
    if not form.validate():
        return {"error": " ".join(text for texts in form.errors.values() for text in texts)}, 422
    saved = save_draft(module, draft=form.draft, seen=form.seen.data or "", author=web.actor())
    return {"saved": _("Saved at %(time)s", time=formats.hour(saved.draft_saved_at)), "seen": draft_of(saved).seal}


@bp.post("/courses/<int:course_id>/preview")
@web.requires(CoursePermission.EDIT, get_course)
def preview(course: Course) -> str:
    """Show as a reader would see it what is typed in the one field that was sent."""
    text = next((value for name, value in request.form.items() if name != "csrf_token"), "")
    try:
        return render_template("catalog/preview.html", rendered=render_text(text, course_id=course.id), fault="")
    except Invalid as refusal:
        return render_template("catalog/preview.html", rendered=None, fault=refusal.text)


# --- history and order ---------------------------------------------------------------------------


@bp.get("/modules/<int:module_id>/history")
@web.requires(CoursePermission.EDIT, get_module)
def module_history(module: Module) -> str:
    """List what has been published of a module."""
    return render_template(
        "catalog/module_history.html",
        module=module,
        course=module.course,
        revisions=list_revisions(module),
        changed=has_unpublished(module),
    )


@bp.get("/modules/<int:module_id>/history/<int:number>")
@web.requires(CoursePermission.EDIT, get_module)
def show_revision(module: Module, number: int) -> str:
    """Show a revision and how it differs from the one before."""
    revision = get_revision(module, number)
    before = get_revision(module, number - 1) if number > 1 else None
    return render_template(
        "catalog/show_revision.html",
        module=module,
        course=module.course,
        revision=revision,
        name=name_of(revision.by_account_id),
        pieces=differences(before.text, revision.text) if before else [],
    )


@bp.post("/modules/<int:module_id>/move/<direction>")
@web.requires(CoursePermission.EDIT, get_module)
def move(module: Module, direction: str) -> Any:
    """Move a module up or down in its course."""
    if direction not in set(Direction):
        raise NotFound
    move_module(module, direction=Direction(direction), by=web.actor())
    return web.see_other("catalog.show_course", course_id=module.course_id)


@bp.post("/modules/<int:module_id>/archive")
@web.requires(CoursePermission.EDIT, get_module)
def put_module_away(module: Module) -> Any:
    """Put a module away."""
    archive_module(module, by=web.actor())
    web.notice(_("The module has been put away. Its revisions are kept and it can be brought back."))
    return web.see_other("catalog.show_course", course_id=module.course_id)


@bp.post("/modules/<int:module_id>/restore")
@web.requires(CoursePermission.EDIT, get_module)
def bring_module_back(module: Module) -> Any:
    """Bring a module back."""
    restore_module(module, by=web.actor())
    web.notice(_("The module is back, at the end of the course."))
    return web.see_other("catalog.show_course", course_id=module.course_id)
