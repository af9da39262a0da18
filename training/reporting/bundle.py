"""The evidence of a class for an audit as one archive, with the hash of each file and what is missing."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from training.classes.models import TrainingClass
from training.core import clock
from training.core.access import Actor
from training.core.formats import moment
from training.core.i18n import _
from training.reporting import bundle_parts as parts
from training.reporting.bundle_parts import Part
from training.reporting.queries.evidence import missing_items

MANIFEST, CONTENTS = "manifest.json", "MUC-LUC.txt"
Progress = Callable[[int, int, str], None]


def write_bundle(path: Path, training_class: TrainingClass, actor: Actor, *, progress: Progress) -> None:
    """Write the archive; its manifest names each file with size and SHA-256, and what is missing that must be there.

    The contents say the same to whoever opens the archive without a program.
    """
    class_id = training_class.id
    makers: list[Callable[[], Iterator[Part]]] = [
        lambda: parts.plan(training_class.plan),
        lambda: parts.roster(class_id, actor),
        lambda: parts.rolls(class_id),
        lambda: parts.closings(class_id),
        lambda: parts.sheets(class_id),
        lambda: parts.figures(class_id, actor),
        lambda: parts.quizzes(class_id),
        lambda: parts.certificates(class_id),
        lambda: parts.papers(class_id),
    ]
    files: list[dict[str, Any]] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(part: Part) -> None:
            archive.writestr(part.path, part.data)
            digest = hashlib.sha256(part.data).hexdigest()
            files.append({"path": part.path, "sha256": digest, "size": len(part.data)})

        for step, make in enumerate(makers, start=1):
            for part in make():
                add(part)
            progress(step, len(makers), "")
        missing = missing_items(training_class)
        add(Part(CONTENTS, _contents(training_class, [file["path"] for file in files], missing).encode()))
        archive.writestr(MANIFEST, _manifest(training_class, files, missing))


def _contents(training_class: TrainingClass, paths: list[str], missing: list[str]) -> str:
    lines = [
        _("Evidence of a class"),
        f"{training_class.title} ({training_class.code})",
        _("Made at %(time)s", time=moment(clock.now())),
        "",
        _("Files:"),
        *(f"- {path}" for path in paths),
        "",
        _("Missing:") if missing else _("Nothing is missing."),
        *(f"- {one}" for one in missing),
    ]
    return "\r\n".join(lines) + "\r\n"


def _manifest(training_class: TrainingClass, files: list[dict[str, Any]], missing: list[str]) -> str:
    told = {
        "class": {"code": training_class.code, "title": training_class.title},
        "made_at": clock.now().isoformat(),
        "files": files,
        "missing": missing,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
