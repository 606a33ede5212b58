"""Hearings past and to come: the next one is seen on the case and found by its day."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import Team
from tests.api.asking import pointers, problem
from tests.api.pleading import Case


@pytest.fixture
def case(as_alice: APIClient, desk: Team) -> Case:
    return Case(as_alice, instance={"court": "Council of State", "introduced_on": "2026-01-10"})


def hear(case: Case, on: str, **said: Any) -> Any:
    [instance] = case.rows("instances")
    return case.tell("hearings", **{"instance": instance["id"], "on": on, "kind": "pleadings", **said})


def test_next_hearing_is_the_first_from_today_on_that_is_still_to_come(
    case: Case, as_alice: APIClient
) -> None:
    hear(case, "2026-05-04", outcome="held")
    hear(case, "2026-06-14")
    assert case.whole()["next_hearing_on"] is None
    hear(case, "2026-09-07")
    hear(case, "2026-06-15")
    hear(case, "2026-06-22", outcome="postponed")
    assert case.whole()["next_hearing_on"] == "2026-06-15"
    [today] = [one for one in case.rows("hearings") if one["on"] == "2026-06-15"]
    case.change("hearings", today, outcome="reserved")
    assert case.whole()["next_hearing_on"] == "2026-09-07"
    [row] = as_alice.get("/api/v1/litigations").json()["results"]
    assert row["next_hearing_on"] == "2026-09-07"


@pytest.mark.parametrize(
    ("on", "at", "starts_at"),
    [
        ("2026-07-01", "09:30", "2026-07-01T09:30:00+02:00"),
        ("2026-12-01", "14:00", "2026-12-01T14:00:00+01:00"),
        ("2026-07-01", None, None),
    ],
)
def test_hearing_begins_at_a_time_of_day_in_brussels(
    case: Case, on: str, at: str | None, starts_at: str | None
) -> None:
    told = hear(case, on, at=at).json()
    assert (told["on"], told["at"], told["starts_at"]) == (on, at, starts_at)


@pytest.mark.parametrize("at", ["9 o'clock", "24:00", "09:30+00:00", "09:30:15", 930, "09:30\u0000"])
def test_time_that_is_no_time_of_day_is_400(case: Case, at: Any) -> None:
    answer = hear(case, "2026-07-01", at=at)
    assert (problem(answer), [each for each, _ in pointers(answer)]) == ((400, "invalid"), ["#/at"])


@pytest.mark.parametrize(
    ("on", "said", "refusal"),
    [
        ("2026-01-09", {}, (422, "days_reversed")),
        ("2026-06-16", {"outcome": "held"}, (422, "date_in_future")),
        ("2026-06-16", {"outcome": "reserved"}, (422, "date_in_future")),
    ],
)
def test_hearing_that_cannot_have_been_is_refused_at_its_day(
    case: Case, on: str, said: dict[str, str], refusal: tuple[int, str]
) -> None:
    answer = hear(case, on, **said)
    assert (problem(answer), [each for each, _ in pointers(answer)]) == (refusal, ["#/on"])
    assert hear(case, "2026-06-16", outcome="cancelled").status_code == 201


def test_instance_has_no_hearing_after_it_has_ended(case: Case) -> None:
    hear(case, "2026-05-04", outcome="held")
    [instance] = case.rows("instances")
    refused = case.change("instances", instance, closed_on="2026-05-03", outcome="rejected")
    assert (problem(refused), pointers(refused)[0][0]) == ((422, "hearing_after_closing"), "#/closed_on")
    case.change("instances", instance, closed_on="2026-05-28", outcome="rejected")
    assert problem(hear(case, "2026-05-29")) == (422, "hearing_after_closing")


def test_hearing_belongs_to_an_instance_of_its_own_case(as_alice: APIClient, case: Case) -> None:
    other = Case(as_alice, instance={"court": "Council of State"})
    [theirs] = other.rows("instances")
    answer = hear(case, "2026-07-01", instance=theirs["id"])
    assert (problem(answer), pointers(answer)) == (
        (422, "instance_unknown"),
        [("#/instance", "instance_unknown")],
    )
    hearing = hear(other, "2026-07-01").json()
    assert problem(case.change("hearings", hearing, room="0.29")) == (404, "not_found")
    ours = hear(case, "2026-07-01").json()
    assert problem(case.change("hearings", ours, instance=theirs["id"])) == (422, "instance_unknown")


def test_trail_holds_day_and_outcome_and_no_remark(case: Case) -> None:
    hearing = hear(case, "2026-06-15", at="09:30", remark="He speaks Tigrinya").json()
    case.change("hearings", hearing, outcome="held", remark="He spoke Tigrinya")
    (_, added), (_, changed) = case.trail()[-2:]
    [instance] = case.rows("instances")
    assert added == {
        "hearing": hearing["id"], "instance": instance["id"], "on": "2026-06-15", "at": "09:30:00",
        "kind": "pleadings",
    }  # fmt: skip
    assert changed == {"hearing": hearing["id"], "fields": ["remark", "outcome"], "outcome": ["", "held"]}
