"""Within a version of the API nothing that programs rely on goes: the document is held against `api/promised.yaml`.

What is a break is tried on a small document, and on the committed one, which is large and has all kinds of shapes.
"""

import copy
from datetime import date
from typing import Any

import pytest

from tests.api.breaking import breaks
from tests.api.promise import DOCUMENT, PROMISED, promise_of, read, written

TODAY = date(2026, 6, 15)
THING = {"$ref": "#/components/schemas/Thing"}
SMALL: dict[str, Any] = {
    "servers": [{"url": "/"}],
    "paths": {
        "/things": {
            "post": {
                "operationId": "things_create",
                "tags": ["Things"],
                "security": [{"key": []}, {"token": ["things:read", "things:write"]}],
                "parameters": [
                    {"in": "query", "name": "on", "schema": {"type": "string", "format": "date"}},
                    {"in": "query", "name": "of", "schema": {"type": "array"}, "style": "form", "explode": False},
                ],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/ThingRequest"}},
                        "text/csv": {},
                    }
                },
                "responses": {
                    "201": {
                        "content": {"application/json": {"schema": THING}, "text/csv": {}},
                        "headers": {"ETag": {"schema": {"type": "string"}, "required": True}},
                    },
                    "304": {},
                    "409": {"content": {"application/problem+json": {"schema": THING}}},
                },
            }
        }
    },
    "components": {
        "securitySchemes": {
            "key": {"type": "http", "scheme": "bearer"},
            "token": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "/token", "scopes": {"things:read": "", "a": ""}}},
            },
        },
        "schemas": {
            "ThingRequest": {"type": "object", "properties": {"a": {"type": "string"}}},
            "Thing": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
        },
    },
}  # fmt: skip


def changed(path: str, value: Any, whole: dict[str, Any] = SMALL) -> dict[str, Any]:
    """A document with the value at a path replaced; None takes it out."""
    other = copy.deepcopy(whole)
    *steps, last = path.split(" ")
    place: Any = other
    for step in steps:
        place = place[int(step) if step.isdigit() and isinstance(place, list) else step]
    place[last] = value
    if value is None:
        del place[last]
    return other


