"""What is entered late stands where it belongs, and all that follows is reckoned anew; errors are taken back."""

from rest_framework.test import APIClient

from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day"}


def served(client: APIClient) -> Order:
    order = Order(client, "2025-07-01", PENALTY)
    order.happens("order_served", "2025-07-09")
    return order


def test_payment_entered_late_settles_the_oldest_units_of_its_own_day(as_alice: APIClient) -> None:
    order = served(as_alice)
    order.happens("payment_received", "2025-12-20", amount="500.00")
    assert order.ledger("2025-12-31")["oldest_unsecured_unit_on"] == "2025-07-12"
    order.happens("payment_received", "2025-08-01", amount="1000.00")
    # Four units of the first payment, then two of the second: 10 to 15 July.
    assert order.units("2025-12-31", "paid") == (6, "1500.00")
    assert order.ledger("2025-12-31")["oldest_unsecured_unit_on"] == "2025-07-16"
    assert [one["amount"] for one in order.life("2025-12-31")["payments"]] == ["1000.00", "500.00"]


def test_seizure_entered_late_saves_what_had_lapsed_without_it(as_alice: APIClient) -> None:
    order = served(as_alice)
    assert order.units("2026-02-15", "prescribed") == (36, "9000.00")
    order.happens(
        "seizure", "2026-01-05", details={"seizure_type": "third_party", "held_by": "Buildings Agency"}
    )
    # The seizure came in time for every unit: nothing lapses before 5 July.
    assert order.units("2026-02-15", "prescribed") == (0, "0.00")
    assert order.units("2026-02-15", "secured") == (179, "44750.00")


def test_service_entered_last_lets_in_what_was_refused_for_want_of_it(as_alice: APIClient) -> None:
    order = Order(as_alice, "2025-07-01", PENALTY)
    refused = order.tell("command_served", "2025-12-09")
    assert (problem(refused), pointers(refused)) == ((422, "not_served"), [("#/on", "not_served")])
    order.happens("order_served", "2025-07-09")
    order.happens("command_served", "2025-12-09")


def test_late_event_that_makes_a_later_one_impossible_is_refused(as_alice: APIClient) -> None:
    order = Order(as_alice, "2025-07-01", {**PENALTY, "is_provisionally_enforceable": False})
    order.happens("order_served", "2025-07-09")
    order.happens("command_served", "2025-12-09")
    order.happens("order_appealed", "2025-08-01", details={"has_suspensive_effect": False})
    annulled = order.tell("appeal_ended", "2025-11-01", details={"result": "annulled"})
    assert problem(annulled) == (422, "event_before_order")
    assert annulled.json()["values"] == {"event": "command_served", "on": "2025-12-09"}
    assert len(order.events()) == 4


def test_retracted_event_is_seen_and_counts_no_more(as_alice: APIClient) -> None:
    order = served(as_alice)
    housed = order.event("person_housed", "2025-07-20")
    assert order.units("2025-08-01", "forfeited") == (10, "2500.00")
    told = order.retract(housed)
    assert told.status_code == 200
    assert told.json()["event"]["retraction"] == "It is another person's."
    assert order.units("2025-08-01", "forfeited") == (22, "5500.00")
    assert order.life("2025-08-01")["stage"] == "accruing"
    listed = {event["kind"]: event["retracted_at"] is not None for event in order.events()}
    assert listed == {"order_given": False, "order_served": False, "person_housed": True}
    entries = TrailEntry.objects.filter(dossier_id=order.id).order_by("-id")[:3]
    assert [entry.verb for entry in entries] == ["watch.opened", "penalty.unit_lapsed", "event.retracted"]
    assert entries[2].changes == {
        "event": housed, "kind": "person_housed", "reason": "It is another person's.",
    }  # fmt: skip
    # What it barred can be entered now.
    order.happens("person_housed", "2025-07-25")


def test_event_on_which_others_rest_is_not_retracted(as_alice: APIClient) -> None:
    order = Order(as_alice, "2025-07-01", PENALTY)
    service = order.event("order_served", "2025-07-09")
    order.happens("command_served", "2025-12-09")
    assert problem(order.retract(service)) == (422, "not_served")
    assert order.life("2025-12-10")["commands"] != []


def test_retracted_event_is_neither_corrected_nor_retracted_again(as_alice: APIClient) -> None:
    order = served(as_alice)
    housed = order.event("person_housed", "2025-07-20")
    order.retract(housed)
    assert problem(order.retract(housed)) == (409, "event_retracted")
    assert problem(order.correct(housed, "person_housed", "2025-07-21")) == (409, "event_retracted")
    blank = post(as_alice, f"events/{housed}/retract", {"reason": " "})
    assert problem(blank) == (400, "invalid")


def test_order_entered_in_error_takes_its_penalty_and_its_day_along(as_alice: APIClient) -> None:
    order = Order(as_alice, "2025-07-01", PENALTY)
    [given] = order.events()
    order.retract(given["id"])
    told = order.condemnation()
    assert (told["decided_on"], told["penalty"], told["court"]) == (None, None, "Labour tribunal Brussels")
    # Its place in the book is free again.
    Order(as_alice, "2025-07-01", PENALTY)


def test_terms_misread_on_entry_are_corrected_with_the_order_and_the_trail_keeps_both(
    as_alice: APIClient,
) -> None:
    order = served(as_alice)
    given = next(event for event in order.events() if event["kind"] == "order_given")
    details = {**given["details"], "penalty": {**PENALTY, "amount": "200.00"}}
    order.correct(given["id"], "order_given", "2025-07-02", details=details)
    told = order.condemnation()
    assert (told["decided_on"], told["penalty"]["amount"]) == ("2025-07-02", "200.00")
    assert order.units("2025-08-01", "forfeited") == (22, "4400.00")
    entry = TrailEntry.objects.get(verb="event.corrected")
    assert [one["penalty"]["amount"] for one in entry.changes["details"]] == ["250.00", "200.00"]


def test_order_corrected_past_its_service_is_refused(as_alice: APIClient) -> None:
    order = served(as_alice)
    given = next(event for event in order.events() if event["kind"] == "order_given")
    moved = order.correct(given["id"], "order_given", "2025-07-10", details=given["details"])
    assert problem(moved) == (422, "event_before_order")
    assert order.condemnation()["decided_on"] == "2025-07-01"


def test_words_that_were_typed_stay_out_of_the_trail(as_alice: APIClient) -> None:
    order = Order(as_alice)
    refusal = order.event("reception_refused", "2025-06-20", details={"proof": "Photo of a person"})
    order.correct(refusal, "reception_refused", "2025-06-21", details={"proof": "Her statement"})
    entry = TrailEntry.objects.get(verb="event.corrected")
    assert entry.changes["details"] == [{"proof": "…"}, {"proof": "…"}]


def test_outsider_retracts_and_reads_nothing(as_alice: APIClient, as_charlie: APIClient) -> None:
    order = served(as_alice)
    event = order.events()[0]["id"]
    order.client = as_charlie
    assert problem(order.retract(event)) == (404, "not_found")
    assert problem(as_charlie.get(f"/api/v1/condemnations/{order.id}/life")) == (404, "not_found")
    bulk = post(as_charlie, f"condemnations/{order.id}/violations", {"days": [{"on": "2025-08-01"}]})
    assert problem(bulk) == (404, "not_found")
