"""Reads of official lists: the list itself computed from its query, its versions, agreements and files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from training.attendance.models import Attendance, Status
from training.classes.models import Meeting
from training.classes.rules.unit_groups import group_ids
from training.completion.models import Certificate, CertificateState
from training.completion.rules.findings import Outcome
from training.core import clock
from training.core.access import Actor, Grant, Role
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _, speaking
from training.reporting.models import (
    Document,
    DocumentAgreement,
    DocumentChoice,
    DocumentFile,
    DocumentKind,
    DocumentVersion,
)
from training.reporting.queries.lines import Selection, around, read_lines, select_lines
from training.reporting.queries.scopes import class_ids_of, get_scope
from training.reporting.rules.document_tables import Meant, is_commended, table_of
from training.reporting.rules.documents import OF_A_CLASS, changes, content_of, digest_of, place_and_date
from training.reporting.rules.figures import Line, Wanted, figures_of, wanted_of
from training.reporting.rules.scopes import Scoped
from training.units.access import under
from training.units.models import Unit
from training.units.rules import ids_on


@dataclass(frozen=True, slots=True)
class Drawn:
    """A list as its query gives it now."""

    content: dict[str, Any]
    figures: dict[str, Any]

    @property
    def digest(self) -> str:
        """Return the digest that agencies agree to."""
        return digest_of(self.content)


@dataclass(frozen=True, slots=True)
class Voided:
    """An agreement that holds no longer, and what has changed since."""

    agreement: DocumentAgreement
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a document stands: its newest version, whether that is still what the query gives, who agrees to it."""

    version: DocumentVersion
    changes: list[str]
    #: By the place of the agency: the agreement in force.
    agreed: dict[int, DocumentAgreement]
    voided: list[Voided]
    files: list[DocumentFile]

    @property
    def is_agreed(self) -> bool:
        """Tell whether every agency agrees to what the query gives now."""
        return not self.changes and len(self.agreed) == len(self.version.content["issuers"])


def get_document(document_id: int) -> Document:
    """Return the document, or raise NotFound."""
    document = db.session.get(Document, document_id)
    if document is None:
        raise NotFound(_("There is no such document."))
    return document


def get_file(document: Document, form: str) -> DocumentFile:
    """Return the newest official file of a document in the form docx or pdf, or raise NotFound."""
    files = (
        select(DocumentFile)
        .join(DocumentVersion, DocumentVersion.id == DocumentFile.version_id)
        .where(DocumentVersion.document_id == document.id, DocumentFile.form == form)
        .order_by(DocumentFile.id.desc())
    )
    found = db.session.scalars(files).first()
    if found is None:
        raise NotFound(_("There is no official file of this document yet."))
    return found


def list_documents(actor: Actor, limit: int = 200) -> list[Document]:
    """Return the documents of the units that the actor administers, and the actor's own, the newest first."""
    administered = Document.unit_id.in_(select(Unit.id).where(under(actor.paths(Role.ADMINISTRATOR))))
    own = Document.by_account_id == actor.account_id
    found = select(Document).where(administered | own).order_by(Document.id.desc()).limit(limit)
    return list(db.session.scalars(found))


def newest_version(document: Document) -> DocumentVersion:
    """Return the version of the document that was frozen last."""
    versions = select(DocumentVersion).where(DocumentVersion.document_id == document.id)
    return db.session.scalars(versions.order_by(DocumentVersion.number.desc())).first() or _without_version(document)


def _without_version(document: Document) -> DocumentVersion:
    raise NotFound(_("%(title)s has no content yet.", title=document.title))


def next_number(document: Document) -> int:
    """Return the number of the version to come."""
    newest = select(func.max(DocumentVersion.number)).where(DocumentVersion.document_id == document.id)
    return (db.session.scalar(newest) or 0) + 1


