"""The check for a conflict of interests: every role somebody has in any dossier the caller may see."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.services.dossiers import amend
from helpdesk.people.models import Team, User
from tests.api.asking import pointers, problem
from tests.api.pleading import Case
from tests.conftest import client_of
from tests.factories import a_condemnation, a_question, act


def appearances(client: APIClient, **wanted: str) -> list[tuple[str, list[tuple[str, str]]]]:
    answer = client.get("/api/v1/parties", wanted)
    assert answer.status_code == 200, answer.content
    return [
        (row["reference"], [(one["role"], one["name"]) for one in row["appears_as"]])
        for row in answer.json()["results"]
    ]


def test_opponent_here_who_is_partner_there_and_asked_a_question_is_caught(
    as_alice: APIClient, alice: User, sam: User, desk: Team
) -> None:
    a_question(sam, desk)
    Case(as_alice).add("parties", organisation="Centre", role="defendant", from_on="2025-01-01")
    both = Case(as_alice)
    both.add("parties", organisation="Centre", role="coalition_partner", until_on="2024-12-31")
    both.add("parties", organisation="Centre", role="third_party")
    Case(as_alice).add("parties", organisation="Another centre", role="defendant")
    expected = [
        ("L-2026-00002", [("coalition_partner", "Centre"), ("third_party", "Centre")]),
        ("L-2026-00001", [("defendant", "Centre")]),
        ("V-2026-00001", [("asker", "Asker 1, Centre")]),
    ]
    assert appearances(as_alice, organisation="centre") == expected
    assert appearances(as_alice, name="centre") == [
        ("L-2026-00003", [("defendant", "Another centre")]),
        *expected,
    ]


@pytest.mark.parametrize("name", ["medecins", "MÉDECINS", "sans FRONT", "ecins s"])
def test_case_and_accents_hide_nobody(as_alice: APIClient, desk: Team, name: str) -> None:
    Case(as_alice).add("parties", organisation="Médecins sans frontières", role="claimant")
    assert appearances(as_alice, name=name) == [("L-2026-00001", [("claimant", "Médecins sans frontières")])]


def test_authority_pseudonym_and_person_concerned_are_found_by_name(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    case = Case(as_alice)
    case.add("parties", authority="Fedasil", role="defendant")
    case.add("parties", pseudonym="A.B.", role="claimant")
    order = a_condemnation(alice, desk)
    amend(act(alice), order.pk, {"person_concerned": "A.B."})
    assert appearances(as_alice, name="fedas") == [("L-2026-00001", [("defendant", "Fedasil")])]
    assert appearances(as_alice, name="a.b.") == [
        ("C-2026-00001", [("person_concerned", "A.B.")]),
        ("L-2026-00001", [("claimant", "A.B.")]),
    ]
    assert appearances(as_alice, organisation="A.B.") == []
    assert appearances(as_alice, name="%%") == appearances(as_alice, name="__") == []


def test_organisation_and_name_must_be_of_one_and_the_same(
    as_alice: APIClient, sam: User, desk: Team
) -> None:
    a_question(sam, desk)
    Case(as_alice).add("parties", organisation="Centre", role="defendant")
    assert appearances(as_alice, organisation="Centre", name="asker") == [
        ("V-2026-00001", [("asker", "Asker 1, Centre")])
    ]


def test_outsider_and_intake_learn_nothing_of_what_they_may_not_see(
    as_alice: APIClient, as_charlie: APIClient, sam: User, desk: Team
) -> None:
    Case(as_alice).add("parties", authority="Fedasil", role="defendant")
    assert appearances(as_charlie, name="Fedasil") == []
    assert appearances(client_of(sam), name="Fedasil") == []
    own = a_question(sam, desk)
    assert [reference for reference, _ in appearances(client_of(sam), name="asker")] == [own.reference]


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ({}, (400, "name_needed")),
        ({"name": "", "organisation": ""}, (400, "invalid")),
        ({"name": "a"}, (400, "invalid")),
        ({"name": "a" * 201}, (400, "invalid")),
        ({"organisation": "a\0"}, (400, "invalid")),
        ({"name": "Fedasil", "role": "defendant"}, (400, "invalid")),
        ({"name": "Fedasil", "cursor": "nonsense"}, (400, "invalid")),
    ],
)
def test_search_for_nobody_is_400(
    as_alice: APIClient, desk: Team, wanted: dict[str, str], refusal: tuple[int, str]
) -> None:
    answer = as_alice.get("/api/v1/parties", wanted)
    assert problem(answer) == refusal
    assert refusal[1] == "name_needed" or len(pointers(answer)) >= 1


def test_pages_hold_every_dossier_once(as_alice: APIClient, desk: Team) -> None:
    for _ in range(5):
        Case(as_alice).add("parties", authority="Fedasil", role="defendant")
    page = as_alice.get("/api/v1/parties?name=fedasil&page_size=2").json()
    found = page["results"]
    while page["next"]:
        page = as_alice.get(page["next"]).json()
        found += page["results"]
    assert [row["reference"] for row in found] == [f"L-2026-0000{number}" for number in (5, 4, 3, 2, 1)]


def test_queries_do_not_grow_with_what_is_found(
    as_alice: APIClient, sam: User, desk: Team, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """Session, user, dossiers with the askers, parties."""
    for number in range(3):
        a_question(sam, desk, number)
        case = Case(as_alice)
        case.add("parties", organisation="Centre", role="defendant")
        case.add("parties", organisation="Centre", role="claimant")
        with django_assert_num_queries(4):
            assert len(appearances(as_alice, name="centre")) == 2 * number + 2
