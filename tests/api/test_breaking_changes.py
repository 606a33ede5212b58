"""Within a version of the API nothing that programs rely on goes.

A release is a tag `v…` in git, and the document in it is the yardstick; nothing is to be kept up by hand. Until the
first there is nothing to break; the comparison is tried on a small document and on the committed one.
"""

import copy
import subprocess
from typing import Any

import pytest
import yaml

from tests.api.breaking import breaks
from tests.api.contract import DOCUMENT, document
from tests.living_desk import CHECKOUT

SMALL: dict[str, Any] = {
    "paths": {
        "/things": {
            "post": {
                "parameters": [{"in": "query", "name": "on", "required": False}],
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ThingRequest"}}}
                },
                "responses": {"201": {"content": {"application/json": {"schema": {"type": "array"}}}}},
            }
        }
    },
    "components": {
        "schemas": {
            "ThingRequest": {
                "type": "object",
                "properties": {"a": {"type": "string"}, "b": {"enum": ["x", "y"]}},
            },
            "Thing": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
        }
    },
}


def git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=CHECKOUT, capture_output=True, text=True).stdout


def test_nothing_breaks_that_was_released() -> None:
    tag = git("tag", "--merged", "HEAD", "--sort=-version:refname", "--list", "v*").partition("\n")[0]
    if not tag:
        pytest.skip("Nothing is released yet: no tag v… leads here.")
    released = yaml.safe_load(git("show", f"{tag}:api/openapi.yaml"))
    assert not breaks(released, yaml.safe_load(DOCUMENT.read_text(encoding="utf-8")))


def changed(path: str, value: Any, whole: dict[str, Any] = SMALL) -> dict[str, Any]:
    """A document with the value at a path replaced; None takes it out."""
    other = copy.deepcopy(whole)
    *steps, last = path.split(" ")
    place = other
    for step in steps:
        place = place[step]
    place[last] = value
    if value is None:
        del place[last]
    return other


POST, SENT, GIVEN = "paths /things post", "components schemas ThingRequest", "components schemas Thing"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("paths /things post", None, "POST /things: gone"),
        (f"{POST} parameters", [], "POST /things: parameter on is gone"),
        (
            f"{POST} parameters",
            [{"in": "query", "name": "on", "required": True}],
            "POST /things: parameter on is now needed",
        ),
        (
            f"{POST} responses 201 content application/json schema type",
            "object",
            "POST /things: it was type array, is object",
        ),
        (f"{POST} responses", {"200": {}}, "POST /things: no longer answers 201"),
        (f"{SENT} required", ["a"], "ThingRequest: /a is now needed"),
        (f"{SENT} properties a", None, "ThingRequest: /a is gone"),
        (f"{SENT} properties b enum", ["x"], "ThingRequest: /b no longer knows y"),
        (f"{GIVEN} properties a type", "integer", "Thing: /a was type string, is integer"),
        (f"{GIVEN} required", [], "Thing: /a is no longer always there"),
    ],
)
def test_break_is_named(path: str, value: Any, said: str) -> None:
    assert said in breaks(SMALL, changed(path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("paths /others", {"get": {"responses": {"200": {}}}}),
        (
            f"{POST} parameters",
            [*SMALL["paths"]["/things"]["post"]["parameters"], {"in": "query", "name": "q"}],
        ),
        (f"{POST} responses 409", {}),
        (f"{SENT} properties c", {"type": "string"}),
        (f"{GIVEN} properties c", {"type": "string"}),
        (f"{SENT} properties b enum", ["x", "y", "z"]),
    ],
)
def test_more_than_before_breaks_nothing(path: str, value: Any) -> None:
    assert breaks(SMALL, changed(path, value)) == []


# The document itself, which is large and has every kind of schema there is.


def test_committed_document_breaks_nothing_of_itself() -> None:
    assert breaks(document(), copy.deepcopy(document())) == []


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("paths /api/v1/deadlines/{id}/meet post", None, "POST /api/v1/deadlines/{id}/meet: gone"),
        (
            "paths /api/v1/dossiers get parameters",
            [],
            "GET /api/v1/dossiers: parameter owner is gone",
        ),
        (
            "paths /api/v1/questions post responses 201",
            None,
            "POST /api/v1/questions: no longer answers 201",
        ),
        ("components schemas DeadlineOut properties due_on", None, "DeadlineOut: /due_on is gone"),
        (
            "components schemas DossierOut properties closed_on type",
            "string",
            "DossierOut: /closed_on was type ['string', 'null'], is string",
        ),
        (
            "components schemas MeetInRequest required",
            ["done_on", "evidence", "proof"],
            "MeetInRequest: /proof is now needed",
        ),
    ],
)
def test_break_of_the_committed_document_is_named(path: str, value: Any, said: str) -> None:
    assert said in breaks(document(), changed(path, value, document()))
