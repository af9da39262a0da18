"""Pages of units: who sees them, what they keep, what they refuse."""

from __future__ import annotations

from flask import Flask

from tests.cast import Cast
from tests.client import CheckingClient
from tests.makers import Makers
from training.core.db import db
from training.units.models import UnitKind
from training.units.queries import get_unit, list_units_visible


def test_an_administrator_sees_the_tree(client: CheckingClient, cast: Cast) -> None:
    page = client.sign_in(cast.administrator).get("/units").text
    assert page.index("Thành phố Tam Kỳ") < page.index("Phường An Mỹ") < page.index("Xã Tam Ngọc")


def test_a_manager_sees_the_own_subtree_only(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager)
    assert "Xã Tam Ngọc" not in client.get("/units").text
    client.get(f"/units/{cast.ward.id}")
    client.get(f"/units/{cast.other_ward.id}", status=403)
    client.get(f"/units/{cast.ward.id}/edit", status=403)


def test_a_learner_has_no_units_page(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.cadre).get("/units", status=403)


def test_a_unit_is_added_once_however_often_the_form_is_sent(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.administrator).get(f"/units/{cast.city.id}/new")
    form = {"kind": "commune", "name": " Xã  Tam Phú", "valid_from": "2023-01-01", "once": "one-form"}
    first = client.post(f"/units/{cast.city.id}/new", form)
    second = client.post(f"/units/{cast.city.id}/new", form)
    assert first.location == second.location
    assert client.get(first.location).text.count("01/01/2023")
    assert len(list_units_visible(cast.administrator)) == 4


def test_a_refused_unit_keeps_what_was_typed(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.administrator)
    page = client.post(f"/units/{cast.city.id}/new", {"kind": "ward", "name": "Phường An Mỹ", "code": "7"}, status=422)
    assert 'value="Phường An Mỹ"' in page.text
    assert 'value="7"' in page.text


def test_a_change_shows_both_texts_when_another_was_faster(client: CheckingClient, cast: Cast) -> None:
    path = f"/units/{cast.ward.id}/edit"
    client.sign_in(cast.administrator).get(path)
    version = str(cast.ward.version)
    client.post(path, {"version": version, "name": "Phường Một"})
    refused = client.post(path, {"version": version, "name": "Phường Hai"}, status=409).text
    assert "Phường Một" in refused
    assert 'value="Phường Hai"' in refused
    db.session.expire_all()
    assert f'value="{get_unit(cast.ward.id).version}"' in refused


def test_a_unit_is_closed_and_opened_again(client: CheckingClient, cast: Cast, make: Makers) -> None:
    make.unit("Khối phố 1", parent=cast.ward, kind=UnitKind.RESIDENTIAL_AREA)
    client.sign_in(cast.administrator).get(f"/units/{cast.ward.id}/close")
    client.post(
        f"/units/{cast.ward.id}/close",
        {"on": "2025-06-30", "successors": str(cast.other_ward.id), "whole": "whole", "legal_basis": "NQ 1659"},
    )
    assert "30/06/2025" in client.get(f"/units/{cast.ward.id}").text
    assert "Phường An Mỹ" in client.get(f"/units/{cast.other_ward.id}").text
    assert "Phường An Mỹ" not in client.get("/units").text
    assert "Phường An Mỹ" in client.get("/units?past=1").text
    client.post(f"/units/{cast.ward.id}/reopen")
    db.session.expire_all()
    assert get_unit(cast.ward.id).valid_to is None


def test_a_last_day_is_required(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.administrator)
    client.post(f"/units/{cast.ward.id}/close", {"on": "", "whole": "whole"}, status=422)


def test_units_are_loaded_by_command(app: Flask, cast: Cast, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "units.csv"
    file.write_text("code,name,kind,parent,valid_from,valid_to,successor_codes\n1,Thành phố Hội An,thành phố,,,,\n")
    runner = app.test_cli_runner()
    assert "1 added, 0 unchanged" in runner.invoke(args=["units", "load", str(file), "--as-of", "2023-01-01"]).output
    file.write_text("code\n")
    assert runner.invoke(args=["units", "load", str(file)]).exit_code == 1
