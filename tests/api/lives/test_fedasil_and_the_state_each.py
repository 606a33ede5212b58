"""Two debtors: each is served, commanded and pays by itself, and each has a ledger of its own."""

from rest_framework.test import APIClient

from tests.api.asking import pointers, problem
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day", "debtor": "both"}
STATE, FEDASIL = {"debtor": "belgian_state"}, {"debtor": "fedasil"}


def served_apart(client: APIClient) -> Order:
    order = Order(client, "2022-07-22", PENALTY)
    order.happens("order_served", "2022-07-29", details=FEDASIL)
    order.happens("order_served", "2022-08-05", details=STATE)
    return order


def test_each_owes_from_its_own_service_on(as_alice: APIClient) -> None:
    order = served_apart(as_alice)
    assert order.units("2022-08-10", "forfeited", **FEDASIL) == (11, "2750.00")
    assert order.units("2022-08-10", "forfeited", **STATE) == (4, "1000.00")
    assert order.life("2022-08-10")["orders"][0]["served_on"] == {
        "fedasil": "2022-07-29", "belgian_state": "2022-08-05",
    }  # fmt: skip


def test_payment_and_command_concern_only_whom_they_name(as_alice: APIClient) -> None:
    order = served_apart(as_alice)
    order.happens("payment_received", "2022-08-10", amount="1000.00", details=STATE)
    order.happens("command_served", "2022-08-12", details=STATE)
    assert order.units("2022-08-15", "paid", **STATE) == (4, "1000.00")
    assert order.units("2022-08-15", "secured", **STATE) == (2, "500.00")
    assert order.units("2022-08-15", "paid", **FEDASIL) == (0, "0.00")
    assert order.units("2022-08-15", "secured", **FEDASIL) == (0, "0.00")


def test_without_a_name_the_figures_are_of_whose_units_lapse_first(as_alice: APIClient) -> None:
    order = served_apart(as_alice)
    assert order.ledger("2022-09-01") == order.ledger("2022-09-01", **FEDASIL)
    assert order.life("2022-09-01")["debtor"] == "fedasil"
    order.happens("command_served", "2023-01-20", details=FEDASIL)
    assert order.ledger("2023-01-21") == order.ledger("2023-01-21", **STATE)
    assert len(order.said("2023-01-21", "each_debtor")) == 1


def test_one_service_on_both_is_the_service_of_each(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    order.happens("order_served", "2022-07-29")
    assert order.ledger("2022-09-01", **FEDASIL) == order.ledger("2022-09-01", **STATE)
    assert problem(order.tell("order_served", "2022-08-01", details=STATE)) == (409, "event_happens_once")


def test_act_against_one_of_two_names_it_and_only_after_its_own_service(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    order.happens("order_served", "2022-07-29", details=FEDASIL)
    nobody = order.tell("command_served", "2022-12-01")
    assert (problem(nobody), pointers(nobody)) == ((422, "debtor_needed"), [("#/on", "debtor_needed")])
    assert problem(order.tell("command_served", "2022-12-01", details=STATE)) == (422, "not_served")
    order.happens("command_served", "2022-12-01", details=FEDASIL)


def test_debtor_whom_the_order_does_not_bind_is_refused(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", {**PENALTY, "debtor": "fedasil"})
    assert problem(order.tell("order_served", "2022-07-29", details=STATE)) == (422, "debtor_not_bound")
    order.happens("order_served", "2022-07-29")
    for what in ("ledger", "life"):
        answer = as_alice.get(f"/api/v1/condemnations/{order.id}/{what}?debtor=belgian_state")
        assert problem(answer) == (422, "debtor_not_bound")


def test_penalty_may_bind_one_of_two_but_nobody_whom_the_order_does_not_bind(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", {**PENALTY, "debtor": "fedasil"}, debtor="both")
    order.happens("order_served", "2022-07-29")
    assert order.units("2022-08-01", "forfeited") == (2, "500.00")
    answer = as_alice.get(f"/api/v1/condemnations/{order.id}/ledger?debtor=belgian_state")
    assert problem(answer) == (422, "debtor_not_bound")
    assert order.life("2022-08-01", **STATE)["stage"] == "served"
    body = {
        "title": "Another", "court": "A court", "role_number": "1", "procedure": "merits", "debtor": "fedasil",
        "decided_on": "2022-07-22", "penalty": PENALTY,
    }  # fmt: skip
    refused = as_alice.post("/api/v1/condemnations", body, format="json")
    assert (problem(refused), pointers(refused)) == (
        (422, "debtor_not_bound"),
        [("#/penalty/debtor", "debtor_not_bound")],
    )


def test_dossier_is_not_closed_as_paid_while_one_of_them_owes(as_alice: APIClient) -> None:
    order = Order(as_alice, "2026-04-28", PENALTY)
    order.happens("order_served", "2026-05-01")
    order.happens("person_housed", "2026-05-12")
    order.happens("payment_received", "2026-06-01", amount="2500.00", details=STATE)
    assert problem(order.close("housed_and_paid")) == (409, "still_claimable")
    order.happens("payment_received", "2026-06-02", amount="2500.00", details=FEDASIL)
    assert order.close("housed_and_paid").json()["state"] == "closed"


def test_of_two_where_one_paid_and_the_others_part_lapsed_it_closes_as_prescribed(
    as_alice: APIClient,
) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    order.happens("order_served", "2022-07-29")
    order.happens("person_housed", "2022-08-04")
    assert order.units("2022-08-10", "forfeited", **FEDASIL) == (5, "1250.00")
    order.happens("payment_received", "2022-08-10", amount="1250.00", details=FEDASIL)
    refused = order.close("housed_and_paid")
    assert problem(refused) == (409, "part_prescribed")
    assert refused.json()["values"] == {"units": 5, "amount": "1250.00"}
    assert order.close("housed_and_prescribed").json()["outcome"] == "housed_and_prescribed"


def test_of_two_who_both_paid_it_closes_as_paid(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    order.happens("order_served", "2022-07-29")
    order.happens("person_housed", "2022-08-04")
    for debtor in (FEDASIL, STATE):
        order.happens("payment_received", "2022-08-10", amount="1250.00", details=debtor)
    assert problem(order.close("housed_and_prescribed")) == (409, "nothing_prescribed")
    assert order.close("housed_and_paid").status_code == 200
