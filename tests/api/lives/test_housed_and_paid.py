"""Served, housed, paid: the dossier closes as such only when the events say so."""

from typing import Any

from rest_framework.test import APIClient

from tests.api.asking import post, problem
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day"}


def closing(client: APIClient, order: Order, outcome: str = "housed_and_paid") -> Any:
    return post(client, f"dossiers/{order.id}/close", {"outcome": outcome})


def housed(client: APIClient) -> Order:
    """Ten days at 250 euros: from 2 to 11 May 2026."""
    order = Order(client, "2026-04-28", PENALTY)
    order.happens("order_served", "2026-05-01")
    order.happens("person_housed", "2026-05-12")
    return order


def test_order_housed_and_paid_closes_so(as_alice: APIClient) -> None:
    order = housed(as_alice)
    order.happens("payment_received", "2026-06-01", amount="2500.00")
    assert order.units("2026-06-15", "paid") == (10, "2500.00")
    assert order.units("2026-06-15", "claimable") == (0, "0.00")
    closed = closing(as_alice, order).json()
    assert (closed["state"], closed["outcome"]) == ("closed", "housed_and_paid")


def test_part_payment_leaves_the_rest_to_claim(as_alice: APIClient) -> None:
    order = housed(as_alice)
    order.happens("payment_received", "2026-06-01", amount="2000.00")
    refused = closing(as_alice, order)
    assert problem(refused) == (409, "still_claimable")
    assert refused.json()["values"] == {"units": 2, "amount": "500.00"}
    assert problem(closing(as_alice, order, "settled")) == (409, "outcome_not_shown")
    order.happens("settlement_agreed", "2026-06-10", amount="300.00")
    assert closing(as_alice, order, "settled").json()["outcome"] == "settled"


def test_nobody_housed_closes_as_housed_by_nobody(as_alice: APIClient) -> None:
    order = Order(as_alice, "2026-04-28", None)
    assert problem(closing(as_alice, order)) == (409, "not_housed")
    order.happens("person_housed", "2026-05-12")
    assert closing(as_alice, order).json()["outcome"] == "housed_and_paid"


def test_prescribed_is_closed_only_when_the_last_unit_has_lapsed(as_alice: APIClient) -> None:
    order = housed(as_alice)
    assert problem(closing(as_alice, order, "housed_and_prescribed")) == (409, "still_claimable")
    old = Order(as_alice, "2022-07-22", PENALTY, role_number="22/0002/K")
    old.happens("order_served", "2022-07-29")
    old.happens("person_housed", "2022-11-04")
    assert closing(as_alice, old, "housed_and_prescribed").json()["state"] == "closed"


def test_outsider_can_close_nothing(as_alice: APIClient, as_charlie: APIClient) -> None:
    order = housed(as_alice)
    assert problem(closing(as_charlie, order)) == (404, "not_found")
    event = post(as_charlie, f"dossiers/{order.id}/events", {"kind": "seizure", "on": "2026-06-01"})
    assert problem(event) == (404, "not_found")
