"""The clock of the deadlines: these tasks read the time and say "look now"; what to do is in the database."""

from datetime import date, datetime

from celery import shared_task
from django.utils import timezone

from deadlines.digests import write_digests
from deadlines.reminders import sweep
from deadlines.times import digest_time_has_come, ringing_time_has_come
from helpdesk.outbox.tasks import deliver_due_mail
from helpdesk.watch.runs import run_of


@shared_task
def sweep_reminders(day: str | None = None) -> None:
    """Ring what is due today at the desk, from seven in the morning; `day` (ISO) plays another day."""
    now = timezone.now()
    with run_of("sweep-reminders", now) as done:
        if day is None and not ringing_time_has_come(now):
            return
        queued = sweep(today=_day(day, now), at=now)
        done(queued)
    if queued:
        deliver_due_mail.delay()


@shared_task
def write_weekly_digests(day: str | None = None) -> None:
    """Write this week's digests, from Monday half past seven or later in the week; `day` plays another day."""
    now = timezone.now()
    with run_of("write-digests", now) as done:
        if day is None and not digest_time_has_come(now):
            return
        written = write_digests(today=_day(day, now), at=now)
        done(written)
    if written:
        deliver_due_mail.delay()


def _day(day: str | None, now: datetime) -> date:
    return date.fromisoformat(day) if day else timezone.localdate(now)
