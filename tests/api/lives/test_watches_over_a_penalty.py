"""An order is watched from its service on: what comes, what meets it, what moves it. Today is Monday 15 June 2026."""

from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from deadlines.models import Deadline
from tests.api.asking import post, problem
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day"}


def served(client: APIClient, on: str = "2026-03-09", **terms: Any) -> Order:
    order = Order(client, "2026-03-02", {**PENALTY, **terms})
    order.happens("order_served", on)
    return order


def watches(order: Order, state: str = "open") -> dict[str, Any]:
    """The watches over an order by the name of their rule, the last of each."""
    reference = order.client.get(f"/api/v1/dossiers/{order.id}").json()["reference"]
    found = order.client.get(f"/api/v1/deadlines?dossier={reference}&state={state}").json()["results"]
    return {one["rule_id"]: one for one in found if one["rule_kind"] == "watch"}


def due(order: Order) -> dict[str, str]:
    return {name: one["due_on"] for name, one in watches(order).items()}


def trail(order: Order, verb: str) -> list[dict[str, Any]]:
    entries = order.client.get(f"/api/v1/dossiers/{order.id}/trail").json()
    return [entry["changes"] for entry in entries if entry["verb"] == verb]


def next_due_on(order: Order) -> str | None:
    found: str | None = order.client.get(f"/api/v1/dossiers/{order.id}").json()["next_due_on"]
    return found


def test_service_opens_the_watch_over_the_oldest_unit(as_alice: APIClient) -> None:
    order = Order(as_alice, "2026-03-02", PENALTY)
    (watch,) = order.happens("order_served", "2026-03-09")["watches"]
    # The unit of 10 March: five months later a Monday, six months later a Thursday.
    assert (watch["rule_id"], watch["rule_kind"], watch["remedy"]) == (
        "penalty-oldest-unit",
        "watch",
        "enforcement",
    )
    assert (watch["due_on"], watch["legal_on"], watch["is_overridden"]) == ("2026-08-10", "2026-09-10", False)
    assert next_due_on(order) == "2026-08-10"
    (result,) = watch["answer"]["results"]
    assert [(step["date"], step["article"]) for step in result["steps"]] == [
        ("2026-03-10", "Judicial Code, art. 1385octies"),
        ("2026-08-10", "Judicial Code, art. 1385octies"),
        ("2026-09-10", "Judicial Code, art. 1385octies"),
    ]
    (opened,) = trail(order, "watch.opened")
    assert (opened["rule"], opened["about"]) == ("penalty-oldest-unit", "2026-03-10")


def test_respite_cap_and_end_are_watched_from_the_day_they_are_known(as_alice: APIClient) -> None:
    told = {"respite_length": 3, "cap": "5000.00", "expires_on": "2026-12-31"}
    order = Order(as_alice, "2026-06-12", {**PENALTY, **told})
    assert due(order) == {"penalty-expiry": "2026-12-31"}
    assert watches(order)["penalty-expiry"]["event"] is None
    order.happens("order_served", "2026-06-15")
    # Respite until the 18th; twenty units of 250 euros from the 19th on.
    assert due(order) == {
        "penalty-respite": "2026-06-19",
        "penalty-cap": "2026-07-08",
        "penalty-oldest-unit": "2026-11-19",
        "penalty-expiry": "2026-12-31",
    }


def test_command_meets_the_watch_and_the_next_unit_is_watched(as_alice: APIClient) -> None:
    order = served(as_alice)
    told = order.happens("command_served", "2026-06-10", note="Bailiff, exhibit 4")
    met = watches(order, "met")["penalty-oldest-unit"]
    assert (met["done_on"], met["evidence"]) == ("2026-06-10", "Bailiff, exhibit 4")
    assert {one["rule_id"]: (one["due_on"], one["legal_on"]) for one in told["watches"]} == {
        "penalty-oldest-unit": ("2026-11-10", "2026-12-10"),
        "penalty-secured-units": ("2026-11-10", "2026-12-10"),
    }
    (noted,) = trail(order, "watch.met")
    assert (noted["about"], noted["cause"], noted["event"]) == (
        "2026-03-10",
        "command_served",
        told["event"]["id"],
    )
    assert next_due_on(order) == "2026-11-10"


def test_payment_meets_it_only_when_it_pays_the_unit(as_alice: APIClient) -> None:
    order = served(as_alice)
    order.happens("payment_received", "2026-06-01", amount="100.00")
    assert due(order) == {"penalty-oldest-unit": "2026-08-10"}
    order.happens("payment_received", "2026-06-02", amount="400.00")
    assert due(order) == {"penalty-oldest-unit": "2026-08-12"}
    assert watches(order, "met")["penalty-oldest-unit"]["evidence"] == "payment_received 2026-06-02"


def test_all_paid_after_the_arrival_leaves_nothing_to_watch(as_alice: APIClient) -> None:
    order = served(as_alice, "2026-06-01")
    order.happens("person_housed", "2026-06-12")
    order.happens("payment_received", "2026-06-15", amount="2500.00")
    assert watches(order) == {}
    assert next_due_on(order) is None


