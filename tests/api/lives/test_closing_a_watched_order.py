"""A watch that no longer matters keeps no dossier open; one over money that can be claimed does."""

import pytest
from rest_framework.test import APIClient

from deadlines.models import PenaltyStanding
from tests.api.asking import post, problem
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day"}


def served(client: APIClient, **terms: str) -> Order:
    """From 10 March 2026 on, 250 euros a day; today is 15 June."""
    order = Order(client, "2026-03-02", {**PENALTY, **terms})
    order.happens("order_served", "2026-03-09")
    return order


def states(order: Order) -> dict[str, str]:
    reference = order.client.get(f"/api/v1/dossiers/{order.id}").json()["reference"]
    found = order.client.get(f"/api/v1/deadlines?dossier={reference}").json()["results"]
    return {one["rule_id"]: one["state"] for one in found}


@pytest.mark.parametrize("outcome", ["annulled", "desisted", "settled"])
def test_outcome_that_ends_the_claim_lets_every_watch_go(as_alice: APIClient, outcome: str) -> None:
    order = served(as_alice, expires_on="2026-12-31")
    closed = post(as_alice, f"dossiers/{order.id}/close", {"outcome": outcome}).json()
    assert (closed["state"], closed["next_due_on"]) == ("closed", None)
    assert states(order) == {"penalty-oldest-unit": "lapsed", "penalty-expiry": "lapsed"}
    trail = as_alice.get(f"/api/v1/dossiers/{order.id}/trail").json()
    lapsed = [entry["changes"]["cause"] for entry in trail if entry["verb"] == "watch.lapsed"]
    assert lapsed == ["closing", "closing"]


def test_money_that_can_be_claimed_keeps_it_open_until_somebody_says_why_not(as_alice: APIClient) -> None:
    order = served(as_alice, expires_on="2026-12-31")
    refused = post(as_alice, f"dossiers/{order.id}/close", {"outcome": "untraceable"})
    assert problem(refused) == (409, "deadline_stands_open")
    assert refused.json()["values"]["next_due_on"] == "2026-08-10"
    assert states(order) == {"penalty-oldest-unit": "open", "penalty-expiry": "open"}
    (watch,) = [
        one["id"]
        for one in as_alice.get("/api/v1/deadlines?state=open").json()["results"]
        if one["rule_id"] == "penalty-oldest-unit"
    ]
    post(as_alice, f"deadlines/{watch}/waive", {"reason": "She left no address."})
    closed = post(as_alice, f"dossiers/{order.id}/close", {"outcome": "untraceable"})
    assert closed.json()["state"] == "closed"
    assert states(order) == {"penalty-oldest-unit": "waived", "penalty-expiry": "lapsed"}


def test_units_to_come_keep_nothing_open_when_nothing_can_be_claimed(as_alice: APIClient) -> None:
    order = Order(as_alice, "2026-06-12", PENALTY)
    order.happens("order_served", "2026-06-15")
    assert states(order) == {"penalty-oldest-unit": "open"}
    closed = post(as_alice, f"dossiers/{order.id}/close", {"outcome": "untraceable"})
    assert closed.json()["state"] == "closed"


def test_closed_order_keeps_the_figures_of_its_day_and_is_watched_again_when_reopened(
    as_alice: APIClient,
) -> None:
    order = served(as_alice)
    post(as_alice, f"dossiers/{order.id}/close", {"outcome": "settled"})
    row = PenaltyStanding.objects.get(pk=order.id)
    assert (str(row.as_of_on), row.holds_until, row.claimable_units) == ("2026-06-15", None, 97)
    reopened = post(as_alice, f"dossiers/{order.id}/reopen", {}).json()
    assert (reopened["state"], reopened["next_due_on"]) == ("open", "2026-08-10")
    row.refresh_from_db()
    assert str(row.holds_until) == "2026-06-15"


def test_outsider_closes_and_reopens_nothing(as_alice: APIClient, as_charlie: APIClient) -> None:
    order = served(as_alice)
    for act in ("close", "reopen"):
        answer = post(as_charlie, f"dossiers/{order.id}/{act}", {"outcome": "settled"})
        assert problem(answer) == (404, "not_found")
