"""Identifiers and descriptions of a condemnation are put right; terms of a penalty are not."""

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, problem, revision_of
from tests.api.conftest import Desk
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day"}


def patch(client: APIClient, order: Order, body: Any, tag: str = "*") -> Any:
    address = f"/api/v1/condemnations/{order.id}"
    headers = {"if-match": tag} if tag else {}
    return client.patch(address, json.dumps(body), content_type="application/json", headers=headers)


def test_numbers_are_put_right_in_the_dossier_and_in_the_order(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    changes = {
        "role_number": "22/0009/K",
        "repertory_number": "2022/1967",
        "orders": "A place within 48 hours.",
    }
    answer = patch(as_alice, order, changes)
    assert answer.status_code == 200
    told = answer.json()["condemnation"]
    assert {name: told[name] for name in changes} == changes
    details = order.life("2022-08-01")["orders"][0]["details"]
    assert {name: details[name] for name in changes} == changes
    assert details["penalty"]["amount"] == "250.00"


def test_trail_keeps_numbers_and_none_of_the_words(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    patch(
        as_alice,
        order,
        {"role_number": "22/0009/K", "orders": "A place for A.B.", "court": order_court(order)},
    )
    entry = TrailEntry.objects.get(verb="condemnation.amended")
    assert entry.changes == {"fields": ["orders", "role_number"], "role_number": ["22/0001/K", "22/0009/K"]}


def order_court(order: Order) -> str:
    court: str = order.condemnation()["court"]
    return court


def test_nothing_changed_leaves_the_revision(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    read = as_alice.get(f"/api/v1/condemnations/{order.id}")
    tag = read.headers["ETag"]
    assert revision_of(patch(as_alice, order, {"court": order_court(order)}, tag)) == revision_of(read)
    order.happens("order_served", "2022-07-29")
    assert problem(patch(as_alice, order, {"court": "Another"}, tag)) == (412, "changed_meanwhile")
    assert problem(patch(as_alice, order, {"court": "Another"}, "")) == (428, "precondition_needed")


@pytest.mark.parametrize("name", ["penalty", "amount", "decided_on", "is_collective", "debtor"])
def test_terms_of_the_order_are_not_changed_so(as_alice: APIClient, name: str) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    before = order.condemnation()
    assert pointers(patch(as_alice, order, {name: "2022-07-25"})) == [(f"#/{name}", "member_unknown")]
    assert order.condemnation() == before


def test_what_is_known_before_any_order_is_put_right_too(as_alice: APIClient) -> None:
    order = Order(as_alice, court="Labour tribunal Antwerp")
    told = patch(as_alice, order, {"court": "Labour tribunal Ghent", "procedure": "summary"}).json()
    assert (told["condemnation"]["court"], told["condemnation"]["procedure"]) == (
        "Labour tribunal Ghent", "summary",
    )  # fmt: skip
    given = order.happens("order_given", "2022-07-22", details={"result": "granted"})["event"]
    assert given["details"]["court"] == "Labour tribunal Ghent"


def test_number_of_an_order_that_is_in_the_book_is_refused(as_alice: APIClient) -> None:
    Order(as_alice, "2022-07-22")
    order = Order(as_alice, "2022-07-22", role_number="22/0002/K")
    clash = patch(as_alice, order, {"role_number": "22/0001/K"})
    assert (problem(clash), pointers(clash)) == (
        (409, "condemnation_known"),
        [("#/role_number", "condemnation_known")],
    )
    assert order.condemnation()["role_number"] == "22/0002/K"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"court": ""}, "#/court"),
        ({"procedure": "magic"}, "#/procedure"),
        ({"source_url": "nowhere"}, "#/source_url"),
        ({"ecli": "x" * 81}, "#/ecli"),
        ({"ecli": None}, "#/ecli"),
    ],
)
def test_bad_member_is_pointed_at_and_nothing_is_written(
    as_alice: APIClient, body: dict[str, Any], pointer: str
) -> None:
    order = Order(as_alice, "2022-07-22")
    answer = patch(as_alice, order, {"role_number": "22/0009/K", **body})
    assert problem(answer) == (400, "invalid")
    assert [each for each, _ in pointers(answer)] == [pointer]
    assert order.condemnation()["role_number"] == "22/0001/K"


def test_dossier_of_another_kind_is_no_condemnation(as_alice: APIClient, furnished: Desk) -> None:
    address = furnished.address("condemnations/{litigation}")
    answer = as_alice.patch(address, {"court": "A court"}, format="json", headers={"if-match": "*"})
    assert problem(answer) == (404, "not_found")
    assert problem(as_alice.get(f"{address}/life")) == (404, "not_found")
