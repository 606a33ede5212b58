"""The desk's own day for a fatal deadline, as the API and the mails tell it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from deadlines.corrections import Grounds, override
from deadlines.models import Deadline
from deadlines.reminders import sweep
from deadlines.services import meet
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Team, User
from tests.api.asking import post
from tests.conftest import TODAY
from tests.factories import a_condemnation, a_deadline, a_litigation, act, an_absence, lodged

AT = datetime(2026, 6, 15, 8, tzinfo=UTC)
WANTS = "De dienst wil het gedaan hebben tegen"


def told(client: APIClient, deadline: Deadline) -> Any:
    return client.get(f"/api/v1/deadlines/{deadline.pk}").json()["internal_due_on"]


def test_fatal_deadline_has_one_and_the_owners_absence_moves_it(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    deadline = a_deadline(alice, a_litigation(alice, desk))
    assert (str(deadline.due_on), told(as_alice, deadline)) == ("2026-06-16", "2026-06-12")
    an_absence(alice, None, date(2026, 6, 12), date(2026, 6, 30))
    assert told(as_alice, deadline) == "2026-06-11"
    [row] = as_alice.get("/api/v1/deadlines?fields=internal_due_on").json()["results"]
    assert row == {"id": str(deadline.pk), "internal_due_on": "2026-06-11"}


def test_what_is_done_or_not_fatal_has_none(as_alice: APIClient, alice: User, desk: Team) -> None:
    deadline = a_deadline(alice, a_litigation(alice, desk))
    meet(act(alice), deadline.pk, lodged(TODAY, evidence="Lodged, receipt 1"))
    [watch] = a_condemnation(alice, desk).deadlines.all()
    assert (told(as_alice, deadline), told(as_alice, watch)) == (None, None)


def test_reminder_says_it_in_the_readers_language_until_it_is_over(alice: User, desk: Team) -> None:
    deadline = a_deadline(alice, a_litigation(alice, desk))
    sweep(today=TODAY, at=AT)
    assert WANTS not in OutgoingMail.objects.get().text
    override(act(alice), deadline.pk, due_on=date(2026, 6, 22), grounds=Grounds(reason="As the court said."))
    sweep(today=TODAY, at=AT)
    text = " ".join(OutgoingMail.objects.order_by("-id").first().text.split())
    assert f"{WANTS} donderdag 18 juni 2026." in text


# An order to leave, removal imminent: annulment and extreme urgency each have their day.
TWO_REMEDIES = {
    "decision": {"authority": "immigration_office", "kind": "removal_order", "decided_on": "2026-06-09"},
    "facts": {"detained_at_notification": False, "removal_measure_number": 1, "removal_imminent": True},
    "notification": {"mode": "by_hand", "date": "2026-06-09"},
}
ONE_REMEDY = {
    "decision": {"authority": "cgrs", "kind": "refusal", "decided_on": "2026-06-09"},
    "notification": {"mode": "by_hand", "date": "2026-06-09"},
}


@pytest.mark.parametrize(("query", "count"), [(TWO_REMEDIES, 2), (ONE_REMEDY, 1)])
def test_answer_to_an_event_reads_absences_once_however_many_deadlines_it_opened(
    as_alice: APIClient, alice: User, desk: Team, query: dict[str, Any], count: int
) -> None:
    path = f"dossiers/{a_litigation(alice, desk).pk}/events"
    with CaptureQueriesContext(connection) as asked:
        answer = post(as_alice, path, {"kind": "decision_notified", **query})
    assert answer.status_code == 201, answer.json()
    told = answer.json()["deadlines"]
    assert (len(told), all(each["internal_due_on"] for each in told)) == (count, True)
    assert sum('FROM "people_absence"' in each["sql"] for each in asked) == 1
    event, reason = answer.json()["event"]["id"], {"reason": "Entered twice."}
    with CaptureQueriesContext(connection) as asked:
        assert post(as_alice, f"events/{event}/retract", reason).status_code == 200
    assert sum('FROM "people_absence"' in each["sql"] for each in asked) == 1
