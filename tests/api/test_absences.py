"""A colleague is away: planned by herself or by who coordinates her, and seen by the team."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import Absence, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem, write
from tests.conftest import client_of
from tests.factories import an_absence

DAYS = {"from_on": "2026-07-01", "until_on": "2026-07-10"}


def address(absence: Any) -> str:
    return f"absences/{absence['id']}"


def test_colleague_plans_her_own_absence_with_a_stand_in(as_alice: APIClient, alice: User, bob: User) -> None:
    told = post(as_alice, "absences", {**DAYS, "stand_in": str(bob.pk)}).json()
    assert told.pop("id")
    assert told == {
        **DAYS,
        "colleague": {"id": str(alice.pk), "name": "Alice"},
        "stand_in": {"id": str(bob.pk), "name": "Bob"},
    }


def test_coordinator_plans_for_her_team_and_nobody_else_does(alice: User, bob: User, cora: User) -> None:
    body = {**DAYS, "colleague": str(alice.pk)}
    assert problem(post(client_of(bob), "absences", body)) == (403, "coordinator_needed")
    assert post(client_of(cora), "absences", body).status_code == 201


def test_colleague_of_another_desk_is_unknown_here(cora: User, charlie: User) -> None:
    answer = post(client_of(cora), "absences", {**DAYS, "colleague": str(charlie.pk)})
    assert problem(answer) == (422, "colleague_elsewhere")
    assert pointers(answer) == [("#/colleague", "colleague_elsewhere")]


def test_absence_is_changed_by_who_read_it_last_and_the_trail_keeps_what_was_planned(
    as_alice: APIClient, alice: User, bob: User
) -> None:
    made = post(as_alice, "absences", DAYS)
    tag = made.headers["ETag"]
    answer = write(as_alice, "PATCH", address(made.json()), {"stand_in": str(bob.pk)}, tag)
    assert (answer.status_code, answer.json()["until_on"], answer.json()["stand_in"]["name"]) == (
        200, "2026-07-10", "Bob",
    )  # fmt: skip
    assert problem(write(as_alice, "PATCH", address(made.json()), {"until_on": "2026-07-02"}, tag)) == (
        412,
        "changed_meanwhile",
    )
    entry = TrailEntry.objects.latest("id")
    assert (entry.verb, entry.changes) == (
        "absence.changed", {"colleague": str(alice.pk), "stand_in": ["", str(bob.pk)]},
    )  # fmt: skip


def test_absence_cancelled_is_gone_and_the_trail_keeps_it(as_alice: APIClient, alice: User) -> None:
    made = post(as_alice, "absences", DAYS).json()
    answer = write(as_alice, "DELETE", address(made))
    assert (answer.status_code, answer.content) == (204, b"")
    assert problem(write(as_alice, "DELETE", address(made))) == (404, "not_found")
    assert TrailEntry.objects.latest("id").verb == "absence.cancelled"
    assert TrailEntry.objects.latest("id").changes["until_on"] == "2026-07-10"


def test_absences_are_listed_by_colleague_and_by_day(
    as_alice: APIClient, alice: User, bob: User, charlie: User
) -> None:
    for colleague in (alice, bob, charlie):
        an_absence(colleague)

    def found(query: str) -> list[str]:
        listed = as_alice.get(f"/api/v1/absences?{query}").json()["results"]
        return sorted(each["colleague"]["name"] for each in listed)

    assert found("") == ["Alice", "Bob"]
    assert found(f"colleague={bob.pk}") == ["Bob"]
    assert found("from=2026-07-10&until=2026-07-10") == ["Alice", "Bob"]
    assert found("from=2026-07-11") == found("until=2026-06-30") == []
    assert as_alice.get("/api/v1/absences?colleague=bob").json()["errors"][0]["code"] == "filter_invalid"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"from_on": "2026-07-02", "until_on": "2026-07-01"}, (422, "days_reversed")),
        ({"from_on": "2026-07-02"}, (400, "invalid")),
        ({**DAYS, "stand_in": "bob"}, (400, "invalid")),
        ({**DAYS, "stand_in": "ffffffff-ffff-ffff-ffff-ffffffffffff"}, (422, "colleague_elsewhere")),
        ([], (400, "invalid")),
    ],
)
def test_plan_that_cannot_be_is_refused(as_alice: APIClient, body: Any, expected: tuple[int, str]) -> None:
    assert problem(post(as_alice, "absences", body)) == expected
    assert Absence.objects.count() == 0


def test_patch_that_is_no_object_is_refused(as_alice: APIClient) -> None:
    made = post(as_alice, "absences", DAYS).json()
    assert problem(write(as_alice, "PATCH", address(made), [])) == (400, "invalid")
