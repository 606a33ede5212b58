"""Pages that lead to one another in the `Link` header too, and a count for who asks for one."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import Team, User
from tests.api import contract
from tests.api.asking import pointers
from tests.api.conftest import Desk
from tests.factories import a_litigation


@pytest.fixture
def five_cases(alice: User, desk: Team) -> None:
    for number in range(1, 6):
        a_litigation(alice, desk, number)


def links(answer: Any) -> dict[str, str]:
    """The addresses of a `Link` header by their relation."""
    return {rel: address for address, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers["Link"])}


def paged() -> list[str]:
    """The lists in pages, as the document tells them by their parameter `cursor`."""
    found = {
        path: operations["get"]
        for path, operations in contract.document()["paths"].items()
        if "get" in operations
    }
    return [
        path
        for path, operation in found.items()
        if "cursor" in {each["name"] for each in operation.get("parameters", [])}
    ]


def test_header_leads_where_the_body_leads(as_alice: APIClient, five_cases: None) -> None:
    first = as_alice.get("/api/v1/litigations?page_size=2")
    assert links(first) == {"next": first.json()["next"]}
    second = as_alice.get(links(first)["next"])
    assert links(second) == {"next": second.json()["next"], "prev": second.json()["previous"]}
    last = as_alice.get(links(second)["next"])
    assert links(last) == {"prev": last.json()["previous"]}
    assert as_alice.get(links(last)["prev"]).json() == second.json()


def test_only_page_has_no_link(as_alice: APIClient, five_cases: None) -> None:
    assert "Link" not in as_alice.get("/api/v1/litigations").headers


def test_document_tells_the_header_of_every_list_in_pages() -> None:
    assert len(paged()) > 15
    told = {
        path: contract.document()["paths"][path]["get"]["responses"]["200"]["headers"] for path in paged()
    }
    assert {path for path, headers in told.items() if "Link" not in headers} == set()


def test_count_is_exact_and_of_what_passes_the_filters(as_alice: APIClient, five_cases: None) -> None:
    assert as_alice.get("/api/v1/litigations?count=true&page_size=2").json()["count"] == 5
    assert as_alice.get("/api/v1/litigations?count=true&reference=L-2026-00002").json()["count"] == 1
    assert as_alice.get("/api/v1/litigations?count=true&state=closed").json()["count"] == 0
    assert "count" not in as_alice.get("/api/v1/litigations?count=false").json()


def test_count_holds_only_what_the_caller_sees(as_charlie: APIClient, five_cases: None) -> None:
    assert as_charlie.get("/api/v1/litigations?count=true").json()["count"] == 0


def test_count_goes_along_to_the_next_page(as_alice: APIClient, five_cases: None) -> None:
    first = as_alice.get("/api/v1/litigations?count=true&page_size=2").json()
    assert as_alice.get(first["next"]).json()["count"] == 5


def test_count_costs_one_query_and_only_who_asks_pays_it(
    as_alice: APIClient, five_cases: None, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for query, expected in (("", 3), ("?count=true", 4)):
        with django_assert_num_queries(expected):
            as_alice.get(f"/api/v1/litigations{query}")


@pytest.mark.parametrize("text", ["", "1", "yes", "True", "\0"])
def test_count_that_is_neither_true_nor_false_is_400(as_alice: APIClient, text: str) -> None:
    answer = as_alice.get("/api/v1/dossiers", {"count": text})
    assert (answer.status_code, pointers(answer)) == (400, [("#/count", "count_invalid")])


@pytest.mark.parametrize(
    "path", ["dossiers/{litigation}/timeline", "contacts/duplicates", "organisations/duplicates"]
)
def test_list_whose_rows_are_not_those_of_a_table_knows_no_count(
    as_alice: APIClient, furnished: Desk, path: str
) -> None:
    answer = as_alice.get(furnished.address(path), {"count": "true"})
    assert (answer.status_code, pointers(answer)) == (400, [("#/count", "filter_unknown")])


def test_every_list_that_offers_a_count_gives_it(as_alice: APIClient, furnished: Desk) -> None:
    for path in paged():
        asked = {each["name"] for each in contract.document()["paths"][path]["get"]["parameters"]}
        # That one must be told whom to look for.
        if "count" in asked and "{" not in path and path != "/api/v1/parties":
            assert as_alice.get(path, {"count": "true"}).json()["count"] >= 0, path
