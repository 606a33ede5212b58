"""Third-party opposition: the State is heard afterwards, and the same judge confirms, amends or annuls."""

from rest_framework.test import APIClient

from tests.api.asking import post, problem
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day"}


def opposed(client: APIClient) -> Order:
    order = Order(client, "2022-07-22", PENALTY)
    order.happens("order_served", "2022-07-29")
    order.happens("opposition_lodged", "2022-08-20", details={"role_number": "22/9876/A"})
    return order


def test_opposition_runs_beside_the_penalty_and_stops_nothing(as_alice: APIClient) -> None:
    order = opposed(as_alice)
    life = order.life("2022-09-01")
    assert life["stage"] == "accruing"
    [opposition] = life["oppositions"]
    assert (opposition["role_number"], opposition["order"], opposition["ended_on"]) == (
        "22/9876/A", life["order"], None,
    )  # fmt: skip
    assert order.units("2022-09-01", "forfeited") == (33, "8250.00")


def test_annulled_order_leaves_nothing_due_and_what_was_paid_may_be_asked_back(as_alice: APIClient) -> None:
    order = opposed(as_alice)
    order.happens("payment_received", "2022-08-25", amount="500.00")
    order.happens("opposition_ended", "2022-10-10", details={"result": "annulled"})
    assert order.units("2022-10-09", "forfeited")[0] == 71
    ledger = order.ledger("2022-10-10")
    assert (ledger["totals"]["forfeited"]["units"], ledger["totals"]["overpaid"]) == (0, "500.00")
    assert [line["key"] for line in ledger["explanation"]] == ["annulled", "paid_without_title"]
    life = order.life("2022-10-10")
    assert (life["stage"], life["orders"][0]["annulled_on"]) == ("order_annulled", "2022-10-10")


def test_only_a_new_petition_leads_on_from_an_annulled_order(as_alice: APIClient) -> None:
    order = opposed(as_alice)
    order.happens("opposition_ended", "2022-10-10", details={"result": "annulled"})
    assert problem(order.tell("command_served", "2022-10-12")) == (422, "event_before_order")
    assert problem(order.tell("order_given", "2022-10-12", details={"result": "granted"})) == (
        422, "detail_needed",
    )  # fmt: skip
    order.happens("petition_filed", "2022-10-11")
    assert order.life("2022-10-11")["stage"] == "petition_filed"


def test_dossier_closes_as_annulled_only_when_a_decision_annuls(as_alice: APIClient) -> None:
    order = opposed(as_alice)
    refused = order.close("annulled")
    assert problem(refused) == (409, "outcome_not_shown")
    assert refused.json()["values"] == {"needs": "order_annulled"}
    order.happens("opposition_ended", "2022-10-10", details={"result": "annulled"})
    assert order.close("annulled").json()["outcome"] == "annulled"


def test_confirmed_order_runs_on_and_one_amended_by_its_amendment(as_alice: APIClient) -> None:
    order = opposed(as_alice)
    order.happens("opposition_ended", "2022-08-31", details={"result": "amended"})
    order.happens("penalty_amended", "2022-08-31", details={"amount": "100.00"})
    # 32 days at 250 euros until 30 August, then two at 100.
    assert order.units("2022-09-02", "forfeited") == (34, "8200.00")
    assert order.life("2022-09-02")["oppositions"][0]["result"] == "amended"


def test_opposition_that_was_not_lodged_cannot_end(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    told = order.tell("opposition_ended", "2022-10-10", details={"result": "confirmed"})
    assert problem(told) == (422, "opposition_not_lodged")


def test_of_two_open_oppositions_the_one_that_ended_has_to_be_named(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", {**PENALTY, "debtor": "both"})
    order.happens("order_served", "2022-07-29")
    order.happens("opposition_lodged", "2022-08-20", details={"debtor": "fedasil"})
    state = order.event("opposition_lodged", "2022-08-21", details={"debtor": "belgian_state"})
    ended = {"result": "confirmed"}
    assert problem(order.tell("opposition_ended", "2022-09-10", details=ended)) == (422, "several_stand_open")
    unknown = {**ended, "of": order.id}
    assert problem(order.tell("opposition_ended", "2022-09-10", details=unknown)) == (
        422, "opposition_not_lodged",
    )  # fmt: skip
    order.happens("opposition_ended", "2022-09-10", details={**ended, "of": state})
    assert [one["ended_on"] for one in order.life("2022-09-11")["oppositions"]] == [None, "2022-09-10"]
    order.happens("opposition_ended", "2022-09-12", details=ended)


def test_opposition_ended_before_it_was_lodged_is_refused_at_late_entry_and_at_correction(
    as_alice: APIClient,
) -> None:
    order = opposed(as_alice)
    early = order.tell("opposition_ended", "2022-08-19", details={"result": "confirmed"})
    assert problem(early) == (422, "opposition_not_lodged")
    ended = order.event("opposition_ended", "2022-08-21", details={"result": "confirmed"})
    moved = {
        "kind": "opposition_ended",
        "on": "2022-08-19",
        "reason": "Misread",
        "details": {"result": "confirmed"},
    }
    assert problem(post(as_alice, f"events/{ended}/correct", moved)) == (422, "opposition_not_lodged")
    assert order.life("2022-09-01")["oppositions"][0]["ended_on"] == "2022-08-21"
