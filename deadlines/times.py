"""From which hour of the desk's day its clockwork speaks, whichever side of summer time."""

from datetime import datetime, time

from django.utils import timezone

REMINDERS_FROM = time(7, 0)


def ringing_time_has_come(now: datetime) -> bool:
    """From seven in the morning, local time."""
    return timezone.localtime(now).time() >= REMINDERS_FROM
