"""Units put people forward, classes have places: who comes in, who waits, who moves up, and what is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.makers import Makers
from training.classes import operations
from training.classes.models import Enrolment, EnrolmentState, Registration, TrainingClass
from training.classes.rules.words import WALKED_IN
from training.core import clock
from training.core.db import db
from training.core.errors import Conflict, Invalid
from training.notices.models import Notice
from training.people.models import Person


@pytest.fixture
def people(cast: Cast, make: Makers) -> list[Person]:
    """Four more people of the manager's ward."""
    return [make.person(f"Lê Thị {name}", unit=cast.ward) for name in ("An", "Bình", "Cúc", "Dung")]


def limit(training_class: TrainingClass, capacity: int | None) -> None:
    training_class.capacity = capacity
    db.session.commit()


def propose(cast: Cast, people: list[Person]) -> list[int]:
    ids = [p.id for p in people]
    return [one.id for one in operations.nominate_people(cast.training_class, person_ids=ids, by=cast.manager)]


def admit(cast: Cast, ids: list[int]) -> None:
    operations.admit_registrations(cast.training_class, ids=ids, by=cast.administrator)


def states(people: list[Person]) -> list[str]:
    db.session.expire_all()
    found = {r.person_id: r.state.value for r in db.session.scalars(select(Registration).order_by(Registration.id))}
    return [found.get(p.id, "-") for p in people]


def enrolled(training_class: TrainingClass) -> set[int]:
    mine = (Enrolment.class_id == training_class.id, Enrolment.state == EnrolmentState.ENROLLED)
    return set(db.session.scalars(select(Enrolment.person_id).where(*mine)))


def told(person: Person) -> list[str]:
    return list(db.session.scalars(select(Notice.title).where(Notice.person_id == person.id).order_by(Notice.id)))


def said_to_manager(cast: Cast) -> list[tuple[str, str]]:
    mine = select(Notice.title, Notice.body).where(Notice.person_id == cast.manager.person_id)
    return [(title, body) for title, body in db.session.execute(mine.order_by(Notice.id))]


def test_those_admitted_are_learners_and_are_told(cast: Cast, people: list[Person]) -> None:
    admit(cast, propose(cast, people))
    assert states(people) == ["admitted"] * 4
    assert {p.id for p in people} < enrolled(cast.training_class)
    assert told(people[0]) == [f"Đã được nhận vào {cast.training_class.title}"]


def test_a_manager_puts_forward_the_own_people_alone_and_once(cast: Cast, people: list[Person]) -> None:
    assert len(propose(cast, [*people, cast.stranger_person, cast.cadre_person])) == 4
    assert propose(cast, people) == []


def test_a_full_class_lets_the_later_ones_wait(cast: Cast, people: list[Person]) -> None:
    limit(cast.training_class, 3)
    admit(cast, propose(cast, people))
    assert states(people) == ["admitted", "admitted", "waiting", "waiting"]
    assert told(people[3]) == [f"Trong danh sách chờ của {cast.training_class.title}"]


def test_who_waits_longest_moves_up_when_a_place_comes_free(cast: Cast, people: list[Person]) -> None:
    limit(cast.training_class, 3)
    admit(cast, propose(cast, people))
    operations.withdraw_learner(cast.enrolment, reason="Ốm", by=cast.administrator)
    assert states(people) == ["admitted", "admitted", "admitted", "waiting"]
    assert len(told(people[2])) == 2
    assert len(enrolled(cast.training_class)) == 3


def test_nobody_moves_up_into_a_class_that_is_over(cast: Cast, people: list[Person], make: Makers) -> None:
    limit(cast.training_class, 3)
    admit(cast, propose(cast, people))
    cast.training_class.closes_on = clock.today() - timedelta(days=1)
    make.save(cast.training_class)
    operations.withdraw_learner(cast.enrolment, reason="Ốm", by=cast.administrator)
    assert states(people) == ["admitted", "admitted", "waiting", "waiting"]


def test_more_places_let_the_waiting_in(cast: Cast, people: list[Person]) -> None:
    limit(cast.training_class, 2)
    admit(cast, propose(cast, people))
    tc = cast.training_class
    said = {"code": tc.code, "title": tc.title, "opens_on": tc.opens_on, "closes_on": tc.closes_on}
    facts = operations.ClassFacts(**said, capacity=4)
    operations.change_class(tc, facts=facts, version=tc.version, by=cast.administrator)
    assert states(people) == ["admitted", "admitted", "admitted", "waiting"]


def test_a_quota_holds_back_its_unit_and_nobody_behind(cast: Cast, people: list[Person], make: Makers) -> None:
    operations.set_quota(cast.training_class, unit=cast.ward, places=2, by=cast.administrator)
    other = cast.stranger_person
    ids = propose(cast, people[:2])
    more = operations.nominate_people(cast.training_class, person_ids=[other.id], by=cast.administrator)
    admit(cast, [*ids, *(one.id for one in more)])
    assert states([*people[:2], other]) == ["admitted", "waiting", "admitted"]
    operations.set_quota(cast.training_class, unit=cast.ward, places=3, by=cast.administrator)
    assert states(people[:2]) == ["admitted", "admitted"]


def test_enrolling_beyond_the_places_lets_the_rest_wait(cast: Cast, people: list[Person]) -> None:
    limit(cast.training_class, 2)
    done = operations.enrol_unit(cast.training_class, unit=cast.ward, by=cast.administrator)
    assert (done.new, done.already, done.waiting) == (1, 1, 4)
    again = operations.enrol_unit(cast.training_class, unit=cast.ward, by=cast.administrator)
    assert (again.new, again.waiting) == (0, 4)
    assert db.session.query(Registration).count() == 4


