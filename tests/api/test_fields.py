"""Who wants some members of an answer gets these, and the desk reads no more than they need."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.api import contract
from tests.api.asking import pointers
from tests.api.conftest import Desk

LISTS = [
    "dossiers", "questions", "litigations", "condemnations", "deadlines", "contacts", "organisations",
    "dossiers/{litigation}/documents",
]  # fmt: skip
DETAILS = [
    "dossiers/{litigation}", "questions/{question}", "litigations/{litigation}", "condemnations/{condemnation}",
    "deadlines/{deadline}", "contacts/{contact}", "organisations/{organisation}", "documents/{document}",
]  # fmt: skip


def rows_of(answer: Any) -> list[dict[str, Any]]:
    told = answer.json()
    return told if isinstance(told, list) else told.get("results", [told])


def last_statement(client: APIClient, address: str) -> str:
    with CaptureQueriesContext(connection) as made:
        client.get(address)
    return str(made[-1]["sql"])


def known(path: str) -> list[str]:
    """The members that the document offers."""
    found = contract.path_of("/api/v1/" + path.replace("{", "").replace("}", ""))
    asked = contract.document()["paths"][found]["get"]["parameters"]
    names: list[str] = next(each for each in asked if each["name"] == "fields")["schema"]["items"]["enum"]
    return names


@pytest.mark.parametrize("path", [*LISTS, *DETAILS])
def test_each_member_alone_is_what_it_is_in_the_whole(
    as_alice: APIClient, furnished: Desk, path: str, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    """And costs no more queries than the whole does."""
    address = furnished.address(path)
    as_alice.get(address)
    with CaptureQueriesContext(connection) as made:
        whole = rows_of(as_alice.get(address))
    for name in known(path):
        with django_assert_max_num_queries(len(made)):
            told = rows_of(as_alice.get(address, {"fields": name}))
        assert told == [{"id": each["id"], name: each[name]} for each in whole], name


@pytest.mark.parametrize("path", [*LISTS, *DETAILS])
def test_unknown_member_is_400_and_names_those_that_are_known(
    as_alice: APIClient, furnished: Desk, path: str
) -> None:
    for text in ("id,colour", "", "id,", "password", "owner.name", "\0"):
        answer = as_alice.get(furnished.address(path), {"fields": text})
        assert (answer.status_code, pointers(answer)) == (400, [("#/fields", "field_unknown")]), text
    assert answer.json()["errors"][0]["detail"].endswith(f"Known here: {', '.join(known(path))}.")


@pytest.mark.parametrize("path", DETAILS)
def test_unknown_parameter_of_a_detail_is_400(as_alice: APIClient, furnished: Desk, path: str) -> None:
    answer = as_alice.get(furnished.address(path), {"feilds": "id"})
    assert (answer.status_code, pointers(answer)) == (400, [("#/feilds", "filter_unknown")])


def test_columns_and_tables_that_nobody_asked_for_are_not_read(as_alice: APIClient, furnished: Desk) -> None:
    said = last_statement(as_alice, "/api/v1/dossiers?fields=reference,state").split(" FROM ")[0]
    read = re.findall(r'"cases_dossier"\."(\w+)"', said)
    assert read == ["id", "reference", "state"]
    said = last_statement(as_alice, "/api/v1/dossiers?fields=team,owner").split(" FROM ")[0]
    assert '"people_team"."slug"' in said
    assert '"people_team"."name"' not in said
    assert "password" not in said


def test_sums_that_nobody_asked_for_are_not_made(as_alice: APIClient, furnished: Desk) -> None:
    said = last_statement(as_alice, "/api/v1/litigations?fields=reference").split(" FROM ")[0]
    assert "next_hearing_on" not in said
    assert "next_hearing_on" in last_statement(as_alice, "/api/v1/litigations?fields=next_hearing_on")
    assert "is_member" not in last_statement(as_alice, "/api/v1/organisations?fields=name")


def test_computations_of_deadlines_are_not_read_for_their_days(as_alice: APIClient, furnished: Desk) -> None:
    assert '"answer"' not in last_statement(as_alice, "/api/v1/deadlines?fields=due_on,reference")


def test_detail_takes_one_query_whatever_is_wanted_of_it(
    as_alice: APIClient, furnished: Desk, django_assert_num_queries: Callable[[int], Any]
) -> None:
    address = furnished.address("dossiers/{litigation}")
    as_alice.get(address)
    for wanted in ("reference", "reference,links,minutes_spent"):
        with django_assert_num_queries(3):
            as_alice.get(address, {"fields": wanted})


@pytest.mark.parametrize("path", LISTS[:-1])
def test_pages_lead_on_whatever_is_asked_for(
    as_alice: APIClient, furnished: Desk, path: str, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """What the order goes by is read though it is not told: no query for each page's edge."""
    whole = as_alice.get(f"/api/v1/{path}").json()["results"]
    address: str | None = f"/api/v1/{path}?fields=id&page_size=1"
    found: list[str] = []
    while address:
        with django_assert_num_queries(3):
            page = as_alice.get(address).json()
        found += [each["id"] for each in page["results"]]
        address = page["next"]
    assert found == [each["id"] for each in whole]


def test_thin_list_goes_with_filters_order_and_count(as_alice: APIClient, furnished: Desk) -> None:
    query = "fields=title&kind=litigation&ordering=next_due_on&count=true"
    answer = as_alice.get(f"/api/v1/dossiers?{query}").json()
    assert answer["count"] == 1
    assert set(answer["results"][0]) == {"id", "title"}


# The organisations of the desk are everybody's to see.
@pytest.mark.parametrize("path", [each for each in (*LISTS, *DETAILS) if "organisation" not in each])
def test_outsider_learns_nothing_by_asking_for_less(
    as_charlie: APIClient, furnished: Desk, path: str
) -> None:
    answer = as_charlie.get(furnished.address(path), {"fields": "id"})
    assert answer.status_code == 404 or answer.json().get("results") == []
