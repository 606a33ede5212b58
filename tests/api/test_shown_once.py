"""What is shown once stands in the first answer alone: the one kept for a repetition has nothing in its place."""

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from api.models import KeptAnswer
from helpdesk.people.models import User
from tests.api import contract
from tests.api.conftest import Desk
from tests.conftest import client_of

ADDRESSES: dict[str, dict[str, Any]] = {
    "api-keys": {"integration": "{integration}", "name": "Form", "scopes": ["law:read"]},
    "api-keys/{api_key}/rotate": {},
    "calendar-feeds": {"name": "Telephone"},
    "calendar-feeds/{feed}/rotate": {},
    "webhooks": {"name": "Mirror", "url": "https://hooks.example.org/desk", "events": ["*"]},
    "webhooks/{webhook}/rotate-secret": {},
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_request_sent_twice_is_answered_without_the_secret(
    furnished: Desk, alice: User, cora: User, address: str
) -> None:
    caller = client_of(cora if address.startswith("api-keys") else alice)
    first, again = (_post(caller, furnished, address) for _ in range(2))
    (shown,) = (name for name, value in first.items() if isinstance(value, str))
    assert first[shown].encode() not in bytes(KeptAnswer.objects.get().body)
    assert again == {**first, shown: ""}


def _post(caller: APIClient, furnished: Desk, address: str) -> Any:
    body = furnished.body(json.dumps(ADDRESSES[address]).encode())
    answer = caller.post(
        furnished.address(address), body, content_type="application/json", headers={"idempotency-key": "once"}
    )
    assert answer.status_code in (200, 201)
    return answer.json()


def test_every_answer_that_shows_something_once_is_asked_for_twice() -> None:
    schemas, paths = contract.document()["components"]["schemas"], contract.document()["paths"]
    shapes = [f"/{name}'" for name, schema in schemas.items() if "shown this once" in str(schema)]
    showing = {path for path, found in paths.items() if any(shape in str(found) for shape in shapes)}
    assert showing == {contract.path_of(f"/api/v1/{address}") for address in ADDRESSES}
