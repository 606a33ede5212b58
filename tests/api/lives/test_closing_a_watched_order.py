"""A watch that no longer matters keeps no dossier open; one over money that can be claimed does."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from deadlines.models import PenaltyStanding
from tests.api.asking import post, problem
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day"}
LOST: dict[str, Any] = {"details": {"last_contact_on": "2026-06-12"}, "note": "Three calls, nobody answers."}


def served(client: APIClient, **terms: str) -> Order:
    """From 10 March 2026 on, 250 euros a day; today is 15 June."""
    order = Order(client, "2026-03-02", {**PENALTY, **terms})
    order.happens("order_served", "2026-03-09")
    return order


def states(order: Order) -> dict[str, str]:
    reference = order.client.get(f"/api/v1/dossiers/{order.id}").json()["reference"]
    found = order.client.get(f"/api/v1/deadlines?dossier={reference}").json()["results"]
    return {one["rule_id"]: one["state"] for one in found}


def lapsed(order: Order) -> dict[str, str]:
    """The watches that lapsed, with what made them."""
    trail = order.client.get(f"/api/v1/dossiers/{order.id}/trail").json()
    told = [entry["changes"] for entry in trail if entry["verb"] == "watch.lapsed"]
    return {one["rule"]: one["cause"] for one in told}


@pytest.mark.parametrize(
    ("kind", "told", "outcome"),
    [("desisted", {}, "desisted"), ("settlement_agreed", {"amount": "1500.00"}, "settled")],
)
def test_outcome_that_ends_the_claim_lets_every_watch_go(
    as_alice: APIClient, kind: str, told: dict[str, str], outcome: str
) -> None:
    order = served(as_alice, expires_on="2026-12-31")
    order.happens(kind, "2026-06-10", **told)
    assert states(order) == {"penalty-oldest-unit": "open", "penalty-expiry": "lapsed"}
    closed = order.close(outcome).json()
    assert (closed["state"], closed["next_due_on"]) == ("closed", None)
    assert lapsed(order) == {"penalty-oldest-unit": "closing", "penalty-expiry": kind}


def test_annulment_lets_every_watch_go(as_alice: APIClient) -> None:
    order = served(as_alice, expires_on="2026-12-31")
    order.happens("opposition_lodged", "2026-05-04")
    order.happens("opposition_ended", "2026-06-10", details={"result": "annulled"})
    assert lapsed(order) == {
        "penalty-oldest-unit": "opposition_ended", "penalty-expiry": "opposition_ended",
    }  # fmt: skip
    assert order.close("annulled").json()["state"] == "closed"


def test_money_that_can_be_claimed_keeps_it_open_until_somebody_says_why_not(as_alice: APIClient) -> None:
    order = served(as_alice, expires_on="2026-12-31")
    order.happens("contact_lost", "2026-06-12", **LOST)
    refused = order.close("untraceable")
    assert problem(refused) == (409, "deadline_stands_open")
    assert refused.json()["values"]["next_due_on"] == "2026-08-10"
    assert states(order) == {"penalty-oldest-unit": "open", "penalty-expiry": "lapsed"}
    order.waive_watches("She left no address.")
    assert order.close("untraceable").json()["state"] == "closed"
    assert states(order) == {"penalty-oldest-unit": "waived", "penalty-expiry": "lapsed"}


def test_units_to_come_keep_nothing_open_when_nothing_can_be_claimed(as_alice: APIClient) -> None:
    order = Order(as_alice, "2026-06-12", PENALTY)
    order.happens("order_served", "2026-06-14")
    order.happens("contact_lost", "2026-06-15", **{**LOST, "details": {"last_contact_on": "2026-06-15"}})
    assert states(order) == {"penalty-oldest-unit": "open"}
    assert order.close("untraceable").json()["state"] == "closed"
    assert lapsed(order) == {"penalty-oldest-unit": "closing"}


def test_closed_order_keeps_the_figures_of_its_day_and_is_watched_again_when_reopened(
    as_alice: APIClient,
) -> None:
    order = served(as_alice)
    order.happens("settlement_agreed", "2026-06-15", amount="1500.00")
    order.close("settled")
    row = PenaltyStanding.objects.get(pk=order.id)
    assert (str(row.as_of_on), row.holds_until, row.claimable_units) == ("2026-06-15", None, 97)
    reopened = post(as_alice, f"dossiers/{order.id}/reopen", {}).json()
    assert (reopened["state"], reopened["next_due_on"]) == ("open", "2026-08-10")
    row.refresh_from_db()
    assert row.holds_until is not None


def test_outsider_closes_and_reopens_nothing(as_alice: APIClient, as_charlie: APIClient) -> None:
    order = served(as_alice)
    for act in ("close", "reopen"):
        answer = post(as_charlie, f"dossiers/{order.id}/{act}", {"outcome": "settled"})
        assert problem(answer) == (404, "not_found")
