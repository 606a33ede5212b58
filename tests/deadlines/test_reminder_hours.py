"""Reminders that can wait come within their reader's hours; those of fatal days never wait."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from deadlines import tasks
from deadlines.law.load import load_law
from deadlines.models import MailWishes
from deadlines.reminders import sweep
from deadlines.wishes import change_wishes, first_hour
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.services import claim_due_mail
from helpdesk.people.models import Team, User
from tests.conftest import TODAY
from tests.deadlines.test_called_off import RECEPTION, set_to
from tests.factories import a_condemnation, a_deadline, a_litigation, act

USUAL = MailWishes()
LATE = MailWishes(reminders_from=time(9), reminders_until=time(17))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("wishes", "utc", "expected"),
    [
        (USUAL, "2026-06-15T05:00:00", "2026-06-15T05:00:00"),
        (USUAL, "2026-06-15T04:59:59", "2026-06-15T05:00:00"),
        (USUAL, "2026-06-15T16:59:59", "2026-06-15T16:59:59"),
        (USUAL, "2026-06-15T17:00:00", "2026-06-16T05:00:00"),
        (LATE, "2026-06-15T05:00:00", "2026-06-15T07:00:00"),
        # Friday evening, Saturday and a holiday wait for the next working day.
        (USUAL, "2026-06-19T18:00:00", "2026-06-22T05:00:00"),
        (USUAL, "2026-06-20T10:00:00", "2026-06-22T05:00:00"),
        (USUAL, "2026-07-20T18:00:00", "2026-07-22T05:00:00"),
        # Summer time began on 29 March 2026 and ended on 25 October.
        (USUAL, "2026-03-27T19:00:00", "2026-03-30T05:00:00"),
        (USUAL, "2026-10-23T19:00:00", "2026-10-26T06:00:00"),
        # Nobody knows the holidays of that year.
        (USUAL, "2050-01-01T03:00:00", "2050-01-01T03:00:00"),
    ],
)
def test_first_hour_is_the_next_within_hers(wishes: MailWishes, utc: str, expected: str) -> None:
    assert first_hour(wishes, moment(utc)) == moment(expected)


@given(
    at=st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)),
    begins=st.times(max_value=time(12)),
    ends=st.times(min_value=time(12, 1)),
)
def test_first_hour_is_never_before_now_and_always_within_her_hours_on_a_working_day(
    at: datetime, begins: time, ends: time
) -> None:
    found = first_hour(MailWishes(reminders_from=begins, reminders_until=ends), at)
    here = timezone.localtime(found)
    assert found >= at
    assert load_law().calendar.is_working_day(here.date())
    assert begins <= here.time() < ends
    assert first_hour(MailWishes(reminders_from=begins, reminders_until=ends), found) == found


def queued(user: User) -> OutgoingMail:
    return OutgoingMail.objects.get(addressee=user)


def test_fatal_day_does_not_wait_for_anybodys_hours(alice: User, desk: Team) -> None:
    change_wishes(act(alice), {"reminders_from": time(12)})
    a_deadline(alice, a_litigation(alice, desk))
    at = moment("2026-06-15T05:00:00")
    assert sweep(today=TODAY, at=at) == 1
    assert queued(alice).next_attempt_at == at


@pytest.mark.parametrize("utc", ["2026-06-15T02:30:00", "2026-06-21T01:00:00"])
def test_fatal_day_that_is_entered_at_night_or_on_a_sunday_rings_at_once(
    alice: User, desk: Team, monkeypatch: pytest.MonkeyPatch, utc: str
) -> None:
    at = moment(utc)
    a_deadline(alice, a_litigation(alice, desk), on=at.date())
    sweep_at_night(monkeypatch, at)
    assert queued(alice).next_attempt_at == at
    sweep_at_night(monkeypatch, at)
    assert OutgoingMail.objects.count() == 1


def test_fatal_day_that_moves_at_night_rings_at_once(
    alice: User, desk: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadline = a_deadline(alice, a_litigation(alice, desk))
    sweep(today=TODAY, at=moment("2026-06-15T05:00:00"))
    set_to(alice, deadline, deadline.due_on - timedelta(days=1))
    sweep_at_night(monkeypatch, moment("2026-06-16T00:30:00"))
    assert list(OutgoingMail.objects.order_by("id").values_list("reminder__reminder__lead", flat=True)) == [
        "entry",
        "moved",
    ]


def test_what_was_planned_for_the_day_and_what_is_not_fatal_wait_for_the_morning(
    alice: User, desk: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_deadline(alice, a_litigation(alice, desk), RECEPTION)
    planned = a_deadline(alice, a_litigation(alice, desk, 2))
    planned.reminders.filter(lead="entry").update(claimed_at=moment("2026-06-12T12:00:00"))
    planned.reminders.exclude(lead="entry").update(ring_on=TODAY)
    sweep_at_night(monkeypatch, moment("2026-06-15T01:00:00"))
    assert not OutgoingMail.objects.exists()
    assert sweep(today=TODAY, at=moment("2026-06-15T05:00:00")) == 2


def sweep_at_night(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """What the clockwork does on the real clock, before seven."""
    monkeypatch.setattr(tasks.timezone, "now", lambda: at)
    monkeypatch.setattr(tasks.deliver_due_mail, "delay", lambda: None)
    tasks.sweep_reminders()


def test_watch_waits_for_her_hours_and_is_queued_once(alice: User, desk: Team) -> None:
    change_wishes(act(alice), {"reminders_from": time(12)})
    a_condemnation(alice, desk)
    # A month before the watch over the oldest unit rings.
    day, at = date(2026, 7, 10), moment("2026-07-10T05:00:00")
    assert sweep(today=day, at=at) == 1
    noon = moment("2026-07-10T10:00:00")
    assert queued(alice).next_attempt_at == noon
    assert claim_due_mail(noon.replace(minute=0, hour=9)) == []
    assert sweep(today=day, at=noon) == 0
    assert claim_due_mail(noon) == [queued(alice).pk]


def test_reminder_that_would_come_after_its_day_does_not_wait(alice: User, desk: Team) -> None:
    change_wishes(act(alice), {"reminders_until": time(8)})
    made = a_deadline(alice, a_litigation(alice, desk), RECEPTION)
    at = datetime.combine(made.due_on, time(10), UTC)
    sweep(today=made.due_on, at=at)
    assert queued(alice).next_attempt_at == at


def test_reminder_of_a_day_that_is_over_already_waits_for_the_morning(alice: User, desk: Team) -> None:
    made = a_deadline(alice, a_litigation(alice, desk), RECEPTION)
    day = made.due_on + timedelta(days=1)
    sweep(today=day, at=datetime.combine(day, time(20), UTC))
    assert timezone.localtime(queued(alice).next_attempt_at).time() == time(7)


@pytest.mark.parametrize(
    ("utc", "leaves"),
    [
        # The watch rings on Monday 10 August and lasts until Thursday 10 September.
        ("2026-08-10T18:00:00", "2026-08-11T05:00:00"),
        ("2026-08-27T05:00:00", "2026-08-27T05:00:00"),
        ("2026-09-05T08:00:00", "2026-09-07T05:00:00"),
        ("2026-09-09T18:00:00", "2026-09-10T05:00:00"),
        # Another morning would be too late.
        ("2026-09-10T18:00:00", "2026-09-10T18:00:00"),
    ],
)
def test_watch_past_its_own_day_waits_for_her_hours_until_its_last_day_to_act(
    alice: User, desk: Team, utc: str, leaves: str
) -> None:
    a_condemnation(alice, desk)
    at = moment(utc)
    assert sweep(today=at.date(), at=at) == 1
    assert queued(alice).next_attempt_at == moment(leaves)
