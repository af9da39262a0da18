"""The page of notices, and the number that stands on every page."""

from __future__ import annotations

from tests.cast import Cast
from tests.client import CheckingClient
from tests.counting import counted
from training.core.access import SYSTEM
from training.notices.operations import notify
from training.notices.queries import list_notices


def send(cast: Cast, count: int = 1) -> None:
    for n in range(count):
        people = [cast.cadre_person.id, cast.manager.person_id or 0]
        notify(people, key=f"n{n}", title=f"Tin số {n}", body="Dòng <b>một</b>\nDòng hai", link="/learn", by=SYSTEM)


def test_an_empty_page_says_what_it_is_for(client: CheckingClient, cast: Cast) -> None:
    page = client.sign_in(cast.cadre).get("/notices").text
    assert "Chưa có thông báo" in page
    assert 'class="count"' not in page


def test_the_newest_stands_first_and_the_unread_is_told_in_words(client: CheckingClient, cast: Cast) -> None:
    send(cast, 2)
    page = client.sign_in(cast.cadre).get("/notices").text
    assert page.index("Tin số 1") < page.index("Tin số 0")
    assert "Chưa đọc" in page
    assert "Dòng &lt;b&gt;một&lt;/b&gt;" in page


def test_every_page_counts_the_unread_by_one_query(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.cadre)
    for count in (1, 120):
        send(cast, count)
        with counted() as sent:
            page = client.get("/learn/results").text
        assert f"{count} chưa đọc" in page
        assert len([s for s in sent if "FROM notices" in s]) == 1
    assert "99+" in page


def test_organisers_have_a_bell(client: CheckingClient, cast: Cast) -> None:
    send(cast)
    page = client.sign_in(cast.manager).get("/classes").text
    assert 'class="round bell" href="/notices"' in page
    assert "1 chưa đọc" in page


def test_opening_a_notice_reads_it_and_leads_on(client: CheckingClient, cast: Cast) -> None:
    send(cast)
    [notice] = list_notices(cast.cadre).rows
    answer = client.sign_in(cast.cadre).post(f"/notices/{notice.id}/read", {"open": "1"})
    assert answer.headers["Location"] == "/learn"
    assert "Đã đọc hết" in client.get("/notices").text


def test_marking_one_and_all_as_read(client: CheckingClient, cast: Cast) -> None:
    send(cast, 3)
    newest = list_notices(cast.cadre).rows[0]
    answer = client.sign_in(cast.cadre).post(f"/notices/{newest.id}/read", {"next": "/notices?page=1"})
    assert answer.headers["Location"] == "/notices?page=1"
    assert "2 thông báo chưa đọc" in client.get("/notices").text
    client.post("/notices/read")
    assert "Đã đánh dấu đã đọc 2 thông báo" in client.get("/notices").text


def test_a_long_list_has_pages(client: CheckingClient, cast: Cast) -> None:
    send(cast, 45)
    assert "Tin số 0" in client.sign_in(cast.cadre).get("/notices?page=3").text


def test_another_persons_notice_is_not_there(client: CheckingClient, cast: Cast) -> None:
    send(cast)
    [notice] = list_notices(cast.cadre).rows
    client.sign_in(cast.stranger).post(f"/notices/{notice.id}/read", status=404)
