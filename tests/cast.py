"""A small cast that most tests play with."""

from __future__ import annotations

from dataclasses import dataclass

from tests.makers import Makers
from training.catalog.models import Course
from training.classes.models import Enrolment, TrainingClass
from training.core.access import Actor, Role
from training.people.models import Person
from training.units.models import Unit, UnitKind


@dataclass
class Cast:
    """A city with two wards, one class of one course, and the people around it."""

    city: Unit
    ward: Unit
    other_ward: Unit
    administrator: Actor
    manager: Actor
    trainer: Actor
    cadre: Actor
    stranger: Actor
    cadre_person: Person
    stranger_person: Person
    trainer_person: Person
    course: Course
    training_class: TrainingClass
    enrolment: Enrolment


def make_cast(make: Makers) -> Cast:
    """Bring the cast on: the cadre is of the manager's ward and enrolled; the stranger is of the other ward and not."""
    city = make.unit()
    ward = make.unit("Phường An Mỹ", parent=city, kind=UnitKind.WARD)
    other = make.unit("Xã Tam Ngọc", parent=city, kind=UnitKind.COMMUNE)
    head = make.person("Trần Quốc Quản", unit=city, post="Chánh Văn phòng")
    manager = make.person("Lê Thị Phường", unit=ward, post="Chủ tịch")
    trainer = make.person("Phạm Văn Giảng", unit=city, post="Giảng viên")
    cadre = make.person("Nguyễn Thị Hạnh", unit=ward)
    stranger = make.person("Võ Văn Khách", unit=other)
    course = make.course(unit=city)
    training_class = make.training_class(course, unit=city, trainers=[trainer])
    return Cast(
        city=city,
        ward=ward,
        other_ward=other,
        administrator=make.account(head, Role.ADMINISTRATOR),
        manager=make.account(manager, Role.UNIT_MANAGER),
        trainer=make.account(trainer, Role.TRAINER),
        cadre=make.account(cadre, Role.LEARNER),
        stranger=make.account(stranger, Role.LEARNER),
        cadre_person=cadre,
        stranger_person=stranger,
        trainer_person=trainer,
        course=course,
        training_class=training_class,
        enrolment=make.enrolment(training_class, cadre),
    )
