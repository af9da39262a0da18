"""The audit trail in words: what each deed, thing and column is called for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from training.core.i18n import LazyString, _, _l

#: Deeds by the name of the operation that does them.
DEEDS: dict[str, LazyString] = {
    "activate": _l("took a one-time code and set a password"),
    "add_person": _l("added a person"),
    "add_unit": _l("added a unit"),
    "begin_post": _l("added a post"),
    "change_password": _l("changed the password"),
    "change_person": _l("changed a person"),
    "change_unit": _l("changed a unit"),
    "close_account": _l("closed an account"),
    "close_unit": _l("closed a unit"),
    "confirm_import": _l("recorded a list of cadres"),
    "create_first_administrator": _l("made the first administrator"),
    "drop_import": _l("dropped a list of cadres"),
    "end_all_sign_ins": _l("signed out all devices"),
    "end_post": _l("ended a post"),
    "end_sign_in": _l("signed out a device"),
    "give_role": _l("gave a role"),
    "issue_codes": _l("issued one-time codes"),
    "issue_sheet": _l("issued one-time codes"),
    "load_units": _l("loaded units from a file"),
    "open_accounts": _l("opened accounts"),
    "reopen_account": _l("opened a closed account again"),
    "reopen_unit": _l("took back the closing of a unit"),
    "revoke_codes": _l("ended unused one-time codes"),
    "set_up": _l("set up the installation"),
    "stage_import": _l("uploaded a list of cadres"),
    "start_sign_in": _l("signed in"),
    "take_in": _l("recorded a list of cadres and opened accounts"),
    "withdraw_role": _l("withdrew a role"),
}

#: Things by the name of their table.
THINGS: dict[str, LazyString] = {
    "accounts": _l("Account"),
    "activation_codes": _l("One-time code"),
    "courses": _l("Course"),
    "enrolments": _l("Enrolment"),
    "grants": _l("Role"),
    "import_batches": _l("List of cadres"),
    "meetings": _l("Meeting"),
    "modules": _l("Module"),
    "people": _l("Person"),
    "posts": _l("Post"),
    "questions": _l("Question"),
    "quizzes": _l("Quiz"),
    "sign_ins": _l("Device"),
    "training_classes": _l("Class"),
    "units": _l("Unit"),
}

#: Columns and arguments that are worth showing; all others are housekeeping.
COLUMNS: dict[str, LazyString] = {
    "accounts": _l("For whom"),
    "birth_on": _l("Date of birth"),
    "birth_year": _l("Year of birth"),
    "closes_on": _l("Last day"),
    "code": _l("Code"),
    "email": _l("E-mail"),
    "file_name": _l("File"),
    "full_name": _l("Full name"),
    "gender": _l("Gender"),
    "held_from": _l("First day"),
    "held_to": _l("Last day"),
    "legal_basis": _l("Legal basis"),
    "name": _l("Name"),
    "on": _l("Last day"),
    "opens_on": _l("First day"),
    "parent": _l("Below"),
    "phone": _l("Phone number"),
    "reason": _l("Reason"),
    "role": _l("Role"),
    "short_name": _l("Short name"),
    "state": _l("State"),
    "title": _l("Title"),
    "unit": _l("Unit"),
    "valid_from": _l("First day"),
    "valid_to": _l("Last day"),
}


#: Values of choices.
VALUES: dict[str, LazyString] = {
    "administrator": _l("Administrator"),
    "unit_manager": _l("Unit manager"),
    "trainer": _l("Trainer"),
    "learner": _l("Learner"),
    "preview": _l("Preview"),
    "confirmed": _l("Recorded"),
    "dropped": _l("Dropped"),
    "male": _l("Male"),
    "female": _l("Female"),
    "draft": _l("Draft"),
    "published": _l("Published"),
    "archived": _l("Archived"),
}

#: Most names of things that a line spells out.
_MOST_NAMES = 5


def deed(verb: str) -> str:
    """Say what was done."""
    words = DEEDS.get(verb)
    return str(words) if words else _("did something else (%(verb)s)", verb=verb.replace("_", " "))


def deeds_among(found: Iterable[str]) -> list[tuple[str, str]]:
    """Return the deeds that occur, with their words, in the order of the words."""
    return sorted(((verb, deed(verb)) for verb in found), key=lambda one: one[1])


def thing_word(kind: str) -> str:
    """Name a kind of thing."""
    words = THINGS.get(kind)
    return str(words) if words else kind.replace("_", " ")


def changed(details: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the changes worth showing, each as the column's word, the old and the new value."""
    changes: dict[str, dict[str, list[Any]]] = details.get("changes", {})
    return [
        (str(COLUMNS[column]), _shown(before), _shown(after))
        for columns in changes.values()
        for column, (before, after) in columns.items()
        if column in COLUMNS and before != after
    ]


def given(details: dict[str, Any], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what was given to the deed, as far as it is worth showing; `names` are those of things, by reference."""
    values: dict[str, Any] = details.get("given", {})
    told = ((name, _told(value, names)) for name, value in values.items() if name in COLUMNS)
    return [(str(COLUMNS[name]), text) for name, text in told if text]


def _told(value: object, names: Mapping[str, str]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        found = [names[one] for one in value if one in names]
        return ", ".join(found[:_MOST_NAMES]) + (f" … ({len(value)})" if len(value) > _MOST_NAMES else "")
    return names.get(str(value)) or _shown(value)


def _shown(value: object) -> str:
    if value in (None, ""):
        return "–"
    return str(VALUES.get(str(value), value))