POST, SENT, TOLD = "paths /things post", "components schemas ThingRequest", "components schemas Thing"
MADE, SIGN_IN = f"{POST} responses 201", "components securitySchemes"
BODY = f"{POST} requestBody"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("servers", [{"url": "/other"}], "/: not served"),
        ("paths /things", None, "POST /things: gone, and nobody was told before"),
        (POST, None, "POST /things: gone, and nobody was told before"),
        (f"{POST} operationId", "create", "POST /things: operationId was things_create, is create"),
        (f"{POST} tags", ["Others"], "POST /things: tags was ['Things'], is ['Others']"),
        # Who calls.
        (f"{POST} security", [{"key": []}], "POST /things: no longer opens with token things:read things:write"),
        (
            f"{POST} security 1 token", ["things:read", "things:write", "a"],
            "POST /things: no longer opens with token things:read things:write",
        ),
        (f"{POST} security 0 session", [], "POST /things: no longer opens with key"),
        (f"{SIGN_IN} key", None, "sign-in key: scheme changed"),
        (f"{SIGN_IN} key scheme", "basic", "sign-in key: scheme changed"),
        (f"{SIGN_IN} token flows clientCredentials tokenUrl", "/other", "sign-in token: tokenUrl changed"),
        (f"{SIGN_IN} token flows clientCredentials scopes a", None, "sign-in token: scope a is gone"),
        # What is asked.
        (f"{POST} parameters", [], "POST /things: query parameter on is gone"),
        (f"{POST} parameters 0 in", "header", "POST /things: query parameter on is gone"),
        (f"{POST} parameters 0 required", True, "POST /things: query parameter on: now needed"),
        (
            f"{POST} parameters", [*SMALL["paths"]["/things"]["post"]["parameters"],
             {"in": "header", "name": "why", "required": True}], "POST /things: header parameter why: now needed",
        ),
        (
            f"{POST} parameters 0 schema format", "date-time",
            "POST /things: query parameter on: format was date, is date-time",
        ),
        (f"{POST} parameters 0 schema enum", ["x"], "POST /things: query parameter on: takes these words only: x"),
        (f"{POST} parameters 0 schema maxLength", 9, "POST /things: query parameter on: maxLength was None, is 9"),
        (f"{POST} parameters 1 explode", None, "POST /things: query parameter of: explode was False, is True"),
        (
            f"{POST} parameters 1 style", "pipeDelimited",
            "POST /things: query parameter of: style was form, is pipeDelimited",
        ),
        (f"{BODY} required", True, "POST /things: a body is now needed"),
        (BODY, None, "POST /things: no longer takes application/json"),
        (f"{BODY} content application/json", None, "POST /things: no longer takes application/json"),
        (f"{BODY} content text/csv encoding", {"a": {}}, "POST /things: the encoding of text/csv changed"),
        (f"{BODY} content text/csv schema", {"type": "string"}, "POST /things: anything is no longer taken"),
        (f"{SENT} required", ["a"], "ThingRequest, sent/a: now needed"),
        (f"{SENT} properties a", None, "ThingRequest, sent/a: gone"),
        (f"{SENT} additionalProperties", False, "ThingRequest, sent/*: other members are no longer free"),
        # What is answered.
        (MADE, None, "POST /things: 201 is no longer answered"),
        (f"{POST} responses 304", None, "POST /things: 304 is no longer answered"),
        (f"{POST} responses 202", {}, "POST /things: 202 is answered besides"),
        (f"{MADE} content application/json", None, "POST /things: 201: no longer is application/json"),
        (f"{MADE} content application/json schema", None, "POST /things: 201: may be anything"),
        (
            f"{MADE} content application/json schema", {"type": "array", "items": THING},
            "POST /things: 201: may be array",
        ),
        (f"{MADE} headers ETag", None, "POST /things: 201: header ETag is gone"),
        (f"{MADE} headers ETag required", False, "POST /things: 201: header ETag is no longer always there"),
        (f"{MADE} headers ETag schema type", "integer", "POST /things: 201: header ETag: may be integer"),
        (
            f"{POST} responses 409 content", {"text/plain": {}},
            "POST /things: 409: no longer is application/problem+json",
        ),
        (f"{TOLD} properties a", None, "Thing, told/a: gone"),
        (f"{TOLD} properties a type", ["string", "null"], "Thing, told/a: may be null"),
        (f"{TOLD} required", [], "Thing, told/a: no longer always there"),
    ],
)  # fmt: skip
def test_break_is_named(path: str, value: Any, said: str) -> None:
    assert said in breaks(SMALL, changed(path, value), TODAY)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("servers", [{"url": "/other"}, {"url": "/"}]),
        ("paths /others", {"get": {"responses": {"200": {}}}}),
        (f"{POST} summary", "Make a thing"),
        (f"{POST} security 2", {"session": []}),
        (f"{POST} security 1 token", ["things:write"]),
        (f"{POST} security", []),
        (f"{SIGN_IN} token flows clientCredentials scopes b", ""),
        (f"{POST} parameters 2", {"in": "query", "name": "q", "schema": {"type": "string"}}),
        (f"{POST} parameters 0 schema format", None),
        (f"{POST} parameters 0 style", "form"),
        (f"{BODY} content text/plain", {}),
        (f"{POST} responses 422", {}),
        (f"{POST} responses 409", None),
        (f"{MADE} content text/plain", {}),
        (f"{MADE} content text/csv schema", {"type": "string"}),
        (f"{MADE} headers Location", {"schema": {"type": "string"}}),
        (f"{SENT} properties c", {"type": "string"}),
        (f"{TOLD} properties c", {"type": "string"}),
        (f"{TOLD} additionalProperties", False),
        ("components schemas Other", {"type": "string"}),
    ],
)
def test_more_than_before_breaks_nothing(path: str, value: Any) -> None:
    *steps, last = path.split(" ")
    whole = copy.deepcopy(SMALL)
    place: Any = whole
    for step in steps:
        place = place[int(step) if isinstance(place, list) else step]
    place.append(value) if isinstance(place, list) else place.update({last: value})
    if value is None:
        del place[last]
    assert breaks(SMALL, whole, TODAY) == []


