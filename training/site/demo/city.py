"""Puts the demonstration together: units, people, the starter courses, a plan, a class, what has happened in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import select

from training.accounts.models import Account
from training.accounts.operations import change_password, grant_role, open_accounts
from training.accounts.passwords import hash_password
from training.attendance.models import Status
from training.catalog.models import Course
from training.classes.models import Enrolment, Mode, TrainingClass
from training.classes.operations import ClassFacts, announce, enrol_people
from training.classes.queries.plans import list_lines
from training.core import clock
from training.core.access import SYSTEM, Actor, Role
from training.core.db import db, operation
from training.people.import_rules.birth import Birth
from training.people.models import Gender, Person
from training.people.operations import add_person
from training.quizzes.course_package import read_course_folder
from training.quizzes.operations import load_course
from training.site.demo.doings import (
    acting,
    enrolments_of,
    hold_meeting,
    learner_of,
    open_with,
    read_modules,
)
from training.site.demo.exams import appeal_once, mark_some, take_exams, take_practice
from training.site.demo.last_year import LastYear, first_day
from training.site.demo.next_class import NextClass
from training.site.demo.people import POSTS, invent
from training.site.demo.plan import ask_hours, make_plan
from training.site.demo.plans import plan_ahead
from training.units.loading import load_units
from training.units.models import Unit, UnitKind
from training.units.unit_file import read_units

COURSES = Path(__file__).parents[3] / "courses"
PRACTISING, APPEALS = 8, 2
NEWS = "Tài liệu cho buổi tổng kết"
NEWS_BODY = "Mỗi tổ chuẩn bị một ý kiến trao đổi. Tài liệu đã có trong phần Bài học của lớp."
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
def load_demo(address: str) -> None:
    """Fill an empty database; the same on every machine but for the days, which are counted from today.

    Certificates name `address`, where the site is reached, to be checked at.
    """
    rng = Random(2023)  # noqa: S311 -- an invented city, no secret
    load_units(read_units(Path(__file__).with_name("units.csv").read_text()), by=SYSTEM)
    units = {unit.name: unit for unit in db.session.scalars(select(Unit))}
    city = units["Thành phố Tam Kỳ"]
    people = [_known(account, units[account.unit]) for account in ACCOUNTS]
    wards = [unit for unit in units.values() if unit.kind in {UnitKind.WARD, UnitKind.COMMUNE}]
    cadres = [people[3], *_cadres(rng, wards)]
    open_accounts([*people, *cadres], by=SYSTEM)
    _give_roles(people, units)
    office = acting(people[0].id)
    with clock.frozen(first_day(clock.today().year - 1)):
        courses = [
            load_course(read_course_folder(one), unit=city, by=SYSTEM).course for one in sorted(COURSES.iterdir())
        ]
    ask_hours(city, clock.today().year - 1, by=office)
    last = LastYear(city=city, courses=courses, trainer=people[2], by=office)
    last.hold(cadres[1::4], rng, verify_at=f"{address}/verify")
    made = _class(city, courses, trainer=people[2], by=office)
    enrol_people(made, person_ids=[p.id for p in cadres], how="list", by=office)
    _let_time_pass(made, people[3], rng, by=office)
    _go_on(made, people, cadres, units, by=office)


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


def _class(city: Unit, courses: list[Course], *, trainer: Person, by: Actor) -> TrainingClass:
    today = clock.today()
    plan = make_plan(city, today.year, by=by)
    facts = ClassFacts(
        plan_line_id=list_lines(plan)[-1].id,
        code=f"BD-{today.year}-01",
        title=f"Bồi dưỡng công tác Mặt trận năm {today.year}",
        opens_on=today - timedelta(days=30),
        closes_on=today + timedelta(days=30),
        mode=Mode.BLENDED,
        place="Hội trường Ủy ban MTTQ thành phố",
    )
    return open_with(facts, courses, plan=plan, unit=city, trainer=trainer, by=by)


def _let_time_pass(made: TrainingClass, newcomer: Person, rng: Random, *, by: Actor) -> None:
    """Hold four meetings, plan a fifth, and let most learners be under way; the demonstration's cadre begins afresh."""
    learners = enrolments_of(made)
    for enrolment in learners:
        enrolment.enrolled_at = clock.now() - timedelta(days=29)
    for number, days in enumerate((-21, -14, -7, -3, 1), start=1):
        on = clock.today() + timedelta(days=days)
        hold_meeting(made, number, on, said=partial(_status, rng) if days < 0 else None, by=by)
    others = [one for one in learners if one.person_id != newcomer.id]
    for enrolment in others:
        _learn(enrolment, rng)
    _practise(made, others[:PRACTISING], rng, by=by)


def _go_on(
    made: TrainingClass, people: list[Person], cadres: list[Person], units: dict[str, Unit], *, by: Actor
) -> None:
    """Prepare what comes next: a class that units put people forward for, plans still to be agreed to, news."""
    _administrator, manager, trainer, newcomer = people
    coming = NextClass(
        city=made.unit,
        ward=manager.posts[0].unit,
        plan=made.plan,
        course=made.courses[-1].course,
        trainer=trainer,
        manager=acting(manager.id),
        by=by,
    )
    coming.prepare([one for one in cadres if one.id != newcomer.id], beside=made)
    plan_ahead(made.plan, units, by=by)
    announce(made, title=NEWS, body=NEWS_BODY, by=by)


def _practise(made: TrainingClass, some: list[Enrolment], rng: Random, *, by: Actor) -> None:
    """Leave work to a trainer: essays of which half are marked, results that were appealed against."""
    for enrolment in some:
        take_practice(enrolment, learner_of(enrolment), rng, skill=0.7)
    mark_some(made, by=by)
    asked = 0
    for enrolment in enrolments_of(made):
        asked += asked < APPEALS and appeal_once(enrolment, learner_of(enrolment))


def _status(rng: Random) -> Status:
    said = (Status.PRESENT, Status.LATE, Status.EXCUSED, Status.ABSENT)
    return rng.choices(said, weights=(92, 4, 3, 1))[0]


def _learn(enrolment: Enrolment, rng: Random) -> None:
    learner = learner_of(enrolment)
    zeal = rng.random() ** 0.5
    read_modules(enrolment, learner, share=min(1.0, zeal * 1.5))
    if zeal > 0.35:
        take_exams(enrolment, learner, rng, skill=rng.uniform(0.68, 1.0))
