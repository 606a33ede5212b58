"""The links of the OpenAPI document lead from what was made to itself, and from a dossier to what hangs on it."""

from dataclasses import replace
from functools import reduce
from operator import getitem
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from tests.api import contract
from tests.api.conftest import Desk
from tests.api.examples import INSTEAD, caller_of
from tests.api.permission_table import Row, rows
from tests.conftest import client_of

# Another address, a row that is not there, a tag that is none or names another state.
REFUSED_AS_ASTRAY = {404, 405, 412, 428}
# Its row of the table is a form, whose file is uploaded in tests/api/test_imports.py.
UPLOAD = ("POST", "/api/v1/imports")


def ids_in(path: str, address: str) -> dict[str, str]:
    steps = zip(path.split("/"), address.split("/"), strict=True)
    return {step[1:-1]: found for step, found in steps if step.startswith("{")}


def links_of(method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = contract.document()["paths"][path][method.lower()]["responses"]
    return found.get("201", {}).get("links", {})


def operation(name: str) -> tuple[str, str]:
    """The method and path of an operation by its name."""
    paths = contract.document()["paths"]
    known = {
        paths[path][method.lower()]["operationId"]: (method, path) for method, path in contract.operations()
    }
    return known[name]


def said(expression: str, answer: Any, in_path: dict[str, str]) -> str:
    """What a runtime expression stands for."""
    where, _, name = expression.removeprefix("$").rpartition("#/" if "#" in expression else ".")
    if where == "response.body":
        return str(reduce(getitem, name.split("/"), answer.json()))
    return str(answer.headers[name] if where == "response.header" else in_path[name])


def walk(client: APIClient, furnished: Desk, row: Row) -> int:
    """Make what the row makes, and follow each link from it; how many there were."""
    address = furnished.address(row.path)
    path = contract.path_of(address) or ""
    links, in_path = links_of(row.method, path), ids_in(path, address)
    for link in links.values():
        body = furnished.body(replace(row, **INSTEAD.get(str(row), {})).content)
        with transaction.atomic():
            made = client.generic(row.method, address, body, content_type=row.content_type)
            method, onward = operation(link["operationId"])
            words = {name: said(each, made, in_path) for name, each in link["parameters"].items()}
            headers = {"if-match": words.pop("If-Match")} if "If-Match" in words else {}
            content = b'{"reason": "Entered in error"}' if method == "DELETE" else b"{}"
            answer = client.generic(
                method, onward.format(**words), content, content_type="application/json", headers=headers
            )
            assert answer.status_code not in REFUSED_AS_ASTRAY, (str(row), method, answer.getvalue())
            transaction.set_rollback(True)
    return len(links)


def test_every_link_leads_to_what_was_made(furnished: Desk) -> None:
    clients = {"alice": client_of(furnished.alice), "cora": client_of(furnished.cora)}
    posts = [row for row in rows() if row.method == "POST" and not row.is_form]
    walked = sum(walk(clients[caller_of(row)], furnished, row) for row in posts)
    written = sum(len(links_of(*each)) for each in contract.operations() if each != UPLOAD)
    assert walked == written > 0


@pytest.mark.parametrize(
    ("path", "onward"),
    [
        (
            "/api/v1/questions",
            {"questions_promote_create", "questions_split_create", "dossiers_events_create"},
        ),
        ("/api/v1/questions/{id}/promote", {"Read", "Change", "litigations_hearings_create"}),
        ("/api/v1/condemnations", {"condemnations_violations_create", "dossiers_timeline_list"}),
        ("/api/v1/dossiers/{dossier_id}/events", {"events_correct_create", "events_retract_create"}),
    ],
)
def test_creation_leads_to_other_addresses_too(path: str, onward: set[str]) -> None:
    assert onward <= links_of("POST", path).keys()