def last_layout(unit_id: int) -> dict[str, Any] | None:
    """Return how the newest document of the unit looked: issuers and recipients rarely change."""
    layouts = select(Document.layout).where(Document.unit_id == unit_id).order_by(Document.id.desc()).limit(1)
    return db.session.scalar(layouts)


def standing_of_document(document: Document) -> Standing:
    """Return where the document stands; computes the list anew."""
    version = newest_version(document)
    drawn = draw(document)
    agreements = _agreements(document)
    newest: dict[int, tuple[DocumentAgreement, DocumentVersion]] = {one.agency: (one, of) for one, of in agreements}
    changed = [] if drawn.digest == version.digest else changes(version.content, drawn.content)
    agreed, voided = {}, []
    for agency, (one, of) in sorted(newest.items()):
        if not one.agreed:
            continue
        if of.digest == drawn.digest == version.digest:
            agreed[agency] = one
        else:
            voided.append(Voided(one, changes(of.content, drawn.content)))
    return Standing(version, changed, agreed, voided, _files(version))


def _agreements(document: Document) -> Sequence[tuple[DocumentAgreement, DocumentVersion]]:
    rows = (
        select(DocumentAgreement, DocumentVersion)
        .join(DocumentVersion, DocumentVersion.id == DocumentAgreement.version_id)
        .where(DocumentVersion.document_id == document.id)
        .order_by(DocumentAgreement.id)
    )
    return [(one, of) for one, of in db.session.execute(rows)]


def list_agreements(document: Document) -> list[DocumentAgreement]:
    """Return all that agencies have said of the document, the oldest first."""
    return [one for one, _of in _agreements(document)]


def _files(version: DocumentVersion) -> list[DocumentFile]:
    files = select(DocumentFile).where(DocumentFile.version_id == version.id).order_by(DocumentFile.form)
    return list(db.session.scalars(files))


def draw(document: Document) -> Drawn:
    """Return the list as its query gives it now, in Vietnamese, whoever asks and in whatever language."""
    with speaking("vi"):
        scoped = get_scope(document.scope_kind, document.scope_key, document.scope_year)
        office = office_of(document.unit)
        certificates = _certificates(document, class_ids_of(scoped.scope, office))
        selection = select_lines(scoped, _wanted(document), office, also=certificates)
        lines = _of_kind(document, list(read_lines(selection)), certificates)
        columns, rows = table_of(document.kind, lines, _meant(document, selection, lines, certificates))
        grouped = bool(document.settings.get("grouped"))
        content = content_of(document.kind, _head(document), columns, rows, grouped=grouped)
        return Drawn(content, _figures(lines))


def office_of(unit: Unit) -> Actor:
    """Return the office that a unit's documents speak for: it sees what the unit's administrators see."""
    return Actor(None, None, unit.name, (Grant(Role.ADMINISTRATOR, unit.id, unit.path),))


def _wanted(document: Document) -> Wanted:
    settings = document.settings
    result = settings.get("result") or ""
    if document.kind is DocumentKind.COMPLETED:
        result = Outcome.COMPLETED.value
    if document.kind is DocumentKind.CERTIFICATES:
        result = ""
    return wanted_of(settings.get("q", ""), settings.get("unit"), result)


