"""Targets are set and changed by those who administer the unit, and never two for the same people from one day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.cast import Cast
from tests.makers import Makers
from training.completion.hours.models import HourTarget
from training.completion.hours.operations.targets import TargetFacts, change_hour_target, set_hour_target
from training.core.access import Role
from training.core.errors import Conflict, Denied, Invalid

FACTS = TargetFacts(title="Cán bộ", posts="", hours=40, valid_from=date(2023, 1, 1), valid_to=None, basis="")


def set_for(cast: Cast, **facts: object) -> HourTarget:
    return set_hour_target(replace(FACTS, **facts), unit=cast.city, by=cast.administrator)  # type: ignore[arg-type]


def test_posts_are_kept_a_line_each(cast: Cast) -> None:
    assert set_for(cast, posts="  Chủ tịch \r\n\n Phó  Chủ tịch ").posts == "Chủ tịch\nPhó Chủ tịch"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"valid_to": date(2022, 12, 31)}, "valid_to"),
        ({"posts": "Chủ tịch\nchủ  TỊCH"}, "posts"),
        ({}, "valid_from"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(cast: Cast, facts: dict[str, object], field: str) -> None:
    set_for(cast)
    with pytest.raises(Invalid) as refused:
        set_for(cast, **facts)
    assert refused.value.field == field


def test_an_administrator_of_a_ward_sets_targets_of_the_ward_alone(make: Makers, cast: Cast) -> None:
    local = make.account(make.person("Hồ Thị Ba", unit=cast.ward), Role.ADMINISTRATOR)
    assert set_hour_target(FACTS, unit=cast.ward, by=local).unit_id == cast.ward.id
    with pytest.raises(Denied):
        set_hour_target(FACTS, unit=cast.city, by=local)
    with pytest.raises(Denied):
        set_hour_target(FACTS, unit=cast.ward, by=cast.manager)


def test_a_change_rests_on_the_version_that_was_seen(cast: Cast) -> None:
    made = set_for(cast)
    changed = change_hour_target(made, replace(FACTS, hours=48), version=made.version, by=cast.administrator)
    assert changed.hours == 48
    with pytest.raises(Conflict):
        change_hour_target(made, replace(FACTS, hours=50), version=1, by=cast.administrator)
