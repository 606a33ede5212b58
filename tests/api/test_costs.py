"""What a case costs: added up, recovered once, taken back whole; never edited."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from rest_framework.test import APIClient

from cases.models import Cost
from helpdesk.people.models import Team
from tests.api.asking import pointers, post, problem
from tests.api.pleading import Case


@pytest.fixture
def case(as_alice: APIClient, desk: Team) -> Case:
    return Case(as_alice)


def spend(case: Case, kind: str, amount: str, **said: Any) -> Any:
    return case.tell("costs", kind=kind, amount=amount, **{"on": "2026-03-02", **said})


def do(case: Case, cost: Any, act: str, **said: Any) -> Any:
    return post(case.client, case.path(f"costs/{cost['id']}/{act}"), said)


def totals(case: Case) -> tuple[str, str, str]:
    told = case.whole()["litigation"]["costs"]
    return told["spent"], told["awarded"], told["recovered"]


def test_costs_are_added_up_apart_from_what_was_awarded(case: Case) -> None:
    spend(case, "court_fee", "200.00", paid_by="Vluchtelingenwerk Vlaanderen")
    spend(case, "counsel", "1500.50", on="2026-02-02")
    spend(case, "indemnity_paid", "90.00")
    spend(case, "indemnity_awarded", "1680.00")
    assert totals(case) == ("1790.50", "1680.00", "0.00")
    assert [one["amount"] for one in case.rows("costs")] == ["1500.50", "200.00", "90.00", "1680.00"]


def test_what_came_back_is_said_once(case: Case) -> None:
    fee = spend(case, "court_fee", "200.00").json()
    spend(case, "bailiff", "120.00", recovered_on="2026-04-01")
    answer = do(case, fee, "recover", recovered_on="2026-05-04")
    assert (answer.status_code, answer.json()["recovered_on"]) == (200, "2026-05-04")
    assert totals(case) == ("320.00", "0.00", "320.00")
    again = do(case, fee, "recover", recovered_on="2026-05-05")
    assert (problem(again), again.json()["values"]) == (
        (409, "cost_recovered"),
        {"recovered_on": "2026-05-04"},
    )


def test_entry_taken_back_counts_no_more_and_both_stay(case: Case) -> None:
    fee = spend(case, "court_fee", "200.00", recovered_on="2026-04-01").json()
    spend(case, "court_fee", "20.00")
    back = do(case, fee, "take-back", reason="Entered as 200 instead of 20").json()
    assert (back["amount"], back["takes_back"], back["reason"]) == (
        "-200.00", fee["id"], "Entered as 200 instead of 20",
    )  # fmt: skip
    assert totals(case) == ("20.00", "0.00", "0.00")
    assert len(case.rows("costs")) == 3
    for entry, act, said in (
        (fee, "take-back", {"reason": "Again"}),
        (back, "take-back", {"reason": "Again"}),
        (fee, "recover", {"recovered_on": "2026-05-01"}),
    ):
        assert problem(do(case, entry, act, **said)) == (409, "cost_taken_back")


@pytest.mark.parametrize(
    ("said", "refusal", "pointer"),
    [
        ({"on": "2026-06-16"}, (422, "date_in_future"), "#/on"),
        ({"recovered_on": "2026-06-16"}, (422, "date_in_future"), "#/recovered_on"),
        ({"recovered_on": "2026-03-01"}, (422, "days_reversed"), "#/recovered_on"),
        ({"amount": "0.00"}, (400, "invalid"), "#/amount"),
        ({"amount": "-1.00"}, (400, "invalid"), "#/amount"),
        ({"amount": "0.001"}, (400, "invalid"), "#/amount"),
        ({"amount": "NaN"}, (400, "invalid"), "#/amount"),
        ({"amount": "99999999999.00"}, (400, "invalid"), "#/amount"),
        ({"kind": "bribe"}, (400, "invalid"), "#/kind"),
    ],
)
def test_cost_that_cannot_be_is_refused_at_its_place(
    case: Case, said: dict[str, str], refusal: tuple[int, str], pointer: str
) -> None:
    answer = spend(case, **{"kind": "expert", "amount": "10.00", **said})
    assert (problem(answer), [each for each, _ in pointers(answer)]) == (refusal, [pointer])
    assert case.rows("costs") == []


def test_recovery_before_the_payment_is_refused(case: Case) -> None:
    fee = spend(case, "court_fee", "200.00").json()
    assert problem(do(case, fee, "recover", recovered_on="2026-03-01")) == (422, "days_reversed")
    assert problem(do(case, fee, "recover")) == (400, "invalid")
    assert problem(do(case, fee, "take-back", reason="")) == (400, "invalid")


def test_cost_of_another_case_is_not_found(as_alice: APIClient, case: Case) -> None:
    fee = spend(Case(as_alice), "court_fee", "200.00").json()
    assert problem(do(case, fee, "take-back", reason="Wrong")) == (404, "not_found")
    assert problem(do(case, fee, "recover", recovered_on="2026-04-01")) == (404, "not_found")


def test_trail_tells_kind_amount_and_days_and_not_who_paid(case: Case) -> None:
    fee = spend(case, "court_fee", "200.00", paid_by="A person").json()
    do(case, fee, "recover", recovered_on="2026-05-04")
    do(case, fee, "take-back", reason="Of another case")
    assert case.trail()[1:] == [
        ("cost.entered", {"cost": fee["id"], "kind": "court_fee", "amount": "200.00", "on": "2026-03-02"}),
        ("cost.recovered", {"cost": fee["id"], "recovered_on": ["", "2026-05-04"]}),
        ("cost.taken_back", {"cost": fee["id"], "kind": "court_fee", "amount": "-200.00"}),
    ]


def test_database_refuses_to_edit_a_cost_and_to_go_below_zero_without_a_reason(case: Case) -> None:
    spend(case, "court_fee", "200.00")
    with pytest.raises(DatabaseError, match="Cannot update of"), transaction.atomic():
        Cost.objects.update(amount=2)
    kept = Cost.objects.get()
    kept.pk, kept.amount, kept._state.adding = None, -200, True
    with (
        pytest.raises(IntegrityError, match="a_cost_below_zero_takes_another_back_for_a_reason"),
        transaction.atomic(),
    ):
        kept.save(force_insert=True)
