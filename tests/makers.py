"""Makers: each writes one thing straight to the database, with defaults good enough for most tests."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from training.accounts.models import Account, RoleGrant, SignIn
from training.accounts.queries import token_hash
from training.catalog.models import Course, CourseState, Module, ModuleRevision, Track
from training.classes.models import (
    ClassCourse,
    ClassState,
    ClassTrainer,
    Enrolment,
    Meeting,
    Plan,
    PlanLine,
    TrainingClass,
)
from training.core import clock
from training.core.access import Actor, Grant, Role
from training.core.db import Model, db
from training.core.vietnamese import name_sort_key, search_key, sort_key, split_name
from training.people.models import Person, Post
from training.questions.kinds import KINDS
from training.questions.models import Question, QuestionCategory, QuestionVersion
from training.quizzes.models import Quiz, QuizRevision, Slot
from training.units.models import Unit, UnitKind


class Makers:
    """Writes things; every maker commits, so that what a test does next sees a real database."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def _save(self, thing: Any) -> Any:
        # Tests set the scene outside operations; they alone may commit.
        db.session.add(thing)
        db.session.commit()
        return thing

    def unit(
        self, name: str = "Thành phố Tam Kỳ", *, parent: Unit | None = None, kind: UnitKind = UnitKind.CITY
    ) -> Unit:
        unit = Unit(
            name=name,
            kind=kind,
            parent_id=parent.id if parent else None,
            sort_key=sort_key(name),
            search_key=search_key(name),
        )
        db.session.add(unit)
        db.session.flush()
        unit.path = f"{parent.path if parent else '/'}{unit.id}/"
        db.session.commit()
        return unit

    def person(self, full_name: str = "Nguyễn Thị Hạnh", *, unit: Unit, post: str = "Ủy viên", **fields: Any) -> Person:
        number = next(self._numbers)
        family, middle, given = split_name(full_name)
        fields.setdefault("phone", f"0905{number:06d}")
        fields.setdefault("code", f"CB{number:05d}")
        person = Person(
            full_name=full_name,
            family_name=family,
            middle_name=middle,
            given_name=given,
            sort_key=name_sort_key(full_name),
            search_key=search_key(full_name),
            **fields,
        )
        person.posts.append(Post(unit_id=unit.id, title=post))
        return self._save(person)

    def account(self, person: Person, *roles: Role, unit: Unit | None = None) -> Actor:
        """Make an account for `person` holding `roles` over `unit`, and return it as the one who acts."""
        unit = unit or person.posts[0].unit
        account = Account(person_id=person.id)
        account.grants = [RoleGrant(role=role, unit_id=unit.id, held_from=date(2020, 1, 1)) for role in roles]
        self._save(account)
        return Actor(account.id, person.id, person.full_name, tuple(Grant(role, unit.id, unit.path) for role in roles))

    def sign_in(self, actor: Actor) -> str:
        """Sign `actor` in on a new device and return the token of its cookie."""
        token = secrets.token_urlsafe(24)
        self._save(SignIn(token_hash=token_hash(token), account_id=actor.account_id, epoch=0))
        return token

    def course(
        self, *, unit: Unit, title: str = "Luật Mặt trận Tổ quốc Việt Nam", modules: int = 2, **fields: Any
    ) -> Course:
        fields.setdefault("code", f"KH-{next(self._numbers)}")
        fields.setdefault("state", CourseState.PUBLISHED)
        course = self._save(
            Course(
                title=title,
                unit_id=unit.id,
                track=Track.POLITICAL_THEORY,
                study_hours=8,
                search_key=search_key(title),
                **fields,
            )
        )
        for position in range(1, modules + 1):
            self.module(course, position=position)
        return course

    def module(self, course: Course, *, position: int = 1, title: str = "", published: bool = True) -> Module:
        title = title or f"Bài {position}"
        module = self._save(
            Module(
                course_id=course.id,
                position=position,
                title=title,
                minutes=10,
                draft_text="Nội dung",
                draft_html="<p>Nội dung</p>",
            )
        )
        if published:
            revision = self._save(
                ModuleRevision(
                    module_id=module.id,
                    number=1,
                    title=title,
                    minutes=10,
                    text="Nội dung",
                    html="<p>Nội dung</p>",
                    render_version=1,
                )
            )
            module.published_revision_id = revision.id
            self._save(module)
        return module

    def question(
        self,
        course: Course,
        *,
        kind: str = "single_choice",
        raw: dict[str, Any] | None = None,
        category: str = "Chung",
        stem: str = "Câu hỏi?",
    ) -> Question:
        """Make a question; by default a single choice of four whose first option is right."""
        number = next(self._numbers)
        found = db.session.query(QuestionCategory).filter_by(course_id=course.id, name=category).one_or_none()
        shelf = found or self._save(QuestionCategory(course_id=course.id, name=category))
        raw = raw or {"options": [{"markdown": f"Phương án {n}", "right": n == 1} for n in range(1, 5)]}
        question = self._save(Question(course_id=course.id, category_id=shelf.id, key=f"cau-{number}"))
        version = self._save(
            QuestionVersion(
                question_id=question.id,
                number=1,
                kind=kind,
                stem=stem,
                stem_html=f"<p>{stem}</p>",
                body=KINDS[kind].parse(raw),
            )
        )
        question.current_version_id = version.id
        return self._save(question)

    def quiz(
        self, course: Course, questions: Iterable[Question] = (), *, title: str = "Kiểm tra cuối khóa", **settings: Any
    ) -> Quiz:
        settings.setdefault("pass_mark", Decimal("0.5"))
        settings.setdefault(
            "review",
            {
                "after_submit": ["marks", "outcome", "answer", "explanation"],
                "after_close": ["marks", "outcome", "answer", "explanation"],
            },
        )
        quiz = self._save(Quiz(course_id=course.id, title=title, published_at=clock.now()))
        revision = QuizRevision(quiz_id=quiz.id, number=1, title=title, **settings)
        revision.slots = [Slot(position=n, question_id=q.id) for n, q in enumerate(questions, 1)]
        self._save(revision)
        quiz.current_revision_id = revision.id
        return self._save(quiz)

    def plan_line(self, plan_id: int, *, unit: Unit, title: str = "Nghiệp vụ Mặt trận", **fields: Any) -> PlanLine:
        said = {"classes": 2, "learners": 40, "study_hours": 8, "quarter": 2, **fields}
        return self._save(PlanLine(plan_id=plan_id, unit_id=unit.id, title=title, **said))

    def training_class(
        self,
        *courses: Course,
        unit: Unit,
        title: str = "Lớp bồi dưỡng công tác Mặt trận",
        trainers: Iterable[Person] = (),
        **fields: Any,
    ) -> TrainingClass:
        plan = db.session.query(Plan).filter_by(unit_id=unit.id, year=2026).one_or_none() or self._save(
            Plan(unit_id=unit.id, year=2026, title="Kế hoạch 2026")
        )
        fields.setdefault("state", ClassState.OPEN)
        fields.setdefault("opens_on", clock.today() - timedelta(days=30))
        fields.setdefault("closes_on", clock.today() + timedelta(days=30))
        made = TrainingClass(
            plan_id=plan.id,
            unit_id=unit.id,
            code=f"L-{next(self._numbers)}",
            title=title,
            search_key=search_key(title),
            **fields,
        )
        made.courses = [
            ClassCourse(course_id=c.id, position=n, study_hours=c.study_hours) for n, c in enumerate(courses, 1)
        ]
        made.trainers = [ClassTrainer(person_id=p.id) for p in trainers]
        return self._save(made)

    def meeting(
        self,
        training_class: TrainingClass,
        *,
        starts_at: datetime | None = None,
        hours: int = 3,
        study_hours: int = 4,
        **fields: Any,
    ) -> Meeting:
        starts_at = starts_at or datetime.now(UTC) - timedelta(hours=1)
        return self._save(
            Meeting(
                class_id=training_class.id,
                title="Buổi",
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=hours),
                study_hours=study_hours,
                secret=secrets.token_hex(16),
                **fields,
            )
        )

    def enrolment(self, training_class: TrainingClass, person: Person, **fields: Any) -> Enrolment:
        fields.setdefault("unit_id", person.posts[0].unit_id)
        return self._save(
            Enrolment(class_id=training_class.id, person_id=person.id, post_title=person.posts[0].title, **fields)
        )

    def save(self, thing: Model) -> Any:
        """Write anything else."""
        return self._save(thing)
