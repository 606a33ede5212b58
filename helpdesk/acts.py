"""Who does something, and when: handed down from the edge, so that nothing below it reads the clock."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

from helpdesk.people.models import User


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act of a colleague or an integration: who, the moment, and the day at the desk."""

    by: User
    at: datetime
    on: date
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class DeskAct:
    """What the desk does by itself, which no colleague did by hand: because a day has come, or by its configuration."""

    at: datetime
    on: date
    reason: str = ""
    by: None = None


AnyAct = Act | DeskAct


def today_at_the_desk(now: datetime | None = None) -> date:
    """The day at the desk; a demo desk may have been told which.

    Only the edge asks for it, and the door in `cases.access`: who may see something is always asked today.
    """
    return settings.DESK_DAY or timezone.localdate(now)


def at_the_desk(day: date, hour: time) -> datetime:
    """The moment at which the clocks at the desk show this hour on this day."""
    return timezone.make_aware(datetime.combine(day, hour))