def _certificates(document: Document, class_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return serial and register of the certificates that hold in the list's classes, where the list is of them."""
    if document.kind is not DocumentKind.CERTIFICATES:
        return {}
    valid = (Certificate.class_id.in_(class_ids), Certificate.state == CertificateState.VALID)
    found = db.session.execute(select(Certificate.enrolment_id, Certificate.serial, Certificate.data).where(*valid))
    return {enrolment_id: (serial, data["register"]) for enrolment_id, serial, data in found}


def _of_kind(document: Document, lines: list[Line], certificates: Collection[int]) -> list[Line]:
    """Return the lines that stand on the list: all, or those whom the rule of a commendation and people chose.

    Certificates are handed out to those who hold one, whatever the rule says since or though they have left, and to
    those who are complete.
    """
    if document.kind is DocumentKind.CERTIFICATES:
        done = Outcome.COMPLETED
        return [o for o in lines if o.standing.outcome is done or o.learner.enrolment_id in certificates]
    if document.kind is not DocumentKind.COMMENDATION:
        return lines
    chosen = {one.enrolment_id: one.included for one in choices_of(document)}
    mark, share = Decimal(str(document.settings["least_mark"])), int(document.settings["least_attendance"])
    return [
        line
        for line in lines
        if chosen.get(line.learner.enrolment_id, is_commended(line, least_mark=mark, least_attendance=share))
    ]


def choices_of(document: Document) -> list[DocumentChoice]:
    """Return who was put on the list or taken off it by hand: for each the newest choice, the oldest first."""
    newest = select(func.max(DocumentChoice.id)).where(DocumentChoice.document_id == document.id)
    found = select(DocumentChoice).where(DocumentChoice.id.in_(newest.group_by(DocumentChoice.enrolment_id)))
    return list(db.session.scalars(found.order_by(DocumentChoice.id)))


def candidates_of(document: Document) -> list[Line]:
    """Return all learners of a document's scope, on its list or not."""
    scoped = get_scope(document.scope_kind, document.scope_key, document.scope_year)
    return list(read_lines(select_lines(scoped, _wanted(document), office_of(document.unit))))


def _meant(
    document: Document, selection: Selection, lines: Sequence[Line], certificates: Mapping[int, tuple[str, str]]
) -> Meant:
    names = tuple(document.settings.get("columns", ()))
    meetings, rolls = _rolls(selection.scoped) if document.kind is DocumentKind.ATTENDANCE else ((), {})
    reasons = {}
    if document.kind is DocumentKind.COMMENDATION:
        reasons = {one.enrolment_id: one.reason for one in choices_of(document)}
    return Meant(
        around=around(selection, names),
        quizzes=selection.quizzes,
        meetings=meetings,
        rolls=rolls,
        groups=_groups({line.learner.unit_path for line in lines}),
        reasons=reasons,
        certificates=certificates,
        names=names,
    )


def _rolls(scoped: Scoped) -> tuple[list[tuple[int, datetime]], dict[tuple[int, int], Status]]:
    meetings = (
        select(Meeting.id, Meeting.starts_at)
        .where(Meeting.class_id == scoped.scope.key, Meeting.cancelled_at.is_(None))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    found = [(meeting_id, clock.to_site(starts_at)) for meeting_id, starts_at in db.session.execute(meetings)]
    rolls = select(Attendance.meeting_id, Attendance.enrolment_id, Attendance.status)
    said = db.session.execute(rolls.where(Attendance.meeting_id.in_([meeting_id for meeting_id, _at in found])))
    return found, {(meeting_id, enrolment_id): status for meeting_id, enrolment_id, status in said}


def _groups(paths: set[str]) -> dict[str, str]:
    """Return the name of the unit that each path is grouped under."""
    ids = group_ids(paths)
    named = db.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids)))
    names: dict[int, str] = dict(named.all())
    return {path: names[next(one for one in reversed(ids_on(path)) if one in ids)] for path in paths}


def _head(document: Document) -> dict[str, Any]:
    layout = document.layout
    return {
        "title": document.title,
        "subject": document.subject,
        "basis": layout["basis"],
        "place_and_date": place_and_date(layout["place"], document.dated_on),
        "issuers": layout["issuers"],
        # The agency that leads signs on the right, and the heading of the paper is in its style.
        "lead": len(layout["issuers"]) - 1,
        "recipients": layout["recipients"],
    }


def _figures(lines: Sequence[Line]) -> dict[str, Any]:
    figures = figures_of(lines)
    return {"learners": figures.learners, "people": figures.people, "completed": figures.completed}


def needs_a_class(kind: DocumentKind) -> bool:
    """Tell whether a list of this kind is of one class alone."""
    return kind in OF_A_CLASS
