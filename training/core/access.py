"""Who may do what: named permissions, the predicates that grant them, and the person who asks.

A slice's access.py names its permissions in a subclass of Permission and registers one predicate for each
with @grants; a permission without a predicate is refused to everybody.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar


class Role(enum.StrEnum):
    """What a person may be; each is granted for a unit and everything below it. One person may hold several."""

    ADMINISTRATOR = "administrator"
    UNIT_MANAGER = "unit_manager"
    TRAINER = "trainer"
    LEARNER = "learner"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held over the unit whose path is `path` and everything below; `path` is like "/1/4/"."""

    role: Role
    unit_id: int
    path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The person on whose behalf something is done; jobs and commands act as SYSTEM."""

    account_id: int | None
    person_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    sign_in_id: int | None = None
    unit_name: str = ""

    def holds(self, *roles: Role) -> bool:
        """Tell whether any of `roles` is held anywhere."""
        return any(g.role in roles for g in self.grants)

    def holds_over(self, path: str, *roles: Role) -> bool:
        """Tell whether any of `roles` is held over the unit with `path`."""
        return any(g.role in roles and path.startswith(g.path) for g in self.grants)

    def paths(self, *roles: Role) -> tuple[str, ...]:
        """Return the paths of the units over which any of `roles` is held."""
        return tuple(g.path for g in self.grants if g.role in roles)

    @property
    def is_staff(self) -> bool:
        """Tell whether the person has more to do here than to learn."""
        return self.holds(Role.ADMINISTRATOR, Role.UNIT_MANAGER, Role.TRAINER)


#: Jobs and commands: holds everything, has no account.
SYSTEM = Actor(None, None, "system", (Grant(Role.ADMINISTRATOR, 0, "/"),))


class Permission(enum.StrEnum):
    """Base of each slice's named permissions; a value reads `slice.verb`."""


Predicate = Callable[[Actor, Any], bool]
F = TypeVar("F", bound=Predicate)

_predicates: dict[Permission, Predicate] = {}


def grants(permission: Permission) -> Callable[[F], F]:
    """Register the decorated predicate (actor, thing) → bool as the one rule for `permission`."""

    def register(predicate: F) -> F:
        if permission in _predicates:
            raise ValueError(f"{permission} has a rule already")
        _predicates[permission] = predicate
        return predicate

    return register


def may(actor: Actor | None, permission: Permission, thing: object = None) -> bool:
    """Tell whether `actor` has `permission` on `thing`; nobody signed in has none."""
    predicate = _predicates.get(permission)
    return actor is not None and predicate is not None and predicate(actor, thing)


def permissions() -> Iterable[Permission]:
    """Return every permission that has a rule."""
    return tuple(_predicates)


def in_force(on: date, *, valid_from: date | None, valid_to: date | None) -> bool:
    """Tell whether a period, inclusive at both ends and open where None, holds on the day `on`."""
    return (valid_from is None or valid_from <= on) and (valid_to is None or on <= valid_to)
