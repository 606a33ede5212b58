"""The chain of courts: one after another, side by side, never in a circle; numbers warned about, never refused."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import Team
from tests.api.asking import pointers, problem
from tests.api.pleading import Case


@pytest.fixture
def case(as_alice: APIClient, desk: Team) -> Case:
    return Case(as_alice)


def test_chain_branches_into_two_languages_and_a_reference(case: Case) -> None:
    tribunal = case.add(
        "instances", court="French-speaking labour tribunal, Brussels", role_number="22/4100/K",
        procedure="unilateral", introduced_on="2022-09-01", closed_on="2022-09-16", outcome="rejected",
    )  # fmt: skip
    french = case.add(
        "instances", court="Labour court, Brussels", previous=tribunal["id"], role_number="2022/KB/14",
        appealed_role_number="22/4100/K", repertory_number="2022/2310", procedure="appeal", introduced_on="2022-09-22",
    )  # fmt: skip
    case.add("instances", court="Labour court, Brussels", previous=tribunal["id"], introduced_on="2022-09-23")
    case.add(
        "instances", court="Constitutional Court", previous=french["id"], procedure="preliminary_reference"
    )
    told = case.rows("instances")
    assert [(one["introduced_on"], one["previous"]) for one in told] == [
        ("2022-09-01", None),
        ("2022-09-22", tribunal["id"]),
        ("2022-09-23", tribunal["id"]),
        (None, french["id"]),
    ]
    assert french["normalised"] == {
        "role_number": "2022/KB/14", "appealed_role_number": "22/4100/K", "repertory_number": "2022/2310",
    }  # fmt: skip
    assert french["identifier_warnings"] == []
    assert case.whole()["litigation"]["instances"] == told


def test_instance_cannot_follow_itself_or_what_follows_it(as_alice: APIClient, case: Case) -> None:
    first = case.add("instances", court="A")
    second = case.add("instances", court="B", previous=first["id"])
    third = case.add("instances", court="C", previous=second["id"])
    for last in (first, second, third):
        answer = case.change("instances", first, previous=last["id"])
        assert (problem(answer), pointers(answer)) == (
            (422, "instance_circle"),
            [("#/previous", "instance_circle")],
        )
    stranger = Case(as_alice).add("instances", court="A")
    assert problem(case.change("instances", first, previous=stranger["id"])) == (422, "instance_unknown")
    assert problem(case.tell("instances", court="D", previous=stranger["id"])) == (422, "instance_unknown")
    assert case.change("instances", third, previous=first["id"]).json()["previous"] == first["id"]


def test_odd_numbers_are_kept_as_printed_and_warned_about(case: Case) -> None:
    told = case.add(
        "instances", court="Labour court Brussels", role_number="22/235/K (22/234/K in the text)",
        ecli="ECLI:BE:CASS:2015:ARR.20150330.2", repertory_number="rep. unknown",
    )  # fmt: skip
    assert told["role_number"] == "22/235/K (22/234/K in the text)"
    assert [(one["field"], one["code"]) for one in told["identifier_warnings"]] == [
        ("ecli", "court_mismatch"),
        ("role_number", "several_numbers"),
        ("repertory_number", "not_a_repertory_number"),
    ]


@pytest.mark.parametrize(
    ("said", "refusal", "pointer"),
    [
        ({"introduced_on": "2026-06-16"}, (422, "date_in_future"), "#/introduced_on"),
        ({"closed_on": "2026-06-16"}, (422, "date_in_future"), "#/closed_on"),
        ({"introduced_on": "2026-02-02", "closed_on": "2026-02-01"}, (422, "days_reversed"), "#/closed_on"),
        ({"court": ""}, (400, "invalid"), "#/court"),
        ({"procedure": "duel"}, (400, "invalid"), "#/procedure"),
        ({"previous": "the first"}, (400, "invalid"), "#/previous"),
        ({"ecli": "E" * 81}, (400, "invalid"), "#/ecli"),
    ],
)
def test_instance_that_cannot_be_is_refused_at_its_place(
    case: Case, said: dict[str, Any], refusal: tuple[int, str], pointer: str
) -> None:
    answer = case.tell("instances", **{"court": "Council of State", **said})
    assert (problem(answer), [each for each, _ in pointers(answer)]) == (refusal, [pointer])
    assert case.rows("instances") == []


def test_instance_on_which_something_hangs_is_not_taken_out(case: Case) -> None:
    first = case.add("instances", court="Council of State")
    second = case.add("instances", court="Constitutional Court", previous=first["id"])
    hearing = case.add("hearings", instance=first["id"], on="2026-07-01", kind="pleadings")
    decision = case.add("decisions", instance=first["id"], on="2026-06-01", kind="interlocutory")
    [grievance] = case.add(
        "grievances", grievances=[{"number": 1, "outcome": "rejected", "instance": first["id"]}]
    )
    answer = case.take_out("instances", first)
    assert problem(answer) == (409, "instance_in_use")
    assert answer.json()["values"] == {"hanging": ["followed_by", "hearings", "decisions", "grievances"]}
    for part, row in (
        ("instances", second),
        ("hearings", hearing),
        ("decisions", decision),
        ("grievances", grievance),
    ):
        assert case.take_out(part, row).status_code == 204
    assert case.take_out("instances", first).status_code == 204
    assert case.rows("instances") == []


def test_trail_keeps_what_the_numbers_were(case: Case) -> None:
    instance = case.add("instances", court="Council of State", role_number="A. 1")
    case.change("instances", instance, role_number="A. 2", outcome="rejected", closed_on="2026-06-01")
    assert case.trail()[-1] == (
        "instance.amended",
        {
            "instance": instance["id"],
            "fields": ["role_number", "closed_on", "outcome"],
            "role_number": ["A. 1", "A. 2"],
            "outcome": ["", "rejected"],
            "closed_on": ["", "2026-06-01"],
        },
    )
