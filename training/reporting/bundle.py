"""The evidence of a class for an audit: plan, lists, rolls, figures and papers in one archive, with their hashes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, select

from training.attendance.models import Attendance, RollClosing
from training.attendance.queries.called import was_called
from training.attendance.rules.words import STATUSES
from training.classes.models import ClassState, Enrolment, EnrolmentState, Meeting, TrainingClass
from training.classes.models.plans import PlanLine
from training.completion.queries.certificates import list_issued
from training.completion.rules.certificates import CERTIFICATE_STATES
from training.core import clock
from training.core.access import Actor
from training.core.db import db
from training.core.i18n import _
from training.core.sheets.sheet import Column, Kind, Sheet
from training.core.sheets.xlsx_writing import write_xlsx
from training.people.models import Person
from training.reporting.models import Document, DocumentFile, DocumentKind, DocumentVersion
from training.reporting.queries.cells import live_cells
from training.reporting.queries.dashboards import whole_of
from training.reporting.queries.documents import standing_of_document
from training.reporting.queries.lines import around, read_lines, select_lines
from training.reporting.queries.scopes import get_scope
from training.reporting.rules.columns import columns_of, rows_of, sheet_columns, standard_names
from training.reporting.rules.documents import KIND_WORDS
from training.reporting.rules.figures import Wanted

MANIFEST = "manifest.json"
Progress = Callable[[int, int, str], None]


class Part(NamedTuple):
    """A file of the archive."""

    path: str
    data: bytes


def write_bundle(path: Path, training_class: TrainingClass, actor: Actor, *, progress: Progress) -> None:
    """Write the archive; its manifest names each file with size and SHA-256, and what is missing that must be there."""
    class_id = training_class.id
    makers: list[Callable[[], Iterator[Part]]] = [
        lambda: _plan(training_class),
        lambda: _roster(class_id, actor),
        lambda: _rolls(class_id),
        lambda: _closings(class_id),
        lambda: _figures(class_id, actor),
        lambda: _certificates(class_id),
        lambda: _papers(class_id),
    ]
    files: list[dict[str, Any]] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for step, make in enumerate(makers, start=1):
            for part in make():
                archive.writestr(part.path, part.data)
                digest = hashlib.sha256(part.data).hexdigest()
                files.append({"path": part.path, "sha256": digest, "size": len(part.data)})
            progress(step, len(makers), "")
        archive.writestr(MANIFEST, _manifest(training_class, files))


def _manifest(training_class: TrainingClass, files: list[dict[str, Any]]) -> str:
    told = {
        "class": {"code": training_class.code, "title": training_class.title},
        "made_at": clock.now().isoformat(),
        "files": files,
        "missing": missing_items(training_class),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def missing_items(training_class: TrainingClass) -> list[str]:
    """Name what an audit asks for and what is not there."""
    class_id = training_class.id
    lines = db.session.scalar(select(PlanLine.id).where(PlanLine.plan_id == training_class.plan_id).limit(1))
    learners = _has(Enrolment.class_id == class_id, Enrolment.state == EnrolmentState.ENROLLED)
    held = [(document, _holds(document)) for document in _issued_documents(class_id)]
    papers = {document.kind for document, holds in held if holds}
    outdated = [f"{KIND_WORDS[document.kind]}: {document.title}" for document, holds in held if not holds]
    found = [
        (lines is not None, _("The year's plan has no lines.")),
        (learners, _("Nobody is enrolled.")),
        (
            not _without_roll(class_id),
            _("Meetings without a roll: %(names)s", names=", ".join(_without_roll(class_id))),
        ),
        (
            not _not_closed(class_id),
            _("Rolls that were not closed against the signatures: %(names)s", names=", ".join(_not_closed(class_id))),
        ),
        (training_class.state is ClassState.CLOSED, _("The class has not been closed.")),
        (not outdated, _("Official papers that hold no longer: %(names)s", names="; ".join(outdated))),
        (DocumentKind.COMPLETED in papers, _("There is no official list of learners who completed that holds.")),
        (DocumentKind.ATTENDANCE in papers, _("There is no official attendance table that holds.")),
        (
            DocumentKind.CERTIFICATES in papers or not list_issued(class_id),
            _("There is no official list of the certificates handed out that holds."),
        ),
    ]
    return [words for there, words in found if not there]


def _has(*conditions: Any) -> bool:
    return db.session.scalar(select(Enrolment.id).where(*conditions).limit(1)) is not None


def _without_roll(class_id: int) -> list[str]:
    return _meetings(class_id, ~_ROLLS)


def _not_closed(class_id: int) -> list[str]:
    in_force = (RollClosing.meeting_id == Meeting.id, RollClosing.reopened_at.is_(None))
    return _meetings(class_id, _ROLLS, ~exists().where(*in_force))


_ROLLS = was_called()


def _meetings(class_id: int, *conditions: ColumnElement[bool]) -> list[str]:
    meetings = (
        select(Meeting.title, Meeting.starts_at)
        .where(Meeting.class_id == class_id, Meeting.cancelled_at.is_(None), *conditions)
        .order_by(Meeting.starts_at)
    )
    return [f"{title} {clock.to_site(at):%d/%m/%Y}".strip() for title, at in db.session.execute(meetings)]


def _plan(training_class: TrainingClass) -> Iterator[Part]:
    plan = training_class.plan
    lines = db.session.scalars(
        select(PlanLine).where(PlanLine.plan_id == plan.id).order_by(PlanLine.quarter, PlanLine.id)
    )
    columns = [
        Column(_("Topic"), 50),
        Column(_("Classes"), 10, Kind.INTEGER),
        Column(_("Learners"), 10, Kind.INTEGER),
        Column(_("Study hours"), 10, Kind.INTEGER),
    ]
    yield _sheet(
        "ke-hoach.xlsx", Sheet(plan.title, columns, ((o.title, o.classes, o.learners, o.study_hours) for o in lines))
    )


def _sheet(path: str, sheet: Sheet) -> Part:
    out = io.BytesIO()
    write_xlsx(out, sheet)
    return Part(path, out.getvalue())


def _roster(class_id: int, actor: Actor) -> Iterator[Part]:
    selection = select_lines(get_scope("class", class_id), Wanted(), actor)
    names = standard_names(tuple(selection.quizzes), one_class=True)
    columns = columns_of(names, selection.quizzes)
    rows = rows_of(read_lines(selection), columns, around(selection, names))
    yield _sheet("danh-sach-hoc-vien.xlsx", Sheet(_("Roster"), sheet_columns(columns), rows))


def _rolls(class_id: int) -> Iterator[Part]:
    said = (
        select(Meeting.title, Meeting.starts_at, Person.full_name, Attendance.status, Attendance.at)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Meeting.class_id == class_id)
        .order_by(Meeting.starts_at, Meeting.id, Person.sort_key, Person.id)
    )
    columns = [
        Column(_("Meeting"), 30),
        Column(_("Starts at"), 18, Kind.DATETIME),
        Column(_("Full name"), 30),
        Column(_("Status"), 14),
        Column(_("Recorded at"), 18, Kind.DATETIME),
    ]
    rows = (
        (title, starts, name, str(STATUSES[status]), at) for title, starts, name, status, at in db.session.execute(said)
    )
    yield _sheet("diem-danh.xlsx", Sheet(_("Attendance"), columns, rows))


def _closings(class_id: int) -> Iterator[Part]:
    closed = (
        select(
            Meeting.title,
            Meeting.starts_at,
            RollClosing.signed,
            RollClosing.counted,
            RollClosing.explanation,
            RollClosing.at,
            RollClosing.reopened_at,
        )
        .join(RollClosing, RollClosing.meeting_id == Meeting.id)
        .where(Meeting.class_id == class_id)
        .order_by(Meeting.starts_at, RollClosing.id)
    )
    columns = [
        Column(_("Meeting"), 30),
        Column(_("Starts at"), 18, Kind.DATETIME),
        Column(_("Signatures"), 10, Kind.INTEGER),
        Column(_("In the room"), 10, Kind.INTEGER),
        Column(_("Explanation"), 40),
        Column(_("Closed at"), 18, Kind.DATETIME),
        Column(_("Opened again"), 18, Kind.DATETIME),
    ]
    rows = [tuple(row) for row in db.session.execute(closed)]
    if rows:
        yield _sheet("khoa-so-diem-danh.xlsx", Sheet(_("Closed rolls"), columns, rows))


def _certificates(class_id: int) -> Iterator[Part]:
    columns = [
        Column(_("Number in the register"), 22),
        Column(_("Full name"), 30),
        Column(_("Unit"), 30),
        Column(_("Grade"), 14),
        Column(_("State"), 14),
    ]
    issued = list_issued(class_id)
    rows = ((o.register, o.full_name, o.unit, o.grade, str(CERTIFICATE_STATES[o.state][0])) for o in issued)
    if issued:
        yield _sheet("giay-chung-nhan.xlsx", Sheet(_("Certificates"), columns, rows))


def _figures(class_id: int, actor: Actor) -> Iterator[Part]:
    columns = [
        Column(_("Unit"), 30),
        Column(_("Learners"), 10, Kind.INTEGER),
        Column(_("Started"), 10, Kind.INTEGER),
        Column(_("Completed"), 10, Kind.INTEGER),
        Column(_("To complete, in percent"), 10, Kind.INTEGER),
    ]
    units = whole_of(live_cells([class_id], actor)).units
    rows = ((u.name, u.totals.learners, u.totals.started, u.totals.completed, u.target) for u in units)
    yield _sheet("thong-ke.xlsx", Sheet(_("By unit"), columns, rows))


def _issued_documents(class_id: int) -> Sequence[Document]:
    of_class = (Document.scope_kind == "class", Document.scope_key == class_id)
    versions = select(DocumentVersion.document_id).join(DocumentFile, DocumentFile.version_id == DocumentVersion.id)
    issued = select(Document).where(*of_class, Document.id.in_(versions)).order_by(Document.id)
    return db.session.scalars(issued).all()


def _holds(document: Document) -> bool:
    """Tell whether the official files say what the records say now, and the agencies still agree."""
    standing = standing_of_document(document)
    return bool(standing.files) and standing.is_agreed


def _papers(class_id: int) -> Iterator[Part]:
    """Yield every official file that was issued, those that hold no longer too: they once went out."""
    files = (
        select(Document.kind, Document.id, DocumentVersion.number, DocumentFile)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .join(DocumentFile, DocumentFile.version_id == DocumentVersion.id)
        .where(Document.scope_kind == "class", Document.scope_key == class_id)
        .order_by(DocumentFile.id)
    )
    for kind, document_id, number, file in db.session.execute(files):
        yield Part(f"van-ban/{kind.value}-{document_id}-{number}.{file.form}", file.data)
