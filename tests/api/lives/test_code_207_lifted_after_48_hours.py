"""The judgment itself lifts code 207 where no place is given within 48 hours of service (2022/KB/14)."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.api.asking import problem
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day", "respite_length": 48, "respite_unit": "hours"}
ORDER = {
    "court": "Labour court Brussels", "role_number": "2022/KB/14", "procedure": "appeal",
    "appealed_role_number": "22/4100/K", "repertory_number": "2022/1967", "primary": "centre",
    "orders": "A reception place.", "subsidiary": "lift_code_207",
    "subsidiary_orders": "Without it the judgment lifts code 207.", "subsidiary_hours": 48,
}  # fmt: skip


def served(client: APIClient, **told: Any) -> Order:
    order = Order(client, "2022-09-28", PENALTY, **{**ORDER, **told})
    order.happens("order_served", "2022-09-29")
    return order


def test_order_keeps_its_primary_and_its_subsidiary_part_and_every_number_apart(as_alice: APIClient) -> None:
    order = served(as_alice)
    [given] = order.life("2022-10-01")["orders"]
    assert {name: given["details"][name] for name in ORDER} == ORDER
    assert given["served_on"] == {"fedasil": "2022-09-29"}
    told = order.condemnation()
    assert (told["role_number"], told["appealed_role_number"], told["repertory_number"]) == (
        "2022/KB/14", "22/4100/K", "2022/1967",
    )  # fmt: skip


def test_code_falls_and_the_penalty_starts_when_the_48_hours_are_over(as_alice: APIClient) -> None:
    order = served(as_alice)
    assert order.life("2022-10-01")["orders"][0]["subsidiary_from_on"] == "2022-10-02"
    assert order.stages("2022-10-03") == [
        ("order_granted", "2022-09-28"),
        ("served", "2022-09-29"),
        ("respite", "2022-09-30"),
        ("accruing", "2022-10-02"),
    ]


def test_lifted_code_ends_the_penalty_only_where_the_order_says_so(as_alice: APIClient) -> None:
    order = served(as_alice)
    order.happens("code_207_lifted", "2022-10-05")
    assert order.units("2022-10-11", "forfeited") == (9, "2250.00")
    assert order.life("2022-10-11")["stage"] == "accruing"


def test_lifted_code_is_compliance_where_the_order_takes_it_for_that(as_alice: APIClient) -> None:
    order = served(as_alice, subsidiary_ends_penalty=True)
    order.happens("code_207_lifted", "2022-10-05")
    assert order.units("2022-10-11", "forfeited") == (3, "750.00")
    assert len(order.said("2022-10-11", "ended_by_code_lifted")) == 1
    assert order.stages("2022-10-11")[-1] == ("complied", "2022-10-05")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"decided_on": None}, "decided_on"),
        ({"court": ""}, "court"),
        ({"role_number": ""}, "role_number"),
        ({"procedure": None}, "procedure"),
        ({"subsidiary": "lift_code"}, "subsidiary"),
        ({"subsidiary_hours": -1}, "subsidiary_hours"),
    ],
)
def test_order_entered_at_once_needs_its_day_court_number_and_proceedings(
    as_alice: APIClient, change: dict[str, Any], field: str
) -> None:
    body = {"title": "An order", "decided_on": "2022-09-28", "penalty": PENALTY, **ORDER, **change}
    answer = as_alice.post("/api/v1/condemnations", body, format="json")
    assert problem(answer) == (400, "invalid")
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"#/{field}"]
