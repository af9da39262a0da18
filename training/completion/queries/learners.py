"""Who the learners of classes are, read without entities: the same statement serves one learner and twenty thousand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, select
from sqlalchemy.orm import aliased

from training.classes.models import Enrolment, EnrolmentState, TrainingClass
from training.core.db import db
from training.core.ids import one_of
from training.people.models import Person
from training.units.models import Unit, UnitKind

Statement: TypeAlias = Select[*tuple[Any, ...]]

#: The classes that a statement is about; statements are built once and given their values.
CLASS_IDS: BindParameter[Any] = bindparam("class_ids", expanding=True)
_IN_FORCE = Enrolment.state == EnrolmentState.ENROLLED
#: Whom a statement is about: the learners of those classes, one of them, or the enrolments of a list, ended ones too.
OF_CLASSES = Enrolment.class_id.in_(CLASS_IDS) & _IN_FORCE
OF_ONE = (Enrolment.id == bindparam("enrolment_id")) & _IN_FORCE
OF_LIST = one_of(Enrolment.id, "enrolment_ids")


class Learner(NamedTuple):
    """A learner of a class with the unit and post of the day of enrolment."""

    enrolment_id: int
    class_id: int
    person_id: int
    enrolled_at: datetime
    code: str | None
    full_name: str
    family_name: str
    middle_name: str
    given_name: str
    search_key: str
    birth_on: date | None
    birth_year: int | None
    post: str
    unit_id: int
    unit_kind: UnitKind
    unit_name: str
    unit_path: str
    above_name: str | None

    @property
    def family_and_middle(self) -> str:
        """Return họ và tên đệm."""
        return f"{self.family_name} {self.middle_name}".strip()

    @property
    def unit(self) -> str:
        """Return the unit's name; a residential area is named with the ward or commune it lies in."""
        if self.unit_kind is UnitKind.RESIDENTIAL_AREA and self.above_name:
            return f"{self.unit_name}, {self.above_name}"
        return self.unit_name


def select_learners(whom: ColumnElement[bool]) -> Statement:
    """Return the statement that gives a Learner in each row, in the order of Vietnamese lists."""
    above = aliased(Unit)
    columns = select(
        Enrolment.id,
        Enrolment.class_id,
        Person.id,
        Enrolment.enrolled_at,
        Person.code,
        Person.full_name,
        Person.family_name,
        Person.middle_name,
        Person.given_name,
        Person.search_key,
        Person.birth_on,
        Person.birth_year,
        Enrolment.post_title,
        Unit.id,
        Unit.kind,
        Unit.name,
        Unit.path,
        above.name,
    ).select_from(Enrolment)
    found = among(columns, whom).join(Person, Person.id == Enrolment.person_id)
    found = found.outerjoin(above, above.id == Unit.parent_id)
    return found.order_by(Person.sort_key, Person.id, Enrolment.id)


def among(statement: Statement, whom: ColumnElement[bool]) -> Statement:
    """Narrow a statement on enrolments down to those of `whom`, with unit and class at hand."""
    return (
        statement.join(Unit, Unit.id == Enrolment.unit_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .where(whom)
    )


def rows(statement: Statement, values: Mapping[str, Any]) -> Iterator[Row[*tuple[Any, ...]]]:
    """Send a statement on columns past the session, whose way of handing out rows costs as much as the query."""
    found = db.session.connection().execute(statement, dict(values))
    return chain.from_iterable(found.partitions(1000))
