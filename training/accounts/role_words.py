"""The names of roles, for people."""

from __future__ import annotations

from training.core.access import Role
from training.core.i18n import _l

ROLE_WORDS = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.UNIT_MANAGER: _l("Unit manager"),
    Role.TRAINER: _l("Trainer"),
    Role.LEARNER: _l("Learner"),
}
