"""Puts the demonstration together: units, people, the starter courses, a plan, a class, what has happened in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from training.accounts.models import Account
from training.accounts.operations import change_password, grant_role, open_accounts
from training.accounts.passwords import hash_password
from training.attendance.models import Status
from training.attendance.operations import mark
from training.classes.models import Enrolment, Meeting, Mode, TrainingClass
from training.classes.operations import (
    ClassFacts,
    MeetingFacts,
    add_course,
    add_trainer,
    create_class,
    create_meeting,
    enrol_people,
    open_class,
)
from training.classes.queries.plans import list_lines
from training.core import clock
from training.core.access import SYSTEM, Actor, Grant, Role
from training.core.db import db, operation
from training.people.import_rules.birth import Birth
from training.people.models import Gender, Person
from training.people.operations import add_person
from training.quizzes.course_package import read_course_folder
from training.quizzes.operations import load_course
from training.site.demo.doings import read_modules, take_exams
from training.site.demo.people import POSTS, invent
from training.site.demo.plan import make_plan
from training.units.loading import load_units
from training.units.models import Unit, UnitKind
from training.units.unit_file import read_units

COURSES = Path(__file__).parents[3] / "courses"
TOPICS = (
    "Khai giảng; văn bản và hiệu lực",
    "Vị trí, vai trò của Mặt trận",
    "Thực hiện dân chủ ở cơ sở",
    "Giám sát và phản biện xã hội",
    "Trao đổi, tổng kết lớp",
)
PASSWORD = "mat-tran-tap-huan"  # noqa: S105 -- printed at the start of a demonstration


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One of the accounts that the first start prints."""

    what: str
    name: str
    phone: str
    title: str
    role: Role
    unit: str


ACCOUNTS = (
    DemoAccount(
        "administrator",
        "Trần Quốc Quản",
        "0905000001",
        "Phó Chủ tịch Thường trực",
        Role.ADMINISTRATOR,
        "Thành phố Tam Kỳ",
    ),
    DemoAccount(
        "ward manager", "Lê Thị Phường", "0905000002", "Chủ tịch Ủy ban MTTQ", Role.UNIT_MANAGER, "Phường An Mỹ"
    ),
    DemoAccount("trainer", "Phạm Văn Giảng", "0905000003", "Báo cáo viên", Role.TRAINER, "Thành phố Tam Kỳ"),
    DemoAccount("cadre", "Nguyễn Thị Hạnh", "0905000004", "Ủy viên Ủy ban MTTQ", Role.LEARNER, "Phường An Mỹ"),
)


@operation
def load_demo() -> None:
    """Fill an empty database; the same on every machine but for the days, which are counted from today."""
    rng = Random(2023)  # noqa: S311 -- an invented city, no secret
    load_units(read_units(Path(__file__).with_name("units.csv").read_text()), by=SYSTEM)
    units = {unit.name: unit for unit in db.session.scalars(select(Unit))}
    people = [_known(account, units[account.unit]) for account in ACCOUNTS]
    wards = [unit for unit in units.values() if unit.kind in {UnitKind.WARD, UnitKind.COMMUNE}]
    cadres = [people[3], *_cadres(rng, wards)]
    open_accounts([*people, *cadres], by=SYSTEM)
    _give_roles(people, units)
    made = _class(units["Thành phố Tam Kỳ"], trainer=people[2])
    enrol_people(made, person_ids=[p.id for p in cadres], how="list", by=SYSTEM)
    _let_time_pass(made, people[3], rng)


def _known(account: DemoAccount, unit: Unit) -> Person:
    return add_person(full_name=account.name, unit=unit, title=account.title, phone=account.phone, by=SYSTEM)


