"""The city that is measured: 500 cadres enrolled in a class with an 8 KB module and a quiz of 20 single choices."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask import Flask
from flask_migrate import upgrade

from training.accounts.models import Account, RoleGrant, SignIn
from training.accounts.passwords import hash_password
from training.accounts.queries import token_hash
from training.catalog.models import Course, CourseState, Module, ModuleRevision, Track
from training.classes.models import ClassCourse, ClassState, Enrolment, Plan, TrainingClass
from training.completion.models import CompletionRule
from training.core import clock
from training.core.access import Role
from training.core.db import db, operation
from training.core.markup import render
from training.core.vietnamese import name_sort_key, search_key, sort_key, split_name
from training.people.models import Person, Post
from training.questions.kinds import KINDS
from training.questions.models import Question, QuestionCategory, QuestionVersion
from training.quizzes.models import Quiz, QuizRevision, Slot
from training.units.models import Unit, UnitKind

PASSWORD = "mat-khau-do-luong-2026"
LAST_PARAGRAPH = "Đoạn cuối cùng của bài học này."
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ")
MIDDLE = ("Văn", "Thị", "Ngọc", "Quốc", "Thanh", "Minh", "Hữu", "Đức")
GIVEN = (
    "An",
    "Ánh",
    "Bình",
    "Châu",
    "Dũng",
    "Đạt",
    "Hà",
    "Hạnh",
    "Hùng",
    "Khôi",
    "Lan",
    "Mai",
    "Nga",
    "Phúc",
    "Quý",
    "Sơn",
)


@dataclass
class City:
    """What the flows need to know of the seeded city."""

    class_id: int
    module_id: int
    quiz_id: int
    quiz_title: str
    tokens: list[str]
    phones: list[str]
    administrator: str
    right: dict[str, str]
    cookies: list[str] = field(default_factory=list)


@operation
def _write(cadres: int) -> City:
    unit = _add(Unit(kind=UnitKind.CITY, name="Thành phố", sort_key=sort_key("Thành phố"), path="/1/"))
    course, module = _course(unit)
    quiz, right = _quiz(course)
    made = _class(unit, course, quiz)
    hashed = hash_password(PASSWORD)
    tokens = [_learner(number, unit, made, hashed) for number in range(cadres)]
    administrator = _account(_person(cadres, unit), unit, Role.ADMINISTRATOR, hashed)
    phones = [f"0905{number:06d}" for number in range(cadres)]
    return City(made.id, module.id, quiz.id, quiz.title, tokens, phones, administrator, right)


def seed(app: Flask, *, cadres: int = 500) -> City:
    """Bring the database of `app` up to date and fill it."""
    with app.app_context():
        upgrade()
        return _write(cadres)


def _add(thing: Any) -> Any:
    db.session.add(thing)
    db.session.flush()
    return thing


def _course(unit: Unit) -> tuple[Course, Module]:
    title = "Luật Mặt trận Tổ quốc Việt Nam"
    course = _add(
        Course(
            code="DO",
            title=title,
            track=Track.POLITICAL_THEORY,
            study_hours=8,
            state=CourseState.PUBLISHED,
            unit_id=unit.id,
        )
    )
    modules = [_module(course, number) for number in range(1, 7)]
    return course, modules[0]


def _module(course: Course, number: int) -> Module:
    paragraph = "Mặt trận Tổ quốc Việt Nam là tổ chức liên minh chính trị, liên hiệp tự nguyện. " * 5
    text = "\n\n".join(f"## Mục {n}\n\n{paragraph}" for n in range(1, 13)) + f"\n\n{LAST_PARAGRAPH}\n"
    html = render(text, media=lambda _name: None).html
    module = _add(
        Module(
            course_id=course.id, position=number, title=f"Bài {number}", minutes=20, draft_text=text, draft_html=html
        )
    )
    revision = _add(
        ModuleRevision(
            module_id=module.id, number=1, title=module.title, minutes=20, text=text, html=html, render_version=1
        )
    )
    module.published_revision_id = revision.id
    return module


def _quiz(course: Course) -> tuple[Quiz, dict[str, str]]:
    shelf = _add(QuestionCategory(course_id=course.id, name="Chung"))
    right: dict[str, str] = {}
    questions = []
    for number in range(1, 21):
        stem = f"Câu hỏi số {number} về quyền và trách nhiệm của Mặt trận là câu nào sau đây?"
        raw = {"options": [{"markdown": f"Phương án {n} của câu {number}", "right": n == 1} for n in range(1, 5)]}
        question = _add(Question(course_id=course.id, category_id=shelf.id, key=f"cau-{number}"))
        body = KINDS["single_choice"].parse(raw)
        version = _add(
            QuestionVersion(
                question_id=question.id,
                number=1,
                kind="single_choice",
                stem=stem,
                stem_html=f"<p>{stem}</p>",
                body=body,
            )
        )
        question.current_version_id = version.id
        right[f"Phương án 1 của câu {number}"] = str(number)
        questions.append(question)
    shown = ["marks", "outcome", "answer", "explanation"]
    quiz = _add(Quiz(course_id=course.id, title="Kiểm tra cuối khóa", published_at=clock.now()))
    revision = QuizRevision(
        quiz_id=quiz.id,
        number=1,
        title=quiz.title,
        time_limit=1800,
        pass_mark=Decimal("0.5"),
        review={"after_submit": shown, "after_close": shown},
    )
    revision.slots = [Slot(position=n, question_id=q.id) for n, q in enumerate(questions, 1)]
    quiz.current_revision_id = _add(revision).id
    return quiz, right


def _class(unit: Unit, course: Course, quiz: Quiz) -> TrainingClass:
    today = clock.today()
    plan = _add(Plan(unit_id=unit.id, year=today.year, title="Kế hoạch"))
    made = TrainingClass(
        plan_id=plan.id,
        unit_id=unit.id,
        code="LOP-DO",
        title="Lớp đo lường",
        state=ClassState.OPEN,
        opens_on=today - timedelta(days=30),
        closes_on=today + timedelta(days=30),
    )
    made.courses = [ClassCourse(course_id=course.id, position=1, study_hours=8)]
    _add(made)
    conditions = [
        {"kind": "modules", "share": "1", "quiz_id": None},
        {"kind": "quiz", "share": None, "quiz_id": quiz.id},
    ]
    _add(CompletionRule(class_id=made.id, number=1, conditions=conditions))
    return made


def _person(number: int, unit: Unit) -> Person:
    name = f"{FAMILY[number % 10]} {MIDDLE[number % 8]} {GIVEN[number % 16]}"
    family, middle, given = split_name(name)
    person = Person(
        code=f"CB{number:05d}",
        full_name=name,
        family_name=family,
        middle_name=middle,
        given_name=given,
        sort_key=name_sort_key(name),
        search_key=search_key(name),
        phone=f"0905{number:06d}",
    )
    person.posts.append(Post(unit_id=unit.id, title="Ủy viên"))
    return _add(person)


def _account(person: Person, unit: Unit, role: Role, hashed: str) -> str:
    account = Account(person_id=person.id, password_hash=hashed)
    account.grants = [RoleGrant(role=role, unit_id=unit.id)]
    _add(account)
    token = secrets.token_urlsafe(24)
    _add(SignIn(token_hash=token_hash(token), account_id=account.id, epoch=0))
    return token


def _learner(number: int, unit: Unit, made: TrainingClass, hashed: str) -> str:
    person = _person(number, unit)
    _add(Enrolment(class_id=made.id, person_id=person.id, unit_id=unit.id, post_title="Ủy viên", how="list"))
    return _account(person, unit, Role.LEARNER, hashed)
