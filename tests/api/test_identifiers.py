"""Identifiers over HTTP: read and warned about in the caller's language, stored as printed, never refused."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from api.identifiers import WARNINGS
from helpdesk.people.models import Team, User
from tests.conftest import client_of

ADDRESS = "/api/v1/identifiers"
ODD: dict[str, Any] = {
    "team": "desk",
    "title": "An order with odd numbers",
    "court": "Labour court Brussels",
    "role_number": "2022/KB/0022",
    "appealed_role_number": "22/235/K (22/234/K in the text)",
    "ecli": "ecli:be:cass:2048:arr.20480330.2",
    "decided_on": "2022-12-20",
    "procedure": "appeal",
}


def test_condemnation_with_odd_numbers_is_entered_as_printed_and_warned_about(
    as_alice: APIClient, desk: Team
) -> None:
    answer = as_alice.post("/api/v1/condemnations", ODD, format="json")
    assert answer.status_code == 201
    part = answer.json()["condemnation"]
    assert {name: part[name] for name in ("role_number", "appealed_role_number", "ecli")} == {
        name: ODD[name] for name in ("role_number", "appealed_role_number", "ecli")
    }
    assert part["normalised"] == {
        "ecli": "ECLI:BE:CASS:2048:ARR.20480330.2",
        "role_number": "2022/KB/22",
        "appealed_role_number": "22/235/K (22/234/K in the text)",
    }
    assert part["identifier_warnings"] == [
        {
            "field": "ecli",
            "code": "court_mismatch",
            "text": "The court code CASS is not that of Labour court Brussels: perhaps the ECLI of a cited judgment.",
        },
        {
            "field": "ecli",
            "code": "date_in_future",
            "text": "The ECLI is of 2048-03-30, which is still to come.",
        },
        {
            "field": "ecli",
            "code": "date_mismatch",
            "text": "The ECLI is of 2048-03-30, the decision of 2022-12-20.",
        },
        {
            "field": "appealed_role_number",
            "code": "several_numbers",
            "text": "Several numbers stand here: 22/235/K, 22/234/K. Which one is right has to be looked up.",
        },
    ]
    again = as_alice.get(f"/api/v1/condemnations/{answer.json()['id']}").json()
    assert again["condemnation"] == part


def test_instance_is_warned_about_too_and_one_without_numbers_is_not(as_alice: APIClient, desk: Team) -> None:
    instance = {"court": "RvV", "ecli": "ECLI:BE:RVV:2016:ARR.173926", "repertory_number": "22/1217/K"}
    body = {"team": "desk", "title": "A case", "instance": instance}
    [told] = as_alice.post("/api/v1/litigations", body, format="json").json()["litigation"]["instances"]
    assert [(each["field"], each["code"]) for each in told["identifier_warnings"]] == [
        ("ecli", "no_ecli_for_this_court"),
        ("repertory_number", "not_a_repertory_number"),
    ]
    body["instance"] = {"court": "RvV"}
    [bare] = as_alice.post("/api/v1/litigations", body, format="json").json()["litigation"]["instances"]
    assert (bare["normalised"], bare["identifier_warnings"]) == ({}, [])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De ECLI is van 2048-04-24, en dat moet nog komen."),
        ("fr", "L'ECLI est de 2048-04-24, qui est encore à venir."),
        ("de", "Das ECLI ist von 2048-04-24, und das steht noch bevor."),
    ],
)
def test_warning_speaks_the_callers_language(alice: User, language: str, text: str) -> None:
    answer = client_of(alice, language).get(ADDRESS, {"ecli": "ECLI:BE:AHANT:2048:ARR.20480424.1"})
    assert [each["text"] for each in answer.json()["warnings"]] == [text]


def test_one_ecli_is_read_without_storing_it(
    alice: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """The two queries are those of the session and its user."""
    client = client_of(alice, "fr")
    with django_assert_num_queries(2):
        answer = client.get(ADDRESS, {"ecli": " ecli:be:ctbrl:2022:arr.20221215.1"})
    assert answer.json() == {
        "printed": " ecli:be:ctbrl:2022:arr.20221215.1",
        "normalised": "ECLI:BE:CTBRL:2022:ARR.20221215.1",
        "kinds": ["ecli_belgium"],
        "court": {"code": "CTBRL", "name": "Cour du travail de Bruxelles"},
        "on": "2022-12-15",
        "warnings": [],
    }


def test_role_number_is_read_by_what_is_known_of_court_and_day(as_alice: APIClient) -> None:
    bare = as_alice.get(ADDRESS, {"role_number": "7577/09"}).json()
    assert bare["kinds"] == ["echr_application", "old_labour_tribunal_role"]
    query = {"role_number": "7577/09", "court": "Labour tribunal Brussels", "decided_on": "2008-09-21"}
    told = as_alice.get(ADDRESS, query).json()
    assert (told["kinds"], told["court"], told["on"]) == (["old_labour_tribunal_role"], None, None)
    assert [each["code"] for each in told["warnings"]] == ["number_after_decision"]


@pytest.mark.parametrize("query", [{}, {"court": "RvS"}, {"ecli": "a", "role_number": "b"}])
def test_none_or_two_identifiers_are_400(as_alice: APIClient, query: dict[str, str]) -> None:
    answer = as_alice.get(ADDRESS, query)
    assert (answer.status_code, answer.json()["code"]) == (400, "one_identifier")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"ecli": "a", "colour": "red"}, "filter_unknown"),
        ({"ecli": "E" * 81}, "max_length"),
        ({"role_number": "1" * 61}, "max_length"),
        ({"role_number": "a\0"}, "null_characters_not_allowed"),
        ({"ecli": "a", "decided_on": "2026-02-30"}, "invalid"),
    ],
)
def test_query_of_another_shape_is_400(as_alice: APIClient, query: dict[str, str], code: str) -> None:
    answer = as_alice.get(ADDRESS, query)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)


def test_every_warning_that_can_be_given_has_its_words() -> None:
    folder = Path(__file__).parents[2] / "cases"
    given = {
        code
        for name in ("ecli.py", "role_numbers.py")
        for code in re.findall(r"Warned\(\s*\"(\w+)\"", (folder / name).read_text(encoding="utf-8"))
    }
    assert given == set(WARNINGS)
