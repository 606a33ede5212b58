"""Sheets about an order that binds two debtors: each row says whom it concerns, as one who records it by hand does."""

import pytest

from cases.models import Dossier
from deadlines.ledgers import ledger_of
from helpdesk.people.models import Team, User
from tests.cases.files import HEADER, checked, csv_of, imported, mistakes, mistakes_of, row, words_of
from tests.conftest import TODAY

ORDER = {"court": "Invented court", "role_number": "22/1/K", "decided_on": "2022-07-22"}
SERVED = {"served_on": "2022-07-29"}
PAID = {"paid_on": "2022-12-01", "amount": "250.00"}
FEDASIL, STATE = {"debtor": "fedasil"}, {"debtor": "belgian_state"}


def sheet(*rows: dict[str, str], header: str = "debtor") -> bytes:
    told = [{**ORDER, **one} for one in rows]
    names = dict.fromkeys(name for one in told for name in one)
    return csv_of(*told, header=tuple(names)).replace(b"debtor", header.encode(), 1)


@pytest.fixture
def order(alice: User, desk: Team) -> Dossier:
    """Binding both, of which nobody was told yet."""
    both = row(served_on="", housed_on="", penalty_debtor="both")
    imported(csv_of(both, header=(*HEADER, "penalty_debtor")), alice, desk)
    return Dossier.objects.get()


@pytest.fixture
def served(alice: User, desk: Team, order: Dossier) -> Dossier:
    imported(sheet({**SERVED, **FEDASIL}, {**SERVED, **STATE}), alice, desk, kind="service_acts")
    return order


def debtors(order: Dossier, kind: str) -> list[str]:
    return sorted(event.details.get("debtor", "") for event in order.events.filter(kind=kind))


@pytest.mark.parametrize("header", ["debtor", "Schuldenaar", "Débiteur"])
def test_service_on_each_is_told_apart_on_one_day(
    alice: User, desk: Team, order: Dossier, header: str
) -> None:
    source = sheet({**SERVED, **FEDASIL}, {**SERVED, **STATE}, header=header)
    imported(source, alice, desk, kind="service_acts")
    assert debtors(order, "order_served") == ["belgian_state", "fedasil"]
    assert checked(source, alice, desk, kind="service_acts").counts["unchanged"] == 2


def test_payments_of_one_day_and_amount_are_told_apart_by_their_debtors(
    alice: User, desk: Team, served: Dossier
) -> None:
    imported(sheet({**PAID, **FEDASIL}, {**PAID, **STATE}), alice, desk, kind="payments")
    assert debtors(served, "payment_received") == ["belgian_state", "fedasil"]
    twice = sheet({**PAID, "amount": "100.00", **STATE}, {**PAID, "amount": "100.00", **STATE})
    assert mistakes(twice, alice, desk, kind="payments") == [(3, "paid_on", "payment_twice")]


def test_act_concerns_only_whom_it_names(alice: User, desk: Team, served: Dossier) -> None:
    source = sheet({"served_on": "2022-12-01", "act": "command", **STATE})
    imported(source, alice, desk, kind="enforcement_acts")
    assert debtors(served, "command_served") == ["belgian_state"]
    ledgers = [ledger_of(served, TODAY, name["debtor"]) for name in (FEDASIL, STATE)]
    assert ledgers[0] != ledgers[1]


@pytest.mark.parametrize("kind", ["payments", "enforcement_acts"])
def test_row_that_names_nobody_is_refused_with_the_column_to_fill(
    alice: User, desk: Team, served: Dossier, kind: str
) -> None:
    told = PAID if kind == "payments" else {"served_on": "2022-12-01", "act": "command"}
    source = sheet({**told, "debtor": ""})
    assert mistakes(source, alice, desk, kind=kind) == [(2, "debtor", "debtor_needed")]
    [mistake] = mistakes_of(checked(source, alice, desk, kind=kind))
    assert "fedasil or belgian_state" in words_of(mistake)


def test_debtor_whom_the_order_does_not_bind_is_refused(alice: User, desk: Team) -> None:
    imported(csv_of(row(housed_on="")), alice, desk)
    assert mistakes(sheet({**PAID, **STATE}), alice, desk, kind="payments") == [
        (2, "debtor", "debtor_not_bound")
    ]


@pytest.mark.parametrize("named", ["both", "the State"])
def test_debtor_is_one_of_the_two(alice: User, desk: Team, served: Dossier, named: str) -> None:
    assert mistakes(sheet({**PAID, "debtor": named}), alice, desk, kind="payments") == [
        (2, "debtor", "choice_unknown")
    ]


def test_second_service_is_of_the_whole_order(alice: User, desk: Team, served: Dossier) -> None:
    again = {"served_on": "2022-09-01", "is_second_service": "yes", **STATE}
    assert mistakes(sheet(again), alice, desk, kind="service_acts") == [
        (2, "debtor", "detail_not_of_this_event")
    ]
