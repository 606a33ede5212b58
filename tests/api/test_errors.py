"""Every refusal is a problem (RFC 9457) with a stable code, in the caller's language, naming the request."""

import ast
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import get_resolver
from rest_framework.test import APIClient

from api.problems import PROBLEMS
from api.problems.law import LAW
from deadlines.law.errors import CODES
from helpdesk.people.models import Scope, User
from tests.api.asking import pointers, post, problem
from tests.api.conftest import Desk
from tests.api.contract import PROBLEM
from tests.conftest import client_of, client_with_key
from tests.factories import INADMISSIBLE, LODGED

NOWHERE = "01a20a02-8b0a-704a-bd54-4f54f8a59427"
ABSENT = object()
DECISION = {"authority": "cgrs", "kind": "inadmissibility"}
ASKER = {"name": "An asker", "role": "volunteer"}
QUESTION: dict[str, Any] = {"title": "Until when?", "channel": "phone", "body": "May she?", "asker": ASKER}


def test_mistakes_of_shape_are_400_with_pointer_and_code(as_alice: APIClient) -> None:
    answer = post(
        as_alice,
        "questions",
        {"title": "", "channel": "pigeon", "asker": {"role": "volunteer"}, "themes": ["ok", "not a slug"]},
    )
    assert problem(answer) == (400, "invalid")
    assert sorted(pointers(answer)) == [
        ("#/asker/name", "required"),
        ("#/body", "required"),
        ("#/channel", "invalid_choice"),
        ("#/themes/1", "invalid"),
        ("#/title", "blank"),
    ]


def test_body_that_is_no_object_points_to_the_whole(as_alice: APIClient) -> None:
    answer = post(as_alice, "questions", ["a", "list"])
    assert problem(answer) == (400, "invalid")
    assert pointers(answer) == [("#", "invalid")]


def test_body_beyond_the_limit_is_413(as_alice: APIClient) -> None:
    body = b'{"title": "' + b"a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) + b'"}'
    answer = as_alice.post("/api/v1/questions", body, content_type="application/json")
    assert problem(answer) == (413, "body_too_large")


@pytest.mark.parametrize("header", [{}, {"authorization": "Basic YTpi"}])
def test_nobody_is_401_and_told_how_to_sign_in(db: None, header: dict[str, str]) -> None:
    answer = APIClient().get("/api/v1/dossiers", headers=header)
    assert problem(answer) == (401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("key", ["hd_unknown", "something", "", "hd_é", "hd_" + "x" * 5000])
def test_unknown_key_is_401(db: None, key: str) -> None:
    answer = APIClient().get("/api/v1/dossiers", headers={"authorization": f"Bearer {key}"})
    assert problem(answer) == (401, "key_invalid")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'


def test_key_without_the_scope_is_403_and_names_it(alice: User) -> None:
    answer = client_with_key(alice, Scope.QUESTIONS_READ).get("/api/v1/dossiers")
    assert problem(answer) == (403, "scope_missing")
    assert answer.json()["values"] == {"needed": "dossiers:read"}


def test_reader_who_writes_is_403_and_told_which_roles_may(rita: User, furnished: Desk) -> None:
    answer = client_of(rita).post(furnished.address("dossiers/{litigation}/take"))
    assert problem(answer) == (403, "role_forbids")
    assert answer.json()["values"] == {"needed": ["lawyer", "coordinator"]}


def test_session_without_the_csrf_token_may_read_but_not_write(alice: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/api/v1/questions").status_code == 200
    assert problem(post(client, "questions", QUESTION)) == (403, "csrf_missing")


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/api/v1/nowhere",
        "/api/v1/dossiers/",
        "/api/v1/dossiers/not-a-uuid",
        "/api/v1/dossiers/0",
        f"/api/v1/dossiers/{NOWHERE}/nowhere",
        "/api/v1/deadlines/%00",
    ],
)
def test_unknown_address_is_404(as_alice: APIClient, path: str) -> None:
    assert problem(as_alice.get(path)) == (404, "address_unknown")


