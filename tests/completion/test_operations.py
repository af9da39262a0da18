"""Saying what a class asks for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.makers import Makers
from training.classes.models import ClassState
from training.completion.models import CompletionRule
from training.completion.operations.rules import set_rule
from training.completion.queries.terms import list_rules, terms_of_class
from training.completion.rules.conditions import Condition, Kind
from training.core.db import db
from training.core.errors import Conflict, Invalid

HALF = [Condition(Kind.MODULES, Decimal("0.5"))]
ALL = [Condition(Kind.MODULES, Decimal(1))]


def test_each_save_is_a_new_version_and_the_old_ones_stay(cast: Cast) -> None:
    set_rule(cast.training_class, HALF, based_on=0, by=cast.administrator)
    set_rule(cast.training_class, ALL, based_on=1, by=cast.trainer)
    versions = [(rule.number, name) for rule, name in list_rules(cast.training_class)]
    assert versions == [(2, "Phạm Văn Giảng"), (1, "Trần Quốc Quản")]
    assert terms_of_class(cast.training_class).conditions == tuple(ALL)


def test_of_two_who_change_the_rule_the_second_is_told(cast: Cast) -> None:
    set_rule(cast.training_class, HALF, based_on=0, by=cast.administrator)
    with pytest.raises(Conflict):
        set_rule(cast.training_class, ALL, based_on=0, by=cast.trainer)
    assert terms_of_class(cast.training_class).conditions == tuple(HALF)


@pytest.mark.parametrize("condition", [Condition(Kind.QUIZ, quiz_id=99), Condition(Kind.ATTENDANCE, Decimal("0.8"))])
def test_a_rule_that_nobody_could_meet_is_not_kept(cast: Cast, condition: Condition) -> None:
    with pytest.raises(Invalid):
        set_rule(cast.training_class, [condition], based_on=0, by=cast.administrator)
    assert db.session.scalars(select(CompletionRule)).all() == []


def test_a_closed_class_asks_for_nothing_new(make: Makers, cast: Cast) -> None:
    cast.training_class.state = ClassState.CLOSED
    make.save(cast.training_class)
    with pytest.raises(Conflict):
        set_rule(cast.training_class, ALL, based_on=0, by=cast.administrator)
