"""A sheet sent to the desk in a test, and what came of it."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from deadlines.tasks import work_on_import

ROOT = "/api/v1/imports"


def sent(client: APIClient, content: bytes, kind: str = "condemnations", **told: Any) -> Any:
    file = SimpleUploadedFile(told.pop("name", "book.csv"), content)
    return client.post(ROOT, {"file": file, "kind": kind, **told}, format="multipart")


def worked_on(client: APIClient, answer: Any) -> Any:
    """What the import says of itself once the task it was handed to has run."""
    assert answer.status_code in (200, 201), answer.content
    work_on_import(answer.json()["id"])
    return client.get(f"{ROOT}/{answer.json()['id']}").json()


def checked(client: APIClient, content: bytes, kind: str = "condemnations", **told: Any) -> Any:
    return worked_on(client, sent(client, content, kind, **told))


def act_on(client: APIClient, found: Any, verb: str, body: Any = None) -> Any:
    return client.post(
        f"{ROOT}/{found['id']}/{verb}", json.dumps(body or {}), content_type="application/json"
    )


def done(client: APIClient, found: Any, verb: str, body: Any = None) -> Any:
    """The import after an act and the work it asks for."""
    return worked_on(client, act_on(client, found, verb, body))


def rows_of(client: APIClient, found: Any, query: str = "") -> Any:
    return client.get(f"{ROOT}/{found['id']}/rows{query}").json()


def mistakes_of(client: APIClient, found: Any) -> list[tuple[int, str, str]]:
    """Line, column and code of every mistake of the first page."""
    refused = rows_of(client, found, "?result=refused")["results"]
    return [(row["line"], one["column"], one["code"]) for row in refused for one in row["mistakes"]]
