"""Pages of pictures and documents."""

from __future__ import annotations

from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.cast import Cast
from tests.catalog.pictures import gif, png
from tests.client import CheckingClient
from training.catalog.queries import list_pictures, list_sources


def upload(client: CheckingClient, cast: Cast, data: bytes, name: str = "Hình.png", *, status: int = 303) -> str:
    # Encoded here: the test client leaves the temporary file open that it makes for a large one.
    file = FileStorage(BytesIO(data), name)
    boundary, body = encode_multipart({"csrf_token": client._csrf(), "picture": file})
    kind = f'multipart/form-data; boundary="{boundary}"'
    answer = client.raw().post(f"/courses/{cast.course.id}/pictures", data=body, content_type=kind)
    assert answer.status_code == status
    return answer.text


def test_a_picture_is_kept_and_sent_for_good(client: CheckingClient, cast: Cast) -> None:
    upload(client.sign_in(cast.trainer), cast, png())
    picture = list_pictures(cast.course.id)[0]
    address = f"/media/{picture.content_hash}/hinh.png"
    assert address in client.get(f"/courses/{cast.course.id}/pictures").text
    sent = client.sign_in(cast.cadre).get(address)
    assert (sent.data, sent.mimetype) == (png(), "image/png")
    assert sent.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "immutable" in sent.headers["Cache-Control"]
    assert sent.headers["X-Content-Type-Options"] == "nosniff"


def test_pictures_are_for_those_who_are_signed_in(client: CheckingClient, cast: Cast) -> None:
    client.get("/media/abc/hinh.png", status=302)
    client.sign_in(cast.cadre).get("/media/abc/hinh.png", status=404)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.png", "Tệp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg", "PNG, JPEG"),
        (b"MZ", "a.png", "PNG, JPEG"),
        (gif() + b"\0" * 3 * 1024 * 1024, "a.gif", "3,0 MB"),
        (png(9000, 2), "a.png", "9000"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(
    client: CheckingClient, cast: Cast, data: bytes, name: str, words: str
) -> None:
    assert words in upload(client.sign_in(cast.trainer), cast, data, name, status=422)
    assert list_pictures(cast.course.id) == []


def test_a_form_without_a_file_says_so(client: CheckingClient, cast: Cast) -> None:
    page = client.sign_in(cast.trainer).post(f"/courses/{cast.course.id}/pictures", {}, status=422)
    assert "Cần chọn tệp" in page.text


def test_a_body_beyond_all_limits_is_answered_with_the_limit(client: CheckingClient, cast: Cast) -> None:
    raw, kind = client.sign_in(cast.trainer).raw(), "multipart/form-data; boundary=x"
    answer = raw.post(f"/courses/{cast.course.id}/pictures", data=b"x" * 13 * 1024 * 1024, content_type=kind)
    assert answer.status_code == 413
    assert "12 MB" in answer.text


SOURCE = {"title": "Luật", "key": "luat-75", "effective_from": "2016-01-01"}


def test_a_document_is_added_changed_and_removed(client: CheckingClient, cast: Cast) -> None:
    path = f"/courses/{cast.course.id}/documents"
    client.sign_in(cast.trainer).post(f"{path}/new", SOURCE)
    source = list_sources(cast.course.id)[0]
    client.post(f"/documents/{source.id}/edit", {"title": "Luật Mặt trận", "effective_to": "2020-01-01"})
    assert "Hết hiệu lực" in client.get(path).text
    client.post(f"/documents/{source.id}/remove")
    assert list_sources(cast.course.id) == []


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "bắt buộc"),
        ("key", "Luật 75", "không dấu"),
        ("key", "", "bắt buộc"),
        ("issued_on", "31/02/2020", "ngày"),
        ("effective_to", "2015-01-01", "hiệu lực"),
    ],
)
def test_a_bad_document_is_told_at_its_field(
    client: CheckingClient, cast: Cast, field: str, value: str, words: str
) -> None:
    path = f"/courses/{cast.course.id}/documents/new"
    page = client.sign_in(cast.trainer).post(path, {**SOURCE, field: value}, status=422)
    assert words in page.text
    assert list_sources(cast.course.id) == []


def test_a_key_is_given_once(client: CheckingClient, cast: Cast) -> None:
    path = f"/courses/{cast.course.id}/documents/new"
    client.sign_in(cast.trainer).post(path, SOURCE)
    assert "luat-75" in client.post(path, SOURCE, status=422).text


def test_other_staff_read_the_documents(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager).get(f"/courses/{cast.course.id}/documents")
    client.get(f"/courses/{cast.course.id}/pictures", status=403)
