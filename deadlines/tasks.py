"""The clock of the deadlines: these tasks read the time and say "look now"; what to do is in the database."""

from datetime import date, datetime, time

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from deadlines import watch_sweep
from deadlines.digests import write_digests
from deadlines.losses import tell_losses
from deadlines.reminders import sweep
from helpdesk.outbox.tasks import deliver_due_mail

REMINDERS_FROM = time(7, 0)
DIGEST_FROM = time(7, 30)


@shared_task
def sweep_reminders(day: str | None = None) -> None:
    """Ring what is due today at the desk, from seven in the morning; `day` (ISO) plays another day."""
    now = timezone.now()
    if day is None and not ringing_time_has_come(now):
        return
    if sweep(today=_day(day, now), at=now):
        deliver_due_mail.delay()


@shared_task
def sweep_watches() -> None:
    """Reckon anew the condemnations whose figures are not of today, and move their watches."""
    now = timezone.now()
    watch_sweep.sweep(today=_desk_day(now), at=now)


@shared_task
def tell_of_losses() -> None:
    """Mail what was lost of penalties, from seven in the morning."""
    now = timezone.now()
    if ringing_time_has_come(now) and tell_losses(today=_desk_day(now), at=now):
        deliver_due_mail.delay()


@shared_task
def write_weekly_digests(day: str | None = None) -> None:
    """Write this week's digests, from Monday half past seven or later in the week; `day` plays another day."""
    now = timezone.now()
    if day is None and not digest_time_has_come(now):
        return
    if write_digests(today=_day(day, now), at=now):
        deliver_due_mail.delay()


def _day(day: str | None, now: datetime) -> date:
    return date.fromisoformat(day) if day else timezone.localdate(now)


def _desk_day(now: datetime) -> date:
    """Today at the desk; figures are of this day and are not played on another."""
    return settings.DESK_DAY or timezone.localdate(now)


def ringing_time_has_come(now: datetime) -> bool:
    """From seven in the morning, local time, whichever side of summer time."""
    return timezone.localtime(now).time() >= REMINDERS_FROM


def digest_time_has_come(now: datetime) -> bool:
    """Monday from half past seven, or any later moment of the week; local time."""
    here = timezone.localtime(now)
    return here.weekday() > 0 or here.time() >= DIGEST_FROM