def test_who_has_walked_in_is_in(cast: Cast, people: list[Person]) -> None:
    limit(cast.training_class, 1)
    ids = [people[0].id]
    done = operations.enrol_people(cast.training_class, person_ids=ids, how=WALKED_IN, by=cast.administrator)
    assert (done.new, done.waiting) == (1, 0)


def test_enrolling_somebody_put_forward_settles_it(cast: Cast, people: list[Person]) -> None:
    propose(cast, people[:1])
    operations.enrol_people(cast.training_class, person_ids=[people[0].id], how="search", by=cast.administrator)
    assert states(people[:1]) == ["admitted"]


def test_a_refusal_has_a_reason_that_the_unit_is_told(cast: Cast, people: list[Person]) -> None:
    ids = propose(cast, people[:1])
    with pytest.raises(Invalid):
        operations.refuse_registrations(cast.training_class, ids=ids, reason=" ", by=cast.administrator)
    operations.refuse_registrations(cast.training_class, ids=ids, reason="Sai đối tượng", by=cast.administrator)
    assert states(people[:1]) == ["refused"]
    notice = db.session.scalars(select(Notice).where(Notice.person_id == cast.manager.person_id)).one()
    assert notice.body == f"{people[0].full_name}: Không nhận – Sai đối tượng"
    assert told(people[0]) == []


def test_a_unit_is_told_in_one_notice_what_became_of_its_people(cast: Cast, people: list[Person]) -> None:
    limit(cast.training_class, 3)
    ids = propose(cast, people)
    admit(cast, ids)
    word = ("Đã nhận", "Đã nhận", "Danh sách chờ", "Danh sách chờ")
    [(title, body)] = said_to_manager(cast)
    assert title == f"Đã có kết quả của 4 người được cử vào {cast.training_class.title}"
    assert body == "\n".join(f"{one.full_name}: {said}" for one, said in zip(people, word, strict=True))
    mine = (Enrolment.class_id == cast.training_class.id, Enrolment.person_id == people[0].id)
    left = db.session.scalars(select(Enrolment).where(*mine)).one()
    # The manager's own doing frees the place; who moves up is news all the same.
    operations.withdraw_learner(left, reason="Bận việc", by=cast.manager)
    assert said_to_manager(cast)[1][1] == f"{people[2].full_name}: Đã nhận"


def test_who_decides_on_the_own_people_is_not_told(cast: Cast, people: list[Person]) -> None:
    person_ids = [one.id for one in people]
    made = operations.nominate_people(cast.training_class, person_ids=person_ids, by=cast.administrator)
    admit(cast, [one.id for one in made])
    mine = select(Notice).where(Notice.person_id == cast.administrator.person_id)
    assert db.session.scalars(mine).all() == []


def test_who_was_refused_can_be_put_forward_again(cast: Cast, people: list[Person]) -> None:
    ids = propose(cast, people[:1])
    operations.refuse_registrations(cast.training_class, ids=ids, reason="Thiếu hồ sơ", by=cast.administrator)
    assert len(propose(cast, people[:1])) == 1
    assert db.session.query(Registration).count() == 2


def test_what_is_decided_is_not_decided_again(cast: Cast, people: list[Person]) -> None:
    ids = propose(cast, people[:1])
    admit(cast, ids)
    with pytest.raises(Invalid):
        admit(cast, ids)
    registration = db.session.get_one(Registration, ids[0])
    with pytest.raises(Conflict):
        operations.take_back_registration(registration, by=cast.manager)


def test_what_is_taken_back_frees_nothing_and_stays_on_record(cast: Cast, people: list[Person]) -> None:
    registration = db.session.get_one(Registration, propose(cast, people[:1])[0])
    operations.take_back_registration(registration, by=cast.manager)
    assert states(people[:1]) == ["taken_back"]
    assert len(propose(cast, people[:1])) == 1


def test_after_the_last_day_nobody_is_put_forward(cast: Cast, people: list[Person]) -> None:
    cast.training_class.register_by = clock.today() - timedelta(days=1)
    db.session.commit()
    with pytest.raises(Conflict):
        propose(cast, people)


def test_a_full_class_takes_nobody_back(cast: Cast, people: list[Person]) -> None:
    operations.withdraw_learner(cast.enrolment, reason="Ốm", by=cast.administrator)
    limit(cast.training_class, 1)
    operations.enrol_people(cast.training_class, person_ids=[people[0].id], how="search", by=cast.administrator)
    with pytest.raises(Conflict):
        operations.restore_learner(cast.enrolment, by=cast.administrator)


def test_a_learner_is_moved_and_both_classes_know_it(cast: Cast, make: Makers) -> None:
    other = make.training_class(unit=cast.city, title="Lớp hai")
    there = operations.move_learner(cast.enrolment, to=other, reason="Gần nhà hơn", by=cast.administrator)
    assert (there.class_id, there.unit_id, there.how) == (other.id, cast.enrolment.unit_id, "moved")
    assert cast.enrolment.state is EnrolmentState.WITHDRAWN
    assert cast.enrolment.withdrawn_reason == "Chuyển sang Lớp hai: Gần nhà hơn"


def test_nobody_is_moved_into_a_full_class_or_without_a_reason(cast: Cast, make: Makers) -> None:
    other = make.training_class(unit=cast.city, capacity=1)
    with pytest.raises(Invalid):
        operations.move_learner(cast.enrolment, to=other, reason="", by=cast.administrator)
    make.enrolment(other, cast.stranger_person)
    with pytest.raises(Invalid):
        operations.move_learner(cast.enrolment, to=other, reason="Gần nhà", by=cast.administrator)
    db.session.expire_all()
    assert cast.enrolment.state is EnrolmentState.ENROLLED
