"""Each reason for closing has to be borne out by what was recorded."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.api.asking import pointers, problem
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day"}
LOST: dict[str, Any] = {"details": {"last_contact_on": "2026-05-20"}, "note": "Three calls, nobody answers."}


def served(client: APIClient) -> Order:
    order = Order(client, "2026-04-28", PENALTY)
    order.happens("order_served", "2026-05-01")
    return order


@pytest.mark.parametrize(
    ("outcome", "needs"),
    [
        ("annulled", "order_annulled"),
        ("desisted", "desisted"),
        ("untraceable", "contact_lost"),
        ("settled", "settled"),
    ],
)
def test_reason_that_no_event_bears_out_is_refused(as_alice: APIClient, outcome: str, needs: str) -> None:
    refused = served(as_alice).close(outcome)
    assert (problem(refused), pointers(refused)) == (
        (409, "outcome_not_shown"),
        [("#/outcome", "outcome_not_shown")],
    )
    assert refused.json()["values"] == {"needs": needs}


@pytest.mark.parametrize(
    ("kind", "told", "outcome"),
    [
        ("desisted", {}, "desisted"),
        ("contact_lost", LOST, "untraceable"),
        ("settlement_agreed", {"amount": "1500.00"}, "settled"),
    ],
)
def test_event_bears_its_reason_out_and_stops_the_count(
    as_alice: APIClient, kind: str, told: dict[str, Any], outcome: str
) -> None:
    order = served(as_alice)
    order.happens(kind, "2026-05-21", **told)
    # From 2 to 20 May: of lost contact the last day counts, of the others the day before.
    assert order.units("2026-06-15", "forfeited") == (19, "4750.00")
    assert order.life("2026-06-15")["stage"] == "ended"
    order.waive_watches("What can still be claimed is not worth a bailiff.")
    closed = order.close(outcome).json()
    assert (closed["outcome"], closed["closed_on"]) == (outcome, "2026-06-15")
    assert order.stages("2026-06-15")[-2:] == [("ended", "2026-05-21"), ("closed", "2026-06-15")]


@pytest.mark.parametrize(
    ("kind", "told", "code", "pointer"),
    [
        ("contact_lost", {"note": "Gone"}, "detail_needed", "#/details/last_contact_on"),
        ("contact_lost", {**LOST, "note": " "}, "note_needed", "#/note"),
        (
            "contact_lost",
            {**LOST, "details": {"last_contact_on": "2026-05-22"}},
            "contact_after_its_loss",
            "#/details/last_contact_on",
        ),
        ("settlement_agreed", {}, "amount_needed", "#/amount"),
    ],
)
def test_event_that_says_too_little_is_refused(
    as_alice: APIClient, kind: str, told: dict[str, Any], code: str, pointer: str
) -> None:
    refused = served(as_alice).tell(kind, "2026-05-21", **told)
    assert (problem(refused), pointers(refused)) == ((422, code), [(pointer, code)])


def test_retracted_event_bears_nothing_out(as_alice: APIClient) -> None:
    order = served(as_alice)
    order.retract(order.event("desisted", "2026-05-21"))
    assert problem(order.close("desisted")) == (409, "outcome_not_shown")


def test_she_who_is_found_again_and_housed_is_no_longer_untraceable(as_alice: APIClient) -> None:
    order = served(as_alice)
    order.happens("contact_lost", "2026-05-21", **LOST)
    order.happens("person_housed", "2026-06-01")
    assert order.life("2026-06-15")["stage"] == "complied"
    assert problem(order.close("untraceable")) == (409, "outcome_not_shown")
    assert order.units("2026-06-15", "forfeited") == (19, "4750.00")


def test_paid_and_prescribed_are_not_taken_for_one_another(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    order.happens("order_served", "2022-07-29")
    order.happens("person_housed", "2022-11-04")
    refused = order.close("housed_and_paid")
    assert problem(refused) == (409, "part_prescribed")
    assert refused.json()["values"] == {"units": 97, "amount": "24250.00"}
    assert order.close("housed_and_prescribed").status_code == 200
    paid = Order(as_alice, "2026-04-28", PENALTY, role_number="22/0002/K")
    paid.happens("person_housed", "2026-05-01")
    assert problem(paid.close("housed_and_prescribed")) == (409, "nothing_prescribed")


def test_place_that_was_lost_houses_nobody(as_alice: APIClient) -> None:
    order = Order(as_alice, "2026-04-28")
    order.happens("person_housed", "2026-05-01")
    order.happens("place_lost", "2026-05-10", details={"cause": "removed"})
    assert problem(order.close("housed_and_paid")) == (409, "not_housed")


def test_dossier_that_never_had_an_order_closes_too(as_alice: APIClient) -> None:
    order = Order(as_alice)
    order.happens("reception_refused", "2026-05-01")
    order.happens("desisted", "2026-05-10")
    assert order.close("desisted").json()["state"] == "closed"
