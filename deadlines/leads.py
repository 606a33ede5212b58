"""When a deadline rings: so long before its day, always on a working day."""

from dataclasses import dataclass
from datetime import date, timedelta

from deadlines.law.calendars import Calendar

# A term of days leaves no month to be warned in: working days close to the end. Longer terms ring from afar.
SHORT_TERM = timedelta(days=21)
WORKING_DAYS_BEFORE_SHORT = (5, 3, 2, 1, 0)
DAYS_BEFORE_LONG = (30, 14, 7, 3, 1, 0)


@dataclass(frozen=True)
class Lead:
    """One lead time and the day it falls on."""

    name: str
    ring_on: date


def leads(
    *, due_on: date, counted_from: date, today: date, calendar: Calendar, first: str = "entry"
) -> list[Lead]:
    """The lead times of a deadline entered today: one at once, and those that still lie ahead.

    `due_on` is the last day, included. A lead whose day has passed is not made up for: the one at once says it all.
    """
    ahead = _short(due_on, calendar) if due_on - counted_from <= SHORT_TERM else _long(due_on, calendar)
    coming: dict[date, Lead] = {lead.ring_on: lead for lead in ahead if lead.ring_on > today}
    return [Lead(first, today), *coming.values()]


def _short(due_on: date, calendar: Calendar) -> list[Lead]:
    rings: list[Lead] = []
    day = calendar.previous_working_day(due_on)
    for count in range(max(WORKING_DAYS_BEFORE_SHORT) + 1):
        if count in WORKING_DAYS_BEFORE_SHORT:
            rings.append(Lead(f"working_days_{count}", day))
        day = calendar.previous_working_day(day - timedelta(days=1))
    return rings[::-1]


def _long(due_on: date, calendar: Calendar) -> list[Lead]:
    return [
        Lead(f"days_{count}", calendar.previous_working_day(due_on - timedelta(days=count)))
        for count in DAYS_BEFORE_LONG
    ]
