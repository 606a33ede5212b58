"""The desk loads its book from a spreadsheet, then a bailiff's list and a list of payments, and takes the last back."""

from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import Team, User
from tests.api.importing import checked, done, mistakes_of, rows_of
from tests.cases.workbooks import tables
from tests.conftest import client_of

BOOK = (
    "Titel", "Rechtbank", "Rolnummer", "Datum beschikking", "Procedure", "Taal", "Betrokkene", "Dwangsom", "Eenheid",
)  # fmt: skip
BAILIFF = ("Rechtbank", "Rolnummer", "Datum beschikking", "Betekend op", "Gerechtsdeurwaarder")
PAID = ("Référence", "Payé le", "Montant", "Payeur", "Communication")


def an_order(number: int, **cells: Any) -> dict[str, Any]:
    return {
        "Titel": f"Verzonnen gezin {number}",
        "Rechtbank": "Arbeidsrechtbank Brussel",
        "Rolnummer": f"22/{number:04d}/K",
        "Datum beschikking": date(2022, 7, 22),
        "Procedure": "unilateral",
        "Taal": "nl",
        "Betrokkene": f"A.{number}.",
        "Dwangsom": 250,
        "Eenheid": "calendar_day",
        **cells,
    }


def a_service(number: int, on: date = date(2022, 7, 29)) -> dict[str, Any]:
    order = an_order(number)
    told = {name: order[name] for name in ("Rechtbank", "Rolnummer", "Datum beschikking")}
    return {**told, "Betekend op": on, "Gerechtsdeurwaarder": "Een verzonnen deurwaarder"}


def a_payment(number: int, amount: float, **cells: Any) -> dict[str, Any]:
    reference = f"C-2026-{number:05d}"
    return {
        "Référence": reference,
        "Payé le": date(2022, 12, 1),
        "Montant": amount,
        "Payeur": "Fedasil",
        **cells,
    }


@pytest.fixture
def cora_reads(cora: User) -> APIClient:
    return client_of(cora)


def test_desk_loads_its_book_and_takes_back_the_wrong_payments(
    as_alice: APIClient, cora_reads: APIClient, as_charlie: APIClient, desk: Team
) -> None:
    the_book_is_loaded_once_its_three_wrong_rows_are_mended(as_alice)
    the_list_of_the_bailiff_sets_the_penalties_running(as_alice)
    payments = the_payments_are_entered(as_alice)
    nobody_else_sees_them_but_the_coordinator(as_charlie, cora_reads, payments)
    the_payments_are_taken_back(as_alice, payments)


def the_book_is_loaded_once_its_three_wrong_rows_are_mended(alice: APIClient) -> None:
    orders = [an_order(number) for number in range(1, 41)]
    wrong = list(orders)
    wrong[4] = an_order(5, **{"Datum beschikking": "22/07/2022"})
    wrong[11] = an_order(12, Procedure="eenzijdig")
    wrong[29] = an_order(12)
    found = checked(alice, tables(BOOK, *wrong), name="boek.xlsx")
    assert (found["state"], found["counts"]["new"], found["counts"]["refused"]) == ("refused", 37, 3)
    assert mistakes_of(alice, found) == [
        (6, "decided_on", "date_unreadable"),
        (13, "procedure", "choice_unknown"),
        (31, "role_number", "key_twice"),
    ]
    assert alice.get("/api/v1/condemnations").json()["results"] == []
    mended = checked(alice, tables(BOOK, *orders), name="boek.xlsx")
    assert (mended["state"], mended["counts"]["new"]) == ("checked", 40)
    written = done(alice, mended, "confirm")
    assert (written["state"], written["done"], written["total"]) == ("written", 41, 41)
    assert len(alice.get("/api/v1/condemnations?page_size=200").json()["results"]) == 40


def the_list_of_the_bailiff_sets_the_penalties_running(alice: APIClient) -> None:
    listed = [a_service(number) for number in range(1, 41)]
    unknown = checked(alice, tables(BAILIFF, *listed, a_service(99)), kind="service_acts")
    assert mistakes_of(alice, unknown) == [(42, "role_number", "order_unknown")]
    written = done(alice, checked(alice, tables(BAILIFF, *listed), kind="service_acts"), "confirm")
    assert (written["state"], written["counts"]["new"]) == ("written", 40)
    assert totals(alice, "C-2026-00001")["forfeited"] == {"units": 124, "amount": "31000.00"}


def the_payments_are_entered(alice: APIClient) -> Any:
    twice = [a_payment(1, 500), a_payment(1, 500)]
    assert mistakes_of(alice, checked(alice, tables(PAID, *twice), kind="payments")) == [
        (3, "paid_on", "payment_twice")
    ]
    apart = [a_payment(1, 500, Communication="1"), a_payment(1, 500, Communication="2"), a_payment(2, 250.5)]
    written = done(alice, checked(alice, tables(PAID, *apart), kind="payments"), "confirm")
    assert (written["state"], written["counts"]["new"]) == ("written", 3)
    assert totals(alice, "C-2026-00001")["paid"]["amount"] == "1000.00"
    assert totals(alice, "C-2026-00002")["paid"]["amount"] == "250.50"
    again = checked(alice, tables(PAID, *apart), kind="payments")
    assert (again["counts"]["unchanged"], again["counts"]["new"]) == (3, 0)
    return written


def nobody_else_sees_them_but_the_coordinator(charlie: APIClient, cora: APIClient, payments: Any) -> None:
    address = f"/api/v1/imports/{payments['id']}"
    assert charlie.get(address).status_code == 404
    assert cora.get(address).json()["counts"] == payments["counts"]


def the_payments_are_taken_back(alice: APIClient, payments: Any) -> None:
    undone = done(alice, payments, "undo", {"reason": "The payments of another year."})
    assert (undone["state"], undone["undone_by"]["name"]) == ("undone", "Alice")
    for reference in ("C-2026-00001", "C-2026-00002"):
        assert totals(alice, reference)["paid"] == {"units": 0, "amount": "0.00"}
    assert totals(alice, "C-2026-00001")["forfeited"]["units"] == 124
    [row, *_] = rows_of(alice, undone)["results"]
    trail = alice.get(f"/api/v1/dossiers/{row['dossier']}/trail").json()
    happened = [entry for entry in trail if entry["verb"].startswith("event.")]
    assert [entry["verb"] for entry in happened][-4:] == ["event.recorded"] * 2 + ["event.retracted"] * 2
    assert (happened[-1]["reason"], happened[-1]["request_id"]) == (
        "The payments of another year.",
        undone["id"],
    )


def totals(client: APIClient, reference: str) -> Any:
    """The ledger of a dossier on 1 December 2022, after its payments of that day."""
    [dossier] = client.get(f"/api/v1/condemnations?reference={reference}").json()["results"]
    return client.get(f"/api/v1/condemnations/{dossier['id']}/ledger?on=2022-12-01").json()["totals"]
