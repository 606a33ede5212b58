"""Grievances: added all or none, decided many at once by a decision, counted by outcome."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import Team
from tests.api.asking import pointers, problem
from tests.api.pleading import Case


@pytest.fixture
def case(as_alice: APIClient, desk: Team) -> Case:
    return Case(as_alice, instance={"court": "Constitutional Court", "introduced_on": "2018-09-12"})


def add(case: Case, *grievances: dict[str, Any]) -> Any:
    return case.tell("grievances", grievances=list(grievances))


def decide(case: Case, *results: dict[str, Any], **said: Any) -> Any:
    [instance] = case.rows("instances")
    told = {"instance": instance["id"], "on": "2021-02-25", "kind": "judgment", "number": "23/2021", **said}
    return case.tell("decisions", **told, results=list(results))


def counts(case: Case) -> dict[str, int]:
    told: dict[str, int] = case.whole()["litigation"]["grievances"]
    return {outcome: count for outcome, count in told.items() if count}


def test_list_of_grievances_is_added_in_one_act(case: Case) -> None:
    answer = add(case, {"number": 2, "text": "Too short"}, {"number": 1, "norm_attacked": "Article 39"})
    assert answer.status_code == 201
    told = case.rows("grievances")
    assert [(one["number"], one["outcome"], one["norm_attacked"]) for one in told] == [
        (1, "pending", "Article 39"),
        (2, "pending", ""),
    ]
    assert counts(case) == {"total": 2, "pending": 2}
    assert case.trail()[-1] == ("grievance.added", {"outcomes": {"1": "pending", "2": "pending"}})


@pytest.mark.parametrize(
    ("second", "refusal", "pointer"),
    [
        ({"number": 1}, (422, "grievance_known"), "#/grievances/1/number"),
        ({"number": 7}, (422, "grievance_known"), "#/grievances/1/number"),
        ({"number": 2, "decided_on": "2021-02-25"}, (422, "grievance_pending"), "#/grievances/1/outcome"),
        (
            {"number": 2, "outcome": "annulled", "decided_on": "2026-06-16"},
            (422, "date_in_future"),
            "#/grievances/1/decided_on",
        ),
        (
            {"number": 2, "outcome": "annulled", "instance": "01a20a02-8b0a-704a-bd54-4f54f8a59427"},
            (422, "instance_unknown"),
            "#/grievances/1/instance",
        ),
        ({"number": 2, "outcome": "won"}, (400, "invalid"), "#/grievances/1/outcome"),
        ({"number": 0}, (400, "invalid"), "#/grievances/1/number"),
        ({"number": 10**30}, (400, "invalid"), "#/grievances/1/number"),
        ({}, (400, "invalid"), "#/grievances/1/number"),
    ],
)
def test_one_that_cannot_be_refuses_the_whole_list_at_its_place(
    case: Case, second: dict[str, Any], refusal: tuple[int, str], pointer: str
) -> None:
    add(case, {"number": 7})
    answer = add(case, {"number": 1}, second)
    assert (problem(answer), [each for each, _ in pointers(answer)]) == (refusal, [pointer])
    assert [one["number"] for one in case.rows("grievances")] == [7]


@pytest.mark.parametrize("body", [{}, {"grievances": []}, {"grievances": {}}, {"grievances": [[]]}])
def test_no_list_of_grievances_is_400(case: Case, body: dict[str, Any]) -> None:
    assert problem(case.tell("grievances", **body)) == (400, "invalid")


def test_decision_says_what_became_of_those_it_names(case: Case) -> None:
    add(case, *({"number": number, "note": "As filed"} for number in (1, 2, 3, 4)))
    answer = decide(
        case,
        {"number": 1, "outcome": "annulled"},
        {"number": 3, "outcome": "interpreted", "note": "Read with article 6"},
        {"number": 4, "outcome": "inadmissible"},
    )
    assert answer.status_code == 201
    assert counts(case) == {"total": 4, "pending": 1, "annulled": 1, "interpreted": 1, "inadmissible": 1}
    [instance] = case.rows("instances")
    told = ("number", "outcome", "instance", "decided_on", "note")
    assert [tuple(one[name] for name in told) for one in case.rows("grievances")] == [
        (1, "annulled", instance["id"], "2021-02-25", "As filed"),
        (2, "pending", None, None, "As filed"),
        (3, "interpreted", instance["id"], "2021-02-25", "Read with article 6"),
        (4, "inadmissible", instance["id"], "2021-02-25", "As filed"),
    ]
    decision = answer.json()["id"]
    assert case.trail()[-1] == (
        "grievance.decided",
        {
            "decision": decision,
            "outcomes": {
                "1": ["pending", "annulled"], "3": ["pending", "interpreted"], "4": ["pending", "inadmissible"],
            },
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("results", "refusal"),
    [
        ([{"number": 1, "outcome": "annulled"}, {"number": 9, "outcome": "rejected"}], (422, "grievance_unknown")),
        ([{"number": 1, "outcome": "annulled"}, {"number": 1, "outcome": "rejected"}], (422, "grievance_doubled")),
        ([{"number": 1, "outcome": "pending"}], (400, "invalid")),
        ([{"number": 1}], (400, "invalid")),
    ],
)  # fmt: skip
def test_result_that_cannot_be_leaves_no_decision(
    case: Case, results: list[dict[str, Any]], refusal: tuple[int, str]
) -> None:
    add(case, {"number": 1})
    assert problem(decide(case, *results)) == refusal
    assert (case.rows("decisions"), counts(case)) == ([], {"total": 1, "pending": 1})


def test_decision_is_read_with_its_court_and_day(case: Case) -> None:
    told = decide(case, ecli="ECLI:BE:GHCC:2021:ARR.23").json()
    assert told["normalised"] == {"ecli": "ECLI:BE:GHCC:2021:ARR.023", "number": "23/2021"}
    assert told["identifier_warnings"] == []
    changed = case.change("decisions", told, number="257.300", ecli="ECLI:BE:RVSCE:2023:ARR.257.300").json()
    assert [(one["field"], one["code"]) for one in changed["identifier_warnings"]] == [
        ("ecli", "court_mismatch"),
        ("ecli", "date_mismatch"),
        ("number", "number_of_another_court"),
    ]


@pytest.mark.parametrize(
    ("said", "refusal", "pointer"),
    [
        ({"on": "2026-06-16"}, (422, "date_in_future"), "#/on"),
        ({"on": "2018-09-11"}, (422, "days_reversed"), "#/on"),
        ({"kind": "opinion"}, (400, "invalid"), "#/kind"),
        ({"published_url": "there"}, (400, "invalid"), "#/published_url"),
    ],
)
def test_decision_that_cannot_be_is_refused_at_its_place(
    case: Case, said: dict[str, str], refusal: tuple[int, str], pointer: str
) -> None:
    answer = decide(case, **said)
    assert (problem(answer), [each for each, _ in pointers(answer)]) == (refusal, [pointer])


def test_grievance_put_right_keeps_its_outcome_before_and_after(case: Case) -> None:
    add(case, {"number": 1}, {"number": 2})
    decide(case, {"number": 1, "outcome": "annulled"})
    first = case.rows("grievances")[0]
    assert problem(case.change("grievances", first, outcome="pending")) == (422, "grievance_pending")
    assert problem(case.change("grievances", first, number=2)) == (422, "grievance_known")
    case.change("grievances", first, outcome="interpreted", text="Too short")
    assert case.trail()[-1][1] == {
        "grievance": first["id"], "fields": ["text", "outcome"], "outcome": ["annulled", "interpreted"],
    }  # fmt: skip
    back = case.change("grievances", first, outcome="pending", instance=None, decided_on=None).json()
    assert (back["outcome"], back["instance"], back["decided_on"]) == ("pending", None, None)


def test_decision_taken_out_leaves_the_grievances_as_it_left_them(case: Case) -> None:
    add(case, {"number": 1})
    decision = decide(case, {"number": 1, "outcome": "annulled"}).json()
    assert case.take_out("decisions", decision).status_code == 204
    assert counts(case) == {"total": 1, "annulled": 1}
