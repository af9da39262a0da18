"""Kinds of job for tests: one that writes a file, one that refuses, one that breaks, one that waits to be told."""

from __future__ import annotations

from training.core.errors import Conflict
from training.core.i18n import _l
from training.core.jobs import Work, job

TITLE = _l("Work under way")


@job("test.write", TITLE)
def write(work: Work) -> None:
    for done in range(3):
        work.progress(done, 3, "")
    path = work.result("ket-qua.txt", "text/plain")
    path.write_text(f"{work.by.name}: {work.arguments['words']}")
    work.progress(3, 3, "")


@job("test.refuse", TITLE)
def refuse(work: Work) -> None:
    raise Conflict("Lớp chưa có học viên.")


@job("test.break", TITLE)
def break_off(work: Work) -> None:
    work.result("nua-chung.txt", "text/plain").write_text("dở dang")
    raise RuntimeError("broken")
