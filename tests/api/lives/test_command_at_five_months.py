"""A command at five months saves the units forfeited by then, and none that come later."""

from rest_framework.test import APIClient

from tests.api.asking import pointers, problem
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day"}


def served(client: APIClient) -> Order:
    order = Order(client, "2025-07-01", PENALTY)
    order.happens("order_served", "2025-07-09")
    return order


def test_command_saves_only_forfeited_units(as_alice: APIClient) -> None:
    order = served(as_alice)
    order.happens("command_served", "2025-12-09")
    # From 10 July to 8 December: 152 days are saved; the day of the command itself is not.
    assert order.units("2025-12-31", "secured") == (152, "38000.00")
    assert order.ledger("2025-12-31")["oldest_unsecured_unit_on"] == "2025-12-09"
    # Six months later what the command saved is lost again, and the day of the command with it a day after.
    assert order.units("2026-06-09", "secured") == (152, "38000.00")
    assert order.units("2026-06-10", "secured") == (0, "0.00")


def test_impediment_counts_only_where_a_lawyer_accepts_it(as_alice: APIClient) -> None:
    order = served(as_alice)
    told = {"impediment": "opposition_to_seizure", "until": "2025-12-31"}
    before = order.units("2026-01-31", "prescribed")
    event = order.happens("prescription_impeded", "2025-12-01", details=told)["event"]["id"]
    assert order.units("2026-01-31", "prescribed") == before == (21, "5250.00")
    assert len(order.said("2026-01-31", "impediment_not_counted")) == 1
    body = {
        "kind": "prescription_impeded", "on": "2025-12-01", "reason": "Decided in the team",
        "details": {**told, "is_accepted": True, "why": "The opposition suspends (art. 1412bis)"},
    }  # fmt: skip
    accepted = as_alice.post(f"/api/v1/events/{event}/correct", body, format="json")
    assert accepted.json()["event"]["details"]["is_accepted"] is True
    assert order.units("2026-01-31", "prescribed") == (0, "0.00")
    assert len(order.said("2026-01-31", "impediment_counted")) == 1


def test_impediment_accepted_without_a_reason_is_refused(as_alice: APIClient) -> None:
    told = {"impediment": "bankruptcy", "is_accepted": True}
    refused = served(as_alice).tell("prescription_impeded", "2025-12-01", details=told)
    assert (problem(refused), pointers(refused)) == (
        (422, "detail_needed"),
        [("#/details/why", "detail_needed")],
    )


def test_suspension_by_the_judge_stops_the_days_between(as_alice: APIClient) -> None:
    order = served(as_alice)
    order.happens("penalty_suspended", "2025-07-20", details={"until": "2025-07-29"})
    assert order.units("2025-08-01", "forfeited") == (12, "3000.00")
    assert order.units("2025-08-01", "suspended") == (10, "2500.00")
    refused = order.tell("penalty_suspended", "2025-07-20", details={"until": "2025-07-19"})
    assert refused.json()["values"]["reason"] == "ends_before_it_begins"


def test_amendment_counts_from_its_day_and_the_order_stays_as_it_was_given(as_alice: APIClient) -> None:
    order = served(as_alice)
    order.happens("penalty_amended", "2025-07-20", details={"amount": "100.00"})
    # Ten days at 250 euros, then twelve at 100.
    assert order.units("2025-08-01", "forfeited") == (22, "3700.00")
    assert len(order.said("2025-08-01", "amended")) == 1
    told = as_alice.get(f"/api/v1/condemnations/{order.id}").json()
    assert told["condemnation"]["penalty"]["amount"] == "250.00"


def test_increase_waits_for_its_own_service(as_alice: APIClient) -> None:
    order = served(as_alice)
    more = {"amount": "500.00", "served_on": "2025-07-25"}
    refused = order.tell("penalty_amended", "2025-07-20", details=more)
    assert (problem(refused), pointers(refused)) == (
        (422, "increase_before_service"),
        [("#/details/served_on", "increase_before_service")],
    )
    order.happens("penalty_amended", "2025-07-20", details={**more, "takes_effect_on": "2025-07-26"})
    # Sixteen days at 250 euros, then six at 500.
    assert order.units("2025-08-01", "forfeited") == (22, "7000.00")


def test_amendment_that_changes_nothing_is_refused(as_alice: APIClient) -> None:
    refused = served(as_alice).tell(
        "penalty_amended", "2025-07-20", details={"takes_effect_on": "2025-07-21"}
    )
    assert problem(refused) == (422, "detail_needed")


def test_suspension_of_an_order_without_a_penalty_is_refused(as_alice: APIClient) -> None:
    order = Order(as_alice, "2025-07-01", None)
    assert problem(order.tell("penalty_suspended", "2025-07-20")) == (409, "no_penalty")
