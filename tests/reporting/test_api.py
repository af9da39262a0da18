"""The interface for other systems: what a token opens, pages, ETags, the limit, and that the description is true."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from werkzeug.test import Client, TestResponse

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import LONG_AGO, days_ago, mark
from tests.completion.issuing import make_certificate
from tests.makers import Makers
from tests.reporting.lists import enrol
from training.attendance.models import AttendanceRule, Status
from training.attendance.rules.rule import USUAL
from training.completion.operations.certificates import revoke_certificate
from training.completion.webhooks.models import WebhookEvent
from training.completion.webhooks.rules import RECORDS
from training.core import clock
from training.core.access import Actor, Role
from training.reporting.models import ApiToken
from training.reporting.operations.api_tokens import create_token, new_token, revoke_token
from training.reporting.queries.api_tokens import find_token
from training.reporting.rules.api_scopes import A_MINUTE, SCOPES, openapi

PATHS = ["/people", "/classes", "/classes/1/roster", "/completions", "/certificates"]


def token_of(actor: Actor, *scopes: str, days: int = 1) -> str:
    secret = new_token()
    create_token(name="Hệ khác", scopes=scopes or tuple(SCOPES), days=days, token=secret, by=actor)
    return secret


def ask(app: Flask, path: str, token: str = "", **headers: str) -> TestResponse:
    given = {"Authorization": f"Bearer {token}"} if token else {}
    return Client(app).get(f"/api/v1{path}", headers={**given, **headers})


def items(answer: TestResponse) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    return list(answer.json["items"])


def test_a_token_reads_what_its_owner_may_see(app: Flask, cast: Cast) -> None:
    for actor, people in ((cast.administrator, 5), (cast.manager, 2)):
        assert len(items(ask(app, "/people", token_of(actor)))) == people
    [line] = items(ask(app, f"/classes/{cast.training_class.id}/roster", token_of(cast.manager)))
    assert (line["full_name"], line["result"], line["mark"]) == ("Nguyễn Thị Hạnh", "in_progress", None)
    assert [one["id"] for one in items(ask(app, "/classes", token_of(cast.manager)))] == [cast.training_class.id]
    assert items(ask(app, "/completions", token_of(cast.administrator))) == []


@pytest.mark.parametrize(("worth", "hours", "text"), [(100, 10, "10"), (50, 5, "2.5"), (33, 1, "0.33"), (0, 4, "0")])
def test_hours_are_decimal_numbers(app: Flask, make: Makers, cast: Cast, worth: int, hours: int, text: str) -> None:
    meeting = make.meeting(cast.training_class, starts_at=days_ago(3), study_hours=hours)
    rule = {**asdict(USUAL), "late_worth": worth}
    make.save(AttendanceRule(class_id=cast.training_class.id, **rule))
    cast.enrolment.enrolled_at = LONG_AGO
    make.save(cast.enrolment)
    mark(meeting, cast.enrolment.id, Status.LATE)
    [line] = items(ask(app, f"/classes/{cast.training_class.id}/roster", token_of(cast.manager)))
    assert line["hours_attended"] == text


def test_certificates_are_given_as_they_stand(app: Flask, make: Makers, cast: Cast) -> None:
    certificate = make_certificate(cast)
    [one] = items(ask(app, "/certificates", token_of(cast.manager)))
    assert (one["serial"], one["state"], one["full_name"]) == (certificate.serial, "valid", "Nguyễn Thị Hạnh")
    revoke_certificate(certificate, reason="Nhầm", by=cast.administrator)
    [one] = items(ask(app, "/certificates?year=2026", token_of(cast.administrator)))
    assert one["state"] == "revoked"
    assert items(ask(app, "/certificates?year=2025", token_of(cast.administrator))) == []
    elsewhere = make.account(make.person("Võ Xa", unit=cast.other_ward), Role.UNIT_MANAGER)
    assert items(ask(app, "/certificates", token_of(elsewhere))) == []


def test_a_class_that_the_owner_does_not_see_is_refused(app: Flask, make: Makers, cast: Cast) -> None:
    made = make.training_class(cast.course, unit=cast.other_ward)
    token = token_of(cast.manager)
    assert ask(app, f"/classes/{made.id}/roster", token).status_code == 403
    assert ask(app, "/classes/999/roster", token).status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_nothing_opens_without_a_valid_token(app: Flask, cast: Cast, path: str) -> None:
    assert ask(app, path).status_code == 401
    assert ask(app, path, "front_nonsense").status_code == 401
    token = token_of(cast.administrator)
    revoke_token(_row(token), by=cast.administrator)
    assert ask(app, path, token).status_code == 401


def _row(token: str) -> ApiToken:
    found = find_token(token)
    assert found is not None
    return found


def test_a_session_opens_nothing_here(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.administrator)
    assert client.raw().get("/api/v1/people").status_code == 401


def test_a_token_ends_on_its_day_and_is_kept_as_a_digest(app: Flask, cast: Cast) -> None:
    token = token_of(cast.administrator, days=2)
    assert token not in (_row(token).token_hash, _row(token).name)
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert ask(app, "/people", token).status_code == 401


def test_a_token_is_for_its_scopes_alone(app: Flask, cast: Cast) -> None:
    token = token_of(cast.administrator, "classes")
    assert [ask(app, path, token).status_code for path in ("/classes", "/people", "/completions")] == [200, 403, 403]


def test_use_is_noted_and_limited(app: Flask, cast: Cast) -> None:
    token = token_of(cast.administrator)
    with clock.frozen(clock.now()):
        answers = [ask(app, "/classes", token).status_code for _time in range(A_MINUTE + 1)]
        assert answers == [200] * A_MINUTE + [429]
    assert _row(token).last_used_at is not None
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert ask(app, "/classes", token).status_code == 200


def test_lists_come_in_pages_that_lead_on(app: Flask, make: Makers, cast: Cast) -> None:
    enrol(cast.training_class, cast.ward, [("Lê Thị", f"Số {number}") for number in range(7)])
    token, path, names = token_of(cast.administrator), f"/classes/{cast.training_class.id}/roster?size=3", []
    while path:
        answer = ask(app, path.removeprefix("/api/v1"), token)
        names += [line["full_name"] for line in items(answer)]
        assert answer.json is not None
        assert answer.json["total"] == 8
        path = answer.json["next"]
    assert len(names) == len(set(names)) == 8


def test_what_has_not_changed_is_not_sent_again(app: Flask, make: Makers, cast: Cast) -> None:
    token = token_of(cast.administrator)
    tag = ask(app, "/people", token).headers["ETag"]
    assert ask(app, "/people", token, **{"If-None-Match": tag}).status_code == 304
    make.person("Võ Ân", unit=cast.ward)
    assert ask(app, "/people", token, **{"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("query", ["page=0", "page=x", "size=201", "size=-1", "page=1&page=2", "page=٣", "page="])
def test_a_parameter_without_sense_is_refused(app: Flask, cast: Cast, query: str) -> None:
    assert ask(app, f"/people?{query}", token_of(cast.administrator)).status_code == 422


def test_a_token_is_shown_once_on_its_page(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.administrator)
    page = client.post("/tokens", {"name": "Hệ báo cáo", "scopes": ["people"], "days": "30"}, status=200).text
    assert "<code>front_" in page
    again = client.get("/tokens").text
    assert "Hệ báo cáo" in again
    assert "front_" not in again.replace("/static", "")
    client.post("/tokens/1/revoke", {}, status=303)
    assert "Đã thu hồi" in client.get("/tokens").text


def test_two_submits_make_one_token(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.administrator)
    sent = {"name": "Hệ báo cáo", "scopes": ["people"], "days": "30", "once": "x"}
    client.post("/tokens", sent, status=200)
    client.post("/tokens", sent, status=303)
    page = client.get("/tokens").text
    assert page.count("Hệ báo cáo") == 1
    assert "đã được tạo" in page


@pytest.mark.parametrize("sent", [{"name": ""}, {"scopes": []}, {"days": "0"}, {"days": "999"}])
def test_a_token_without_sense_is_refused(cast: Cast, client: CheckingClient, sent: dict[str, Any]) -> None:
    values = {"name": "A", "scopes": ["people"], "days": "30", **sent}
    client.sign_in(cast.administrator).post("/tokens", values, status=422)


def test_the_description_is_true(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.reporting.operations.api_tokens.A_MINUTE", 100_000)
    token = token_of(cast.administrator)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)

    for operation in schema.get_all_operations():

        @given(case=operation.ok().as_strategy())
        @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def call(case: schemathesis.Case) -> None:
            case.call_and_validate(headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"})

        call()


def test_the_description_names_every_message_of_a_webhook(app: Flask) -> None:
    described = openapi("/api/v1")["webhooks"]
    assert set(described) == {event.value for event in WebhookEvent}
    for event, path in described.items():
        body = path["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert body["properties"]["data"]["required"] == list(RECORDS[WebhookEvent(event)])


def test_a_message_tells_nothing_that_the_interface_does_not() -> None:
    given = {name: set(record["properties"]) for name, record in openapi("")["components"]["schemas"].items()}
    assert set(RECORDS[WebhookEvent.REACHED]) <= given["Line"]
    assert set(RECORDS[WebhookEvent.ISSUED]) <= given["Certificate"]
