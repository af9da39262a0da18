"""The demonstration's class to come: units have put people forward, some wait, one was refused, one moved up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from sqlalchemy import select

from training.catalog.models import Course
from training.classes.models import Enrolment, Mode, Plan, TrainingClass
from training.classes.operations import (
    ClassFacts,
    MeetingFacts,
    admit_registrations,
    change_meeting,
    create_meeting,
    move_learner,
    nominate_people,
    refuse_registrations,
    set_quota,
    withdraw_learner,
)
from training.classes.queries.plans import list_lines
from training.core import clock
from training.core.access import Actor
from training.core.db import db
from training.people.models import Person
from training.site.demo.doings import enrolments_of, open_with
from training.units.models import Unit

PLACES, QUOTA = 14, 3
TOPIC = "Vận động ở khu dân cư"
REFUSED = "Đã học chuyên đề này năm trước; đề nghị cử người khác."


@dataclass(frozen=True, slots=True, kw_only=True)
class NextClass:
    """What the class to come is prepared with; `manager` looks after the people of `ward`."""

    city: Unit
    ward: Unit
    plan: Plan
    course: Course
    trainer: Person
    manager: Actor
    by: Actor

    def prepare(self, people: Iterable[Person], *, beside: TrainingClass) -> TrainingClass:
        """Open the class and let `people` be put forward; one learner comes over from the class `beside`."""
        made = self._open(clock.today() + timedelta(days=10))
        set_quota(made, unit=self.ward, places=QUOTA, by=self.by)
        known = list(people)
        own = [one for one in known if one.posts[0].unit_id == self.ward.id]
        self._come_and_go(beside, made)
        with clock.frozen(clock.now() - timedelta(days=2)):
            self._register(made, own[:-2], [one for one in known if one not in own])
        nominate_people(made, person_ids=[one.id for one in own[-2:]], by=self.manager)
        self._move_meeting(made)
        return made

    def _open(self, first: date) -> TrainingClass:
        facts = ClassFacts(
            plan_line_id=list_lines(self.plan)[0].id,
            code=f"NV-{self.plan.year}-01",
            title="Tập huấn nghiệp vụ Ban Công tác Mặt trận, lớp thứ nhất",
            opens_on=first,
            closes_on=first + timedelta(days=7),
            mode=Mode.IN_PERSON,
            place="Trung tâm Chính trị thành phố",
            register_by=first - timedelta(days=4),
            capacity=PLACES,
            note="Mang theo quyết định thành lập Ban Công tác Mặt trận và sổ họp của khu dân cư.",
        )
        made = open_with(facts, [self.course], plan=self.plan, unit=self.city, trainer=self.trainer, by=self.by)
        for day, topic in enumerate(("Tổ chức và nhiệm vụ của Ban Công tác Mặt trận", TOPIC)):
            create_meeting(made, facts=self._meeting(first + timedelta(days=day), topic), by=self.by)
        return made

    def _meeting(self, on: date, topic: str) -> MeetingFacts:
        return MeetingFacts(
            on=on,
            begins=time(8),
            ends=time(11),
            study_hours=4,
            title=topic,
            room="Phòng 203",
            trainer_id=self.trainer.id,
        )

    def _come_and_go(self, beside: TrainingClass, made: TrainingClass) -> None:
        *_others, moved, left = enrolments_of(beside)
        move_learner(moved, to=made, reason="Trùng lịch họp Hội đồng nhân dân", by=self.by)
        withdraw_learner(left, reason="Nghỉ hưu theo chế độ", by=self.by)

    def _register(self, made: TrainingClass, own: list[Person], others: list[Person]) -> None:
        """Admit more than there are places for; one is refused, and one who falls ill makes room."""
        put = nominate_people(made, person_ids=[one.id for one in own], by=self.manager)
        put += nominate_people(made, person_ids=[one.id for one in others[: PLACES + 1]], by=self.by)
        refuse_registrations(made, ids=[put[-1].id], reason=REFUSED, by=self.by)
        admit_registrations(made, ids=[one.id for one in put[:-1]], by=self.by)
        nominate_people(made, person_ids=[one.id for one in others[PLACES + 1 : PLACES + 4]], by=self.by)
        ill = select(Enrolment).where(Enrolment.class_id == made.id, Enrolment.person_id == others[0].id)
        withdraw_learner(db.session.scalars(ill).one(), reason="Nghỉ ốm dài ngày", by=self.by)

    def _move_meeting(self, made: TrainingClass) -> None:
        meeting = made.meetings[-1]
        on = clock.to_site(meeting.starts_at).date() + timedelta(days=1)
        facts = replace(self._meeting(on, TOPIC), begins=time(13, 30), ends=time(16, 30))
        change_meeting(meeting, facts=facts, version=meeting.version, by=self.by)
