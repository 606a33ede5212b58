"""Who makes something is told where it is read."""

from typing import Any
from urllib.parse import urljoin

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from helpdesk.people.models import User
from tests.api import contract
from tests.api.conftest import Desk
from tests.api.examples import caller_of
from tests.api.permission_table import Row, row, rows
from tests.conftest import client_of

CASE = {"title": "A case"}


def creations(furnished: Desk) -> list[tuple[str, Row]]:
    """Every operation that answers 201, by its address in the document."""
    paths = contract.document()["paths"]
    posts = [
        (contract.path_of(furnished.address(each.path)), each) for each in rows() if each.method == "POST"
    ]
    return [(path, each) for path, each in posts if path and "201" in paths[path]["post"]["responses"]]


@pytest.fixture
def callers(alice: User, cora: User) -> dict[str, APIClient]:
    return {"alice": client_of(alice), "cora": client_of(cora)}


def made(client: APIClient, asked: Row, furnished: Desk) -> Any:
    address, body = furnished.address(asked.path), furnished.body(asked.content)
    return client.generic("POST", address, body, content_type=asked.content_type)


def ids(told: Any) -> set[str]:
    """The ids of what was told at its top or one step below."""
    beside = [each for each in told.values() if isinstance(each, dict)]
    return {each["id"] for each in (told, *beside) if "id" in each}


def test_whoever_makes_something_reads_it_where_she_is_told(
    callers: dict[str, APIClient], furnished: Desk
) -> None:
    led = set()
    for path, asked in creations(furnished):
        client = callers[caller_of(asked)]
        with transaction.atomic():
            answer = made(client, asked, furnished)
            if answer.status_code == 201 and (place := answer.headers.get("Location")):
                assert place.startswith("/api/v1/"), asked
                read = client.get(place)
                assert read.status_code == 200, (str(asked), place)
                if read.headers["Content-Type"] == "application/json":
                    assert read.json()["id"] in ids(answer.json()), str(asked)
                led.add(path)
            transaction.set_rollback(True)
    paths = contract.document()["paths"]
    assert led == {
        path
        for path, each in paths.items()
        if "Location" in each.get("post", {}).get("responses", {}).get("201", {}).get("headers", {})
    }
    # Whatever is read below where it is made is among them.
    below = {path for path, each in paths.items() if "201" in each.get("post", {}).get("responses", {})}
    assert {path for path in below if "get" in paths.get(f"{path}/{{id}}", {})} <= led


def test_new_version_is_read_as_the_file_it_is(as_alice: APIClient, furnished: Desk) -> None:
    asked = row("POST", "documents/{document}/versions")
    place = made(as_alice, asked, furnished).headers["Location"]
    assert place == furnished.address("documents/{document}/versions/2/content")
    assert b"".join(as_alice.get(place).streaming_content) == asked.body["file"][1].encode()


def test_what_is_sent_again_is_told_where_it_is_again(as_alice: APIClient) -> None:
    first, second = (
        as_alice.post("/api/v1/litigations", CASE, format="json", headers={"idempotency-key": "once"})
        for _ in range(2)
    )
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.headers["Location"] == first.headers["Location"]
    assert first.headers["Location"] == f"/api/v1/litigations/{first.json()['id']}"


def test_place_holds_whatever_name_a_proxy_has_for_the_desk(as_alice: APIClient) -> None:
    answer = as_alice.post("/api/v1/litigations", CASE, format="json", headers={"host": "localhost"})
    outside = "https://desk.example.org/api/v1/litigations"
    assert urljoin(outside, answer.headers["Location"]) == f"{outside}/{answer.json()['id']}"


def test_what_is_refused_or_read_says_no_place(as_alice: APIClient) -> None:
    refused = as_alice.post("/api/v1/litigations", {}, format="json")
    assert (refused.status_code, "Location" in refused.headers) == (400, False)
    assert "Location" not in as_alice.get("/api/v1/litigations").headers
