"""When a unit is lost: six months for each, saved only by an act after it fell due and before it lapsed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from deadlines.law.penalties.accrual import merged
from deadlines.law.penalties.terms import Impediment, Interruption, MonthReading, Readings
from deadlines.law.penalties.units import ONE_DAY
from deadlines.law.periods import month_end

PRESCRIPTION_MONTHS = 6
LONGEST_TERM_DAYS = 190
# After the days that share one month end (28 to 31 August) the last day moves at least a day for a day.
DAYS_SHARING_A_MONTH_END = 4
THREE_DAYS = timedelta(days=DAYS_SHARING_A_MONTH_END - 1)


class Standing(StrEnum):
    """How the units of a window stand, before payments."""

    UNSECURED = "unsecured"
    SECURED = "secured"
    PRESCRIBED = "prescribed"


class Window(NamedTuple):
    """Unit days, `until` exclusive, that stand alike; `secured_until` is the last day to act again.

    `act_on` is the first act that saved them.
    """

    from_on: date
    until: date
    standing: Standing
    secured_until: date | None = None
    act_on: date | None = None


@dataclass(frozen=True)
class Clock:
    """The six months, standing still on the paused days (spans with exclusive ends, in order)."""

    months: MonthReading
    paused: tuple[tuple[date, date], ...] = ()

    def last_day(self, event_on: date) -> date:
        """The last day to act for a unit or an act of that day. Never moved off a weekend.

        An older unit never outlives a younger one, whatever the lengths of their six months and wherever a pause lies.
        """
        if not self.paused:
            return self._without_pause(event_on)
        return min(self._through_pauses(day) for day in self._rivals(event_on))

    def first_alive(self, on: date) -> date:
        """The oldest unit day that has not lapsed on the day."""
        latest = on.toordinal()
        reach = LONGEST_TERM_DAYS + self._paused_in_all
        numbers = range(latest - reach, latest + 1)
        index = bisect_left(numbers, on, key=lambda number: self.last_day(date.fromordinal(number)))
        return date.fromordinal(numbers[index])

    def _through_pauses(self, event_on: date) -> date:
        ordinal = self._without_pause(event_on).toordinal() - self._paused_until(event_on)
        for from_on, until in self.paused:
            if from_on.toordinal() > ordinal:
                break
            ordinal += (until - from_on).days
        return date.fromordinal(ordinal)

    def _rivals(self, event_on: date) -> set[date]:
        """The day, and the later ones that could run out before it, for their own six months have fewer days.

        Without a pause those are the next three; a pause brings all its days level. Within a month all days but the
        last have six months of the same length, so that one of them speaks for the others.
        """
        end = event_on + THREE_DAYS
        days = {event_on + ONE_DAY * more for more in range(DAYS_SHARING_A_MONTH_END)}
        for from_on, until in self.paused:
            if from_on <= end and event_on < until:
                end = max(end, until + THREE_DAYS)
                days |= {from_on, until}
        first = (event_on.replace(day=1) + timedelta(days=32)).replace(day=1)
        while first <= end + THREE_DAYS:
            days |= {first - ONE_DAY * less for less in range(DAYS_SHARING_A_MONTH_END)}
            first = (first + timedelta(days=32)).replace(day=1)
        return {day for day in days if event_on <= day <= end}

    def _without_pause(self, event_on: date) -> date:
        ends = month_end(event_on, PRESCRIPTION_MONTHS)
        return ends.safe_on if self.months is MonthReading.SAFE else ends.legal_on

    def _paused_until(self, on: date) -> int:
        return sum(
            (min(until, on + ONE_DAY) - from_on).days for from_on, until in self.paused if from_on <= on
        )

    @cached_property
    def _paused_in_all(self) -> int:
        return sum((until - from_on).days for from_on, until in self.paused)


def clock_on(on: date, impediments: Iterable[Impediment], readings: Readings) -> Clock:
    """The clock as known on a day: only impediments a lawyer accepted, and only their days so far."""
    spans = [
        (impediment.from_on, min(impediment.to_on or on, on) + ONE_DAY)
        for impediment in impediments
        if impediment.is_accepted and impediment.from_on <= on
    ]
    return Clock(readings.months, tuple(merged(spans)))


def windows(act_days: Iterable[date], clock: Clock, on: date, readings: Readings) -> list[Window]:
    """How the units of every day stand on the day, given the acts until then.

    An act saves the units of the days before it: a day is forfeited when it is over.
    """
    acts = sorted({act_on for act_on in act_days if act_on <= on})
    secured_until = _last_days(acts, clock, readings)
    found: list[Window] = []
    previous = date.min
    for act_on, lapses_on in zip(acts, secured_until, strict=True):
        saved_from = max(previous, clock.first_alive(act_on))
        found.append(Window(previous, saved_from, Standing.PRESCRIBED))
        standing = Standing.PRESCRIBED if lapses_on < on else Standing.SECURED
        found.append(Window(saved_from, act_on, standing, lapses_on, act_on))
        previous = act_on
    alive_from = max(previous, clock.first_alive(on))
    found.append(Window(previous, alive_from, Standing.PRESCRIBED))
    found.append(Window(alive_from, date.max, Standing.UNSECURED))
    return [window for window in found if window.from_on < window.until]


def _last_days(acts: Sequence[date], clock: Clock, readings: Readings) -> list[date]:
    """Until when each act holds what it saved: a later act in time carries it further."""
    if readings.interruption is Interruption.FOR_GOOD:
        return [date.max] * len(acts)
    own = [clock.last_day(act_on) for act_on in acts]
    for index, (_, later) in reversed([*enumerate(pairwise(acts))]):
        if later <= own[index]:
            own[index] = own[index + 1]
    return own


def window_of(found: Sequence[Window], on: date) -> Window:
    """The window that holds the day."""
    return found[bisect_right(found, on, key=lambda window: window.from_on) - 1]
