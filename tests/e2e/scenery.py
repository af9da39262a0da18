"""What a story finds when it begins: the city, its administrator, a starter course."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from tests.cast import make_cast
from tests.makers import Makers
from training.accounts.models import Account
from training.accounts.operations import change_password, grant_role, issue_codes, open_accounts
from training.accounts.passwords import hash_password
from training.attendance.models import Attendance
from training.classes.models import Enrolment
from training.core.access import SYSTEM, Role
from training.core.db import db
from training.learning.models import Answer
from training.people.models import Person, Post
from training.people.operations import add_person
from training.quizzes.course_package import read_course_folder
from training.quizzes.operations import load_course
from training.units.loading import load_units
from training.units.models import Unit
from training.units.unit_file import read_units

ROOT = Path(__file__).parents[2]
CITY = "Thành phố Tam Kỳ"
ADMINISTRATOR = "Trần Quốc Quản"
PHONE = "0977999001"
PASSWORD = "mat tran doan ket"


def load_city() -> dict[str, Unit]:
    """Load the units of Tam Kỳ and return them by name."""
    load_units(read_units((ROOT / "training/site/demo/units.csv").read_text()), by=SYSTEM)
    return {unit.name: unit for unit in db.session.scalars(select(Unit))}


def add_administrator(city: Unit) -> Person:
    """Record who administers the city, with PHONE and PASSWORD."""
    person = add_person(full_name=ADMINISTRATOR, unit=city, title="Chánh Văn phòng", phone=PHONE, by=SYSTEM)
    account = open_accounts([person], by=SYSTEM)[0]
    grant_role(account, Role.ADMINISTRATOR, unit=city, by=SYSTEM)
    change_password(account, password_hash=hash_password(PASSWORD), by=SYSTEM)
    return person


def load_starter_course(city: Unit) -> str:
    """Load the starter course on the Law on the Front and return its title."""
    return load_course(read_course_folder(ROOT / "courses" / "luat-mat-tran"), unit=city, by=SYSTEM).course.title


@dataclass
class SmallClass:
    """A class under way with a trainer and three learners, one of whom has yet to sign in for the first time."""

    title: str
    trainer_phone: str
    code: str
    me: str
    absent: str
    questions: list[str]


def set_small_class(secret_key: str) -> SmallClass:
    """Set up a class of two modules, a quiz of three questions, and a meeting under way."""
    make = Makers()
    cast = make_cast(make)
    stems = [f"Việc thứ {number} của khu dân cư do ai bàn?" for number in (1, 2, 3)]
    make.quiz(cast.course, [make.question(cast.course, stem=stem) for stem in stems], time_limit=1200)
    make.meeting(cast.training_class)
    others = [make.person(name, unit=cast.ward) for name in ("Ưng Thị Ánh", "Lê Văn Ẩn")]
    for person in others:
        make.enrolment(cast.training_class, person)
    change_password(account_of(cast.trainer_person), password_hash=hash_password(PASSWORD), by=SYSTEM)
    account = account_of(cast.cadre_person)
    code = issue_codes([account], days=7, key=secret_key, by=SYSTEM)[account.id]
    me, phone = cast.cadre_person.full_name, cast.trainer_person.phone or ""
    return SmallClass(cast.training_class.title, phone, code, me, others[0].full_name, stems)


def account_of(person: Person) -> Account:
    """Return the account of a person."""
    return db.session.scalars(select(Account).where(Account.person_id == person.id)).one()


def count_people() -> int:
    """Return how many people are on record now."""
    db.session.rollback()
    return db.session.scalar(select(func.count(Person.id))) or 0


def statuses_of(names: Iterable[str]) -> list[str | None]:
    """Return what the roll says of learners, as the database has it now."""
    db.session.rollback()
    said = select(Person.full_name, Attendance.status).join(Enrolment, Enrolment.person_id == Person.id)
    found = db.session.execute(said.outerjoin(Attendance, Attendance.enrolment_id == Enrolment.id))
    rows = {row[0]: row[1] for row in found}
    return [rows[name] for name in names]


def cadres_of(unit: Unit) -> list[Person]:
    """Return the cadres of a unit as Vietnamese lists order them, as the database has them now."""
    db.session.rollback()
    posts = select(Post.person_id).where(Post.unit_id == unit.id)
    return list(db.session.scalars(select(Person).where(Person.id.in_(posts)).order_by(Person.sort_key, Person.id)))


def answers_saved() -> list[Any]:
    """Return the answers that the server has of the only attempt."""
    db.session.rollback()
    return list(db.session.scalars(select(Answer.response)))
