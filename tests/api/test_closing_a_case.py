"""A case is closed with an outcome that its courts and grievances bear out."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import Team
from tests.api.asking import pointers, problem
from tests.api.pleading import Case


@pytest.fixture
def case(as_alice: APIClient, desk: Team) -> Case:
    return Case(as_alice, instance={"court": "Constitutional Court"})


def ended(case: Case, outcome: str = "partly_granted") -> None:
    [instance] = case.rows("instances")
    assert case.change("instances", instance, outcome=outcome).status_code == 200


def came_out(case: Case, *outcomes: str) -> None:
    said = [{"number": number, "outcome": outcome} for number, outcome in enumerate(outcomes, 1)]
    case.add("grievances", grievances=said)


@pytest.mark.parametrize("outcome", ["won", "withdrawn", "settled"])
def test_case_that_a_court_still_has_is_not_closed(case: Case, outcome: str) -> None:
    case.add("instances", court="Council of State")
    refused = case.close(outcome)
    assert (problem(refused), pointers(refused)) == ((409, "instance_open"), [("#/outcome", "instance_open")])
    assert refused.json()["values"] == {"courts": ["Constitutional Court", "Council of State"]}
    assert case.whole()["state"] == "open"


@pytest.mark.parametrize("ending", [{"outcome": "granted"}, {"closed_on": "2026-06-01"}])
def test_court_has_done_when_its_outcome_or_its_day_is_known(case: Case, ending: dict[str, str]) -> None:
    [instance] = case.rows("instances")
    case.change("instances", instance, **ending)
    assert case.close("won").json()["state"] == "closed"


@pytest.mark.parametrize("outcome", ["won", "partly_won", "lost"])
def test_court_is_not_said_to_have_decided_while_grievances_are_pending(case: Case, outcome: str) -> None:
    ended(case)
    came_out(case, "annulled", "pending", "pending")
    refused = case.close(outcome)
    assert problem(refused) == (409, "grievances_pending")
    assert refused.json()["values"] == {"pending": 2}


@pytest.mark.parametrize("outcome", ["withdrawn", "settled", "without_object"])
def test_case_that_no_court_decided_leaves_its_grievances_pending(case: Case, outcome: str) -> None:
    ended(case, "withdrawn")
    came_out(case, "pending")
    assert case.close(outcome).json()["outcome"] == outcome


@pytest.mark.parametrize(
    ("outcome", "grievances", "expected"),
    [
        ("won", ["rejected", "inadmissible"], 409),
        ("partly_won", ["rejected"], 409),
        ("lost", ["rejected", "interpreted"], 409),
        ("lost", ["annulled"], 409),
        ("won", ["annulled", "rejected"], 200),
        ("partly_won", ["interpreted", "rejected"], 200),
        ("lost", ["rejected", "inadmissible"], 200),
        ("won", [], 200),
        ("lost", [], 200),
    ],
)
def test_grievances_bear_out_who_was_right(
    case: Case, outcome: str, grievances: list[str], expected: int
) -> None:
    ended(case)
    if grievances:
        came_out(case, *grievances)
    answer: Any = case.close(outcome)
    assert answer.status_code == expected
    assert expected == 200 or problem(answer) == (409, "outcome_contradicted")


def test_case_without_a_court_is_closed_as_before(as_alice: APIClient, desk: Team) -> None:
    assert Case(as_alice).close("without_object").json()["state"] == "closed"


def test_way_out_is_said_in_the_callers_language(case: Case) -> None:
    told = {
        language: case.client.post(
            f"/api/v1/dossiers/{case.id}/close", {"outcome": "won"}, format="json",
            headers={"accept-language": language},
        ).json()["title"]
        for language in ("nl", "fr", "de", "en")
    }  # fmt: skip
    assert len(set(told.values())) == 4
