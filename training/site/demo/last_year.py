"""The demonstration's year before: a plan in force, a class that was held and closed, certificates issued to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from training.attendance.models import Status
from training.catalog.models import Course
from training.classes.models import Mode, TrainingClass
from training.classes.operations import ClassFacts, close_class, enrol_people
from training.classes.queries.plans import list_lines
from training.completion.models import CertificateTemplate
from training.completion.operations.certificates import issue_certificates, save_template
from training.completion.queries.standings import standings_under
from training.completion.queries.terms import terms_of_class
from training.completion.rules.certificates import proposed_design
from training.completion.rules.findings import Outcome
from training.core import clock
from training.core.access import Actor
from training.people.models import Person
from training.site.demo.doings import enrolments_of, hold_meeting, learner_of, open_with, read_modules
from training.site.demo.exams import take_exams
from training.site.demo.plan import make_plan
from training.units.models import Unit

MEETINGS = ((10, 10), (10, 17), (10, 24), (10, 31))


def first_day(year: int) -> datetime:
    """Return the morning on which the office begins a year's work."""
    return _morning(date(year, 1, 5))


def _morning(on: date) -> datetime:
    return clock.from_site(datetime.combine(on, time(8)))


@dataclass(frozen=True, slots=True, kw_only=True)
class LastYear:
    """What the year before was held with."""

    city: Unit
    courses: list[Course]
    trainer: Person
    by: Actor

    def hold(self, people: list[Person], rng: Random, *, verify_at: str) -> None:
        """Hold a class from its plan to its certificates."""
        year = clock.today().year - 1
        with clock.frozen(first_day(year)):
            made = self._open(year)
            enrol_people(made, person_ids=[one.id for one in people], how="list", by=self.by)
        for number, (month, day) in enumerate(MEETINGS, start=1):
            hold_meeting(made, number, date(year, month, day), said=lambda: Status.PRESENT, by=self.by)
        with clock.frozen(_morning(date(year, 11, 10))):
            self._learn(made, rng)
        with clock.frozen(_morning(date(year, 11, 20))):
            self._certify(made, verify_at)
            close_class(made, by=self.by)

    def _open(self, year: int) -> TrainingClass:
        plan = make_plan(self.city, year, by=self.by)
        facts = ClassFacts(
            plan_line_id=list_lines(plan)[-1].id,
            code=f"BD-{year}-01",
            title=f"Bồi dưỡng công tác Mặt trận năm {year}",
            opens_on=date(year, 10, 1),
            closes_on=date(year, 11, 15),
            mode=Mode.BLENDED,
            place="Hội trường Ủy ban MTTQ thành phố",
        )
        return open_with(facts, self.courses, plan=plan, unit=self.city, trainer=self.trainer, by=self.by)

    def _learn(self, made: TrainingClass, rng: Random) -> None:
        for enrolment in enrolments_of(made):
            learner = learner_of(enrolment)
            read_modules(enrolment, learner, share=1.0)
            take_exams(enrolment, learner, rng, skill=rng.uniform(0.85, 1.0))

    def _certify(self, made: TrainingClass, verify_at: str) -> None:
        standings = standings_under({made.id: terms_of_class(made)})
        completed = [one.learner.enrolment_id for one in standings if one.outcome is Outcome.COMPLETED]
        issue_certificates(
            made,
            completed,
            template=self._template(),
            issued_on=clock.today(),
            basis="Danh sách hoàn thành do hai cơ quan thống nhất",
            verify_at=verify_at,
            by=self.by,
        )

    def _template(self) -> CertificateTemplate:
        lead, partner = "Ban Thường trực Ủy ban MTTQ Việt Nam thành phố", "Ban Tuyên giáo Thành ủy"
        design = proposed_design(unit=self.city.name, lead=lead, partner=partner)
        return save_template(unit_id=self.city.id, name="Giấy chứng nhận tập huấn", design=design, number=1, by=self.by)
