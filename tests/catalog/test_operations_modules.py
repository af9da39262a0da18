"""Drafts and revisions of modules, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.catalog.pictures import png
from tests.makers import Makers
from training.catalog.models import Module
from training.catalog.operations import (
    Direction,
    SourceFacts,
    add_module,
    add_picture,
    add_source,
    archive_module,
    move_module,
    publish_draft,
    publish_module,
    publish_text,
    restore_module,
    save_draft,
)
from training.catalog.queries import (
    draft_of,
    get_module,
    has_unpublished,
    list_citations,
    list_modules,
    list_revisions,
)
from training.catalog.rules.drafts import Draft
from training.core.db import AUDIT, db
from training.core.errors import Conflict, Invalid

TEXT = Draft("Vị trí", 12, "## Mục đích\n\nMột đoạn.", "")


@pytest.fixture
def module(cast: Cast) -> Module:
    return add_module(cast.course, title="Vị trí", by=cast.trainer)


def save(module: Module, draft: Draft, cast: Cast) -> Module:
    return save_draft(module, draft=draft, seen=draft_of(get_module(module.id)).seal, author=cast.trainer)


def test_a_draft_is_rendered_but_learners_see_nothing(module: Module, cast: Cast) -> None:
    saved = save(module, TEXT, cast)
    assert 'id="m-muc-dich"' in saved.draft_html
    assert saved.published_revision is None
    assert saved.draft_by_account_id == cast.trainer.account_id


def test_of_two_writers_the_second_is_told(module: Module, cast: Cast) -> None:
    seen = draft_of(module).seal
    save_draft(module, draft=TEXT, seen=seen, author=cast.trainer)
    with pytest.raises(Conflict):
        save_draft(module, draft=replace(TEXT, text="Khác"), seen=seen, author=cast.administrator)
    assert get_module(module.id).draft_text == TEXT.text


def test_the_same_text_twice_is_no_conflict(module: Module, cast: Cast) -> None:
    seen = draft_of(module).seal
    save_draft(module, draft=TEXT, seen=seen, author=cast.trainer)
    assert save_draft(module, draft=TEXT, seen=seen, author=cast.administrator).draft_text == TEXT.text


def test_what_saves_itself_leaves_no_audit_line(module: Module, cast: Cast) -> None:
    save(module, TEXT, cast)
    assert "save_draft" not in db.session.scalars(select(AUDIT.c.verb)).all()


def test_moving_a_module_disturbs_no_writer(module: Module, cast: Cast) -> None:
    seen = draft_of(module).seal
    move_module(module, direction=Direction.UP, by=cast.administrator)
    assert save_draft(module, draft=TEXT, seen=seen, author=cast.trainer).draft_text == TEXT.text


def test_published_revisions_are_numbered_and_never_change(module: Module, cast: Cast) -> None:
    save(module, TEXT, cast)
    first = publish_module(module, by=cast.trainer, note="Bản đầu")
    save(module, replace(TEXT, text="Nội dung mới"), cast)
    second = publish_module(module, by=cast.trainer)
    rows = list_revisions(module)
    assert [(row.revision.number, row.name) for row in rows] == [(2, cast.trainer.name), (1, cast.trainer.name)]
    assert (first.text, first.note) == (TEXT.text, "Bản đầu")
    assert get_module(module.id).published_revision_id == second.id


def test_publishing_the_same_again_makes_no_revision(module: Module, cast: Cast) -> None:
    save(module, replace(TEXT, minutes=0), cast)
    first = publish_module(module, by=cast.trainer)
    assert publish_module(module, by=cast.trainer).id == first.id
    assert not has_unpublished(get_module(module.id))
    assert first.minutes == 1


def test_an_empty_module_is_not_published(module: Module, cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        publish_module(module, by=cast.trainer)
    assert refusal.value.field == "text"


def test_a_draft_that_cannot_be_published_is_not_saved_either(module: Module, cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        publish_draft(
            module, draft=replace(TEXT, sources="luat-1, Điều 1"), seen=draft_of(module).seal, by=cast.trainer
        )
    assert refusal.value.field == "sources"
    assert get_module(module.id).draft_text == ""


def test_citations_follow_what_is_published(module: Module, cast: Cast) -> None:
    add_source(cast.course, key="luat-75", facts=SourceFacts("Luật"), by=cast.trainer)
    save(module, replace(TEXT, sources="luat-75, Điều 1 [2016-01-01..]\nluat-75, Điều 2"), cast)
    assert list_citations(module) == []
    publish_module(module, by=cast.trainer)
    assert [row.article for row in list_citations(module)] == ["Điều 1", "Điều 2"]
    save(module, replace(TEXT, sources="luat-75, Điều 3"), cast)
    assert [row.article for row in list_citations(module)] == ["Điều 1", "Điều 2"]
    publish_module(module, by=cast.trainer)
    assert [row.article for row in list_citations(module)] == ["Điều 3"]


def test_a_picture_put_in_later_makes_a_new_revision(module: Module, cast: Cast) -> None:
    save(module, replace(TEXT, text="![Cổng làng](media/cong.png)"), cast)
    publish_module(module, by=cast.trainer)
    picture = add_picture(cast.course, name="cong.png", data=png(), by=cast.trainer)
    second = publish_module(module, by=cast.trainer)
    assert f'src="/media/{picture.content_hash}/cong.png"' in second.html
    assert second.number == 2


def test_a_text_from_elsewhere_leaves_the_draft_of_a_writer_alone(module: Module, cast: Cast) -> None:
    publish_text(module, draft=TEXT, by=cast.administrator)
    save(module, replace(TEXT, text="Đang viết dở"), cast)
    revision = publish_text(module, draft=replace(TEXT, text="Từ thư mục"), by=cast.administrator)
    found = get_module(module.id)
    assert (found.draft_text, revision.text, revision.number) == ("Đang viết dở", "Từ thư mục", 2)


def test_modules_move_and_stay_in_one_order(cast: Cast, make: Makers) -> None:
    course = make.course(unit=cast.city, modules=3)
    first, second, third = list_modules(course)
    move_module(third, direction=Direction.UP, by=cast.trainer)
    assert [m.id for m in list_modules(course)] == [first.id, third.id, second.id]
    move_module(first, direction=Direction.UP, by=cast.trainer)
    assert [m.id for m in list_modules(course)] == [first.id, third.id, second.id]


def test_a_module_put_away_comes_back_at_the_end(cast: Cast, make: Makers) -> None:
    course = make.course(unit=cast.city, modules=3)
    first, *others = list_modules(course)
    archive_module(first, by=cast.trainer)
    with pytest.raises(Conflict):
        move_module(first, direction=Direction.DOWN, by=cast.trainer)
    assert [m.id for m in list_modules(course)] == [m.id for m in others]
    restore_module(first, by=cast.trainer)
    assert [m.id for m in list_modules(course)] == [*(m.id for m in others), first.id]


def test_a_text_that_cannot_be_rendered_is_not_saved(module: Module, cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        save(module, replace(TEXT, text="[" * 3000), cast)
    assert refusal.value.field == "text"
    assert get_module(module.id).draft_text == ""
