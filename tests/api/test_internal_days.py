"""The desk's own day for a fatal deadline, as the API and the mails tell it."""

from datetime import UTC, date, datetime
from typing import Any

from rest_framework.test import APIClient

from deadlines.corrections import Grounds, override
from deadlines.models import Deadline
from deadlines.reminders import sweep
from deadlines.services import meet
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Team, User
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
