"""A reminder that waits for its reader's hours does not leave once it is overtaken: done, given up or moved."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
from rest_framework.test import APIClient

from cases.models import Dossier, EventKind
from cases.services.events import Happening
from deadlines.corrections import Grounds, override
from deadlines.lodging import Done
from deadlines.models import Deadline
from deadlines.reminders import sweep
from deadlines.services import meet, record_event, waive
from deadlines.wishes import change_wishes
from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.outbox.services import claim_due_mail
from helpdesk.people.models import Team, User
from tests.conftest import TODAY
from tests.factories import a_condemnation, a_deadline, a_litigation, act
from tests.helpdesk.side_by_side import side_by_side

# The right is not lost with this day, so that its reminders wait for her hours.
RECEPTION = {"rule": "reception-leave-after-status", "event": {"date": "2026-06-09"}}
DAWN = datetime(2026, 6, 15, 5, tzinfo=UTC)
AT_ONE = datetime(2026, 6, 15, 11, tzinfo=UTC)
GROUNDS = Grounds(reason="The centre says so.")


@pytest.fixture
def litigation(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


@pytest.fixture
def deadline(alice: User, litigation: Dossier) -> Deadline:
    """Rung at dawn; its reader wants no reminder before one."""
    change_wishes(act(alice), {"reminders_from": time(13)})
    made = a_deadline(alice, litigation, RECEPTION)
    assert ring() == 1
    return made


def ring(at: datetime = DAWN) -> int:
    return sweep(today=TODAY, at=at)


def states() -> Counter[str]:
    return Counter(OutgoingMail.objects.values_list("state", flat=True))


def sent_at(now: datetime) -> list[str]:
    """The leads of what leaves at a moment, each with its reader."""
    mails = OutgoingMail.objects.filter(pk__in=claim_due_mail(now)).order_by("id")
    mails.update(state=MailState.SENT)
    return [f"{mail.reminder.reminder.lead} {mail.addressee.name}" for mail in mails]


def set_to(by: User, deadline: Deadline, day: date) -> None:
    override(act(by), deadline.pk, due_on=day, grounds=GROUNDS)


@pytest.mark.parametrize("how", ["met", "waived"])
def test_what_is_done_meanwhile_is_not_mailed(deadline: Deadline, alice: User, how: str) -> None:
    if how == "met":
        meet(act(alice), deadline.pk, Done(done_on=TODAY, evidence="She moved."))
    else:
        waive(act(alice), deadline.pk, reason="She left the country.")
    assert states() == {MailState.CALLED_OFF: 1}
    assert sent_at(AT_ONE) == []


def test_watch_that_an_act_met_meanwhile_is_not_mailed(alice: User, desk: Team) -> None:
    change_wishes(act(alice), {"reminders_from": time(13)})
    dossier = a_condemnation(alice, desk)
    # A month before the watch over the oldest unit rings.
    day = date(2026, 7, 10)
    assert sweep(today=day, at=DAWN.replace(month=7, day=10)) == 1
    command = Happening(kind=EventKind.COMMAND_SERVED, on=day)
    record_event(act(alice, day), dossier.pk, command)
    assert states() == {MailState.CALLED_OFF: 1}


def test_day_that_moved_meanwhile_is_mailed_as_it_stands_and_once(deadline: Deadline, alice: User) -> None:
    set_to(alice, deadline, deadline.due_on + timedelta(days=3))
    assert ring(DAWN + timedelta(minutes=5)) == 1
    assert states() == {MailState.CALLED_OFF: 1, MailState.QUEUED: 1}
    assert sent_at(AT_ONE) == ["moved Alice"]


def test_day_that_moved_away_and_back_before_it_was_said_is_said_after_all(
    deadline: Deadline, alice: User
) -> None:
    days = [deadline.due_on + timedelta(days=count) for count in (3, 4, 3)]
    for number, day in enumerate(days):
        set_to(alice, deadline, day)
        assert ring(DAWN + timedelta(minutes=5 * number)) == 1
    assert states() == {MailState.CALLED_OFF: 3, MailState.QUEUED: 1}
    mail = OutgoingMail.objects.get(state=MailState.QUEUED)
    assert mail.reminder.reminder.due_on == days[2]
    assert sent_at(AT_ONE) == ["moved Alice"]


def test_who_was_reached_before_it_moved_away_and_back_hears_of_that_day_once(
    alice: User, bob: User, desk: Team, litigation: Dossier
) -> None:
    change_wishes(act(alice), {"reminders_from": time(13)})
    made = a_deadline(alice, litigation, RECEPTION)
    Dossier.objects.update(owner=None)
    day = made.due_on + timedelta(days=3)
    set_to(alice, made, day)
    assert ring() == 2
    assert sent_at(DAWN) == ["moved Bob"]
    set_to(alice, made, day + timedelta(days=1))
    set_to(alice, made, day)
    assert ring(DAWN + timedelta(minutes=5)) == 1
    assert sent_at(AT_ONE - timedelta(minutes=1)) == []
    assert sent_at(AT_ONE) == ["moved Alice"]


@pytest.mark.parametrize("state", [MailState.SENDING, MailState.SENT, MailState.FAILED, MailState.BOUNCED])
def test_what_a_worker_took_up_stays_as_it_is(deadline: Deadline, alice: User, state: MailState) -> None:
    OutgoingMail.objects.update(state=state)
    waive(act(alice), deadline.pk, reason="She left the country.")
    assert states() == {state: 1}


def test_what_is_due_leaves(deadline: Deadline, alice: User) -> None:
    OutgoingMail.objects.update(next_attempt_at=act(alice).at)
    waive(act(alice), deadline.pk, reason="She left the country.")
    assert states() == {MailState.QUEUED: 1}


def test_what_was_tried_and_may_have_arrived_is_tried_again(deadline: Deadline, alice: User) -> None:
    OutgoingMail.objects.update(attempts=1)
    waive(act(alice), deadline.pk, reason="She left the country.")
    assert states() == {MailState.QUEUED: 1}


@pytest.mark.django_db(transaction=True)
def test_worker_and_colleague_at_the_same_moment_leave_no_mail_both_taken_and_called_off(
    alice: User, desk: Team
) -> None:
    change_wishes(act(alice), {"reminders_from": time(13)})
    made = [a_deadline(alice, a_litigation(alice, desk, number), RECEPTION) for number in range(6)]
    ring()
    calls = [partial(waive, act(alice), one.pk, reason="She left the country.") for one in made[:3]]
    taken, *_ = side_by_side(partial(claim_due_mail, AT_ONE), *calls)
    assert isinstance(taken, list)
    assert states()[MailState.SENDING] == len(taken)
    assert states()[MailState.CALLED_OFF] + len(taken) == 6


def test_notice_says_what_became_of_the_mail_and_the_timeline_tells_of_none(
    deadline: Deadline, alice: User, as_alice: APIClient, litigation: Dossier
) -> None:
    waive(act(alice), deadline.pk, reason="She left the country.")
    [notice] = as_alice.get("/api/v1/me/notices").json()["results"]
    assert notice["mail_state"] == "called_off"
    timeline = as_alice.get(f"/api/v1/dossiers/{litigation.pk}/timeline?kind=mail").json()
    assert timeline["results"] == []
