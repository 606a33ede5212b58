"""A colleague's notices: there with the reminder whatever becomes of the mail, hers alone, read once."""

from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases.models import Dossier, EventKind
from cases.services.events import Happening
from deadlines.acknowledging import acknowledge, acknowledge_by_link, address_for
from deadlines.corrections import Grounds, override, retract_event
from deadlines.models import Deadline, ReminderMail
from deadlines.notices import read_notices
from deadlines.reminders import sweep
from deadlines.services import meet, record_event, waive
from deadlines.wishes import change_wishes
from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.people.models import Membership, Scope, Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem
from tests.conftest import TODAY, client_of, client_with_key
from tests.factories import a_condemnation, a_deadline, a_litigation, a_wall, act, at_level, lodged
from tests.helpdesk.side_by_side import side_by_side

NOTICES = "/api/v1/me/notices"
AT = datetime(2026, 6, 15, 8, tzinfo=UTC)
LAST_DAY = date(2026, 6, 16)


@pytest.fixture
def litigation(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


@pytest.fixture
def deadline(alice: User, litigation: Dossier) -> Deadline:
    return a_deadline(alice, litigation)


@pytest.fixture
def rung(deadline: Deadline) -> Deadline:
    """Its reminder on entry, and the one of its last day."""
    sweep(today=TODAY, at=AT)
    sweep(today=LAST_DAY, at=AT.replace(day=16))
    return deadline


def listed(client: APIClient, **query: str) -> list[dict[str, Any]]:
    answer = client.get(NOTICES, query)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def unread(client: APIClient) -> int:
    """As the list counts them, and as a bell shows them."""
    told: int = client.get(NOTICES, {"unread": "true", "count": "true"}).json()["count"]
    assert client.get("/api/v1/me").json()["unread_notices"] == told
    return told


def read(client: APIClient, notice: dict[str, Any]) -> Any:
    return client.post(f"{NOTICES}/{notice['id']}/read")


def test_notice_says_of_which_day_and_where_newest_first(
    as_alice: APIClient, rung: Deadline, litigation: Dossier
) -> None:
    latest, first = listed(as_alice)
    mail = OutgoingMail.objects.order_by("id").first()
    assert mail is not None
    assert first == {
        "id": str(mail.pk),
        "told_at": "2026-06-15T10:00:00+02:00",
        "subject": mail.subject,
        "lead": "entry",
        "due_on": "2026-06-16",
        "deadline": str(rung.pk),
        "dossier": str(litigation.pk),
        "reference": litigation.reference,
        "mail_state": "queued",
        "read_at": None,
    }
    assert (latest["lead"], latest["read_at"]) == ("working_days_0", None)
    assert [row["id"] for row in as_alice.get("/api/v1/reminders").json()["results"]] == [
        latest["id"],
        first["id"],
    ]


def test_notice_is_there_while_its_mail_waits_for_her_hours(
    alice: User, as_alice: APIClient, desk: Team
) -> None:
    change_wishes(act(alice), {"reminders_from": time(12)})
    a_condemnation(alice, desk)
    at = datetime(2026, 7, 10, 5, tzinfo=UTC)
    sweep(today=at.date(), at=at)
    assert OutgoingMail.objects.get().next_attempt_at > at
    assert [one["mail_state"] for one in listed(as_alice)] == ["queued"]


@pytest.mark.parametrize("state", [MailState.FAILED, MailState.BOUNCED])
def test_mail_that_did_not_arrive_is_a_notice_all_the_same(
    as_alice: APIClient, rung: Deadline, state: MailState
) -> None:
    OutgoingMail.objects.update(state=state)
    assert {one["mail_state"] for one in listed(as_alice)} == {state.value}


# Reading


def test_read_once_it_is_read_for_good(as_alice: APIClient, rung: Deadline) -> None:
    _, first = listed(as_alice)
    once, again = read(as_alice, first), read(as_alice, first)
    assert once.status_code == again.status_code == 200
    assert once.json() == again.json()
    assert once.json()["read_at"] is not None
    assert unread(as_alice) == 1
    assert [one["id"] for one in listed(as_alice, unread="false")] == [first["id"]]


def test_reading_is_no_act_on_the_dossier(as_alice: APIClient, rung: Deadline, litigation: Dossier) -> None:
    entries = TrailEntry.objects.count()
    for notice in listed(as_alice):
        read(as_alice, notice)
    assert TrailEntry.objects.count() == entries
    assert Dossier.objects.get(pk=litigation.pk).revision == litigation.revision + 2


def test_all_until_one_are_read_and_later_ones_stay(as_alice: APIClient, rung: Deadline) -> None:
    latest, first = listed(as_alice)
    answer = post(as_alice, "me/notices/read", {"until": first["id"]})
    assert (answer.status_code, answer.json()) == (200, {"read": 1})
    assert [one["id"] for one in listed(as_alice, unread="true")] == [latest["id"]]
    assert post(as_alice, "me/notices/read", {"until": latest["id"]}).json() == {"read": 1}
    assert post(as_alice, "me/notices/read", {"until": latest["id"]}).json() == {"read": 0}
    assert unread(as_alice) == 0


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_read_all_at_once_read_each_once(alice: User, desk: Team) -> None:
    for number in range(8):
        a_deadline(alice, a_litigation(alice, desk, number))
    sweep(today=TODAY, at=AT)
    newest = ReminderMail.objects.latest("id").mail_id
    assert sum(side_by_side(*[partial(read_notices, act(alice), until=newest)] * 3)) == 8


def test_who_acknowledges_has_read_her_own_notices_of_that_day(
    as_alice: APIClient, alice: User, cora: User, desk: Team, deadline: Deadline
) -> None:
    other = a_deadline(alice, a_litigation(alice, desk, 2))
    Dossier.objects.update(owner=None)
    sweep(today=TODAY, at=AT)
    acknowledge(act(alice), deadline.pk)
    assert [one["deadline"] for one in listed(as_alice, unread="true")] == [str(other.pk)]
    assert unread(client_of(cora)) == 2


def test_link_in_a_mail_reads_them_too(as_alice: APIClient, alice: User, rung: Deadline) -> None:
    token = address_for(alice, rung, TODAY).rpartition("/")[2]
    acknowledge_by_link(token, AT, TODAY)
    assert unread(as_alice) == 0


@pytest.mark.parametrize("how", ["met", "waived", "no longer arises"])
def test_what_a_colleague_has_done_leaves_nothing_to_read(
    rung: Deadline, alice: User, bob: User, as_alice: APIClient, how: str
) -> None:
    if how == "met":
        meet(act(bob), rung.pk, lodged(TODAY))
    elif how == "waived":
        waive(act(bob), rung.pk, reason="She left the country.")
    else:
        assert rung.event_id is not None
        retract_event(act(bob), rung.event_id, grounds=Grounds(reason="Another's letter."))
    assert unread(as_alice) == 0
    assert {one["read_at"] for one in listed(as_alice)} == {"2026-06-15T12:00:00+02:00"}


def test_watch_that_an_act_meets_leaves_nothing_to_read(alice: User, as_alice: APIClient, desk: Team) -> None:
    dossier = a_condemnation(alice, desk)
    at = datetime(2026, 7, 10, 8, tzinfo=UTC)
    sweep(today=at.date(), at=at)
    assert unread(as_alice) == 1
    command = Happening(kind=EventKind.COMMAND_SERVED, on=at.date())
    record_event(act(alice, at.date()), dossier.pk, command)
    assert unread(as_alice) == 0


def test_day_that_moves_leaves_its_notices_unread(rung: Deadline, alice: User, as_alice: APIClient) -> None:
    override(act(alice), rung.pk, due_on=date(2026, 6, 22), grounds=Grounds(reason="The court set it."))
    assert unread(as_alice) == 2


# Whose


def test_notices_are_of_who_was_told_and_of_nobody_else(
    rung: Deadline, as_alice: APIClient, cora: User, as_charlie: APIClient
) -> None:
    hers = listed(as_alice)[0]
    for client in (client_of(cora), as_charlie):
        assert listed(client) == []
        assert problem(read(client, hers)) == (404, "not_found")
        answer = post(client, "me/notices/read", {"until": hers["id"]})
        assert (answer.status_code, pointers(answer)) == (422, [("#/until", "notice_unknown")])
    assert unread(as_alice) == 2


@pytest.mark.parametrize("how", ["wall", "sealed", "left the team"])
def test_what_is_closed_to_her_is_neither_shown_nor_read(
    rung: Deadline, alice: User, bob: User, cora: User, litigation: Dossier, how: str
) -> None:
    as_alice = client_of(alice)
    hers = listed(as_alice)
    Dossier.objects.filter(pk=litigation.pk).update(owner=bob)
    if how == "wall":
        a_wall(cora, litigation, alice)
    elif how == "sealed":
        at_level(bob, litigation, "sealed")
    else:
        Membership.objects.filter(user=alice).delete()
    assert listed(as_alice) == []
    assert unread(as_alice) == 0
    assert problem(read(as_alice, hers[0])) == (404, "not_found")
    assert post(as_alice, "me/notices/read", {"until": hers[0]["id"]}).status_code == 422
    assert not ReminderMail.objects.filter(read_at__isnull=False).exists()


def test_integration_has_no_notices_even_of_a_dossier_that_it_owns(
    alice: User, bob: User, deadline: Deadline
) -> None:
    User.objects.filter(pk=alice.pk).update(is_service=True)
    sweep(today=TODAY, at=AT)
    alice.refresh_from_db()
    assert listed(client_with_key(alice, Scope.DOSSIERS_READ)) == []
    assert len(listed(client_of(bob))) == 1


# Asking


def test_notices_of_one_dossier(as_alice: APIClient, alice: User, desk: Team, rung: Deadline) -> None:
    other = a_litigation(alice, desk, 2)
    a_deadline(alice, other)
    sweep(today=TODAY, at=AT)
    assert len(listed(as_alice)) == 3
    assert {one["reference"] for one in listed(as_alice, dossier=other.reference)} == {other.reference}
    assert listed(as_alice, dossier="L-2026-09999") == []


@pytest.mark.parametrize("query", [{"unread": "yes"}, {"read": "true"}, {"dossier": "a\0b"}, {"count": "1"}])
def test_question_that_cannot_be_is_refused(as_alice: APIClient, query: dict[str, str]) -> None:
    assert as_alice.get(NOTICES, query).status_code == 400


@pytest.mark.parametrize("body", [{}, {"until": None}, {"until": "yesterday"}, {"until": "\0"}, []])
def test_until_is_an_id(as_alice: APIClient, body: Any) -> None:
    assert post(as_alice, "me/notices/read", body).status_code == 400


def test_until_is_a_notice(as_alice: APIClient, rung: Deadline) -> None:
    assert problem(post(as_alice, "me/notices/read", {"until": str(uuid4())})) == (422, "notice_unknown")
    assert read(as_alice, {"id": uuid4()}).status_code == 404
    assert unread(as_alice) == 2


def test_list_reads_no_mail_and_no_computation(as_alice: APIClient, rung: Deadline) -> None:
    with CaptureQueriesContext(connection) as asked:
        listed(as_alice)
    [rows] = [one["sql"] for one in asked if 'FROM "deadlines_remindermail"' in one["sql"]]
    assert '"html"' not in rows
    assert '"answer"' not in rows
