"""What an audit asks for of a class and what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from training.attendance.models import RollClosing, SheetScan
from training.attendance.queries.called import was_called
from training.classes.models import ClassState, Enrolment, EnrolmentState, Meeting, TrainingClass
from training.classes.models.plans import PlanLine, PlanState
from training.completion.queries.certificates import list_issued
from training.core import clock
from training.core.db import db
from training.core.i18n import _
from training.reporting.models import Document, DocumentFile, DocumentKind, DocumentVersion
from training.reporting.queries.documents import standing_of_document
from training.reporting.rules.documents import KIND_WORDS


def missing_items(training_class: TrainingClass) -> list[str]:
    """Name what an audit asks for and what is not there."""
    class_id, plan = training_class.id, training_class.plan
    lines = db.session.scalar(select(PlanLine.id).where(PlanLine.plan_id == plan.id).limit(1))
    learners = _has(Enrolment.class_id == class_id, Enrolment.state == EnrolmentState.ENROLLED)
    held = [(document, _holds(document)) for document in _issued_documents(class_id)]
    papers = {document.kind for document, holds in held if holds}
    outdated = [f"{KIND_WORDS[document.kind]}: {document.title}" for document, holds in held if not holds]
    found = [
        (lines is not None, _("The year's plan has no lines.")),
        (plan.state is PlanState.IN_FORCE, _("The year's plan is not in force.")),
        (learners, _("Nobody is enrolled.")),
        (
            not _without_roll(class_id),
            _("Meetings without a roll: %(names)s", names=", ".join(_without_roll(class_id))),
        ),
        (
            not _not_closed(class_id),
            _("Rolls that were not closed against the signatures: %(names)s", names=", ".join(_not_closed(class_id))),
        ),
        (
            not _without_scan(class_id),
            _("Rolls without a scan of the signed sheet: %(names)s", names=", ".join(_without_scan(class_id))),
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


def _without_scan(class_id: int) -> list[str]:
    return _meetings(class_id, _ROLLS, ~exists().where(SheetScan.meeting_id == Meeting.id))


_ROLLS = was_called()


def _meetings(class_id: int, *conditions: ColumnElement[bool]) -> list[str]:
    meetings = (
        select(Meeting.title, Meeting.starts_at)
        .where(Meeting.class_id == class_id, Meeting.cancelled_at.is_(None), *conditions)
        .order_by(Meeting.starts_at)
    )
    return [f"{title} {clock.to_site(at):%d/%m/%Y}".strip() for title, at in db.session.execute(meetings)]


def _issued_documents(class_id: int) -> Sequence[Document]:
    of_class = (Document.scope_kind == "class", Document.scope_key == class_id)
    versions = select(DocumentVersion.document_id).join(DocumentFile, DocumentFile.version_id == DocumentVersion.id)
    issued = select(Document).where(*of_class, Document.id.in_(versions)).order_by(Document.id)
    return db.session.scalars(issued).all()


def _holds(document: Document) -> bool:
    """Tell whether the official files say what the records say now, and the agencies still agree."""
    standing = standing_of_document(document)
    return bool(standing.files) and standing.is_agreed
