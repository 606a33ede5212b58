"""When a deadline rings: so long before its day, always on a working day."""

from dataclasses import dataclass
from datetime import date, timedelta

from deadlines.law.calendars import Calendar
from deadlines.law.rules import LeadTimes

# A term of days leaves no month to be warned in: working days close to the end. Longer terms ring from afar.
SHORT_TERM = timedelta(days=21)
SHORT = LeadTimes("working_days", (5, 3, 2, 1, 0))
LONG = LeadTimes("days", (30, 14, 7, 3, 1, 0))
BEFORE_LAST = (14, 7, 3, 1, 0)
# The leads at once: `moved_2` is the second time that a deadline moved to the same day.
ENTRY, MOVED = "entry", "moved"


@dataclass(frozen=True)
class Lead:
    """One lead time and the day it falls on."""

    name: str
    ring_on: date


def lead_times(*, due_on: date, counted_from: date, stated: LeadTimes | None = None) -> LeadTimes:
    """The lead times its rule states, or else those of its length."""
    if stated is not None:
        return stated
    return SHORT if due_on - counted_from <= SHORT_TERM else LONG


def ring_days(times: LeadTimes, due_on: date, calendar: Calendar) -> list[Lead]:
    """Each lead time with its day, in their order."""
    if times.unit == "days":
        return _before(due_on, times.before, "days", calendar)
    return [
        Lead(f"working_days_{count}", calendar.nth_working_day_before(due_on, count))
        for count in times.before
    ]


def leads(
    *, due_on: date, times: LeadTimes, today: date, calendar: Calendar, first: str = ENTRY
) -> list[Lead]:
    """The lead times of a deadline entered today: one at once, and those that still lie ahead.

    `due_on` is the last day, included. A lead whose day has passed is not made up for: the one at once says it all.
    """
    ahead = ring_days(times, due_on, calendar)
    coming: dict[date, Lead] = {lead.ring_on: lead for lead in ahead if lead.ring_on > today}
    return [Lead(first, today), *coming.values()]


def watch_leads(
    *, due_on: date, last_on: date, times: LeadTimes, today: date, calendar: Calendar, first: str
) -> list[Lead]:
    """The lead times of a watch: before the day that rings, and again before the last day to act.

    Nobody asked for it and nothing came by post: it rings at once only where it moved, or where a lead has passed.
    """
    rings = [*ring_days(times, due_on, calendar), *before_last_day(BEFORE_LAST, due_on, last_on, calendar)]
    coming: dict[date, Lead] = {lead.ring_on: lead for lead in rings if lead.ring_on > today}
    is_late = any(lead.ring_on <= today for lead in rings)
    at_once = [Lead(first, today)] if is_late or first == MOVED else []
    return [*at_once, *coming.values()]


def before_last_day(counts: tuple[int, ...], due_on: date, last_on: date, calendar: Calendar) -> list[Lead]:
    """What a watch rings besides, so many days before the last day to act; nothing where that is its own day."""
    return _before(last_on, counts, "last_days", calendar) if last_on > due_on else []


def tells_a_move(lead: str) -> bool:
    """Whether a reminder says that the day is another than before."""
    return lead.startswith(MOVED)


def _before(day: date, counts: tuple[int, ...], unit: str, calendar: Calendar) -> list[Lead]:
    return [
        Lead(f"{unit}_{count}", calendar.previous_working_day(day - timedelta(days=count)))
        for count in counts
    ]
