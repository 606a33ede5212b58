"""Time spent on a dossier: added up over colleagues and days, taken back with a reason, never changed."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from rest_framework.test import APIClient

from cases.models import Dossier, TimeEntry
from cases.services.dossiers import close
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem
from tests.conftest import client_of
from tests.factories import a_litigation, a_question, act


@pytest.fixture
def case(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


def spend(client: APIClient, dossier: Dossier, minutes: int, **more: Any) -> Any:
    body = {"minutes": minutes, "what": "Drafting", "on": "2026-06-12", **more}
    return post(client, f"dossiers/{dossier.pk}/time", body)


def total(client: APIClient, dossier: Dossier, kind: str = "dossiers") -> int | None:
    minutes: int | None = client.get(f"/api/v1/{kind}/{dossier.pk}").json()["minutes_spent"]
    return minutes


def test_time_of_all_colleagues_and_days_is_added_up_on_the_dossier(
    as_alice: APIClient, bob: User, case: Dossier
) -> None:
    assert total(as_alice, case) == 0
    spend(as_alice, case, 90)
    spend(as_alice, case, 15, on="2026-06-10")
    spend(client_of(bob), case, 30)
    assert (total(as_alice, case), total(as_alice, case, "litigations")) == (135, 135)
    told = as_alice.get(f"/api/v1/dossiers/{case.pk}/time").json()
    assert [(each["on"], each["minutes"], each["spent_by"]["name"]) for each in told] == [
        ("2026-06-10", 15, "Alice"), ("2026-06-12", 90, "Alice"), ("2026-06-12", 30, "Bob"),
    ]  # fmt: skip


def test_time_of_another_dossier_is_not_counted(
    as_alice: APIClient, alice: User, desk: Team, case: Dossier
) -> None:
    spend(as_alice, a_litigation(alice, desk, 2), 45)
    assert total(as_alice, case) == 0


def test_time_taken_back_with_a_reason_lowers_the_total_and_both_entries_stay(
    as_alice: APIClient, case: Dossier
) -> None:
    spend(as_alice, case, 90)
    answer = spend(as_alice, case, -60, reason="Entered in the wrong dossier.")
    assert (answer.status_code, answer.json()["reason"]) == (201, "Entered in the wrong dossier.")
    assert total(as_alice, case) == 30
    assert list(TimeEntry.objects.order_by("id").values_list("minutes", flat=True)) == [90, -60]


@pytest.mark.parametrize(
    ("minutes", "more", "expected"),
    [
        (-30, {}, (422, "reason_needed", "#/reason")),
        (-91, {"reason": "Wrong"}, (422, "more_than_was_spent", "#/minutes")),
        (-30, {"reason": "Wrong", "on": "2026-06-11"}, (422, "more_than_was_spent", "#/minutes")),
        (30, {"on": "2026-06-16"}, (422, "date_in_future", "#/on")),
        (0, {}, (400, "invalid", "#/minutes")),
        (1441, {}, (400, "invalid", "#/minutes")),
        (-1441, {"reason": "Wrong"}, (400, "invalid", "#/minutes")),
        (30, {"what": ""}, (400, "invalid", "#/what")),
    ],
)
def test_time_that_cannot_be_is_refused_at_its_place(
    as_alice: APIClient, case: Dossier, minutes: int, more: dict[str, str], expected: tuple[int, str, str]
) -> None:
    spend(as_alice, case, 90)
    answer = spend(as_alice, case, minutes, **more)
    [(pointer, _)] = pointers(answer)
    assert (*problem(answer), pointer) == expected
    assert total(as_alice, case) == 90


def test_time_of_a_colleague_cannot_be_taken_back(as_alice: APIClient, bob: User, case: Dossier) -> None:
    spend(client_of(bob), case, 30)
    assert problem(spend(as_alice, case, -30, reason="Not mine")) == (422, "more_than_was_spent")


def test_closed_dossier_still_takes_time(as_alice: APIClient, alice: User, case: Dossier) -> None:
    close(act(alice), case.pk, outcome="won")
    assert spend(as_alice, case, 20).status_code == 201


def test_intake_learns_nothing_of_the_time_its_question_took(
    as_alice: APIClient, as_sam: APIClient, sam: User, desk: Team
) -> None:
    question = a_question(sam, desk)
    spend(as_alice, question, 25)
    assert (total(as_alice, question, "questions"), total(as_sam, question, "questions")) == (25, None)
    assert problem(client_of(sam).get(f"/api/v1/dossiers/{question.pk}/time")) == (404, "not_found")
    assert problem(spend(client_of(sam), question, 5)) == (403, "role_forbids")


def test_trail_tells_minutes_and_day(as_alice: APIClient, alice: User, case: Dossier) -> None:
    told = spend(as_alice, case, 90).json()
    entry = TrailEntry.objects.get(verb="time.spent")
    assert (entry.actor, entry.dossier_id) == (alice, case.pk)
    assert entry.changes == {"entry": told["id"], "minutes": 90, "on": "2026-06-12"}


def test_database_refuses_to_edit_time_and_to_take_back_without_a_reason(
    as_alice: APIClient, case: Dossier
) -> None:
    spend(as_alice, case, 90)
    with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
        TimeEntry.objects.update(minutes=900)
    kept = TimeEntry.objects.get()
    kept.pk, kept.minutes, kept._state.adding = None, -90, True
    with pytest.raises(IntegrityError, match="time_taken_back_has_a_reason"), transaction.atomic():
        kept.save(force_insert=True)
    assert kept.dossier.time_entries.get().minutes == 90