def test_refusals_may_be_said_once_and_hold_for_those_that_are_not_named() -> None:
    once = changed(f"{POST} responses default", SMALL["paths"]["/things"]["post"]["responses"]["409"])
    del once["paths"]["/things"]["post"]["responses"]["409"]
    assert breaks(once, SMALL, TODAY) == []
    other = changed(f"{POST} responses 404", {"content": {"text/plain": {}}})
    assert breaks(once, other, TODAY) == ["POST /things: 404: no longer is application/problem+json"]


# What takes leave (docs/api.md).

LEAVING = {"deprecated": True, "x-deprecated-since": "2025-06-01", "x-sunset": "2026-06-15"}


def leaving(**terms: Any) -> dict[str, Any]:
    operation = {**SMALL["paths"]["/things"]["post"], **LEAVING, **terms}
    return changed(POST, {name: value for name, value in operation.items() if value is not None})


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 6, 14), ["POST /things: gone before its sunset on 2026-06-15"]),
        (date(2026, 6, 15), []),
        (date(2026, 6, 16), []),
    ],
)
def test_operation_may_be_gone_from_the_day_of_its_sunset(today: date, said: list[str]) -> None:
    assert breaks(leaving(), changed(POST, None), today) == said


def test_operation_with_a_sunset_that_was_never_deprecated_may_not_be_gone() -> None:
    assert breaks(leaving(deprecated=None), changed(POST, None), TODAY)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({}, []),
        ({"x-sunset": "2027-01-01"}, []),
        ({"x-sunset": None}, ["POST /things: deprecated, and nobody is told since or until when"]),
        ({"x-deprecated-since": None}, ["POST /things: deprecated, and nobody is told since or until when"]),
        (
            {"x-sunset": "2026-05-31"},
            ["POST /things: its sunset on 2026-05-31 is less than a year after 2025-06-01"],
        ),
    ],
)
def test_farewell_lasts_a_year_and_tells_its_days(terms: dict[str, Any], said: list[str]) -> None:
    assert breaks(SMALL, leaving(**terms), TODAY) == said


def test_sunset_does_not_come_earlier() -> None:
    later = leaving(**{"x-sunset": "2027-01-01"})
    assert breaks(leaving(), later, TODAY) == []
    assert breaks(later, leaving(), TODAY) == [
        "POST /things: its sunset came earlier, from 2027-01-01 to 2026-06-15"
    ]


# The document itself.


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return read(DOCUMENT)


def test_nothing_breaks_that_was_promised(document: dict[str, Any]) -> None:
    promised = read(PROMISED)
    assert breaks(promised, document, date.fromisoformat(promised["x-promised-on"])) == []


def test_yardstick_is_written_as_the_command_writes_it() -> None:
    promised = read(PROMISED)
    told = PROMISED.read_text(encoding="utf-8")
    assert written(promised) == told


def test_yardstick_of_the_document_leaves_out_nothing_that_a_program_relies_on(
    document: dict[str, Any],
) -> None:
    whole = copy.deepcopy(document)
    promise = promise_of(document, TODAY)
    assert document == whole
    assert breaks(document, promise, TODAY) == breaks(promise, document, TODAY) == []
    assert promise["x-promised-on"] == "2026-06-15"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (
            "paths /api/v1/deadlines/{id}/meet post", None,
            "POST /api/v1/deadlines/{id}/meet: gone, and nobody was told before",
        ),
        (
            "paths /api/v1/dossiers get parameters", [], "GET /api/v1/dossiers: query parameter owner is gone",
        ),
        ("paths /api/v1/questions post responses 201", None, "POST /api/v1/questions: 201 is no longer answered"),
        ("components schemas DeadlineOut properties due_on", None, "DeadlineOut, told/due_on: gone"),
        (
            "components schemas DossierOut properties opened_on type", ["string", "null"],
            "DossierOut, told/opened_on: may be null",
        ),
        ("components schemas MeetInRequest required", ["done_on", "proof"], "MeetInRequest, sent/proof: now needed"),
        (
            "components schemas Problem properties errors items properties code", None,
            "Problem, told/errors[]/code: gone",
        ),
    ],
)  # fmt: skip
def test_break_of_the_document_is_named(path: str, value: Any, said: str, document: dict[str, Any]) -> None:
    assert said in breaks(promise_of(document, TODAY), changed(path, value, document), TODAY)
