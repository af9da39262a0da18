"""Writes of official lists: made, changed, frozen anew, agreed to, issued; what was frozen or said is never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.core.pdf import render_pdf
from training.core.signing import signed
from training.reporting.models import (
    Document,
    DocumentAgreement,
    DocumentChoice,
    DocumentFile,
    DocumentKind,
    DocumentVersion,
)
from training.reporting.printing.docx import docx_of
from training.reporting.printing.dressing import dressed
from training.reporting.queries.documents import draw, next_number, standing_of_document
from training.reporting.rules.documents import DRAFT, OF_A_CLASS
from training.reporting.rules.paper_layout import fits_on_paper
from training.reporting.rules.scopes import Scope, ScopeKind
from training.units.models import Unit

TEMPLATE = "reporting/document.typ"


@operation
def create_document(
    *,
    kind: DocumentKind,
    scope: Scope,
    unit: Unit,
    title: str,
    subject: str,
    dated_on: date | None,
    layout: Mapping[str, Any],
    settings: Mapping[str, Any],
    by: Actor,
) -> Document:
    """Make an official list of a scope for a unit and freeze its first version; Invalid(field='kind', 'issuers')."""
    if kind in OF_A_CLASS and scope.kind is not ScopeKind.CLASS:
        raise Invalid(
            "kind", _("This list is made of one class: its columns are the meetings or quizzes of the class.")
        )
    document = Document(
        kind=kind,
        scope_kind=scope.kind.value,
        scope_key=scope.key,
        scope_year=scope.year,
        unit_id=unit.id,
        title=title,
        subject=subject,
        dated_on=dated_on,
        layout=_checked(layout),
        settings=dict(settings),
        by_account_id=by.account_id,
    )
    db.session.add(document)
    db.session.flush()
    _check_columns(_freeze(document, by))
    return document


@operation
def change_document(
    document: Document,
    *,
    version: int,
    title: str,
    subject: str,
    dated_on: date | None,
    layout: Mapping[str, Any],
    settings: Mapping[str, Any],
    by: Actor,
) -> Document:
    """Change what stands around a list, or its query, and freeze what it gives then; Conflict if not of `version`."""
    if document.version != version:
        raise Conflict(_("Somebody else has changed this document meanwhile."))
    document.title, document.subject, document.dated_on = title, subject, dated_on
    document.layout, document.settings = _checked(layout), dict(settings)
    db.session.flush()
    _check_columns(_freeze(document, by))
    return document


@operation
def renew_document(document: Document, *, by: Actor) -> DocumentVersion:
    """Freeze what the list's query gives now, where it differs from the newest version."""
    return _freeze(document, by)


def _checked(layout: Mapping[str, Any]) -> dict[str, Any]:
    if not 1 <= len(layout["issuers"]) <= 2:
        raise Invalid("issuers", _("Name the agency that issues the list."))
    return dict(layout)


def _check_columns(version: DocumentVersion) -> None:
    if not fits_on_paper(version.content):
        raise Invalid("kind", _("The list has more columns than fit on the largest page. Choose fewer columns."))


def _freeze(document: Document, by: Actor) -> DocumentVersion:
    drawn = draw(document)
    number = next_number(document)
    if number > 1:
        newest = standing_of_document(document).version
        if newest.digest == drawn.digest:
            return newest
    version = DocumentVersion(
        document_id=document.id,
        number=number,
        digest=drawn.digest,
        content=drawn.content,
        figures=drawn.figures,
        by_account_id=by.account_id,
    )
    db.session.add(version)
    db.session.flush()
    return version


@operation
def agree_to_document(
    document: Document, *, agency: int, digest: str, name: str, note: str = "", by: Actor
) -> DocumentAgreement:
    """Record that an agency agrees to the content with `digest`, which must be what the list's query gives now.

    Each agency's agreement is recorded by an account of its own. Raises Conflict, Invalid(field='name').
    """
    standing = standing_of_document(document)
    issuers = standing.version.content["issuers"]
    if agency not in range(len(issuers)):
        raise Invalid("agency", _("There is no such agency on the document."))
    if standing.changes or standing.version.digest != digest:
        raise Conflict(_("The list has changed since you read it. Read it again before you agree."))
    if agency in standing.agreed:
        raise Conflict(_("This agency has agreed already."))
    if any(one.by_account_id == by.account_id for one in standing.agreed.values()):
        raise Conflict(_("You have recorded the agreement of the other agency. Somebody else must record this one."))
    return _say(standing.version, agency=agency, agreed=True, name=name, note=note, by=by)


@operation
def withdraw_agreement(document: Document, *, agency: int, note: str, by: Actor) -> DocumentAgreement:
    """Record that an agency no longer agrees, with the reason; Conflict where it does not agree now."""
    standing = standing_of_document(document)
    held = standing.agreed.get(agency)
    if held is None:
        raise Conflict(_("This agency does not agree to the document as it is now."))
    if not note:
        raise Invalid("note", _("Say why the agreement is withdrawn."))
    return _say(standing.version, agency=agency, agreed=False, name=held.name, note=note, by=by)


def _say(version: DocumentVersion, *, agency: int, agreed: bool, name: str, note: str, by: Actor) -> DocumentAgreement:
    said = DocumentAgreement(
        version_id=version.id,
        agency=agency,
        digest=version.digest,
        agreed=agreed,
        name=name,
        note=note,
        by_account_id=by.account_id,
    )
    db.session.add(said)
    db.session.flush()
    return said


@operation
def issue_document(document: Document, *, by: Actor) -> Document:  # noqa: ARG001
    """Write the official files and keep them with their hashes; Conflict until every agency has agreed."""
    standing = standing_of_document(document)
    if not standing.is_agreed:
        raise Conflict(_("The list is a draft until both agencies have agreed to it as it is now."))
    if standing.files:
        raise Conflict(_("The official files of this version have been made already."))
    for form, data in files_of(standing.version, draft=False).items():
        digest = hashlib.sha256(data).hexdigest()
        db.session.add(
            DocumentFile(version_id=standing.version.id, form=form, sha256=digest, size=len(data), data=data)
        )
    return document


def files_of(version: DocumentVersion, *, draft: bool, forms: tuple[str, ...] = ("docx", "pdf")) -> dict[str, bytes]:
    """Return a version as files, marked as a draft on every page, or else signed where the installation has a key."""
    content = {**dressed(version.content), "draft": draft, "draft_word": DRAFT}
    made: dict[str, bytes] = {}
    if "docx" in forms:
        made["docx"] = docx_of(content, at=version.at)
    if "pdf" in forms:
        pdf = render_pdf(TEMPLATE, content, at=version.at)
        made["pdf"] = pdf if draft else signed(pdf)
    return made


@operation
def choose_for_commendation(
    document: Document, *, enrolment_id: int, included: bool, reason: str, by: Actor
) -> DocumentChoice:
    """Put a learner on a list of commendation, or take one off, against its rule; Invalid(field='reason')."""
    if document.kind is not DocumentKind.COMMENDATION:
        raise Conflict(_("Only a list of commendation is chosen by hand."))
    if not reason:
        raise Invalid("reason", _("Say why the list differs from the rule here."))
    choice = DocumentChoice(
        document_id=document.id,
        enrolment_id=enrolment_id,
        included=included,
        reason=reason,
        by_account_id=by.account_id,
        at=clock.now(),
    )
    db.session.add(choice)
    db.session.flush()
    _freeze(document, by)
    return choice
