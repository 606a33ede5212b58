"""An order that is not provisionally enforceable: the appeal stops the penalty until the order is served again."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.api.asking import pointers, problem
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day", "is_provisionally_enforceable": False}
RESPITE = {"respite_length": 2, "respite_unit": "days"}
SUSPENSIVE = {"has_suspensive_effect": True}
CONFIRMED = {"result": "confirmed"}


def served(client: APIClient, **terms: Any) -> Order:
    order = Order(client, "2026-01-05", {**PENALTY, **terms})
    order.happens("order_served", "2026-01-09")
    return order


def test_nothing_runs_from_the_appeal_to_the_end_of_a_new_respite(as_alice: APIClient) -> None:
    order = served(as_alice, **RESPITE)
    order.happens("order_appealed", "2026-02-02", details=SUSPENSIVE)
    # From 12 January, the day after the respite, to 1 February.
    assert order.units("2026-04-01", "forfeited") == (21, "5250.00")
    assert order.said("2026-04-01", "appeal_suspends") != []
    order.happens("appeal_ended", "2026-03-20", details=CONFIRMED)
    assert order.units("2026-04-01", "forfeited") == (21, "5250.00")
    assert order.said("2026-04-01", "awaits_new_service") != []
    order.happens("order_served_again", "2026-03-25")
    # The new respite ends on 27 March: 28 to 31 March are added.
    assert order.units("2026-04-01", "forfeited") == (25, "6250.00")
    assert order.units("2026-04-01", "suspended") == (54, "13500.00")


def test_whole_appeal_entered_late_gives_the_same_figures(as_alice: APIClient) -> None:
    order = served(as_alice, **RESPITE)
    assert order.units("2026-04-01", "forfeited") == (79, "19750.00")
    order.happens("order_appealed", "2026-02-02", details=SUSPENSIVE)
    order.happens("appeal_ended", "2026-03-20", details=CONFIRMED)
    order.happens("order_served_again", "2026-03-25")
    assert order.units("2026-04-01", "forfeited") == (25, "6250.00")


def test_appeal_without_suspensive_effect_stops_nothing(as_alice: APIClient) -> None:
    order = served(as_alice)
    order.happens("order_appealed", "2026-02-02", details={"has_suspensive_effect": False})
    assert order.units("2026-02-10", "forfeited") == (31, "7750.00")


def test_appeal_against_an_enforceable_order_cannot_suspend_and_is_explained(as_alice: APIClient) -> None:
    order = served(as_alice, is_provisionally_enforceable=True)
    refused = order.tell("order_appealed", "2026-02-02", details=SUSPENSIVE)
    assert (problem(refused), pointers(refused)) == (
        (422, "appeal_cannot_suspend"),
        [("#/details/has_suspensive_effect", "appeal_cannot_suspend")],
    )
    order.happens("order_appealed", "2026-02-02", details={"has_suspensive_effect": False})
    assert len(order.said("2026-02-10", "appeal_does_not_suspend")) == 1
    assert order.units("2026-02-10", "forfeited") == (31, "7750.00")


@pytest.mark.parametrize(
    ("kind", "on", "details", "code"),
    [
        ("appeal_ended", "2026-03-20", CONFIRMED, "appeal_not_lodged"),
        ("order_served_again", "2026-03-20", {}, "appeal_not_ended"),
        ("order_appealed", "2026-02-02", {}, "detail_needed"),
        ("order_appealed", "2026-01-04", SUSPENSIVE, "event_before_order"),
        ("appeal_ended", "2026-03-20", {}, "detail_needed"),
        ("appeal_ended", "2026-03-20", {"result": "granted"}, "result_unknown"),
        ("appeal_ended", "2026-03-20", {**CONFIRMED, **SUSPENSIVE}, "detail_not_of_this_event"),
        ("opposition_lodged", "2026-01-04", {}, "event_before_order"),
    ],
)
def test_step_out_of_its_order_is_refused_with_the_reason(
    as_alice: APIClient, kind: str, on: str, details: dict[str, Any], code: str
) -> None:
    order = served(as_alice)
    assert problem(order.tell(kind, on, details=details)) == (422, code)
    listed = as_alice.get(f"/api/v1/dossiers/{order.id}/events").json()
    assert [event["kind"] for event in listed] == ["order_given", "order_served"]


def test_appeal_corrected_past_its_end_is_refused(as_alice: APIClient) -> None:
    order = served(as_alice)
    appeal = order.happens("order_appealed", "2026-02-02", details=SUSPENSIVE)["event"]["id"]
    order.happens("appeal_ended", "2026-03-20", details=CONFIRMED)
    body = {"kind": "order_appealed", "on": "2026-03-21", "details": SUSPENSIVE, "reason": "Misread"}
    answer = as_alice.post(f"/api/v1/events/{appeal}/correct", body, format="json")
    assert problem(answer) == (422, "appeal_not_lodged")
