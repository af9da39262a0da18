"""Who finds which courses, with how many queries."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.counting import counted
from tests.makers import Makers
from training.catalog.models import CourseState
from training.catalog.queries import count_modules, list_author_units, list_courses, list_modules


def test_drafts_are_seen_by_the_trainers_of_their_unit(cast: Cast, make: Makers) -> None:
    draft = make.course(unit=cast.other_ward, title="Bản nháp", state=CourseState.DRAFT)
    own = make.course(unit=cast.ward, title="Của phường", state=CourseState.DRAFT)
    assert {draft.id, own.id} <= {c.id for c in list_courses(cast.trainer).rows}
    assert [c.id for c in list_courses(cast.manager).rows] == [cast.course.id]
    assert list_courses(cast.cadre).rows == []


@pytest.mark.parametrize("words", ["luat mat tran", "LUẬT", "tran luat", "mặt"])
def test_courses_are_found_without_marks(cast: Cast, words: str) -> None:
    assert [c.id for c in list_courses(cast.trainer, words=words).rows] == [cast.course.id]


@pytest.mark.parametrize("words", ["%", "_", "hòa giải"])
def test_what_is_not_there_is_not_found(cast: Cast, words: str) -> None:
    assert list_courses(cast.trainer, words=words).rows == []


def test_archived_courses_are_out_of_the_way_until_asked_for(cast: Cast, make: Makers) -> None:
    old = make.course(unit=cast.city, title="Cũ", state=CourseState.ARCHIVED)
    assert old.id not in {c.id for c in list_courses(cast.trainer).rows}
    assert [c.id for c in list_courses(cast.trainer, state=CourseState.ARCHIVED).rows] == [old.id]


def test_a_long_list_takes_few_queries(cast: Cast, make: Makers) -> None:
    for number in range(8):
        make.course(unit=cast.city, title=f"Khóa {number}", modules=1)
    with counted() as queries:
        page = list_courses(cast.trainer)
        assert [(c.title, c.unit.name) for c in page.rows]
        assert count_modules(page.rows)[cast.course.id] == 2
    assert len(queries) == 3
    with counted() as queries:
        assert all(m.published_revision for m in list_modules(cast.course))
    assert len(queries) == 2


def test_courses_are_made_for_units_that_one_teaches_in(cast: Cast) -> None:
    assert list_author_units(cast.trainer)[0] == cast.city
    assert {u.id for u in list_author_units(cast.trainer)} == {cast.city.id, cast.ward.id, cast.other_ward.id}
    assert list_author_units(cast.manager) == []
