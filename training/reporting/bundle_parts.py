"""What the evidence of a class is put together from: plan, lists, rolls, sheets, figures and papers as files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import select

from training.attendance.models import Attendance, RollClosing
from training.attendance.queries.scans import scans_of_class
from training.attendance.rules.words import STATUSES
from training.catalog.rules.scans import ending_of
from training.classes.models import Enrolment, Meeting, Plan, PlanLine, TrainingClass
from training.classes.queries.plans import list_agreements, list_lines, list_targets
from training.classes.rules.plans import PLAN_STATES, PLAN_STEPS
from training.completion.queries.certificates import list_issued
from training.completion.rules.certificates import CERTIFICATE_STATES
from training.core import clock
from training.core.access import Actor
from training.core.db import db
from training.core.i18n import _
from training.core.sheets.sheet import Column, Kind, Sheet
from training.core.sheets.xlsx_writing import write_xlsx
from training.people.models import Person
from training.reporting.models import Document, DocumentFile, DocumentVersion
from training.reporting.queries.cells import live_cells
from training.reporting.queries.dashboards import whole_of
from training.reporting.queries.lines import around, read_lines, select_lines
from training.reporting.queries.scopes import get_scope
from training.reporting.rules.columns import columns_of, rows_of, sheet_columns, standard_names
from training.reporting.rules.figures import Wanted
from training.reporting.statistics.queries import Which, list_quizzes, statistics_of


class Part(NamedTuple):
    """A file of the archive."""

    path: str
    data: bytes


def plan(plan: Plan) -> Iterator[Part]:
    """Give the year's plan: what it says, its lines and targets, and who agreed to which wording."""
    word, _kind = PLAN_STATES[plan.state]
    said = [
        f"{plan.title} ({plan.unit.name}, {plan.year})",
        f"{_('State')}: {word}",
        f"{_('Leading agency')}: {plan.lead_agency}",
        f"{_('Partner agency')}: {plan.partner_agency}",
        "",
        f"{_('Legal basis')}:",
        plan.legal_basis,
    ]
    yield Part("ke-hoach.txt", ("\r\n".join("\r\n".join(said).splitlines()) + "\r\n").encode())
    yield _sheet("ke-hoach.xlsx", Sheet(plan.title, _line_columns(), (_line(one) for one in list_lines(plan))))
    targets = [(one.unit.name, one.learners, one.completion) for one in list_targets(plan)]
    if targets:
        columns = [
            Column(_("Unit"), 30),
            Column(_("People"), 10, Kind.INTEGER),
            Column(_("To complete, in percent"), 10, Kind.INTEGER),
        ]
        yield _sheet("chi-tieu.xlsx", Sheet(_("Targets of units"), columns, targets))
    yield from _agreements(plan)


def _line_columns() -> list[Column]:
    return [
        Column(_("Topic"), 50),
        Column(_("Audience"), 30),
        Column(_("Unit"), 30),
        Column(_("Quarter"), 8, Kind.INTEGER),
        Column(_("Classes"), 10, Kind.INTEGER),
        Column(_("Learners"), 10, Kind.INTEGER),
        Column(_("Study hours"), 10, Kind.INTEGER),
        Column(_("Place"), 30),
        Column(_("Budget"), 30),
    ]


def _line(one: PlanLine) -> tuple[str | int, ...]:
    planned = (one.quarter, one.classes, one.learners, one.study_hours)
    return one.title, one.posts, one.unit.name, *planned, one.place, one.budget


def _agreements(plan: Plan) -> Iterator[Part]:
    columns = [
        Column(_("Step"), 30),
        Column(_("Who agreed"), 40),
        Column(_("Document"), 40),
        Column(_("Recorded at"), 18, Kind.DATETIME),
        Column(_("Recorded by"), 30),
        Column(_("Code of the content"), 66),
    ]
    steps = list_agreements(plan)
    rows = ((str(PLAN_STEPS[o.step]), o.signatory, o.note, o.at, o.by_name, o.digest) for o in reversed(steps))
    if steps:
        yield _sheet("thong-nhat-ke-hoach.xlsx", Sheet(_("Agreements"), columns, rows))


def _sheet(path: str, sheet: Sheet) -> Part:
    out = io.BytesIO()
    write_xlsx(out, sheet)
    return Part(path, out.getvalue())


def roster(class_id: int, actor: Actor) -> Iterator[Part]:
    """Give the roster with what learners have done."""
    selection = select_lines(get_scope("class", class_id), Wanted(), actor)
    names = standard_names(tuple(selection.quizzes), one_class=True)
    columns = columns_of(names, selection.quizzes)
    rows = rows_of(read_lines(selection), columns, around(selection, names))
    yield _sheet("danh-sach-hoc-vien.xlsx", Sheet(_("Roster"), sheet_columns(columns), rows))


def rolls(class_id: int) -> Iterator[Part]:
    """Give what the rolls say, meeting by meeting."""
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


def closings(class_id: int) -> Iterator[Part]:
    """Give the closings of rolls, those that were opened again too."""
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


def sheets(class_id: int) -> Iterator[Part]:
    """Give the scans of the signed sheets, named by the day of their meetings."""
    for meeting, scan in scans_of_class(class_id):
        day = clock.to_site(meeting.starts_at)
        name = f"{day:%Y-%m-%d-%H%M}-{meeting.id}-{scan.id}.{ending_of(scan.media_type)}"
        yield Part(f"bang-ky-ten/{name}", scan.data)


def quizzes(class_id: int) -> Iterator[Part]:
    """Give the figures of the quizzes that were taken in the class, of each learner's first attempt."""
    columns = [
        Column(_("Quiz"), 40),
        Column(_("Course"), 40),
        Column(_("Learners"), 10, Kind.INTEGER),
        Column(_("Marked attempts"), 10, Kind.INTEGER),
        Column(_("Passed"), 10, Kind.INTEGER),
        Column(_("Mean"), 12, Kind.PERCENT),
        Column(_("Median"), 12, Kind.PERCENT),
        Column(_("Standard deviation"), 12, Kind.PERCENT),
    ]
    here = TrainingClass.id == class_id
    taken = [(one, statistics_of(one.quiz_id, here, which=Which.FIRST).figures) for one in list_quizzes(here)]
    rows = (
        (one.title, one.course, one.learners, one.attempts, f.passed, f.mean, f.median, f.deviation) for one, f in taken
    )
    if taken:
        yield _sheet("thong-ke-bai-kiem-tra.xlsx", Sheet(_("Statistics of quizzes"), columns, rows))


def certificates(class_id: int) -> Iterator[Part]:
    """Give the certificates of the class."""
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


def figures(class_id: int, actor: Actor) -> Iterator[Part]:
    """Give the figures by unit."""
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


def papers(class_id: int) -> Iterator[Part]:
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
