"""A client that offers only what `life` says can happen next is refused nothing of it, and misses nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from cases.life.rules import OF_A_LIFE
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day", "is_provisionally_enforceable": False}
DAILY = {"amount": "250.00", "unit": "calendar_day"}
NOW = "2022-12-01"
# What a client asks its user for, by the name of the detail.
ANSWERS: dict[str, Any] = {
    "cause": "left",
    "last_contact_on": "2022-11-01",
    "has_suspensive_effect": False,
    "impediment": "bankruptcy",
    "court": "Labour court Brussels",
    "procedure": "appeal",
}
# An amendment needs one of its terms, whichever.
BESIDES = {"penalty_amended": {"amount": "100.00"}}


def nothing(client: APIClient) -> Order:
    return Order(client)


def petitioned(client: APIClient) -> Order:
    order = Order(client)
    order.happens("petition_filed", "2022-07-20")
    return order


def granted(client: APIClient) -> Order:
    return Order(client, "2022-07-22", DAILY)


def without_penalty(client: APIClient) -> Order:
    order = Order(client, "2022-07-22")
    order.happens("order_served", "2022-07-29")
    return order


def enforced(client: APIClient) -> Order:
    order = Order(client, "2022-07-22", DAILY)
    order.happens("order_served", "2022-07-29")
    order.happens("command_served", "2022-10-10")
    order.happens("seizure", "2022-10-12", details={"seizure_type": "goods"})
    order.happens("seizure", "2022-10-12", details={"seizure_type": "third_party"})
    order.happens("seizure_opposed", "2022-10-20", details={"of": order.events()[-1]["id"]})
    return order


def contested(client: APIClient) -> Order:
    order = Order(client, "2022-07-22", PENALTY)
    order.happens("order_served", "2022-07-29")
    order.happens("opposition_lodged", "2022-08-20")
    order.happens("order_appealed", "2022-08-21", details={"has_suspensive_effect": True})
    order.happens("interim_measure_requested", "2022-10-20")
    return order


def housed(client: APIClient) -> Order:
    order = Order(client, "2022-07-22", DAILY)
    order.happens("order_served", "2022-07-29")
    order.happens("place_designated", "2022-10-01")
    order.happens("person_housed", "2022-10-02")
    return order


def collective(client: APIClient) -> Order:
    terms = {"amount": "5000.00", "unit": "working_day", "counted_per": "any_person", "debtor": "both"}
    order = Order(client, "2022-07-22", terms)
    order.happens("order_served", "2022-07-29", details={"debtor": "belgian_state"})
    order.happens("violation_found", "2022-08-01")
    return order


def body_of(offer: dict[str, Any]) -> dict[str, Any]:
    details = {name: ANSWERS[name] for name in offer["needs"] if name in ANSWERS}
    details |= BESIDES.get(offer["kind"], {})
    details |= {
        name: offer[many][0] for name, many in (("result", "results"), ("debtor", "debtors")) if offer[many]
    }
    details |= {"of": offer["of"][0]} if offer["of"] else {}
    amount = {"amount": "10.00"} if offer["needs_amount"] else {}
    note = {"note": "A neighbour says so."} if offer["needs_note"] else {}
    return {"details": details, **amount, **note}


@pytest.mark.parametrize(
    "begin", [nothing, petitioned, granted, without_penalty, enforced, contested, housed, collective]
)
def test_everything_offered_is_taken_and_everything_else_is_refused(
    as_alice: APIClient, begin: Callable[[APIClient], Order]
) -> None:
    order = begin(as_alice)
    offers = {offer["kind"]: offer for offer in order.life(NOW)["next"]}
    taken = set()
    for kind in sorted(OF_A_LIFE):
        offer = offers.get(kind)
        told = body_of(offer) if offer else {"amount": "10.00"}
        with transaction.atomic():
            if order.tell(kind, NOW, **told).status_code == 201:
                taken.add(kind)
            transaction.set_rollback(True)
    assert taken == set(offers)


def test_each_offer_names_what_it_needs_and_what_it_can_continue(as_alice: APIClient) -> None:
    order = enforced(as_alice)
    offers = {offer["kind"]: offer for offer in order.life(NOW)["next"]}
    seizures = order.life(NOW)["seizures"]
    opposed = [one["of"] for one in seizures if one["is_opposed"]]
    free = [one["of"] for one in seizures if not one["is_opposed"]]
    assert set(offers["seizure_judged"]["of"]) == {*opposed, *free}
    assert (offers["goods_sold"]["of"], offers["goods_sold"]["needs_amount"]) == (free, True)
    assert ("of" in offers["seizure_judged"]["needs"], "of" in offers["goods_sold"]["needs"]) == (True, False)
    assert offers["seizure_judged"]["results"] == ["upheld", "partly_lifted", "lifted"]
    assert offers["place_designated"]["may"] == ["place", "centre"]
    assert "violation_found" not in offers


def test_only_the_debtor_that_was_served_is_offered_for_a_command(as_alice: APIClient) -> None:
    offers = {offer["kind"]: offer for offer in collective(as_alice).life(NOW)["next"]}
    assert offers["command_served"]["debtors"] == ["belgian_state"]
    assert offers["command_served"]["needs"] == ["debtor"]
    assert offers["order_served"]["debtors"] == ["fedasil"]
    assert "violation_found" in offers


def test_order_is_asked_for_its_court_unless_the_petition_told_it(as_alice: APIClient) -> None:
    needs = [
        next(offer["needs"] for offer in order.life(NOW)["next"] if offer["kind"] == "order_given")
        for order in (
            nothing(as_alice),
            Order(as_alice, court="Labour tribunal Ghent", procedure="unilateral"),
        )
    ]
    assert needs == [["result", "court", "procedure"], ["result"]]


def test_closed_dossier_offers_nothing(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22")
    order.happens("desisted", "2022-08-01")
    order.close("desisted")
    life = order.life("2026-06-15")
    assert (life["next"], life["stage"]) == ([], "closed")


def test_what_can_happen_next_is_told_for_a_day_of_the_past_too(as_alice: APIClient) -> None:
    order = housed(as_alice)
    kinds = {offer["kind"] for offer in order.life("2022-07-25")["next"]}
    assert "order_served" in kinds
    assert "command_served" not in kinds
