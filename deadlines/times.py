"""From which hour of the desk's day its clockwork speaks, whichever side of summer time."""

from datetime import datetime, time

from django.utils import timezone

REMINDERS_FROM = time(7, 0)
DIGEST_FROM = time(7, 30)


def ringing_time_has_come(now: datetime) -> bool:
    """From seven in the morning, local time."""
    return timezone.localtime(now).time() >= REMINDERS_FROM


def digest_time_has_come(now: datetime) -> bool:
    """Monday from half past seven, or any later moment of the week; local time."""
    here = timezone.localtime(now)
    return here.weekday() > 0 or here.time() >= DIGEST_FROM
