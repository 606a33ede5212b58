"""Organisations against the State and Fedasil: 5,000 euros for each working day on which anybody is refused."""

from rest_framework.test import APIClient

from tests.api.living import Order

PROVEN = [f"2022-01-{day}" for day in (24, 25, 26, 27, 28, 31)] + [f"2022-02-0{day}" for day in (1, 2, 3)]
PENALTY = {
    "amount": "5000.00", "unit": "working_day", "counted_per": "any_person", "debtor": "both", "cap": "100000.00",
}  # fmt: skip


def test_nine_proven_days_entered_late_and_in_any_order_are_45000_euros(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-01-19", PENALTY, procedure="summary", is_collective=True)
    order.happens("order_served", "2022-01-21")
    for day in reversed(PROVEN):
        order.happens("violation_found", day)
    order.happens("violation_found", "2022-01-29", note="A Saturday carries no unit.")
    assert order.units("2022-02-08", "claimable") == (9, "45000.00")
    assert order.said("2022-02-08", "each_debtor") != []


def test_cap_lowered_by_the_judge_stops_what_comes_after(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-01-19", PENALTY, procedure="summary", is_collective=True)
    order.happens("order_served", "2022-01-21")
    for day in PROVEN:
        order.happens("violation_found", day)
    order.happens("penalty_amended", "2022-02-01", details={"cap": "40000.00"})
    assert order.units("2022-02-08", "forfeited") == (8, "40000.00")
    assert order.ledger("2022-02-08")["ranges"][-1]["to"] == "2022-02-02"
