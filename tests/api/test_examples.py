"""The examples of the OpenAPI document are what the desk really answers, and what the document allows."""

import copy
import os
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from api.examples import examples
from helpdesk import limits
from helpdesk.people.models import User
from tests.api import contract
from tests.api.conftest import Desk
from tests.api.examples import BEFORE, INSTEAD, REFUSED, caller_of, example_of, shape_of, write
from tests.api.permission_table import Row, rows
from tests.conftest import client_of


@pytest.fixture
def callers(alice: User, cora: User) -> dict[str, APIClient]:
    return {"alice": client_of(alice), "cora": client_of(cora)}


def ask(client: APIClient, asked: Row, furnished: Desk) -> tuple[bytes, Any]:
    """What was sent, and the answer."""
    address, content = furnished.address(asked.path), furnished.body(asked.content)
    kind, headers = asked.content_type, {"if-match": "*"}
    return content, client.generic(asked.method, address, content, content_type=kind, headers=headers)


def executed(callers: dict[str, APIClient], furnished: Desk, row: Row) -> dict[str, Any]:
    """Ask what the permission table asks, in a state that allows it, and undo what it did."""
    asked = replace(row, **INSTEAD.get(str(row), {}))
    # How much of her limits was used by the examples before is of no interest here.
    cache.clear()
    limits._tallies.clear()
    with transaction.atomic():
        for earlier in BEFORE.get(str(row), []):
            _, done = ask(callers["alice"], earlier, furnished)
            assert done.status_code == 200, done.getvalue()
        content, answer = ask(callers[caller_of(row)], asked, furnished)
        assert (answer.status_code < 300) != (str(row) in REFUSED), (str(row), answer.getvalue())
        told = example_of(asked, content, answer)
        transaction.set_rollback(True)
    return told


def test_every_example_is_executed_and_answered_in_the_shape_it_has(
    clock_stands_still: None, callers: dict[str, APIClient], furnished: Desk
) -> None:
    told = {}
    for row in rows():
        path = contract.path_of(furnished.address(row.path))
        told[f"{row.method} {path}"] = executed(callers, furnished, row)
    if "WRITE_EXAMPLES" in os.environ:
        write(told)
        return
    assert told.keys() == examples().keys()
    assert [name for name in told if shape_of(told[name]) != shape_of(examples()[name])] == []


@pytest.mark.parametrize(("method", "path"), sorted(contract.operations()))
def test_example_is_in_the_document_and_as_its_schema_says(method: str, path: str) -> None:
    operation = contract.document()["paths"][path][method.lower()]
    told = examples()[f"{method} {path}"]
    answer = operation["responses"][told["status"]]
    for name, holder in (("request", operation.get("requestBody", {})), ("response", answer)):
        if name not in told:
            continue
        (content,) = [each for each in holder["content"].values() if "example" in each]
        assert content["example"] == told[name]
        schema = {**copy.deepcopy(content["schema"]), "components": contract.document()["components"]}
        judge = Draft202012Validator(schema, format_checker=contract.FORMATS)
        assert [each.message for each in judge.iter_errors(told[name])] == []
