"""Enforcement: command, seizure, opposition before the seizure judge, sale, attribution, payment."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.api.asking import problem
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day"}
GOODS = {"seizure_type": "goods", "seized": "75 chairs, 15 desks, a coffee machine"}
HELD = {"seizure_type": "third_party", "held_by": "Buildings Agency", "seized": "rent"}


def commanded(client: APIClient) -> Order:
    order = Order(client, "2022-07-22", PENALTY)
    order.happens("order_served", "2022-07-29")
    order.happens("command_served", "2023-01-10", amount="41000.00", details={"cost": "234.86"})
    return order


def test_seizure_is_told_from_its_command_to_its_attribution(as_alice: APIClient) -> None:
    order = commanded(as_alice)
    seizure = order.event("seizure", "2023-02-01", amount="9000.00", details=GOODS)
    of = {"of": seizure}
    order.happens("seizure_opposed", "2023-02-10", details=of)
    assert order.life("2023-02-11")["seizures"][0]["is_opposed"] is True
    order.happens("seizure_judged", "2023-03-01", details={**of, "result": "upheld"})
    order.happens("goods_sold", "2023-03-10", amount="5000.00", details=of)
    order.happens("goods_sold", "2023-03-17", amount="1500.50", details=of)
    order.happens("amount_attributed", "2023-04-01", amount="6000.00", details=of)
    [told] = order.life("2023-05-01")["seizures"]
    assert (told["seizure_type"], told["seized"], told["value"]) == ("goods", GOODS["seized"], "9000.00")
    assert (told["is_opposed"], told["ruling"], told["sold_for"], told["attributed"]) == (
        False, "upheld", "6500.50", "6000.00",
    )  # fmt: skip
    assert (told["ended_on"], len(told["steps"])) == (None, 6)
    [command] = order.life("2023-05-01")["commands"]
    assert (command["amount"], command["details"]) == ("41000.00", {"cost": "234.86"})


def test_what_was_attributed_counts_only_once_it_is_paid(as_alice: APIClient) -> None:
    order = commanded(as_alice)
    order.happens("seizure", "2023-12-21", details=HELD)
    order.happens("seizure_judged", "2024-12-13", details={"result": "upheld"})
    order.happens("amount_attributed", "2025-10-21", amount="9891.88")
    assert order.units("2025-10-22", "paid") == (0, "0.00")
    paid = {"payer": "Buildings Agency", "costs": "234.86"}
    order.happens("payment_received", "2025-11-03", amount="9891.88", details=paid)
    assert order.units("2025-11-04", "paid") == (39, "9891.88")
    [payment] = order.life("2025-11-04")["payments"]
    assert (payment["payer"], payment["costs"], payment["order"]) == ("Buildings Agency", "234.86", None)


def test_payment_on_another_order_of_the_dossier_is_told_and_settles_nothing_here(
    as_alice: APIClient,
) -> None:
    order = Order(as_alice)
    refused = {"result": "refused", "court": "Labour tribunal Brussels", "procedure": "unilateral"}
    first = order.event("order_given", "2022-07-10", details=refused)
    order.happens("order_appealed", "2022-07-12", details={"has_suspensive_effect": False})
    granted = {**refused, "result": "granted", "procedure": "appeal", "penalty": PENALTY}
    order.happens("order_given", "2022-07-22", details=granted)
    order.happens("order_served", "2022-07-29")
    order.happens("payment_received", "2022-09-01", amount="500.00", details={"of": first})
    assert order.units("2022-09-02", "paid") == (0, "0.00")
    assert order.life("2022-09-02")["payments"][0]["order"] == first


def test_payment_beyond_what_was_forfeited_needs_a_lawyers_word(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    order.happens("order_served", "2022-07-29")
    told = order.tell("payment_received", "2022-08-01", amount="750.00")
    assert problem(told) == (422, "penalty_impossible")
    accepted = {"is_accepted": True, "why": "Paid ahead by agreement"}
    order.happens("payment_received", "2022-08-01", amount="750.00", details=accepted)
    assert order.ledger("2022-08-01")["totals"]["overpaid"] == "250.00"


def test_seizure_ends_when_it_is_lifted_by_the_judge_or_by_agreement(as_alice: APIClient) -> None:
    order = commanded(as_alice)
    first = order.event("seizure", "2023-02-01", details=GOODS)
    second = order.event("seizure", "2023-02-02", details=HELD)
    lifted = {"result": "lifted"}
    assert problem(order.tell("seizure_judged", "2023-03-01", details=lifted)) == (422, "several_stand_open")
    order.happens("seizure_judged", "2023-03-01", details={**lifted, "of": first})
    order.happens("seizure_lifted", "2023-03-05")
    told = order.life("2023-04-01")["seizures"]
    assert [(one["of"], one["ended_on"], one["ruling"]) for one in told] == [
        (first, "2023-03-01", "lifted"),
        (second, "2023-03-05", ""),
    ]


def test_enforcing_is_a_stage_of_its_own_once_the_order_is_complied_with(as_alice: APIClient) -> None:
    order = commanded(as_alice)
    assert order.life("2023-01-11")["stage"] == "accruing"
    order.happens("person_housed", "2023-01-20")
    assert order.stages("2023-02-01")[-1] == ("enforcing", "2023-01-20")


@pytest.mark.parametrize(
    ("kind", "on", "told", "code"),
    [
        ("seizure", "2023-01-10", {"details": GOODS}, "no_command_before"),
        ("seizure", "2022-07-28", {"details": HELD}, "not_served"),
        ("command_served", "2022-07-28", {}, "not_served"),
        ("payment_received", "2022-07-28", {"amount": "1.00"}, "not_served"),
        ("payment_received", "2022-08-28", {}, "amount_needed"),
        ("seizure_opposed", "2023-02-10", {}, "no_seizure_open"),
        ("seizure_lifted", "2023-02-10", {}, "no_seizure_open"),
        ("goods_sold", "2023-02-10", {"amount": "1.00"}, "no_seizure_open"),
        ("goods_sold", "2023-02-10", {}, "amount_needed"),
        ("seizure_judged", "2023-02-10", {}, "detail_needed"),
        ("seizure_judged", "2023-02-10", {"details": {"result": "granted"}}, "result_unknown"),
    ],
)
def test_step_of_enforcement_out_of_its_order_is_refused(
    as_alice: APIClient, kind: str, on: str, told: dict[str, Any], code: str
) -> None:
    order = commanded(as_alice)
    assert problem(order.tell(kind, on, **told)) == (422, code)
    assert len(order.events()) == 3


def test_nothing_is_sold_while_an_opposition_waits(as_alice: APIClient) -> None:
    order = commanded(as_alice)
    order.happens("seizure", "2023-01-11", details=GOODS)
    order.happens("seizure_opposed", "2023-01-20")
    for kind in ("goods_sold", "amount_attributed"):
        assert problem(order.tell(kind, "2023-01-25", amount="10.00")) == (422, "seizure_opposed")
    assert problem(order.tell("seizure_opposed", "2023-01-25")) == (409, "event_happens_once")
