"""From service to the last counted day: where the penalty ran, at what price, and where it stood still."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from deadlines.law.calendars import Calendar
from deadlines.law.penalties.terms import (
    Amendment,
    FirstCountedDay,
    PenaltyFacts,
    PenaltyTerms,
    RespiteUnit,
    Suspension,
    SuspensionKind,
    Unit,
)
from deadlines.law.penalties.units import ONE_DAY, EveryDay, ListedDays, OpenDays, Stretch, UnitDays

HOURS_A_DAY = 24


class Start(NamedTuple):
    """The service, the last day of the respite, where there is one, and the first day that can carry a unit."""

    served_on: date
    respite_ends_on: date | None
    first_on: date


class Segment(NamedTuple):
    """Days, `until` exclusive, under the same terms, on all of which the penalty runs or stands still."""

    from_on: date
    until: date
    terms: PenaltyTerms
    is_suspended: bool


@dataclass(frozen=True)
class Accrual:
    """What ran and what stood still, in the order of time, and the day the cap was reached."""

    forfeited: tuple[Stretch, ...]
    suspended: tuple[Stretch, ...]
    cap_reached_on: date | None


def start_of(terms: PenaltyTerms, served_on: date, calendar: Calendar) -> Start:
    """Where counting begins after a service (Judicial Code art. 1385bis al. 3 and 4)."""
    respite = terms.respite
    counts_service = terms.first_counted_day is FirstCountedDay.SERVICE_DAY
    day_zero = served_on - ONE_DAY if counts_service else served_on
    if not respite.length:
        return Start(served_on, None, day_zero + ONE_DAY)
    ends_on = _respite_end(terms, day_zero, calendar)
    if respite.rolls_to_working_day:
        ends_on = calendar.next_working_day(ends_on)
    if respite.is_last_day_counted:
        return Start(served_on, ends_on - ONE_DAY, ends_on)
    return Start(served_on, ends_on, ends_on + ONE_DAY)


def _respite_end(terms: PenaltyTerms, day_zero: date, calendar: Calendar) -> date:
    length = terms.respite.length
    if terms.respite.unit is RespiteUnit.WORKING_DAYS:
        return calendar.nth_working_day_after(day_zero, length)
    days = -(-length // HOURS_A_DAY) if terms.respite.unit is RespiteUnit.HOURS else length
    return day_zero + timedelta(days=days)


def suspends(terms: PenaltyTerms, suspension: Suspension) -> bool:
    """Whether the penalty stands still: an appeal changes nothing for a provisionally enforceable order."""
    return suspension.kind is SuspensionKind.JUDGE or not terms.provisionally_enforceable


def segments(
    terms: PenaltyTerms, facts: PenaltyFacts, calendar: Calendar, first_on: date, until: date
) -> list[Segment]:
    """The days from the first one until the one given, exclusive, cut where terms or suspension change."""
    still = _still_days(terms, facts.suspensions, calendar)
    versions = _versions(terms, facts.amendments)
    begins = [version.takes_effect_on for version in versions]
    expiries = [_day_after(v.terms.expires_on) for v in versions if v.terms.expires_on is not None]
    inner = {*begins, *expiries, *(edge for days in still for edge in days)}
    edges = [first_on, *sorted(edge for edge in inner if first_on < edge < until), until]
    found = []
    for from_on, to in pairwise(edges) if first_on < until else ():
        valid = versions[bisect_right(begins, from_on) - 1].terms
        if valid.expires_on is None or from_on <= valid.expires_on:
            found.append(Segment(from_on, to, valid, _is_within(still, from_on)))
    return found


def _versions(terms: PenaltyTerms, amendments: Iterable[Amendment]) -> list[Amendment]:
    original = Amendment(takes_effect_on=date.min, terms=terms)
    return [original, *sorted(amendments, key=lambda amendment: amendment.takes_effect_on)]


def _still_days(
    terms: PenaltyTerms, suspensions: Iterable[Suspension], calendar: Calendar
) -> list[tuple[date, date]]:
    spans = [
        (suspension.from_on, _resumes_on(terms, suspension, calendar))
        for suspension in suspensions
        if suspends(terms, suspension)
    ]
    return merged(spans)


def merged(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spans of days, ends exclusive, in order and without overlap."""
    joined: list[tuple[date, date]] = []
    for from_on, until in sorted(spans):
        if joined and from_on <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((from_on, until))
    return joined


