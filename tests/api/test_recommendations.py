"""Policy recommendations over HTTP: their evidence counted, filtered, paged; links made and taken away."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.records import FOLDER, load_recommendations, read_recommendations
from helpdesk.people.models import Team, User
from tests.api.asking import problem, write
from tests.api.conftest import Desk
from tests.conftest import client_of
from tests.factories import a_condemnation, a_litigation, a_question

ADDRESS = "/api/v1/recommendations"


@pytest.fixture(autouse=True)
def recommendations(db: None) -> None:
    load_recommendations(read_recommendations(FOLDER / "recommendations.csv"))


def numbers(answer: Any) -> list[int]:
    return [each["number"] for each in answer.json()["results"]]


def linked(answer: Any) -> list[int]:
    return [each["recommendation"]["number"] for each in answer.json()]


def test_links_are_made_counted_and_taken_away(as_alice: APIClient, alice: User, desk: Team) -> None:
    litigation = a_litigation(alice, desk)
    address = f"/api/v1/dossiers/{litigation.pk}/recommendations"
    made = as_alice.post(address, {"numbers": [84, 36]}, format="json")
    assert made.status_code == 201
    assert linked(made) == linked(as_alice.get(address)) == [36, 84]
    assert made.json()[0] == {
        "recommendation": {
            "number": 36,
            "levels": ["federal"],
            "chapter": "reception",
            "chapter_name": "reception",
            "short_title": "Flexible reception model",
        },
        "linked_by": {"id": str(alice.pk), "name": "Alice"},
        "linked_at": made.json()[0]["linked_at"],
    }
    [row] = [each for each in as_alice.get(ADDRESS).json()["results"] if each["number"] == 36]
    assert (row["questions"], row["litigations"], row["condemnations"]) == (0, 1, 0)
    path, tag = f"dossiers/{litigation.pk}/recommendations/36", made.headers["ETag"]
    reason = {"reason": "Another case was meant"}
    assert problem(write(as_alice, "DELETE", path, reason, '"1"')) == (412, "changed_meanwhile")
    assert write(as_alice, "DELETE", path, reason, tag).status_code == 204
    assert linked(as_alice.get(address)) == [84]
    trail = as_alice.get(f"/api/v1/dossiers/{litigation.pk}/trail").json()
    assert [(each["verb"], each["reason"], each["changes"]) for each in trail[1:]] == [
        ("recommendation.linked", "", {"numbers": [36, 84]}),
        ("recommendation.unlinked", "Another case was meant", {"number": 36}),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("chapter=detention", [83, 84, 85, 86, 87]),
        ("level=local", [3, 4, 5]),
        ("level=brussels", [1]),
        ("level=european&chapter=dublin", [28, 29]),
        ("level=local&chapter=work", []),
    ],
)
def test_filter_by_level_and_chapter_gives_exactly_those(
    as_alice: APIClient, query: str, expected: list[int]
) -> None:
    assert numbers(as_alice.get(f"{ADDRESS}?{query}")) == expected


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("level=regional", "filter_invalid"),
        ("chapter=dublin&chapter=work", "filter_doubled"),
        ("number=3", "filter_unknown"),
        ("cursor=nonsense", "cursor_invalid"),
    ],
)
def test_other_filter_or_cursor_is_400(as_alice: APIClient, query: str, code: str) -> None:
    answer = as_alice.get(f"{ADDRESS}?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)


def test_pages_hold_every_number_once_in_order(as_alice: APIClient) -> None:
    page = as_alice.get(f"{ADDRESS}?page_size=40")
    found = numbers(page)
    while page.json()["next"]:
        page = as_alice.get(page.json()["next"])
        found += numbers(page)
    assert found == list(range(1, 91))
    assert numbers(as_alice.get(page.json()["previous"])) == list(range(41, 81))


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/numbers"),
        ({"numbers": []}, "#/numbers"),
        ({"numbers": [0]}, "#/numbers/0"),
        ({"numbers": [36, 91]}, "#/numbers/1"),
        ({"numbers": "36"}, "#/numbers"),
    ],
)
def test_numbers_of_another_shape_are_400(
    as_alice: APIClient, alice: User, desk: Team, body: dict[str, Any], pointer: str
) -> None:
    address = f"/api/v1/dossiers/{a_litigation(alice, desk).pk}/recommendations"
    answer = as_alice.post(address, body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)


@pytest.mark.parametrize("number", ["37", "91", "9" * 30])
def test_link_that_is_not_there_cannot_be_taken_away(
    as_alice: APIClient, alice: User, desk: Team, number: str
) -> None:
    path = f"dossiers/{a_litigation(alice, desk).pk}/recommendations/{number}"
    assert problem(write(as_alice, "DELETE", path, {"reason": "None"})) == (404, "not_found")


def test_link_is_not_taken_away_without_a_reason(as_alice: APIClient, furnished: Desk) -> None:
    path = f"dossiers/{furnished.litigation.pk}/recommendations/36"
    answer = write(as_alice, "DELETE", path, {"reason": " "})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/reason")


def test_outsider_sees_the_recommendations_and_none_of_the_evidence(
    as_charlie: APIClient, furnished: Desk
) -> None:
    rows = as_charlie.get(f"{ADDRESS}?page_size=200").json()["results"]
    assert len(rows) == 90
    assert {(row["questions"], row["litigations"], row["condemnations"]) for row in rows} == {(0, 0, 0)}


@pytest.mark.parametrize(
    ("language", "expected"),
    [("nl", "gezinshereniging"), ("fr", "regroupement familial"), ("de", "Familienzusammenführung")],
)
def test_chapter_is_named_in_the_callers_language(alice: User, language: str, expected: str) -> None:
    answer = client_of(alice, language).get(f"{ADDRESS}?chapter=family_reunification&page_size=1")
    assert answer.json()["results"][0]["chapter_name"] == expected


def test_queries_do_not_grow_with_the_evidence(
    as_alice: APIClient, furnished: Desk, alice: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """Session and user are two of them."""
    address = furnished.address("dossiers/{litigation}/recommendations")
    for first in (7, 17):
        with django_assert_num_queries(3):
            as_alice.get(ADDRESS)
        with django_assert_num_queries(4):
            as_alice.get(address)
        for number, make in enumerate((a_question, a_litigation, a_condemnation), first):
            dossier = make(alice, furnished.team, number)
            body = {"numbers": [36, 37, 38]}
            as_alice.post(f"/api/v1/dossiers/{dossier.pk}/recommendations", body, format="json")
        as_alice.post(address, {"numbers": list(range(1, 91))}, format="json")
