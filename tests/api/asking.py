"""Asking the API in a test, and reading the problem it answers with."""

import json
from typing import Any

from rest_framework.test import APIClient

from tests.api.contract import PROBLEM


def problem(answer: Any) -> tuple[int, str]:
    """Status and code, once the members that every problem has were seen."""
    assert answer.headers["Content-Type"] == PROBLEM
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["type"] == f"/docs/problems/#{told['code']}"
    assert told["request_id"]
    return answer.status_code, told["code"]


def pointers(answer: Any) -> list[tuple[str, str]]:
    """Where each mistake is, and its code."""
    return [(mistake["pointer"], mistake["code"]) for mistake in answer.json()["errors"]]


def revision_of(answer: Any) -> str:
    """The revision that a strong tag names, whatever the words it names besides."""
    tag: str = answer.headers["ETag"]
    return tag.strip('"').partition("-")[0]


def post(client: APIClient, path: str, body: Any) -> Any:
    return send(client, f"/api/v1/{path}", body)


def send(client: APIClient, address: str, body: Any) -> Any:
    """Post a body in plain ASCII, so that any character can be asked about."""
    return client.post(address, json.dumps(body).encode(), content_type="application/json")


def write(client: APIClient, method: str, path: str, body: Any = None, tag: str = "*") -> Any:
    """A conditional write: whatever stands there, unless a tag says which state was read."""
    content = "" if body is None else json.dumps(body)
    headers = {"if-match": tag} if tag else {}
    return client.generic(
        method, f"/api/v1/{path}", content, content_type="application/json", headers=headers
    )
