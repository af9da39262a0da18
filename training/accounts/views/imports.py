"""Lists of cadres imported: upload, preview, one confirmation that records the people and opens their accounts.

It stands with accounts because a confirmed list gives its people their ways in.
"""

from __future__ import annotations

import io
from typing import Any

from flask import Response, g, render_template, request, send_file

from training.accounts.operations import open_accounts
from training.accounts.views.blueprint import bp
from training.core import web
from training.core.access import Actor
from training.core.db import operation
from training.core.errors import Conflict, Invalid
from training.core.i18n import _, ngettext
from training.core.sheets.sheet import Column, Sheet
from training.core.sheets.xlsx_writing import write_xlsx
from training.people.access import PersonPermission
from training.people.forms import UploadForm
from training.people.models import ImportBatch, ImportState, Person
from training.people.operations import confirm_import, drop_import, stage_import
from training.people.operations.imports import read_import
from training.people.queries import (
    count_noted,
    count_rows,
    find_confirmed,
    get_batch,
    list_batches,
    list_rejected,
    list_rows,
)
from training.people.rules import OUTCOME_WORDS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@operation
def take_in(batch: ImportBatch, *, by: Actor) -> list[Person]:
    """Record the people of a confirmed list and open an account for each, all or nothing."""
    people = confirm_import(batch, by=by)
    open_accounts(people, by=by)
    return people


@bp.route("/people/import", methods=["GET", "POST"])
@web.requires(PersonPermission.IMPORT)
def import_people() -> Any:
    """Take a list as a file and lead to its preview."""
    form = UploadForm()
    g.nav = "people"
    if form.validate_on_submit():
        try:
            batch = _staged(form)
            return web.see_other("accounts.import_preview", batch_id=batch.id)
        except Invalid as refusal:
            form.refuse(Invalid("file", refusal.text))
    status = 422 if request.method == "POST" else 200
    return render_template("accounts/import.html", form=form, batches=list_batches(web.actor())), status


def _staged(form: UploadForm) -> ImportBatch:
    upload = form.file.data
    data = upload.read()
    name = upload.filename or ""
    reading = read_import(data, name, by=web.actor())
    return stage_import(reading, file_name=name, data=data, by=web.actor())


@bp.get("/people/import/<int:batch_id>")
@web.requires(PersonPermission.IMPORT, get_batch)
def import_preview(batch: ImportBatch) -> str:
    """Account for every row of a list: what would become of it, or what became of it."""
    g.nav = "people"
    show = request.args.get("show", "")
    counts = count_rows(batch)
    earlier = find_confirmed(batch.file_hash) if batch.state is ImportState.PREVIEW else None
    return render_template(
        "accounts/import_preview.html",
        batch=batch,
        counts=counts,
        total=sum(counts.values()),
        noted=count_noted(batch),
        page=list_rows(batch, show=show, number=request.args.get("page", 1, type=int)),
        show=show,
        earlier=earlier,
        outcome_words=OUTCOME_WORDS,
    )


@bp.post("/people/import/<int:batch_id>/confirm")
@web.requires(PersonPermission.IMPORT, get_batch)
def confirm_import_of(batch: ImportBatch) -> Any:
    """Record the people of a list and open their accounts; a second confirmation changes nothing."""
    try:
        people = take_in(batch, by=web.actor())
    except Conflict as refusal:
        web.notice(refusal.text, "info")
    else:
        text = ngettext("%(num)s person has been added.", "%(num)s people have been added.", len(people))
        web.notice(f"{text} {_('Their accounts are open; hand out one-time codes next.')}" if people else text)
    return web.see_other("accounts.import_preview", batch_id=batch.id)


@bp.post("/people/import/<int:batch_id>/drop")
@web.requires(PersonPermission.IMPORT, get_batch)
def drop_import_of(batch: ImportBatch) -> Any:
    """Drop a preview."""
    drop_import(batch, by=web.actor())
    web.notice(_("The list has been dropped; nothing was added."), "info")
    return web.see_other("accounts.import_people")


@bp.get("/people/import/<int:batch_id>/rejected.xlsx")
@web.requires(PersonPermission.IMPORT, get_batch)
def rejected_rows(batch: ImportBatch) -> Response:
    """Give the rejected rows as a workbook, to be mended and uploaded again."""
    headings = list(batch.columns["read"].values())
    columns = [Column(heading, 24) for heading in headings]
    rows = (
        [*(row.values.get(heading, "") for heading in headings), row.fault_column, row.fault_reason]
        for row in list_rejected(batch)
    )
    out = io.BytesIO()
    write_xlsx(
        out, Sheet(_("Rejected rows"), [*columns, Column(_("Cell at fault"), 20), Column(_("Reason"), 60)], rows)
    )
    out.seek(0)
    return send_file(out, XLSX, as_attachment=True, download_name="dong-bi-tu-choi.xlsx")
