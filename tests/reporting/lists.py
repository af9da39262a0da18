"""Large classes written quickly, and rosters read out of pages and files."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path

from sqlalchemy import insert

from tests.client import CheckingClient
from training.classes.models import Enrolment, EnrolmentState, TrainingClass
from training.core import clock
from training.core.db import db
from training.core.jobs.runner import run_next
from training.core.sheets.sheet import clean_text
from training.core.vietnamese import name_sort_key, search_key
from training.people.models import Person
from training.units.models import Unit


def enrol(
    training_class: TrainingClass, unit: Unit, people: Iterable[tuple[str, str]], *, post: str = "Ủy viên"
) -> None:
    """Enrol people given as family and middle names, and given name."""
    rows = [
        {
            "full_name": f"{rest} {given}".strip(),
            "family_name": rest,
            "given_name": given,
            "sort_key": name_sort_key(f"{rest} {given}", given),
            "search_key": search_key(f"{rest} {given}"),
        }
        for rest, given in people
    ]
    ids = db.session.scalars(insert(Person).returning(Person.id, sort_by_parameter_order=True), rows).all()
    common = {"class_id": training_class.id, "unit_id": unit.id, "post_title": post, "enrolled_at": clock.now()}
    state = {"state": EnrolmentState.ENROLLED, "how": "list", "withdrawn_reason": ""}
    db.session.execute(insert(Enrolment), [{"person_id": person_id, **common, **state} for person_id in ids])
    db.session.commit()


def people_of(path: Path) -> list[tuple[str, str]]:
    """Read the people of a made-up list."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [(row["Họ và tên đệm"], row["Tên"]) for row in csv.DictReader(lines)]


def names_on(html: str) -> list[str]:
    """Return the full names on a roster's page, in their order."""
    cells = re.findall(r'<th scope="row"><a [^>]*>(.*?)</a></th>', html, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", cell)).split()) for cell in cells]


def rows_of(data: bytes) -> list[list[str]]:
    """Return the records of a CSV file as any other program reads them."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def naughty_names(shared_data: Path) -> list[str]:
    """Return texts that break programs which take them for anything but names."""
    strings = json.loads((shared_data / "security" / "blns.json").read_text("utf-8"))
    payloads = (shared_data / "security" / "csv-injection-payloads.txt").read_text("utf-8").splitlines()
    own = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''", "\t=1", "\r=1", "＝1", "a\n=1", 'x";=1', "=" * 120]
    return [text for text in (*strings, *payloads, *own) if clean_text(text).strip()]


def fetched(client: CheckingClient, address: str) -> bytes:
    """Begin a job on a page, let the worker do it, and return its file."""
    begun = client.post(address, {}, status=303).headers["Location"]
    assert run_next()
    answer = client.get(f"{begun}/file")
    data = answer.data
    answer.close()
    return data
