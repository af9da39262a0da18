"""The names of roles and what each lets one do, for people."""

from __future__ import annotations

from training.core.access import Role
from training.core.i18n import _l

ROLE_WORDS = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.UNIT_MANAGER: _l("Unit manager"),
    Role.TRAINER: _l("Trainer"),
    Role.LEARNER: _l("Learner"),
}

ROLE_DEEDS = {
    Role.ADMINISTRATOR: _l("does everything, gives roles, reads the audit trail"),
    Role.UNIT_MANAGER: _l("looks after the people of the unit: lists, accounts, reports"),
    Role.TRAINER: _l("writes courses and quizzes, holds classes, calls the roll"),
    Role.LEARNER: _l("reads, takes quizzes, checks in"),
}