def _resumes_on(terms: PenaltyTerms, suspension: Suspension, calendar: Calendar) -> date:
    if suspension.to_on is None:
        return date.max
    if suspension.kind is SuspensionKind.JUDGE:
        return _day_after(suspension.to_on)
    if suspension.served_again_on is None:
        return date.max
    first_on = start_of(terms, suspension.served_again_on, calendar).first_on
    return max(first_on, suspension.to_on + ONE_DAY)


def _day_after(on: date) -> date:
    """The next day; after the last day of all there is none, so that it stays."""
    return on if on == date.max else on + ONE_DAY


def _is_within(spans: list[tuple[date, date]], on: date) -> bool:
    index = bisect_right(spans, (on, date.max)) - 1
    return index >= 0 and on < spans[index][1]


def unit_days(
    terms: PenaltyTerms, facts: PenaltyFacts, calendar: Calendar, first_on: date, ran: Iterable[Segment]
) -> dict[Unit, UnitDays]:
    """Which days carry a unit, by the unit of the terms in force."""
    if terms.counts_proven_days:
        return dict.fromkeys(Unit, _proven_days(terms, facts, calendar))
    if terms.unit is Unit.LUMP_SUM:
        due = (segment.from_on for segment in ran if not segment.is_suspended)
        return {Unit.LUMP_SUM: ListedDays(tuple(due)[:1])}
    every_day = EveryDay()
    return {
        Unit.CALENDAR_DAY: every_day,
        Unit.NIGHT: every_day,
        Unit.WORKING_DAY: OpenDays(calendar, first_on),
    }


def _proven_days(terms: PenaltyTerms, facts: PenaltyFacts, calendar: Calendar) -> ListedDays:
    if terms.unit is Unit.VIOLATION:
        return ListedDays(tuple(sorted(facts.violations)))
    days = set(facts.violations)
    if terms.unit is Unit.WORKING_DAY:
        days = {day for day in days if calendar.is_working_day(day)}
    return ListedDays(tuple(sorted(days)))


def accrue(ran: Iterable[Segment], days: dict[Unit, UnitDays]) -> Accrual:
    """The units of the segments, stopped at the cap; the unit that reaches it may count for less."""
    forfeited: list[Stretch] = []
    suspended: list[Stretch] = []
    total, cap_reached_on = Decimal(0), None
    for segment in ran:
        whole = _units_of(segment, days[segment.terms.unit])
        room = None if segment.terms.cap is None else segment.terms.cap - total
        if not whole.units:
            continue
        if room is not None and room <= 0:
            cap_reached_on = cap_reached_on or segment.from_on
            continue
        if segment.is_suspended:
            suspended.append(whole)
            continue
        parts = _within_cap(whole, room)
        forfeited.extend(parts)
        total += sum(part.amount for part in parts)
        cap_reached_on = parts[-1].last_on if total == segment.terms.cap else None
    return Accrual(tuple(forfeited), tuple(suspended), cap_reached_on)


def _units_of(segment: Segment, days: UnitDays) -> Stretch:
    return Stretch(days, days.before(segment.from_on), days.before(segment.until), segment.terms.price)


def _within_cap(whole: Stretch, room: Decimal | None) -> list[Stretch]:
    if room is None or whole.amount <= room:
        return [whole]
    units, rest = divmod(room, whole.price)
    middle = whole.first + int(units)
    full = Stretch(whole.days, whole.first, middle, whole.price)
    last = Stretch(whole.days, middle, middle + bool(rest), rest)
    return [part for part in (full, last) if part.units]
