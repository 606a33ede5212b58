"""What a lawyer may ask the book of condemnations, in which order, and what it must never tell as today's."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.models import Condemnation, Dossier, Event
from cases.services.recommendations import link_recommendations
from deadlines.models import PenaltyStanding
from helpdesk.people.models import Team, User
from tests.api.asking import post, problem
from tests.api.living import Order
from tests.conftest import client_of
from tests.factories import a_condemnation, a_recommendation, act

BRUSSELS = ("Tribunal du travail francophone de Bruxelles", "Arbeidshof Brussel")


def an_order(client: APIClient, number: int, court: str, served_on: str | None = None, **told: Any) -> Order:
    """An order of 2 February 2026, 250 euros a day."""
    penalty = {"amount": "250.00", "unit": "calendar_day", **told.pop("penalty", {})}
    said = {"title": f"Order {number}", "court": court, "role_number": f"26/{number:04d}/K", **told}
    order = Order(client, said.pop("decided_on", "2026-02-02"), said.pop("terms", penalty), **said)
    if served_on:
        order.happens("order_served", served_on)
    return order


@pytest.fixture
def book(as_alice: APIClient, bob: User, desk: Team) -> APIClient:
    """Nine orders; today is 15 June 2026."""
    an_order(as_alice, 1, BRUSSELS[0], "2026-02-09", language="fr", themes=["reception_right"])
    an_order(as_alice, 2, BRUSSELS[1], "2026-02-16", language="fr", penalty={"unit": "night"})
    secured = an_order(as_alice, 3, BRUSSELS[0], "2026-02-09", language="fr")
    secured.happens("command_served", "2026-06-01")
    an_order(as_alice, 4, BRUSSELS[0], "2026-03-02", language="fr", penalty={"debtor": "both"})
    an_order(as_alice, 5, BRUSSELS[0], "2026-02-09", language="nl", decided_on="2025-12-01")
    an_order(as_alice, 6, "Tribunal du travail de Liège", "2026-02-09", language="fr", is_collective=True)
    housed = an_order(as_alice, 7, BRUSSELS[0], "2026-02-09", language="fr", penalty={"cap": "1000.00"})
    housed.happens("person_housed", "2026-02-20")
    housed.happens("payment_received", "2026-03-01", amount="1000.00")
    an_order(as_alice, 8, BRUSSELS[0], language="fr", ecli="ECLI:BE:TTBRL:2026:ORD.20260202.1")
    an_order(client_of(bob), 9, BRUSSELS[0], "2026-02-09", language="fr", terms=None)
    return as_alice


def found(client: APIClient, query: str) -> list[int]:
    """The numbers of the orders in the answer, in its order."""
    answer = client.get(f"/api/v1/condemnations?{query}")
    assert answer.status_code == 200, answer.content
    return [int(row["title"].split()[-1]) for row in answer.json()["results"]]


def test_my_open_condemnations_served_before_march_nothing_secured_french_brussels(book: APIClient) -> None:
    courts = "&".join(f"court={court}" for court in BRUSSELS)
    query = f"owner=me&state=open&served_before=2026-03-01&nothing_secured=true&language=fr&{courts}"
    # Not 3, of which a command holds units; nor 4 (March), 5 (Dutch), 6 (Liège), 8 (not served), 9 (Bob's).
    assert found(book, query) == [7, 2, 1]
    assert found(book, f"{query}&housed=false") == [2, 1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("owner=me", [8, 7, 6, 5, 4, 3, 2, 1]),
        ("served_from=2026-02-16", [4, 2]),
        ("served_from=2026-02-16&served_before=2026-03-02", [2]),
        ("served_before=2026-02-09", []),
        ("decided_from=2025-12-02&decided_until=2026-02-02&owner=me", [8, 7, 6, 4, 3, 2, 1]),
        ("decided_until=2025-12-31", [5]),
        ("language=nl&language=de", [5]),
        ("debtor=both", [4]),
        ("debtor=both&debtor=belgian_state", [4]),
        ("unit=night", [2]),
        ("unit=night&unit=lump_sum", [2]),
        ("is_collective=true", [6]),
        ("nothing_secured=false", [3]),
        ("nothing_secured=true&owner=me", [8, 7, 6, 5, 4, 2, 1]),
        ("claimable_from=31250.00", [6, 5, 3, 1]),
        ("claimable_from=31250.01", []),
        ("lapses_until=2026-08-10", [6, 5, 1]),
        ("housed=true", [7]),
        ("paid=true", [7]),
        ("paid=false&owner=me", [8, 6, 5, 4, 3, 2, 1]),
        ("theme=reception_right", [1]),
        ("theme=reception_right&theme=dublin", [1]),
        ("q=0003", [3]),
        ("q=li%C3%A8ge", [6]),
        ("q=LIEGE", [6]),
        ("q=bruxelles+order+ttbrl", [8]),
        ("q=C-2026-00006", [6]),
        ("q=100%25", []),
        ("q=_", []),
        ("recommendation=36", []),
        ("recommendation=999999999", []),
    ],
)
def test_filter_gives_exactly_what_it_says(book: APIClient, query: str, expected: list[int]) -> None:
    assert found(book, query) == expected


def test_colleague_and_recommendation_are_asked_for_by_id_and_number(
    book: APIClient, bob: User, alice: User
) -> None:
    assert found(book, f"owner={bob.pk}") == [9]
    first, second = Dossier.objects.order_by("id")[:2]
    for number in (36, 37):
        a_recommendation(alice, first, number)
    link_recommendations(act(alice), second.pk, [37])
    assert found(book, "recommendation=36&recommendation=37") == [2, 1]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("owner", "alice"),
        ("housed", "yes"),
        ("claimable_from", "-1"),
        ("claimable_from", "1.005"),
        ("claimable_from", "NaN"),
        ("claimable_from", "1e99999"),
        ("claimable_from", "9" * 40),
        ("claimable_from", ""),
        ("recommendation", "-1"),
        ("recommendation", "9" * 40),
        ("debtor", "nobody"),
        ("served_before", "1 March"),
        ("ordering", "title"),
        ("q", "\0"),
        ("q", "a " * 101),
        ("theme", "\0"),
    ],
)
def test_filter_that_cannot_be_read_is_400(as_alice: APIClient, name: str, text: str) -> None:
    answer = as_alice.get("/api/v1/condemnations", {name: text})
    assert answer.status_code == 400
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
        (f"#/{name}", "filter_invalid")
    ]


def test_only_what_may_be_several_may_be_given_twice(as_alice: APIClient) -> None:
    answer = as_alice.get("/api/v1/condemnations?court=a&court=b&housed=true&housed=false")
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
        ("#/housed", "filter_doubled")
    ]


# Order and pages

ORDERS = {
    "-id": [9, 8, 7, 6, 5, 4, 3, 2, 1],
    "id": [1, 2, 3, 4, 5, 6, 7, 8, 9],
    "decided_on": [5, 1, 2, 3, 4, 6, 7, 8, 9],
    "-decided_on": [9, 8, 7, 6, 4, 3, 2, 1, 5],
    "claimable": [7, 8, 9, 4, 2, 1, 3, 5, 6],
    "-claimable": [6, 5, 3, 1, 2, 4, 9, 8, 7],
    # Three lose nothing: they come last, and come.
    "lapses_on": [1, 5, 6, 2, 4, 3, 7, 8, 9],
    "next_due_on": [1, 5, 6, 2, 4, 3, 7, 8, 9],
}


@pytest.mark.parametrize(("ordering", "expected"), ORDERS.items())
def test_pages_in_every_order_hold_every_row_once_forth_and_back(
    book: APIClient, ordering: str, expected: list[int]
) -> None:
    assert found(book, f"ordering={ordering}") == expected
    page = book.get(f"/api/v1/condemnations?ordering={ordering}&page_size=2").json()
    forth = page["results"]
    while page["next"]:
        page = book.get(page["next"]).json()
        forth += page["results"]
    back = page["results"]
    while page["previous"]:
        page = book.get(page["previous"]).json()
        back = page["results"] + back
    assert [int(row["title"].split()[-1]) for row in forth] == expected
    assert back == forth


def test_cursor_of_another_order_is_refused(book: APIClient) -> None:
    following = book.get("/api/v1/condemnations?ordering=lapses_on&page_size=2").json()["next"]
    answer = book.get(following.replace("ordering=lapses_on", "ordering=next_due_on"))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "cursor_invalid")


# Figures of today and of no other day


def test_row_tells_how_the_penalty_stands_and_of_which_day(book: APIClient) -> None:
    rows = {row["title"]: row for row in book.get("/api/v1/condemnations").json()["results"]}
    one = rows["Order 3"]
    assert (one["court"], one["role_number"], one["decided_on"]) == (BRUSSELS[0], "26/0003/K", "2026-02-02")
    assert one["standing"] == {
        "on": "2026-06-15",
        "served_on": "2026-02-09",
        "first_unit_on": "2026-02-10",
        "housed_on": None,
        "forfeited": {"units": 125, "amount": "31250.00"},
        "suspended": {"units": 0, "amount": "0.00"},
        "prescribed": {"units": 0, "amount": "0.00"},
        "claimable": {"units": 125, "amount": "31250.00"},
        "secured": {"units": 111, "amount": "27750.00"},
        "paid": {"units": 0, "amount": "0.00"},
        "oldest_unsecured_on": "2026-06-01",
        "lapses_on": "2026-12-01",
        "cap_reached_on": None,
    }
    assert rows["Order 9"]["standing"]["served_on"] == "2026-02-09"


MONEY = ["served_before=2026-03-01", "nothing_secured=true", "claimable_from=1", "ordering=-claimable"]


@pytest.mark.parametrize("path", [*(f"condemnations?{query}" for query in MONEY), "condemnations/totals"])
def test_figures_of_yesterday_are_refused_as_those_of_today(
    book: APIClient, settings: Any, path: str
) -> None:
    settings.DESK_DAY = date(2026, 6, 16)
    refused = book.get(f"/api/v1/{path}")
    assert problem(refused) == (409, "figures_not_of_today")
    assert refused.json()["values"] == {"today": "2026-06-16"}


def test_list_that_asks_for_no_figures_says_of_which_day_they_are(book: APIClient, settings: Any) -> None:
    settings.DESK_DAY = date(2026, 6, 16)
    rows = {
        row["title"]: row["standing"]["on"] for row in book.get("/api/v1/condemnations").json()["results"]
    }
    # What runs is of yesterday and says so; what has ended is as true today.
    assert (rows["Order 1"], rows["Order 7"], rows["Order 8"]) == ("2026-06-15", "2026-06-16", "2026-06-16")


def test_row_that_is_being_reckoned_or_cannot_be_has_no_figures(book: APIClient) -> None:
    served = Event.objects.filter(dossier__title="Order 1", kind="order_served")
    served.update(occurred_on=date(2026, 2, 10))
    PenaltyStanding.objects.filter(condemnation__dossier__title="Order 2").update(
        refusal="penalty_impossible"
    )
    rows = {row["title"]: row["standing"] for row in book.get("/api/v1/condemnations").json()["results"]}
    assert (rows["Order 1"], rows["Order 2"]) == (None, None)
    assert problem(book.get("/api/v1/condemnations?paid=true")) == (409, "figures_not_of_today")


def test_late_figures_of_another_team_are_no_business_of_mine(
    book: APIClient, charlie: User, as_charlie: APIClient
) -> None:
    a_condemnation(charlie, charlie.memberships.get().team, 77)
    PenaltyStanding.objects.filter(condemnation__role_number="26/0077/K").update(as_of_on=None)
    assert found(book, "paid=true") == [7]
    assert problem(as_charlie.get("/api/v1/condemnations?paid=true")) == (409, "figures_not_of_today")


# Totals


def totals(client: APIClient, query: str = "") -> Any:
    answer = client.get(f"/api/v1/condemnations/totals?{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_totals_are_by_debtor_and_year_and_say_what_is_counted(book: APIClient) -> None:
    told = totals(book)
    assert told["on"] == "2026-06-15"
    assert "Nobody has an official series" in told["method"]
    assert "as they stand on 15 June 2026" in told["method"]
    assert [(row["debtor"], row["year"], row["condemnations"]) for row in told["rows"]] == [
        ("both", 2026, 1),
        ("fedasil", 2025, 1),
        ("fedasil", 2026, 6),
    ]
    assert told["rows"][0] == {
        "debtor": "both", "year": 2026, "condemnations": 1, "forfeited": "26000.00", "suspended": "0.00",
        "prescribed": "0.00", "claimable": "26000.00", "secured": "0.00", "paid": "0.00",
    }  # fmt: skip
    assert (told["rows"][2]["secured"], told["rows"][2]["paid"]) == ("27750.00", "1000.00")
    assert told["left_out"] == {"without_penalty": 1, "annulled": 0, "not_reckoned": 0}


def test_totals_take_the_filters_of_the_list_and_no_page(book: APIClient) -> None:
    assert [row["condemnations"] for row in totals(book, "language=nl")["rows"]] == [1]
    assert totals(book, "q=nothing")["rows"] == []
    for query in ("page_size=2", "ordering=id", "colour=red"):
        answer = book.get(f"/api/v1/condemnations/totals?{query}")
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "filter_unknown")


def test_annulled_order_is_counted_and_not_summed(book: APIClient) -> None:
    dossier = Dossier.objects.get(title="Order 4")
    for told in (
        {"kind": "opposition_lodged", "on": "2026-03-20"},
        {"kind": "opposition_ended", "on": "2026-04-20", "details": {"result": "annulled"}},
    ):
        assert post(book, f"dossiers/{dossier.pk}/events", told).status_code == 201
    assert totals(book)["rows"][0]["forfeited"] == "0.00"
    assert post(book, f"dossiers/{dossier.pk}/close", {"outcome": "annulled"}).status_code == 200
    told = totals(book)
    assert [row["debtor"] for row in told["rows"]] == ["fedasil", "fedasil"]
    assert told["left_out"]["annulled"] == 1


def test_outsider_counts_nothing(book: APIClient, as_charlie: APIClient) -> None:
    assert totals(as_charlie)["rows"] == []
    assert found(as_charlie, "q=order") == []


# Queries


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 3),
        ("q=order", 3),
        ("ordering=next_due_on", 3),
        ("recommendation=36", 3),
        *((one, 4) for one in MONEY),
    ],
)
def test_list_takes_as_many_queries_whatever_it_is_asked(
    as_alice: APIClient,
    alice: User,
    desk: Team,
    query: str,
    expected: int,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    """Session and user are two of them; whether all is of today is one."""
    for size in (1, 7):
        for number in range(size * 10, size * 11):
            a_condemnation(alice, desk, number)
        with django_assert_num_queries(expected):
            as_alice.get(f"/api/v1/condemnations?{query}")
        with django_assert_num_queries(5):
            as_alice.get("/api/v1/condemnations/totals")


def test_book_of_condemnations_is_read_with_the_standing_in_step(alice: User, desk: Team) -> None:
    a_condemnation(alice, desk)
    assert Condemnation.objects.filter(standing__isnull=True).count() == 0