@pytest.mark.parametrize(("status", "code"), [(400, "request_refused"), (500, "failed")])
def test_what_fails_outside_of_any_view_is_a_problem_too(status: int, code: str) -> None:
    page = get_resolver().resolve_error_handler(status)
    answer = page(RequestFactory().get("/"), *([None] if status == 400 else []))
    assert answer.headers["Content-Type"] == PROBLEM
    assert (answer.status_code, json.loads(answer.content)["code"]) == (status, code)


@pytest.mark.parametrize(
    "path",
    [
        f"dossiers/{NOWHERE}",
        f"dossiers/{NOWHERE}/events",
        f"dossiers/{NOWHERE}/trail",
        f"questions/{NOWHERE}",
        f"litigations/{NOWHERE}",
        f"condemnations/{NOWHERE}",
        f"condemnations/{NOWHERE}/ledger",
        f"deadlines/{NOWHERE}",
        f"digests/{NOWHERE}",
        "deadline-rules/no-such-rule",
        "deadline-rules/%00",
        "deadline-rules/é",
    ],
)
def test_unknown_object_is_404(as_alice: APIClient, path: str) -> None:
    assert problem(as_alice.get(f"/api/v1/{path}")) == (404, "not_found")


def test_dossier_of_another_kind_is_404(as_alice: APIClient, furnished: Desk) -> None:
    for path in ("questions/{litigation}", "litigations/{question}", "condemnations/{litigation}"):
        assert problem(as_alice.get(furnished.address(path))) == (404, "not_found")
    answer = as_alice.get(furnished.address("condemnations/{litigation}/ledger"))
    assert problem(answer) == (409, "no_penalty")


def test_method_that_is_not_known_is_405_and_says_which_are(as_alice: APIClient) -> None:
    answer = as_alice.delete("/api/v1/questions")
    assert problem(answer) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_other_than_json_is_asked_for_406(as_alice: APIClient) -> None:
    answer = as_alice.get("/api/v1/dossiers", headers={"accept": "application/xml"})
    assert problem(answer) == (406, "not_acceptable")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_other_than_json_is_sent_415(as_alice: APIClient, kind: str) -> None:
    answer = as_alice.post("/api/v1/questions", b"title=a", content_type=kind)
    assert problem(answer) == (415, "unsupported_media_type")


def test_closing_over_an_open_deadline_is_409_with_its_day(as_alice: APIClient, furnished: Desk) -> None:
    answer = as_alice.post(
        furnished.address("dossiers/{litigation}/close"), {"outcome": "won"}, format="json"
    )
    assert problem(answer) == (409, "deadline_stands_open")
    assert answer.json()["values"] == {"next_due_on": "2026-06-16"}


def test_act_that_the_state_forbids_is_409_with_those_it_allows(as_alice: APIClient, furnished: Desk) -> None:
    answer = as_alice.post(furnished.address("dossiers/{condemnation}/reopen"))
    assert problem(answer) == (409, "state_forbids")
    assert answer.json()["values"] == {
        "act": "reopen",
        "state": "open",
        "kind": "condemnation",
        "allowed": ["assign", "close", "record", "release", "take"],
    }


def test_deadline_met_twice_is_409_with_the_day_of_the_first(as_alice: APIClient, furnished: Desk) -> None:
    address = furnished.address("deadlines/{deadline}/meet")
    body = {"done_on": "2026-06-12", **LODGED}
    assert as_alice.post(address, body, format="json").status_code == 200
    answer = as_alice.post(address, body, format="json")
    assert problem(answer) == (409, "deadline_not_open")
    assert answer.json()["values"] == {"state": "met", "done_on": "2026-06-12"}


def test_order_that_is_in_the_book_is_409(as_alice: APIClient, furnished: Desk) -> None:
    body = {
        "title": "Again",
        "court": "Labour tribunal Brussels",
        "role_number": "26/0001/K",
        "decided_on": "2026-03-02",
        "procedure": "unilateral",
    }
    answer = post(as_alice, "condemnations", body)
    assert problem(answer) == (409, "condemnation_known")
    assert pointers(answer) == [("#/role_number", "condemnation_known")]


