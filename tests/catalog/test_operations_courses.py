"""Courses, documents and pictures, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.cast import Cast
from tests.catalog.pictures import jpeg, png
from tests.makers import Makers
from training.catalog.models import CourseState, Track
from training.catalog.operations import (
    CourseFacts,
    SourceFacts,
    add_picture,
    add_source,
    archive_course,
    change_course,
    change_source,
    create_course,
    facts_of_course,
    publish_course,
    remove_source,
    restore_course,
)
from training.catalog.queries import find_course, get_course, list_pictures, list_sources, media_of
from training.core.db import AuditEntry, db
from training.core.errors import Conflict, Invalid
from training.questions.operations import QuestionFacts, create_question

FACTS = CourseFacts("HG-1", "Hòa giải ở cơ sở", Track.PROFESSIONAL, 4, "**Ngắn**")


def test_a_new_course_is_a_draft_and_in_the_trail(cast: Cast) -> None:
    course = create_course(FACTS, unit=cast.city, by=cast.trainer)
    assert course.state is CourseState.DRAFT
    assert "<strong>Ngắn</strong>" in course.summary_html
    entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (entry.verb, entry.account_id) == ("create_course", cast.trainer.account_id)


def test_a_code_is_given_once(cast: Cast) -> None:
    create_course(FACTS, unit=cast.city, by=cast.trainer)
    with pytest.raises(Invalid) as refusal:
        create_course(FACTS, unit=cast.city, by=cast.trainer)
    assert refusal.value.field == "code"
    with pytest.raises(Invalid):
        change_course(cast.course, facts=FACTS, unit=cast.city, version=cast.course.version, by=cast.trainer)


def test_of_two_who_change_a_course_the_second_is_told(cast: Cast) -> None:
    course = create_course(FACTS, unit=cast.city, by=cast.trainer)
    version = course.version
    change_course(course, facts=replace(FACTS, title="Một"), unit=cast.city, version=version, by=cast.trainer)
    with pytest.raises(Conflict):
        change_course(course, facts=replace(FACTS, title="Hai"), unit=cast.city, version=version, by=cast.trainer)
    assert facts_of_course(get_course(course.id)).title == "Một"


def test_a_course_is_published_with_a_published_module_only(cast: Cast, make: Makers) -> None:
    course = create_course(FACTS, unit=cast.city, by=cast.trainer)
    make.module(course, published=False)
    with pytest.raises(Conflict):
        publish_course(course, by=cast.trainer)
    make.module(course, position=2)
    assert publish_course(course, by=cast.trainer).state is CourseState.PUBLISHED


def test_a_course_put_away_comes_back_as_a_draft(cast: Cast) -> None:
    archive_course(cast.course, by=cast.trainer)
    assert restore_course(cast.course, by=cast.trainer).state is CourseState.DRAFT


def test_the_same_picture_is_kept_once_and_a_new_one_takes_its_place(cast: Cast) -> None:
    first = add_picture(cast.course, name="Cổng làng.png", data=png(), by=cast.trainer)
    assert add_picture(cast.course, name="cong-lang.png", data=png(), by=cast.trainer).id == first.id
    second = add_picture(cast.course, name="cong-lang.png", data=png(4, 4), by=cast.trainer)
    assert [picture.id for picture in list_pictures(cast.course.id)] == [second.id]
    assert media_of(cast.course.id)("media/cong-lang.png") == f"/media/{second.content_hash}/cong-lang.png"


def test_a_picture_is_named_by_what_it_is(cast: Cast) -> None:
    picture = add_picture(cast.course, name="a.png", data=jpeg(), by=cast.trainer)
    assert (picture.name, picture.media_type) == ("a.jpg", "image/jpeg")


def test_what_is_no_picture_is_not_kept(cast: Cast) -> None:
    with pytest.raises(Invalid):
        add_picture(cast.course, name="a.png", data=b"<svg/>", by=cast.trainer)
    assert list_pictures(cast.course.id) == []


def test_a_document_keeps_its_days_in_order(cast: Cast) -> None:
    facts = SourceFacts("Luật", effective_from=date(2016, 1, 1))
    source = add_source(cast.course, key="luat-75", facts=facts, by=cast.trainer)
    with pytest.raises(Invalid) as refusal:
        change_source(source, facts=replace(facts, effective_to=date(2015, 1, 1)), by=cast.trainer)
    assert refusal.value.field == "effective_to"
    with pytest.raises(Invalid) as refusal:
        add_source(cast.course, key="luat-75", facts=facts, by=cast.trainer)
    assert refusal.value.field == "key"


def test_a_document_that_a_question_cites_stays(cast: Cast, make: Makers) -> None:
    source = add_source(cast.course, key="luat-75", facts=SourceFacts("Luật"), by=cast.trainer)
    raw = {"right": True}
    facts = QuestionFacts("Chung", "true_false", "Đúng không?", raw, sources="luat-75, Điều 1")
    create_question(cast.course, facts=facts, by=cast.trainer)
    with pytest.raises(Conflict):
        remove_source(source, by=cast.trainer)
    other = add_source(cast.course, key="luat-76", facts=SourceFacts("Luật"), by=cast.trainer)
    remove_source(other, by=cast.trainer)
    assert [s.key for s in list_sources(cast.course.id)] == ["luat-75"]


def test_a_course_is_found_by_its_code(cast: Cast) -> None:
    course = create_course(FACTS, unit=cast.city, by=cast.trainer)
    assert find_course("HG-1") == course
    assert find_course("HG-2") is None
