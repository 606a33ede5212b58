"""A fatal day is acknowledged over the API: shown on the deadline, found by a filter, written in the register."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases.models import Dossier
from deadlines.digests import preview
from deadlines.models import Deadline
from deadlines.reminders import sweep
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.conftest import TODAY, client_of
from tests.factories import a_deadline, a_litigation

AT = datetime(2026, 6, 15, 8, tzinfo=UTC)
RECEPTION = {"rule": "reception-leave-after-status", "event": {"date": "2026-06-09"}}


@pytest.fixture
def litigation(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


@pytest.fixture
def deadline(alice: User, litigation: Dossier) -> Deadline:
    made = a_deadline(alice, litigation)
    sweep(today=TODAY, at=AT)
    return made


def shown(client: APIClient, deadline: Deadline) -> Any:
    return client.get(f"/api/v1/deadlines/{deadline.pk}").json()


def acknowledge(client: APIClient, deadline: Deadline) -> Any:
    return client.post(f"/api/v1/deadlines/{deadline.pk}/acknowledge")


def awaiting(client: APIClient, wanted: str) -> list[str]:
    found = client.get("/api/v1/deadlines", {"awaits_acknowledgement": wanted}).json()["results"]
    return [one["id"] for one in found]


def test_first_reminder_asks_and_a_colleague_answers(
    as_alice: APIClient, deadline: Deadline, bob: User
) -> None:
    asked = shown(as_alice, deadline)
    assert (asked["is_fatal"], asked["awaits_acknowledgement"], asked["acknowledged_by"]) == (
        True,
        True,
        None,
    )
    assert awaiting(as_alice, "true") == [str(deadline.pk)]
    answer = acknowledge(client_of(bob), deadline)
    assert answer.status_code == 200
    known = shown(as_alice, deadline)
    assert known["acknowledged_by"]["name"] == "Bob"
    assert known["acknowledged_at"] is not None
    assert (known["awaits_acknowledgement"], awaiting(as_alice, "true")) == (False, [])
    assert awaiting(as_alice, "false") == [str(deadline.pk)]


def test_second_acknowledgement_changes_nothing(as_alice: APIClient, deadline: Deadline, bob: User) -> None:
    first = acknowledge(as_alice, deadline).json()
    second = acknowledge(client_of(bob), deadline).json()
    assert second["acknowledged_by"] == first["acknowledged_by"]
    assert TrailEntry.objects.filter(verb="deadline.acknowledged").count() == 1


def test_day_may_be_acknowledged_before_its_reminder_left(
    as_alice: APIClient, alice: User, litigation: Dossier
) -> None:
    deadline = a_deadline(alice, litigation)
    assert shown(as_alice, deadline)["awaits_acknowledgement"] is False
    assert acknowledge(as_alice, deadline).json()["acknowledged_by"]["name"] == "Alice"
    sweep(today=TODAY, at=AT)
    assert shown(as_alice, deadline)["awaits_acknowledgement"] is False


def test_day_that_moves_awaits_a_new_acknowledgement(as_alice: APIClient, deadline: Deadline) -> None:
    acknowledge(as_alice, deadline)
    body = {"due_on": "2026-06-22", "reason": "The court set it"}
    moved = as_alice.post(f"/api/v1/deadlines/{deadline.pk}/override", body, format="json")
    assert moved.status_code == 200
    told = shown(as_alice, deadline)
    assert (told["awaits_acknowledgement"], told["acknowledged_by"]) == (True, None)


def test_day_that_was_seen_is_acknowledged_and_not_the_one_it_moved_to(
    as_alice: APIClient, deadline: Deadline
) -> None:
    seen = {"due_on": "2026-06-16"}
    body = {"due_on": "2026-06-22", "reason": "The court set it"}
    assert as_alice.post(f"/api/v1/deadlines/{deadline.pk}/override", body, format="json").status_code == 200
    refused = as_alice.post(f"/api/v1/deadlines/{deadline.pk}/acknowledge", seen, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "day_moved")
    assert shown(as_alice, deadline)["awaits_acknowledgement"] is True
    seen = {"due_on": "2026-06-22"}
    known = as_alice.post(f"/api/v1/deadlines/{deadline.pk}/acknowledge", seen, format="json").json()
    assert (known["acknowledged_by"]["name"], known["awaits_acknowledgement"]) == ("Alice", False)


def test_what_is_not_fatal_has_nothing_to_acknowledge(
    as_alice: APIClient, alice: User, litigation: Dossier
) -> None:
    answer = acknowledge(as_alice, a_deadline(alice, litigation, RECEPTION))
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_acknowledge")


def test_what_is_done_has_nothing_to_acknowledge(as_alice: APIClient, deadline: Deadline) -> None:
    as_alice.post(f"/api/v1/deadlines/{deadline.pk}/waive", {"reason": "Left the country"}, format="json")
    answer = acknowledge(as_alice, deadline)
    assert (answer.status_code, answer.json()["code"]) == (409, "deadline_not_open")
    assert awaiting(as_alice, "true") == []


def test_outsider_finds_no_deadline_to_acknowledge(as_charlie: APIClient, deadline: Deadline) -> None:
    assert acknowledge(as_charlie, deadline).status_code == 404
    assert awaiting(as_charlie, "true") == []


def test_register_says_who_acknowledged_which_day(as_alice: APIClient, deadline: Deadline) -> None:
    acknowledge(as_alice, deadline)
    lines = as_alice.get("/api/v1/register").json()["results"]
    line = next(one for one in lines if one["verb"] == "deadline.acknowledged")
    assert (line["what"], line["actor"]["name"]) == ("acknowledged", "Alice")
    assert "2026-06-16" in str(line)


def test_digest_names_what_nobody_acknowledged(as_alice: APIClient, deadline: Deadline, alice: User) -> None:
    alice.language = "en"
    said = preview(alice, TODAY)[1]
    assert "Nobody has acknowledged these days" in said.text
    assert "Nobody has acknowledged these days" in said.html
    acknowledge(as_alice, deadline)
    assert "Nobody has acknowledged" not in preview(alice, TODAY)[1].text
    assert preview(alice, TODAY)[0].deadlines == [deadline]


def test_list_asks_no_more_for_more_deadlines(
    as_alice: APIClient, alice: User, desk: Team, deadline: Deadline
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            as_alice.get("/api/v1/deadlines", {"awaits_acknowledgement": "true"})
        return len(caught)

    before = queries()
    for number in range(4):
        a_deadline(alice, a_litigation(alice, desk, number))
    sweep(today=TODAY, at=AT)
    assert queries() == before
