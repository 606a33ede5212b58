"""Designated, arrived, gone again: what ends the penalty, and when it may run a second time."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.api.asking import pointers, problem
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day"}
AGAIN = {"cause": "refused_again", "is_accepted": True, "why": "The order was not limited in time."}


def designated(client: APIClient) -> Order:
    order = Order(client, "2022-07-22", PENALTY)
    order.happens("order_served", "2022-07-29")
    order.happens("place_designated", "2022-08-07", details={"place": "centre", "centre": "Petit-Château"})
    return order


def housed(client: APIClient) -> Order:
    order = designated(client)
    order.happens("person_housed", "2022-08-09", details={"place": "centre", "centre": "Petit-Château"})
    return order


def test_designation_alone_ends_nothing_and_the_day_of_arrival_does(as_alice: APIClient) -> None:
    order = designated(as_alice)
    assert order.units("2022-08-12", "forfeited") == (13, "3250.00")
    assert order.life("2022-08-12")["stage"] == "accruing"
    order.happens("person_housed", "2022-08-09")
    # From 30 July to 8 August: the day of arrival is not counted.
    assert order.units("2022-08-12", "forfeited") == (10, "2500.00")
    life = order.life("2022-08-12")
    assert (life["stage"], life["has_place"], life["stages"][-1]["from_on"]) == (
        "complied", True, "2022-08-09",
    )  # fmt: skip


def test_place_lost_lets_the_penalty_run_again_only_where_a_lawyer_counts_it(as_alice: APIClient) -> None:
    order = housed(as_alice)
    lost = order.event("place_lost", "2022-08-14", details={"cause": "left"})
    assert order.units("2022-09-01", "forfeited") == (10, "2500.00")
    assert len(order.said("2022-09-01", "place_lost_not_counted")) == 1
    life = order.life("2022-09-01")
    assert (life["stage"], life["has_place"]) == ("complied", False)
    order.correct(lost, "place_lost", "2022-08-14", details=AGAIN)
    # Ten days, then from 15 to 31 August.
    assert order.units("2022-09-01", "forfeited") == (27, "6750.00")
    assert order.stages("2022-09-01")[-3:] == [
        ("accruing", "2022-07-30"),
        ("complied", "2022-08-09"),
        ("accruing", "2022-08-15"),
    ]


def test_second_arrival_ends_the_second_period(as_alice: APIClient) -> None:
    order = housed(as_alice)
    order.happens("place_lost", "2022-08-14", details=AGAIN)
    order.happens("person_housed", "2022-08-20")
    assert order.units("2022-09-01", "forfeited") == (15, "3750.00")
    assert [part["to"] for part in order.ledger("2022-09-01")["ranges"]] == ["2022-08-08", "2022-08-19"]
    assert order.stages("2022-09-01")[-1] == ("complied", "2022-08-20")


def test_loss_counted_without_a_reason_is_refused(as_alice: APIClient) -> None:
    told = {"cause": "removed", "is_accepted": True}
    refused = housed(as_alice).tell("place_lost", "2022-08-14", details=told)
    assert (problem(refused), pointers(refused)) == (
        (422, "detail_needed"),
        [("#/details/why", "detail_needed")],
    )


@pytest.mark.parametrize(
    ("on", "details", "refusal"),
    [
        ("2022-08-08", {"cause": "left"}, (409, "not_housed")),
        ("2022-08-14", {}, (422, "detail_needed")),
    ],
)
def test_place_that_she_had_not_is_not_lost(
    as_alice: APIClient, on: str, details: dict[str, Any], refusal: tuple[int, str]
) -> None:
    order = housed(as_alice)
    assert problem(order.tell("place_lost", on, details=details)) == refusal
    assert len(order.events()) == 4


def test_arrival_in_another_place_changes_nothing_and_an_earlier_one_that_comes_to_light_does(
    as_alice: APIClient,
) -> None:
    order = housed(as_alice)
    order.happens("person_housed", "2022-08-20", details={"place": "housing"})
    assert order.units("2022-09-01", "forfeited") == (10, "2500.00")
    order.happens("person_housed", "2022-08-02")
    assert order.units("2022-09-01", "forfeited") == (3, "750.00")
    order.happens("place_lost", "2022-08-04", details=AGAIN)
    assert order.units("2022-09-01", "forfeited") == (7, "1750.00")


def test_declined_place_stops_the_count(as_alice: APIClient) -> None:
    order = designated(as_alice)
    order.happens("place_declined", "2022-08-09")
    assert order.units("2022-09-01", "forfeited") == (10, "2500.00")
    assert len(order.said("2022-09-01", "ended_by_declining")) == 1
    again = Order(as_alice, "2022-07-22", PENALTY, role_number="22/0002/K")
    assert problem(again.tell("place_declined", "2022-08-09")) == (422, "no_place_designated")


def test_place_lost_and_found_on_one_day_stands_in_that_order(as_alice: APIClient) -> None:
    order = housed(as_alice)
    order.happens("place_lost", "2022-08-14", details={"cause": "removed"})
    order.happens("person_housed", "2022-08-14")
    assert order.life("2022-08-14")["has_place"] is True


def test_place_she_had_before_the_order_keeps_its_penalty_from_running(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-08-01", PENALTY)
    order.happens("order_served", "2022-08-02")
    order.happens("person_housed", "2022-07-28")
    assert order.units("2022-09-01", "forfeited") == (0, "0.00")
    assert order.stages("2022-09-01") == [("intake", "2022-07-28"), ("complied", "2022-08-01")]
