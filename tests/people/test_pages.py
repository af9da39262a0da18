"""Pages of people and of imports, read as a strict proof-reader would."""

from __future__ import annotations

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from tests.cast import Cast
from tests.client import CheckingClient
from training.core.db import db
from training.people.models import ImportBatch, Person
from training.people.queries import get_person

LIST = "Họ và tên;Đơn vị;Số điện thoại\nLê Thị An;Phường An Mỹ;0905111222\nVõ Bình;Phường Xa Lạ;\nLÊ CA;Xã Tam Ngọc;\n"


@pytest.fixture
def office(client: CheckingClient, cast: Cast) -> CheckingClient:
    return client.sign_in(cast.administrator)


def upload(client: CheckingClient, data: bytes, name: str = "ds.csv", status: int = 303, once: str = "") -> str:
    form = {"file": (io.BytesIO(data), name), **({"once": once} if once else {})}
    answer = client.post("/people/import", form, status=status)
    return str(answer.location if status == 303 else answer.text)


def test_the_list_is_searched_and_filtered(office: CheckingClient, cast: Cast) -> None:
    assert "Nguyễn Thị Hạnh" in office.get("/people").text
    assert "Võ Văn Khách" not in office.get("/people?q=hanh").text
    assert "Nguyễn Thị Hạnh" not in office.get(f"/people?unit={cast.other_ward.id}").text
    assert "Không tìm thấy" in office.get("/people?q=zzz").text


@pytest.mark.parametrize("query", ["?page=x", "?page=-3", "?unit=abc", "?unit=999999", "?q=%00", "?q=" + "a" * 5000])
def test_odd_addresses_do_not_break_the_list(office: CheckingClient, query: str) -> None:
    office.get("/people" + query)


def test_a_manager_opens_own_people_only(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager)
    client.get(f"/people/{cast.cadre_person.id}")
    client.get(f"/people/{cast.stranger_person.id}", status=403)
    client.get("/people/98765", status=404)


@pytest.mark.parametrize("who", ["trainer", "cadre"])
def test_others_have_no_list_of_people(client: CheckingClient, cast: Cast, who: str) -> None:
    client.sign_in(getattr(cast, who)).get("/people", status=403)


def person_form(cast: Cast, **fields: str) -> dict[str, str]:
    return {"full_name": "Lê Thị Mới", "unit_id": str(cast.ward.id), "title": "Ủy viên", "gender": "", **fields}


def test_a_person_is_added_once(office: CheckingClient, cast: Cast) -> None:
    office.get(f"/people/new?unit={cast.ward.id}")
    form = person_form(cast, phone="0905 777 888", birth="1970", once="one-form")
    first, second = office.post("/people/new", form), office.post("/people/new", form)
    assert first.location == second.location
    page = office.get(first.location).text
    assert "0905777888" in page
    assert "1970" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("birth", "31/02/1970"), ("phone", "12"), ("email", "ai"), ("full_name", "7"), ("unit_id", "0")],
)
def test_a_refused_person_keeps_what_was_typed(office: CheckingClient, cast: Cast, field: str, value: str) -> None:
    page = office.post("/people/new", person_form(cast, **{field: value}), status=422).text
    assert "Ủy viên" in page
    assert 'aria-invalid="true"' in page or 'class="error"' in page


def test_a_namesake_is_asked_about(office: CheckingClient, cast: Cast) -> None:
    form = person_form(cast, full_name="Nguyen Thị Hạnh")
    assert 'name="another"' in office.post("/people/new", form, status=422).text
    office.post("/people/new", {**form, "another": "y"})


def test_a_manager_cannot_add_people_elsewhere(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager)
    client.post("/people/new", person_form(cast, unit_id=str(cast.other_ward.id)), status=422)


def test_a_change_shows_both_texts_when_another_was_faster(office: CheckingClient, cast: Cast) -> None:
    path = f"/people/{cast.cadre_person.id}/edit"
    assert 'value="Nguyễn Thị Hạnh"' in office.get(path).text
    version = str(cast.cadre_person.version)
    office.post(path, {"version": version, "full_name": "Nguyễn Thị Một", "gender": ""})
    refused = office.post(path, {"version": version, "full_name": "Nguyễn Thị Hai", "gender": ""}, status=409).text
    assert "Nguyễn Thị Một" in refused
    assert 'value="Nguyễn Thị Hai"' in refused
    again = re.search(r'name="version" type="hidden" value="(\d+)"', refused)
    assert again
    office.post(path, {"version": again.group(1), "full_name": "Nguyễn Thị Hai", "gender": ""})
    db.session.expire_all()
    assert get_person(cast.cadre_person.id).full_name == "Nguyễn Thị Hai"


