"""The job that prints the certificates of a class: as one PDF, or as a zip with a PDF for each."""

from __future__ import annotations

import zipfile
from pathlib import Path

from training.classes.queries import get_class
from training.completion.access import CompletionPermission
from training.completion.models import Certificate
from training.completion.operations.certificate_files import draw_all, files_of
from training.completion.queries.certificates import certificates_by_ids, valid_ids
from training.core.access import may
from training.core.errors import Denied, Invalid
from training.core.i18n import _, _l
from training.core.jobs import Work, job
from training.core.vietnamese import search_key

KIND = "completion.certificates"


@job(KIND, _l("Print certificates"))
def print_certificates(work: Work) -> None:
    """Make the file of each certificate of a class that holds, then one file of all, in the order of the register."""
    training_class = get_class(int(work.arguments["class_id"]))
    if not may(work.by, CompletionPermission.SEE_CERTIFICATES, training_class):
        raise Denied(_("You do not have the right to open this page."))
    code = training_class.code
    certificates = certificates_by_ids(valid_ids(training_class.id))
    if not certificates:
        raise Invalid("", _("The class has no certificates that hold."))
    paths = _files(work, certificates)
    if work.arguments["form"] == "zip":
        _zip(work.result(f"giay-chung-nhan-{_plain(code)}.zip", "application/zip"), certificates, paths)
    else:
        out = work.result(f"giay-chung-nhan-{_plain(code)}.pdf", "application/pdf")
        out.write_bytes(draw_all(certificates))
    work.progress(len(certificates), len(certificates), "")


def _files(work: Work, certificates: list[Certificate]) -> list[Path]:
    paths = []
    for path in files_of(certificates, work.store):
        paths.append(path)
        work.progress(len(paths) - 1, len(certificates), _("Certificates made"))
    return paths


def _zip(out: Path, certificates: list[Certificate], paths: list[Path]) -> None:
    # PDF files are compressed already.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for one, path in zip(certificates, paths, strict=True):
            archive.write(path, f"{one.register_number:03d}-{one.year}-{_plain(one.data['full_name'])}.pdf")


def _plain(text: str) -> str:
    letters = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in search_key(text))
    return "-".join(filter(None, letters.split("-")))[:60]