def test_what_cannot_be_true_is_422_with_the_field(as_alice: APIClient, furnished: Desk) -> None:
    answer = as_alice.post(
        furnished.address("dossiers/{litigation}/events"),
        {"kind": "appeal_lodged", "on": "2026-06-16"},
        format="json",
    )
    assert problem(answer) == (422, "date_in_future")
    assert pointers(answer) == [("#/on", "date_in_future")]
    assert answer.json()["values"] == {"date": "2026-06-16", "today": "2026-06-15"}


def test_day_still_to_come_is_refused_where_it_was_given(as_alice: APIClient, furnished: Desk) -> None:
    said = {"kind": "decision_notified", **INADMISSIBLE}
    said["notification"] = {"mode": "registered", "date": "2026-06-16"}
    answer = as_alice.post(furnished.address("dossiers/{litigation}/events"), said, format="json")
    assert problem(answer) == (422, "date_in_future")
    assert pointers(answer) == [("#/notification/date", "date_in_future")]


def test_title_is_told_in_the_language_of_the_caller(as_alice: APIClient) -> None:
    told = {
        language: as_alice.get(f"/api/v1/dossiers/{NOWHERE}", headers={"accept-language": language}).json()[
            "title"
        ]
        for language in ("nl", "fr", "en", "pt", "fr-BE;q=0.9, en;q=0.5")
    }
    assert told["en"] == "There is nothing here, or it is not for you."
    assert told["fr"] == told["fr-BE;q=0.9, en;q=0.5"]
    assert told["pt"] == told["nl"]
    assert len(set(told.values())) == 3


def test_details_of_fields_are_told_in_the_language_of_the_caller(as_alice: APIClient) -> None:
    told = [
        as_alice.post("/api/v1/questions", {}, format="json", headers={"accept-language": language}).json()[
            "errors"
        ][0]["detail"]
        for language in ("nl", "fr", "en")
    ]
    assert told == ["Dit veld is vereist.", "Ce champ est obligatoire.", "This field is required."]


def test_request_has_a_name_of_its_own_whatever_the_caller_calls_it(as_alice: APIClient) -> None:
    told = [
        as_alice.get("/api/v1/nowhere", headers={"x-request-id": name}).json()["request_id"]
        for name in ("mine", "mine", "n" * 500)
    ]
    assert len({UUID(name) for name in told}) == 3


# What the law refuses


@pytest.mark.parametrize(
    ("change", "status", "code", "pointer"),
    [
        ({"decision": {**DECISION, "colour": "red"}}, 400, "unknown_key", "#/decision/colour"),
        ({"decision": {**DECISION, "a/b~c": 1}}, 400, "unknown_key", "#/decision/a~1b~0c"),
        ({"decision": {"authority": "cgrs"}}, 400, "missing_key", "#/decision/kind"),
        ({"decision": {**DECISION, "authority": "pope"}}, 400, "unknown_value", "#/decision/authority"),
        ({"decision": {**DECISION, "authority": 7}}, 400, "wrong_type", "#/decision/authority"),
        ({"decision": {**DECISION, "grounds": {"a": 1}}}, 400, "wrong_type", "#/decision/grounds"),
        ({"decision": {**DECISION, "grounds": [[]]}}, 400, "wrong_type", "#/decision/grounds"),
        (
            {"facts": {"detained_at_notification": "no"}},
            400,
            "wrong_type",
            "#/facts/detained_at_notification",
        ),
        (
            {"facts": {"removal_measure_number": 10**40}},
            400,
            "number_out_of_range",
            "#/facts/removal_measure_number",
        ),
        ({"facts": {"removal_measure_number": 1e300}}, 400, "wrong_type", "#/facts/removal_measure_number"),
        ({"notification": {"mode": "registered"}}, 400, "missing_key", "#/notification/date"),
        (
            {"notification": {"mode": "pigeon", "date": "2026-06-09"}},
            400,
            "unknown_value",
            "#/notification/mode",
        ),
        (
            {"notification": {"mode": "fax", "date": "2026-02-30"}},
            400,
            "date_impossible",
            "#/notification/date",
        ),
        (
            {"notification": {"mode": "fax", "date": "20260609"}},
            400,
            "date_impossible",
            "#/notification/date",
        ),
        ({"notification": {"mode": "fax", "date": 20260609}}, 400, "wrong_type", "#/notification/date"),
        ({"notification": ABSENT}, 400, "missing_key", "#/notification"),
        ({"event": {"date": "2026-06-09"}}, 400, "unknown_key", "#/event"),
        (
            {"notification": {"mode": "fax", "date": "2026-06-09", "received_on": "2026-06-08"}},
            422,
            "dates_contradict",
            "#/notification/received_on",
        ),
        ({"decision": ABSENT, "rule": "no-such-rule"}, 422, "rule_unknown", "#/rule"),
        ({"decision": ABSENT}, 422, "decision_needed", "#/decision"),
    ],
)
def test_question_to_the_law_is_400_when_badly_put_and_422_when_unanswerable(
    as_alice: APIClient, change: dict[str, Any], status: int, code: str, pointer: str
) -> None:
    body = {name: value for name, value in {**INADMISSIBLE, **change}.items() if value is not ABSENT}
    answer = post(as_alice, "deadlines/compute", body)
    assert problem(answer) == (status, code)
    assert pointers(answer) == [(pointer, code)]


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2040-12-31", "9999-12-31"])
def test_day_outside_the_confirmed_calendar_is_422_and_never_guessed(as_alice: APIClient, day: str) -> None:
    answer = post(
        as_alice, "deadlines/compute", {**INADMISSIBLE, "notification": {"mode": "registered", "date": day}}
    )
    status, code = problem(answer)
    assert status == 422
    assert code in {"calendar_not_confirmed", "rule_not_in_force", "no_rule_applies", "mode_not_covered"}