def test_posts_are_begun_and_ended(office: CheckingClient, cast: Cast) -> None:
    person = cast.cadre_person
    old = person.posts[0].id
    office.get(f"/people/{person.id}/posts/new")
    office.post(f"/people/{person.id}/posts/new", {"unit_id": str(cast.other_ward.id), "title": "Chủ tịch"})
    office.get(f"/people/{person.id}/posts/{old}/end")
    office.post(f"/people/{person.id}/posts/{old}/end", {"on": "2099-01-01"}, status=422)
    office.post(f"/people/{person.id}/posts/{old}/end", {"on": "2026-01-31"})
    page = office.get(f"/people/{person.id}").text
    assert "Chủ tịch" in page
    assert "31/01/2026" in page


def test_the_last_post_takes_a_person_out_of_the_managers_sight(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager)
    post = cast.cadre_person.posts[0].id
    answer = client.post(f"/people/{cast.cadre_person.id}/posts/{post}/end", {"on": "2026-01-31"})
    assert answer.location == "/people"


def test_a_list_is_previewed_and_confirmed_once(office: CheckingClient, cast: Cast) -> None:
    place = upload(office, LIST.encode("utf-8-sig"))
    preview = office.get(place).text
    assert "Phường Xa Lạ" in preview
    assert "LÊ CA" in preview
    assert db.session.query(Person).count() == 5
    office.post(f"{place}/confirm")
    office.post(f"{place}/confirm")
    assert db.session.query(Person).count() == 7
    assert "Lê Ca" in office.get("/people?q=le ca").text


def test_two_uploads_of_one_form_make_one_preview(office: CheckingClient, cast: Cast) -> None:
    first = upload(office, LIST.encode(), once="one-form")
    assert upload(office, LIST.encode(), once="one-form") == first
    assert db.session.query(ImportBatch).count() == 1


def test_rows_are_filtered_and_the_rejected_ones_downloaded(office: CheckingClient, cast: Cast) -> None:
    place = upload(office, LIST.encode())
    assert "Lê Thị An" not in office.get(f"{place}?show=rejected").text
    assert "Võ Bình" in office.get(f"{place}?show=rejected").text
    assert "LÊ CA" in office.get(f"{place}?show=noted").text
    answer = office.get(f"{place}/rejected.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Họ và tên", "Đơn vị", "Số điện thoại"]
    assert rows[1][:2] == ["Võ Bình", "Phường Xa Lạ"]
    assert rows[1][3] == "Đơn vị"


def test_a_dropped_list_is_gone_from_the_page(office: CheckingClient, cast: Cast) -> None:
    place = upload(office, LIST.encode())
    assert "ds.csv" in office.get("/people/import").text
    office.post(f"{place}/drop")
    office.get("/people/import")
    assert place not in office.get("/people/import").text


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", 8) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, id="xls"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"x" * 600, id="picture"),
        pytest.param(b"PK\x03\x04garbage", id="broken zip"),
        pytest.param(b"a;b\n1;2\n", id="no heading"),
        pytest.param("Họ và tên;Đơn vị\n".encode(), id="no rows"),
        pytest.param(zip_bomb(), id="zip bomb"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(office: CheckingClient, cast: Cast, data: bytes) -> None:
    assert 'class="error"' in upload(office, data, status=422)
    assert db.session.query(ImportBatch).count() == 0


def test_no_file_is_asked_for_in_words(office: CheckingClient) -> None:
    assert "Hãy chọn tệp" in office.post("/people/import", {}, status=422).text


def test_somebody_elses_list_is_not_shown(client: CheckingClient, cast: Cast) -> None:
    place = upload(client.sign_in(cast.manager), LIST.encode())
    client.sign_in(cast.administrator).get(place, status=403)
    client.post(f"{place}/confirm", status=403)


def test_the_real_list_goes_in_through_the_browser(office: CheckingClient, cast: Cast, shared_data: Path) -> None:
    file = shared_data / "people" / "can-bo-tam-ky.xlsx"
    place = upload(office, file.read_bytes(), file.name)
    preview = office.get(place).text
    assert "330" in preview
    office.post(f"{place}/confirm")
    # The cast's city has one of the list's wards and one of its communes, beside the city itself.
    assert db.session.query(Person).count() > 60
    assert "Niê" not in office.get("/people").text