def _cadres(rng: Random, wards: list[Unit]) -> list[Person]:
    made: list[Person] = []
    for ward in sorted(wards, key=lambda unit: unit.sort_key):
        for title in POSTS[: rng.randint(3, 5)]:
            one = invent(rng, number=100 + len(made), title=title)
            gender = Gender.FEMALE if one.is_woman else Gender.MALE
            birth = Birth(one.year)
            made.append(
                add_person(
                    full_name=one.full_name,
                    unit=ward,
                    title=title,
                    birth=birth,
                    gender=gender,
                    phone=one.phone,
                    by=SYSTEM,
                )
            )
    return made


def _give_roles(people: list[Person], units: dict[str, Unit]) -> None:
    for account, person in zip(ACCOUNTS, people, strict=True):
        row = db.session.scalars(select(Account).where(Account.person_id == person.id)).one()
        change_password(row, password_hash=hash_password(PASSWORD), by=SYSTEM)
        if account.role is not Role.LEARNER:
            grant_role(row, account.role, unit=units[account.unit], by=SYSTEM)


def _class(city: Unit, *, trainer: Person) -> TrainingClass:
    today = clock.today()
    courses = [
        load_course(read_course_folder(folder), unit=city, by=SYSTEM).course
        for folder in sorted(COURSES.iterdir())
        if folder.is_dir()
    ]
    plan = make_plan(city, today.year)
    facts = ClassFacts(
        plan_line_id=list_lines(plan)[-1].id,
        code=f"BD-{today.year}-01",
        title=f"Bồi dưỡng công tác Mặt trận năm {today.year}",
        opens_on=today - timedelta(days=30),
        closes_on=today + timedelta(days=30),
        mode=Mode.BLENDED,
        place="Hội trường Ủy ban MTTQ thành phố",
    )
    made = create_class(facts, plan=plan, unit=city, by=SYSTEM)
    for course in courses:
        add_course(made, course, by=SYSTEM)
    add_trainer(made, trainer, by=SYSTEM)
    return open_class(made, by=SYSTEM)


def _let_time_pass(made: TrainingClass, newcomer: Person, rng: Random) -> None:
    """Hold four meetings, plan a fifth, and let most learners be under way; the demonstration's cadre begins afresh."""
    learners = list(db.session.scalars(select(Enrolment).where(Enrolment.class_id == made.id)))
    for enrolment in learners:
        enrolment.enrolled_at = clock.now() - timedelta(days=29)
    held = [_meeting(made, number, days) for number, days in ((1, -21), (2, -14), (3, -7), (4, -3))]
    _meeting(made, 5, 1)
    for meeting in held:
        with clock.frozen(meeting.starts_at + timedelta(minutes=10)):
            mark(meeting, said={e.id: _status(rng) for e in learners}, by=SYSTEM)
    for enrolment in learners:
        if enrolment.person_id != newcomer.id:
            _learn(enrolment, rng)


def _meeting(made: TrainingClass, number: int, days: int) -> Meeting:
    facts = MeetingFacts(
        on=clock.today() + timedelta(days=days),
        begins=time(8),
        ends=time(11, 30),
        study_hours=4,
        title=TOPICS[number - 1],
        room="Hội trường tầng 2",
    )
    return create_meeting(made, facts=facts, by=SYSTEM)


def _status(rng: Random) -> Status:
    said = (Status.PRESENT, Status.LATE, Status.EXCUSED, Status.ABSENT)
    return rng.choices(said, weights=(92, 4, 3, 1))[0]


def _learn(enrolment: Enrolment, rng: Random) -> None:
    account = db.session.scalars(select(Account).where(Account.person_id == enrolment.person_id)).one()
    grant = Grant(Role.LEARNER, enrolment.unit_id, enrolment.unit.path)
    learner = Actor(account.id, enrolment.person_id, enrolment.person.full_name, (grant,))
    zeal = rng.random() ** 0.5
    read_modules(enrolment, learner, share=min(1.0, zeal * 1.5))
    if zeal > 0.35:
        take_exams(enrolment, learner, rng, skill=rng.uniform(0.68, 1.0))