def test_event_told_how_it_was_notified_but_not_by_what_is_refused(
    as_alice: APIClient, furnished: Desk
) -> None:
    """Kept without a word, the delivery would be lost and no deadline would run."""
    body = {"kind": "judgment_notified", "notification": INADMISSIBLE["notification"]}
    answer = as_alice.post(furnished.address("dossiers/{litigation}/events"), body, format="json")
    assert problem(answer) == (422, "decision_needed")


# The codes themselves


# What these refuse is told at a terminal, by commands; no route leads to them.
AT_THE_TERMINAL = ("cases.records", "cases.statistics")


def raised_codes() -> set[str]:
    """Every code that a refusal of ours is made with on the way of a request, read from the source."""
    names = {"DeskError", "CaseError", "DeadlineError", "SniffError"}
    files = [file for package in ("api", "cases", "deadlines", "helpdesk") for file in _sources(package)]
    calls = [node for file in files for node in ast.walk(ast.parse(file.read_text()))]
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in names
        if call.args and isinstance(call.args[0], ast.Constant)
    }


def _sources(package: str) -> list[Path]:
    root = Path(settings.BASE_DIR)
    modules = {
        file: ".".join(file.relative_to(root).with_suffix("").parts)
        for file in (root / package).rglob("*.py")
    }
    return sorted(file for file, module in modules.items() if not module.startswith(AT_THE_TERMINAL))


def test_every_code_that_is_raised_has_its_words_and_status() -> None:
    assert {"role_forbids", "file_damaged"} <= raised_codes()
    assert raised_codes() - set(PROBLEMS) == set()


def test_no_route_leads_to_what_speaks_at_the_terminal_only() -> None:
    imported = [
        (file.name, module)
        for file in _sources("api")
        for module in AT_THE_TERMINAL
        if f"from {module}" in file.read_text()
    ]
    assert imported == []


def test_codes_of_the_law_are_400_for_shape_and_422_for_substance() -> None:
    statuses = {code: PROBLEMS[code].status for code in CODES}
    assert set(LAW) <= set(CODES)
    assert set(statuses.values()) == {400, 422}


def test_page_that_a_type_leads_to_explains_every_code(db: None) -> None:
    page = Client().get("/docs/problems/").content.decode()
    assert [code for code in {*PROBLEMS, *CODES} if f'id="{code}"' not in page] == []
