"""Mr Camara: ordered on 22 July 2022, served on the 29th, interim measure on 31 October, housed on 4 November."""

import pytest
from rest_framework.test import APIClient

from tests.api.asking import pointers, problem
from tests.api.living import Order

PER_DAY = {"amount": "250.00", "unit": "calendar_day"}


@pytest.mark.parametrize(
    ("first_counted_day", "forfeited"),
    [("day_after_service", (97, "24250.00")), ("service_day", (98, "24500.00"))],
)
def test_days_from_service_to_arrival_are_counted(
    as_alice: APIClient, first_counted_day: str, forfeited: tuple[int, str]
) -> None:
    order = Order(as_alice, "2022-07-22", {**PER_DAY, "first_counted_day": first_counted_day})
    order.happens("petition_filed", "2022-07-20")
    order.happens("order_served", "2022-07-29")
    order.happens("person_housed", "2022-11-04")
    assert order.units("2022-12-01", "forfeited") == forfeited


def test_interim_measure_opens_the_four_weeks_for_the_form_and_the_form_meets_them(
    as_alice: APIClient,
) -> None:
    order = Order(as_alice, "2022-07-22", PER_DAY)
    granted = order.happens("interim_measure_granted", "2022-10-31")
    (form,) = granted["deadlines"]
    assert (form["rule_id"], form["due_on"]) == ("ecthr-form-after-interim-measure", "2022-11-28")
    assert granted["event"]["facts"] == {}
    refused = order.tell("application_form_sent", "2022-11-20")
    assert (problem(refused), pointers(refused)) == (
        (422, "evidence_needed"),
        [("#/note", "evidence_needed")],
    )
    order.happens("application_form_sent", "2022-11-20", note="By post, receipt 1")
    met = as_alice.get(f"/api/v1/deadlines/{form['id']}").json()
    assert (met["state"], met["done_on"], met["evidence"]) == ("met", "2022-11-20", "By post, receipt 1")
    assert as_alice.get(f"/api/v1/dossiers/{order.id}").json()["next_due_on"] is None


def test_corrected_day_of_the_measure_moves_the_form(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", PER_DAY)
    granted = order.happens("interim_measure_granted", "2022-10-31")
    body = {"kind": "interim_measure_granted", "on": "2022-10-28", "reason": "The letter is of the 28th."}
    event = granted["event"]["id"]
    corrected = as_alice.post(f"/api/v1/events/{event}/correct", body, format="json").json()
    assert [(one["due_on"], one["state"]) for one in corrected["deadlines"]] == [("2022-11-25", "open")]


def test_petition_after_its_order_is_refused(as_alice: APIClient) -> None:
    refused = Order(as_alice, "2022-07-22", PER_DAY).tell("petition_filed", "2022-07-23")
    assert problem(refused) == (422, "petition_after_order")


def test_formal_notice_before_the_order_is_recorded_with_the_day_it_set(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", PER_DAY)
    told = order.happens("formal_notice", "2022-07-12", details={"comply_by": "2022-07-14"})
    assert told["event"]["details"] == {"comply_by": "2022-07-14"}
