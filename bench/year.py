"""A year that is measured: 20,000 cadres of 13 wards, one class of all of them and sixty of 500, half way through."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, select, text

from bench.seed import FAMILY, GIVEN, MIDDLE
from training.accounts.models import Account, RoleGrant
from training.attendance.models import Attendance, AttendanceEvent, How, Status
from training.catalog.models import Course, CourseState, Module, ModuleRevision, Track
from training.classes.models import ClassCourse, ClassState, Enrolment, EnrolmentState, Meeting, Plan, TrainingClass
from training.completion.models import CompletionRule
from training.core import clock
from training.core.access import Actor, Grant, Role
from training.core.db import Model, db, operation
from training.core.vietnamese import name_sort_key, search_key, sort_key
from training.learning.models import Attempt, AttemptState, Reading
from training.people.models import Person, Post
from training.quizzes.models import Quiz, QuizRevision
from training.units.models import Unit, UnitKind

CADRES, WARDS, CLASSES, SIZE = 20_000, 13, 60, 500
YEAR = 2026
SAID = (Status.PRESENT, Status.LATE, Status.EXCUSED, Status.ABSENT)


@dataclass
class Year:
    """What was made: who looks at it, the class of all cadres, the plan."""

    administrator: Actor
    large_class_id: int
    plan_id: int
    city_id: int
    ward_id: int


def seed_year(app: Flask) -> Year:
    """Bring the database of `app` up to date and fill it."""
    with app.app_context():
        upgrade()
        year = _write()
        if db.engine.name == "postgresql":
            # The server does so by itself, but only within a minute or two of so much being written.
            with db.engine.begin() as connection:
                connection.execute(text("ANALYZE"))
        return year


@operation
def _write() -> Year:
    draw = random.Random(2026)
    city = _unit("Thành phố", None, UnitKind.CITY)
    wards = [_unit(f"Phường số {number:02}", city, UnitKind.WARD) for number in range(1, WARDS + 1)]
    people = _people(draw, wards)
    course, modules, quiz = _course(city)
    plan = _add(Plan(unit_id=city.id, year=YEAR, title="Kế hoạch"))
    large = _class(city, plan, course, quiz, "LOP-LON")
    _learn(draw, large, people, modules, quiz)
    for number in range(CLASSES):
        made = _class(city, plan, course, quiz, f"LOP-{number:02}")
        _learn(draw, made, draw.sample(people, SIZE), modules, quiz)
    account = _add(Account(person_id=people[0][0]))
    _add(RoleGrant(account_id=account.id, role=Role.ADMINISTRATOR, unit_id=city.id))
    grant = Grant(Role.ADMINISTRATOR, city.id, city.path)
    return Year(Actor(account.id, people[0][0], "Quản trị", (grant,)), large.id, plan.id, city.id, wards[0].id)


def _add(thing: Any) -> Any:
    db.session.add(thing)
    db.session.flush()
    return thing


def _insert(model: type[Model], rows: Iterable[dict[str, Any]]) -> Sequence[int]:
    return db.session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True), list(rows)).all()  # type: ignore[attr-defined]


def _unit(name: str, parent: Unit | None, kind: UnitKind) -> Unit:
    unit = _add(Unit(name=name, kind=kind, parent_id=parent.id if parent else None, sort_key=sort_key(name)))
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    return unit


def _people(draw: random.Random, wards: Sequence[Unit]) -> list[tuple[int, int]]:
    """Return ids of people with the ids of their wards."""
    rows = []
    for number in range(CADRES):
        family, middle, given = draw.choice(FAMILY), draw.choice(MIDDLE), draw.choice(GIVEN)
        name = f"{family} {middle} {given}"
        names = {"full_name": name, "family_name": family, "middle_name": middle, "given_name": given}
        keys = {"sort_key": name_sort_key(name), "search_key": search_key(name)}
        year = {"birth_year": draw.randint(1950, 2004), "code": f"CB{number:05}", "phone": f"0905{number:06}"}
        rows.append({**names, **keys, **year})
    ids = _insert(Person, rows)
    homes = [draw.choice(wards).id for _person in ids]
    _insert(Post, [{"person_id": p, "unit_id": u, "title": "Ủy viên"} for p, u in zip(ids, homes, strict=True)])
    return list(zip(ids, homes, strict=True))


def _course(city: Unit) -> tuple[Course, list[Module], Quiz]:
    course = _add(
        Course(
            code="DO",
            title="Luật Mặt trận",
            unit_id=city.id,
            track=Track.POLITICAL_THEORY,
            study_hours=8,
            state=CourseState.PUBLISHED,
        )
    )
    modules = [_module(course, number) for number in range(1, 4)]
    quiz = _add(Quiz(course_id=course.id, title="Kiểm tra cuối khóa", published_at=clock.now()))
    review: dict[str, Any] = {"after_submit": [], "after_close": []}
    revision = _add(QuizRevision(quiz_id=quiz.id, number=1, title=quiz.title, pass_mark=Decimal("0.5"), review=review))
    quiz.current_revision_id = revision.id
    return course, modules, quiz


def _module(course: Course, number: int) -> Module:
    text = {"draft_text": "Nội dung", "draft_html": "<p>Nội dung</p>"}
    module = _add(Module(course_id=course.id, position=number, title=f"Bài {number}", minutes=20, **text))
    revision = _add(
        ModuleRevision(module_id=module.id, number=1, title="Bài", minutes=20, text="x", html="x", render_version=1)
    )
    module.published_revision_id = revision.id
    return module


def _class(city: Unit, plan: Plan, course: Course, quiz: Quiz, code: str) -> TrainingClass:
    days = {"opens_on": datetime(YEAR, 3, 1, tzinfo=UTC).date(), "closes_on": datetime(YEAR, 11, 30, tzinfo=UTC).date()}
    made = _add(
        TrainingClass(plan_id=plan.id, unit_id=city.id, code=code, title=f"Lớp {code}", state=ClassState.OPEN, **days)
    )
    _add(ClassCourse(class_id=made.id, course_id=course.id, position=1, study_hours=8))
    conditions = [
        {"kind": "modules", "share": "1", "quiz_id": None},
        {"kind": "quiz", "share": None, "quiz_id": quiz.id},
    ]
    _add(CompletionRule(class_id=made.id, number=1, conditions=conditions))
    return made


def _learn(
    draw: random.Random,
    made: TrainingClass,
    people: Sequence[tuple[int, int]],
    modules: Sequence[Module],
    quiz: Quiz,
) -> None:
    begun = datetime(YEAR, 3, 2, tzinfo=UTC)
    common = {"class_id": made.id, "post_title": "Ủy viên", "state": EnrolmentState.ENROLLED, "how": "list"}
    ids = _insert(
        Enrolment,
        [{"person_id": p, "unit_id": u, "enrolled_at": begun, "withdrawn_reason": "", **common} for p, u in people],
    )
    _insert(Reading, (row for e in ids for row in _readings(draw, e, modules, begun)))
    _insert(Attempt, (_attempt(draw, e, quiz, begun) for e in ids if draw.random() < 0.8))
    for day in range(2):
        _meeting(draw, made, ids, begun + timedelta(days=day + 1))


def _readings(
    draw: random.Random, enrolment_id: int, modules: Sequence[Module], begun: datetime
) -> Iterable[dict[str, Any]]:
    for module in modules[: draw.choice((0, 1, 2, 3, 3, 3, 3))]:
        days = {"first_at": begun, "last_at": begun, "done_at": begun}
        revision = module.published_revision_id
        yield {"enrolment_id": enrolment_id, "module_id": module.id, "module_revision_id": revision, **days}


def _attempt(draw: random.Random, enrolment_id: int, quiz: Quiz, begun: datetime) -> dict[str, Any]:
    score = Decimal(draw.randint(4, 20)) / 2
    ends = {"started_at": begun, "submitted_at": begun, "state": AttemptState.MARKED, "submitted_how": "learner"}
    what = {"enrolment_id": enrolment_id, "quiz_id": quiz.id, "quiz_revision_id": quiz.current_revision_id}
    return {**what, **ends, "number": 1, "score": score, "full_mark": Decimal(10), "writer": ""}


def _meeting(draw: random.Random, made: TrainingClass, ids: Sequence[int], starts: datetime) -> None:
    meeting = _add(
        Meeting(
            class_id=made.id,
            title="Buổi",
            starts_at=starts,
            ends_at=starts + timedelta(hours=3),
            study_hours=4,
            secret=secrets.token_hex(8),
        )
    )
    said = [draw.choices(SAID, (80, 8, 6, 6))[0] for _id in ids]
    common = {"meeting_id": meeting.id, "at": starts}
    pairs = list(zip(ids, said, strict=True))
    events = _insert(
        AttendanceEvent,
        [{**common, "enrolment_id": e, "status": s, "how": How.ROLL_CALL, "evidence": {}} for e, s in pairs],
    )
    db.session.execute(
        insert(Attendance),
        [
            {**common, "enrolment_id": e, "status": s, "event_id": event}
            for (e, s), event in zip(pairs, events, strict=True)
        ],
    )


def find_year() -> Year:
    """Return a year that was made before."""
    city = db.session.scalars(select(Unit).where(Unit.kind == UnitKind.CITY)).one()
    account = db.session.scalars(select(Account)).one()
    large = db.session.scalars(select(TrainingClass).where(TrainingClass.code == "LOP-LON")).one()
    grant = Grant(Role.ADMINISTRATOR, city.id, city.path)
    actor = Actor(account.id, account.person_id, "Quản trị", (grant,))
    ward = db.session.scalars(select(Unit.id).where(Unit.kind == UnitKind.WARD).order_by(Unit.id)).first()
    return Year(actor, large.id, large.plan_id, city.id, ward or 0)