def test_arrival_before_the_respite_ends_answers_everything(as_alice: APIClient) -> None:
    order = served(as_alice, "2026-06-12", respite_length=5, cap="5000.00")
    assert set(due(order)) == {"penalty-respite", "penalty-cap", "penalty-oldest-unit"}
    order.happens("person_housed", "2026-06-15")
    assert watches(order) == {}
    assert set(watches(order, "met")) == {"penalty-respite", "penalty-cap"}
    assert set(watches(order, "lapsed")) == {"penalty-oldest-unit"}


def test_saved_units_are_watched_when_nothing_else_is_left_to_lose(as_alice: APIClient) -> None:
    order = served(as_alice)
    order.happens("person_housed", "2026-04-01")
    command = order.happens("command_served", "2026-06-10")
    assert due(order) == {"penalty-secured-units": "2026-11-10"}
    watch = watches(order)["penalty-secured-units"]
    assert (watch["legal_on"], watch["event"]) == ("2026-12-10", command["event"]["id"])
    assert set(watches(order, "met")) == {"penalty-oldest-unit"}
    order.happens("seizure", "2026-06-12")
    assert due(order) == {"penalty-secured-units": "2026-11-12"}


def test_corrected_service_moves_the_watch_and_says_why(as_alice: APIClient) -> None:
    order = Order(as_alice, "2026-03-02", PENALTY)
    event = order.happens("order_served", "2026-03-09")["event"]["id"]
    before = watches(order)["penalty-oldest-unit"]["id"]
    body = {"kind": "order_served", "on": "2026-03-06", "reason": "The stamp was misread."}
    answer = as_alice.post(f"/api/v1/events/{event}/correct", body, format="json").json()
    assert [(one["id"], one["state"], one["due_on"]) for one in answer["deadlines"]] == [
        (before, "open", "2026-08-07")
    ]
    (moved,) = trail(order, "watch.moved")
    assert moved["about"] == ["2026-03-10", "2026-03-07"]
    assert moved["due_on"] == ["2026-08-10", "2026-08-07"]
    assert moved["legal_on"] == ["2026-09-10", "2026-09-07"]
    assert (moved["cause"], moved["event"]) == ("order_served", event)
    leads = Deadline.objects.get(pk=before).reminders.filter(lead="moved")
    assert list(leads.values_list("ring_on", flat=True)) == [date(2026, 6, 15)]


def test_amended_terms_move_the_day_of_the_cap(as_alice: APIClient) -> None:
    order = served(as_alice, "2026-06-12", cap="10000.00")
    assert due(order)["penalty-cap"] == "2026-07-22"
    told = {"amount": "500.00", "served_on": "2026-06-15", "takes_effect_on": "2026-07-01"}
    order.happens("penalty_amended", "2026-06-15", details=told)
    # Eighteen units of 250 euros until 30 June, then eleven of 500.
    assert due(order)["penalty-cap"] == "2026-07-11"


def test_waived_watch_is_not_opened_again_for_the_same_unit(as_alice: APIClient) -> None:
    order = served(as_alice)
    watch = watches(order)["penalty-oldest-unit"]["id"]
    waived = post(as_alice, f"deadlines/{watch}/waive", {"reason": "The claimant wants no money."}).json()
    assert (waived["state"], waived["evidence"]) == ("waived", "The claimant wants no money.")
    assert next_due_on(order) is None
    order.happens("hearing", "2026-06-12")
    assert watches(order) == {}
    order.happens("seizure", "2026-06-15")
    assert due(order) == {"penalty-oldest-unit": "2026-11-13", "penalty-secured-units": "2026-11-13"}


@pytest.mark.parametrize(
    ("act", "body", "code"),
    [
        ("meet", {"done_on": "2026-06-15", "evidence": "Phoned"}, "watch_met_by_events"),
        ("override", {"due_on": "2026-09-01", "reason": "Later"}, "watch_follows_events"),
        ("extend", {"amount": 14, "unit": "calendar_days", "reason": "Later"}, "watch_follows_events"),
        ("recompute", {"reason": "Now"}, "watch_follows_events"),
    ],
)
def test_watch_follows_what_is_recorded_and_nothing_else(
    as_alice: APIClient, act: str, body: dict[str, Any], code: str
) -> None:
    watch = watches(served(as_alice))["penalty-oldest-unit"]["id"]
    assert problem(post(as_alice, f"deadlines/{watch}/{act}", body)) == (409, code)


def test_watches_are_no_business_of_a_change_of_law(as_alice: APIClient) -> None:
    served(as_alice)
    assert as_alice.get("/api/v1/deadlines/impact").json()["moves"] == []


def test_order_without_a_penalty_and_other_dossiers_are_not_watched(as_alice: APIClient) -> None:
    order = Order(as_alice, "2026-03-02", None)
    assert order.happens("order_served", "2026-03-09")["watches"] == []


def test_outsider_sees_no_watch(as_alice: APIClient, as_charlie: APIClient) -> None:
    watch = watches(served(as_alice))["penalty-oldest-unit"]["id"]
    assert problem(as_charlie.get(f"/api/v1/deadlines/{watch}")) == (404, "not_found")
    assert problem(post(as_charlie, f"deadlines/{watch}/waive", {"reason": "Mine"})) == (404, "not_found")
