"""The PDF of a certificate: every letter comes back, one page each, always the same bytes."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from flask import Flask

from tests.cast import Cast
from tests.completion.issuing import complete_class, issue, make_certificate
from tests.makers import Makers
from training.completion.models import Certificate, CertificateFile
from training.completion.operations.certificate_files import TEMPLATE, draw_all, draw_one, file_of, pages
from training.completion.operations.printing import KIND
from training.core.db import db
from training.core.errors import Conflict
from training.core.jobs import JobState, start_job
from training.core.jobs.runner import file_of as job_file
from training.core.jobs.runner import run_next
from training.core.pdf import render_pdf

BASES = "aăâeêioôơuưy"
TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
#: All 134 letters of Vietnamese that carry a mark, small and capital.
MARKED = [
    *(unicodedata.normalize("NFC", base + tone) for base in BASES for tone in TONES),
    *"ăâêôơưđ",
]
PANGRAM = " ".join([*MARKED, *(letter.upper() for letter in MARKED)])


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(data)) as file:
        return " ".join(page.get_textpage().get_text_bounded() for page in file)


def count_pages(data: bytes) -> int:
    with pypdfium2.PdfDocument(io.BytesIO(data)) as file:
        return len(file)


def saying(one: Certificate, **words: str) -> bytes:
    body = pages([one])
    body["certificates"][0] |= words
    return render_pdf(TEMPLATE, body)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_letter_comes_back_out_of_the_paper(cast: Cast, form: str) -> None:
    assert len(PANGRAM.split()) == 134
    told = text_of(saying(make_certificate(cast), class_title=unicodedata.normalize(form, PANGRAM)))
    found = unicodedata.normalize("NFC", " ".join(told.split()))
    assert PANGRAM in found
    assert "\ufffd" not in found


def test_the_paper_says_what_was_frozen(cast: Cast) -> None:
    one = make_certificate(cast)
    told = " ".join(text_of(draw_one(one)).split())
    for words in ("GIẤY CHỨNG NHẬN", "Nguyễn Thị Hạnh", "001/2026/GCN-MTTQ", "Giỏi", "26 0001", "tổng số 32 tiết"):
        assert words in told
    assert f"{one.code[:4]}-{one.code[4:8]}-{one.code[8]}" in told


@pytest.mark.parametrize("length", [1, 40, 120])
def test_the_longest_words_stay_on_one_page(cast: Cast, length: int) -> None:
    one = make_certificate(cast)
    words = ("Nguyễn " * 200)[:length]
    data = saying(one, full_name=words, unit=words, post=words, class_title=("Bồi dưỡng " * 30)[:200])
    assert count_pages(data) == 1


def test_a_file_is_frozen_and_made_again_as_it_was(cast: Cast, tmp_path: Path) -> None:
    one = make_certificate(cast)
    path = file_of(one, tmp_path)
    data = path.read_bytes()
    path.unlink()
    assert file_of(one, tmp_path).read_bytes() == data
    assert db.session.scalars(db.select(CertificateFile)).one().size == len(data)


def test_a_file_that_would_differ_is_refused(cast: Cast, tmp_path: Path) -> None:
    one = make_certificate(cast)
    file_of(one, tmp_path).unlink()
    one.data = one.data | {"full_name": "Kẻ Gian"}
    db.session.commit()
    with pytest.raises(Conflict):
        file_of(one, tmp_path)


@pytest.mark.parametrize("form", ["pdf", "zip"])
def test_all_certificates_of_a_class_are_printed_in_the_background(
    app: Flask, make: Makers, cast: Cast, form: str
) -> None:
    issue(cast, complete_class(make, cast, "Trần Văn Bình", "Lê Thị Cúc", "Đặng Thị Ánh"))
    job = start_job(KIND, {"class_id": cast.training_class.id, "form": form}, by=cast.trainer)
    assert run_next()
    db.session.rollback()
    path = job_file(job)
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert path is not None
    if form == "pdf":
        assert count_pages(path.read_bytes()) == 3
        return
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert [count_pages(archive.read(name)) for name in names] == [1, 1, 1]
    assert names[0].endswith("dang-thi-anh.pdf") or names[0].endswith("tran-van-binh.pdf")


def test_whoever_lost_the_class_gets_no_file(make: Makers, cast: Cast) -> None:
    issue(cast, complete_class(make, cast, "Trần Văn Bình"))
    job = start_job(KIND, {"class_id": cast.training_class.id, "form": "pdf"}, by=cast.stranger)
    run_next()
    db.session.rollback()
    assert job.state is JobState.FAILED


def test_one_file_can_hold_several_designs(make: Makers, cast: Cast) -> None:
    made = issue(cast, complete_class(make, cast, "Trần Văn Bình", "Lê Thị Cúc"))
    assert count_pages(draw_all(made)) == 2
