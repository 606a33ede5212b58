"""A reminder that rings is told to webhooks and stands in the trail; nothing else of the dossier is another for it."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases.models import Dossier
from cases.webhooks import spread_all
from deadlines import reminders
from deadlines.models import Deadline
from deadlines.reminders import sweep
from deadlines.services import meet
from helpdesk.people.models import Membership, Team, User
from helpdesk.trail.models import TrailEntry
from helpdesk.trail.seals import seal_all
from helpdesk.webhooks.models import WebhookMessage
from tests.conftest import TODAY
from tests.factories import a_deadline, a_feed, a_litigation, a_webhook, act, lodged
from tests.helpdesk.side_by_side import side_by_side

# Due on Tuesday 16 June 2026: rings on entry and on its last working days.
LAST_DAY = date(2026, 6, 16)


@pytest.fixture
def litigation(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


@pytest.fixture
def deadline(alice: User, litigation: Dossier) -> Deadline:
    return a_deadline(alice, litigation)


def ring(day: date = TODAY) -> int:
    return sweep(today=day, at=datetime(day.year, day.month, day.day, 8, tzinfo=UTC))


def rings() -> list[tuple[str, dict[str, Any]]]:
    entries = TrailEntry.objects.filter(verb="deadline.rang").order_by("id")
    return list(entries.values_list("actor__name", "changes"))


def heard(now: datetime) -> list[str]:
    """What the webhooks were told so far, each look of the clock included."""
    seal_all(now)
    spread_all(now)
    return list(WebhookMessage.objects.order_by("number").values_list("event", flat=True))


def test_ring_is_an_act_of_the_clock_with_days_and_codes(deadline: Deadline, litigation: Dossier) -> None:
    ring()
    told = {"deadline": str(deadline.pk), "lead": "entry", "due_on": "2026-06-16", "told": 1}
    assert rings() == [(None, told)]
    entry = TrailEntry.objects.get(verb="deadline.rang")
    assert (entry.subject_id, entry.dossier_id, entry.reason) == (deadline.pk, litigation.pk, "")


def test_second_look_rings_no_more_and_the_next_day_once(deadline: Deadline) -> None:
    ring()
    ring()
    assert len(rings()) == 1
    ring(LAST_DAY)
    assert [told["lead"] for _, told in rings()] == ["entry", "working_days_0"]


def test_several_lead_times_that_are_due_together_ring_once(deadline: Deadline) -> None:
    ring(LAST_DAY)
    assert [told["lead"] for _, told in rings()] == ["working_days_0"]


def test_what_is_done_does_not_ring(deadline: Deadline, alice: User) -> None:
    meet(act(alice), deadline.pk, lodged(TODAY))
    ring(LAST_DAY)
    assert rings() == []


def test_ring_that_nobody_could_hear_says_so(deadline: Deadline, desk: Team) -> None:
    Membership.objects.filter(team=desk).delete()
    ring()
    assert [told["told"] for _, told in rings()] == [0]


def test_webhook_is_told_once_and_of_which_deadline(deadline: Deadline, alice: User) -> None:
    a_webhook(alice)
    ring()
    now = act(alice).at
    assert heard(now) == heard(now) == ["deadline.computed", "deadline.rang"]
    message = WebhookMessage.objects.get(event="deadline.rang")
    assert message.payload["data"]["subject"] == str(deadline.pk)
    assert "told" not in message.payload["data"]


def test_webhook_of_who_does_not_see_the_dossier_hears_nothing(deadline: Deadline, charlie: User) -> None:
    a_webhook(charlie)
    ring()
    assert heard(act(charlie).at) == []


def test_what_was_read_before_a_ring_can_still_be_changed(
    as_alice: APIClient, deadline: Deadline, litigation: Dossier
) -> None:
    address = f"/api/v1/dossiers/{litigation.pk}"
    read = as_alice.get(address)
    changed = as_alice.get("/api/v1/changes").json()["cursor"]
    ring()
    assert as_alice.get(address, headers={"If-None-Match": read["ETag"]}).status_code == 304
    assert as_alice.get("/api/v1/changes", {"since": changed}).json()["results"] == []
    put_right = as_alice.patch(
        address, {"title": "Another"}, content_type="application/json", headers={"If-Match": read["ETag"]}
    )
    assert put_right.status_code == 200


def test_calendar_register_and_timeline_are_the_same_after_a_ring(
    as_alice: APIClient, deadline: Deadline, litigation: Dossier, alice: User
) -> None:
    addresses = [
        a_feed(alice)[1],
        "/api/v1/register",
        f"/api/v1/dossiers/{litigation.pk}/timeline?kind=deadline",
    ]
    addresses.append(f"/api/v1/dossiers/{litigation.pk}/timeline?kind=act")
    before = [as_alice.get(address).getvalue() for address in addresses]
    ring()
    assert [as_alice.get(address).getvalue() for address in addresses] == before
    verbs = [entry["verb"] for entry in as_alice.get(f"/api/v1/dossiers/{litigation.pk}/trail").json()]
    assert verbs[-1] == "deadline.rang"


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_ring_each_deadline_once(
    alice: User, desk: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "BATCH", 3)
    entered = {str(a_deadline(alice, a_litigation(alice, desk, number)).pk) for number in range(7)}
    side_by_side(*[partial(ring, TODAY)] * 3)
    assert len(rings()) == 7
    assert {told["deadline"] for _, told in rings()} == entered


def test_trail_of_a_whole_batch_is_one_statement(alice: User, desk: Team) -> None:
    for number in range(5):
        a_deadline(alice, a_litigation(alice, desk, number))
    with CaptureQueriesContext(connection) as asked:
        assert ring() == 5
    written = [one["sql"] for one in asked if one["sql"].startswith('INSERT INTO "trail_trailentry"')]
    assert len(written) == 1


def test_sweep_that_fails_has_rung_nothing(deadline: Deadline, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(reminders, "reminder_letter", fail)
        with pytest.raises(ConnectionError):
            ring()
    assert rings() == []
    assert ring() == 1
    assert len(rings()) == 1
