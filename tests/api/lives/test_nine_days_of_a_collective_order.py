"""Organisations against the State and Fedasil: 5,000 euros for each working day on which anybody is refused."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.models import Event
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem
from tests.api.living import Order

PROVEN = [f"2022-01-{day}" for day in (24, 25, 26, 27, 28, 31)] + [f"2022-02-0{day}" for day in (1, 2, 3)]
PENALTY = {
    "amount": "5000.00", "unit": "working_day", "counted_per": "any_person", "debtor": "both", "cap": "100000.00",
    "expires_on": "2022-07-19",
}  # fmt: skip


def served(client: APIClient) -> Order:
    order = Order(client, "2022-01-19", PENALTY, procedure="summary", is_collective=True)
    order.happens("order_served", "2022-01-21")
    return order


def many(client: APIClient, order: Order, days: Any) -> Any:
    return post(client, f"condemnations/{order.id}/violations", {"days": days})


def test_nine_proven_days_entered_late_and_in_any_order_are_45000_euros(as_alice: APIClient) -> None:
    order = served(as_alice)
    for day in reversed(PROVEN):
        order.happens("violation_found", day)
    order.happens("violation_found", "2022-01-29", note="A Saturday carries no unit.")
    assert order.units("2022-02-08", "claimable") == (9, "45000.00")
    assert order.said("2022-02-08", "each_debtor") != []


def test_cap_lowered_by_the_judge_stops_what_comes_after(as_alice: APIClient) -> None:
    order = served(as_alice)
    many(as_alice, order, [{"on": day} for day in PROVEN])
    order.happens("penalty_amended", "2022-02-01", details={"cap": "40000.00"})
    assert order.units("2022-02-08", "forfeited") == (8, "40000.00")
    assert order.ledger("2022-02-08")["ranges"][-1]["to"] == "2022-02-02"
    assert order.stages("2022-02-08")[-1] == ("exhausted", "2022-02-03")


def test_days_entered_at_once_come_to_the_same_and_each_keeps_its_proof(as_alice: APIClient) -> None:
    order = served(as_alice)
    days = [{"on": day, "count": 30 + place, "proof": "Count"} for place, day in enumerate(PROVEN)]
    answer = many(as_alice, order, days)
    assert answer.status_code == 201, answer.content
    assert [(one["occurred_on"], one["details"]["count"]) for one in answer.json()] == [
        (day, 30 + place) for place, day in enumerate(PROVEN)
    ]
    assert order.units("2022-02-08", "claimable") == (9, "45000.00")
    entry = TrailEntry.objects.get(verb="violations.recorded")
    assert (entry.changes["days"], len(entry.changes["events"])) == (PROVEN, 9)


def test_days_entered_at_once_raise_the_revision_of_the_dossier(as_alice: APIClient) -> None:
    order = served(as_alice)
    before = as_alice.get(f"/api/v1/dossiers/{order.id}").headers["ETag"]
    many(as_alice, order, [{"on": "2022-01-24"}])
    assert as_alice.get(f"/api/v1/dossiers/{order.id}").headers["ETag"] != before


@pytest.mark.parametrize(
    ("days", "status", "code", "pointer"),
    [
        ([{"on": "2022-01-24"}, {"on": "2022-01-24"}], 422, "day_twice", "#/days/1/on"),
        ([{"on": "2022-01-24"}, {"on": "2026-06-16"}], 422, "date_in_future", "#/days/1/on"),
        ([{"on": "2022-01-24"}, {"on": "2022-01-18"}], 422, "event_before_order", "#/days"),
        ([{"on": "2022-01-24"}, {"on": "soon"}], 400, "invalid", "#/days/1/on"),
        ([{"on": "2022-01-24"}, {"on": "2022-01-25", "count": 0}], 400, "invalid", "#/days/1/count"),
        ([], 400, "invalid", "#/days"),
        ([{"on": "2022-01-24"}] * 401, 400, "invalid", "#/days"),
    ],
)
def test_list_with_one_day_that_cannot_be_enters_none(
    as_alice: APIClient, days: Any, status: int, code: str, pointer: str
) -> None:
    order = served(as_alice)
    answer = many(as_alice, order, days)
    assert problem(answer) == (status, code)
    assert pointers(answer)[0][0] == pointer
    assert not Event.objects.filter(kind="violation_found").exists()


def test_days_of_an_order_that_counts_every_day_are_refused(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", {"amount": "250.00", "unit": "calendar_day"})
    order.happens("order_served", "2022-07-29")
    assert problem(many(as_alice, order, [{"on": "2022-08-01"}])) == (422, "penalty_impossible")
    assert len(order.events()) == 2


def test_year_of_days_costs_no_more_queries_than_one(
    as_alice: APIClient, django_assert_max_num_queries: Any
) -> None:
    order = served(as_alice)
    with django_assert_max_num_queries(20):
        assert many(as_alice, order, [{"on": "2022-01-24"}]).status_code == 201
    days = [{"on": f"2022-{month:02}-{day:02}"} for month in range(2, 12) for day in range(1, 29)]
    with django_assert_max_num_queries(20):
        assert many(as_alice, order, days).status_code == 201


def test_order_over_by_its_expiry_counts_no_later_day(as_alice: APIClient) -> None:
    order = served(as_alice)
    many(as_alice, order, [{"on": "2022-07-19"}, {"on": "2022-07-20"}])
    assert order.units("2022-08-01", "forfeited") == (1, "5000.00")
    assert order.stages("2022-08-01")[-1] == ("exhausted", "2022-07-20")
