"""A reason may come in the header `X-Reason`, where the body gives none."""

from typing import Any
from urllib.parse import quote

import pytest
from rest_framework.test import APIClient

from deadlines.models import Deadline, DeadlineState
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.api import contract
from tests.api.asking import pointers, problem
from tests.api.pleading import Case
from tests.factories import LODGED, a_deadline, a_litigation

WHY = "De cliënt ziet ervan af: 100 % zeker."


@pytest.fixture
def deadline(alice: User, desk: Team) -> Deadline:
    return a_deadline(alice, a_litigation(alice, desk))


def waive(client: APIClient, deadline: Deadline, reason: str, *, body: str = "{}", **headers: str) -> Any:
    return client.post(
        f"/api/v1/deadlines/{deadline.pk}/waive",
        body,
        content_type="application/json",
        headers={"x-reason": reason, **headers},
    )


def reason_in_trail(verb: str) -> str:
    return TrailEntry.objects.get(verb=verb).reason


def test_reason_of_the_header_stands_in_the_trail(as_alice: APIClient, deadline: Deadline) -> None:
    assert waive(as_alice, deadline, quote(WHY)).status_code == 200
    assert reason_in_trail("deadline.waived") == WHY


def test_plain_words_need_no_encoding(as_alice: APIClient, deadline: Deadline) -> None:
    assert waive(as_alice, deadline, "She desists; no appeal.").status_code == 200
    assert reason_in_trail("deadline.waived") == "She desists; no appeal."


def test_reason_of_the_body_goes_before_that_of_the_header(as_alice: APIClient, deadline: Deadline) -> None:
    assert waive(as_alice, deadline, "Header", body='{"reason": "Body"}').status_code == 200
    assert reason_in_trail("deadline.waived") == "Body"


def test_empty_reason_in_the_body_is_not_filled_in(as_alice: APIClient, deadline: Deadline) -> None:
    answer = waive(as_alice, deadline, "Header", body='{"reason": ""}')
    assert (problem(answer), pointers(answer)) == ((400, "invalid"), [("#/reason", "blank")])


def test_day_is_set_by_hand_for_the_reason_of_the_header(as_alice: APIClient, deadline: Deadline) -> None:
    answer = as_alice.post(
        f"/api/v1/deadlines/{deadline.pk}/override",
        {"due_on": "2026-06-22"},
        format="json",
        headers={"x-reason": "The%20court%20set%20it."},
    )
    assert answer.status_code == 200
    assert TrailEntry.objects.get(verb="deadline.overridden").changes["reason"] == "The court set it."


def test_row_is_taken_out_without_a_body(as_alice: APIClient) -> None:
    case = Case(as_alice)
    party = case.add("parties", authority="Fedasil", role="defendant")
    answer = as_alice.delete(
        f"/api/v1/{case.path('parties')}/{party['id']}",
        headers={"if-match": "*", "x-reason": "Another case"},
    )
    assert answer.status_code in (200, 204), answer.content
    assert reason_in_trail("party.removed") == "Another case"


@pytest.mark.parametrize(
    "reason",
    ["", "100% sure", "%E9t%E9", "été", "%zz", "x" * 1001, quote("é" * 1001)],
    ids=["empty", "bare sign", "latin 1", "not encoded", "no octet", "too long", "too long once decoded"],
)
def test_header_that_cannot_be_read_for_sure_is_refused(
    as_alice: APIClient, deadline: Deadline, reason: str
) -> None:
    assert problem(waive(as_alice, deadline, reason)) == (400, "x_reason_invalid")
    deadline.refresh_from_db()
    assert deadline.state == DeadlineState.OPEN


@pytest.mark.parametrize(("reason", "code"), [("a%00b", "null_characters_not_allowed"), ("%20", "blank")])
def test_header_says_nothing_that_a_body_may_not(
    as_alice: APIClient, deadline: Deadline, reason: str, code: str
) -> None:
    answer = waive(as_alice, deadline, reason)
    assert (problem(answer), pointers(answer)) == ((400, "invalid"), [("#/reason", code)])


def test_act_for_a_reason_needs_no_body_beside_the_header(as_alice: APIClient, deadline: Deadline) -> None:
    answer = as_alice.post(f"/api/v1/deadlines/{deadline.pk}/waive", headers={"x-reason": "She desists"})
    assert answer.status_code == 200, answer.content
    assert reason_in_trail("deadline.waived") == "She desists"


def test_document_leaves_open_where_the_reason_stands() -> None:
    paths, shapes = contract.document()["paths"], contract.document()["components"]["schemas"]
    asked = [paths[path][method.lower()] for method, path in contract.operations()]
    may_say_it_above = [
        each for each in asked if "X-Reason" in {one["name"] for one in each.get("parameters", [])}
    ]
    assert may_say_it_above
    for each in may_say_it_above:
        body = each["requestBody"]
        shape = shapes[body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]]
        assert "reason" not in shape.get("required", ())
        assert body.get("required", False) == ("required" in shape)


def test_act_without_a_reason_passes_the_header_over(as_alice: APIClient, deadline: Deadline) -> None:
    answer = as_alice.post(
        f"/api/v1/deadlines/{deadline.pk}/meet",
        {"done_on": "2026-06-12", **LODGED},
        format="json",
        headers={"x-reason": "100% sure"},
    )
    assert answer.status_code == 200


def test_key_used_for_another_reason_is_refused(as_alice: APIClient, deadline: Deadline) -> None:
    key = {"idempotency-key": "one-act"}
    assert waive(as_alice, deadline, "First", **key).status_code == 200
    assert waive(as_alice, deadline, "First", **key).headers["Idempotency-Replayed"] == "true"
    assert problem(waive(as_alice, deadline, "Second", **key)) == (422, "idempotency_key_reused")
