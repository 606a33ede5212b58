"""Which days carry a unit, numbered, so that ranges are counted and cut without walking the days."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from deadlines.law.calendars import Calendar

ONE_DAY = timedelta(days=1)


class UnitDays(Protocol):
    """A numbering of units by day."""

    def before(self, on: date) -> int:
        """The number of the first unit that is not before the day."""

    def day(self, number: int) -> date:
        """The day of the unit with that number."""


@dataclass(frozen=True)
class EveryDay:
    """One unit each calendar day; a night carries the date of its evening."""

    def before(self, on: date) -> int:
        return on.toordinal()

    def day(self, number: int) -> date:
        return date.fromordinal(number)


@dataclass(frozen=True)
class OpenDays:
    """One unit each working day from the first counted day on."""

    calendar: Calendar
    first_on: date

    def before(self, on: date) -> int:
        return 0 if on <= self.first_on else self.calendar.working_days_between(self.first_on, on - ONE_DAY)

    def day(self, number: int) -> date:
        return self.calendar.nth_working_day_after(self.first_on - ONE_DAY, number + 1)


@dataclass(frozen=True)
class ListedDays:
    """One unit for each day listed, in order; a day may stand in the list more than once."""

    days: tuple[date, ...]

    def before(self, on: date) -> int:
        return bisect_left(self.days, on)

    def day(self, number: int) -> date:
        return self.days[number]


@dataclass(frozen=True)
class Stretch:
    """Units that follow each other at one price, from number `first` up to but not including `end`.

    `paid` is nothing or the whole amount, except on a stretch of one unit.
    """

    days: UnitDays = field(repr=False)
    first: int
    end: int
    price: Decimal
    paid: Decimal = Decimal(0)

    @property
    def units(self) -> int:
        return self.end - self.first

    @property
    def amount(self) -> Decimal:
        return self.price * self.units

    @property
    def due(self) -> Decimal:
        return self.amount - self.paid

    @property
    def first_on(self) -> date:
        return self.days.day(self.first)

    @property
    def last_on(self) -> date:
        return self.days.day(self.end - 1)

    def cut(self, edges: Sequence[date]) -> list["Stretch"]:
        """The same units in pieces that begin at the edges given in order. A part-paid unit is never cut."""
        if self.units == 1:
            return [self]
        low, high = bisect_right(edges, self.first_on), bisect_right(edges, self.last_on)
        numbers = sorted({self.first, *map(self.days.before, edges[low:high]), self.end})
        whole_is_paid = not self.due
        return [self._part(first, end, is_paid=whole_is_paid) for first, end in pairwise(numbers)]

    def receive(self, amount: Decimal) -> list["Stretch"]:
        """The same units after a payment of at most what is due, the oldest paid first."""
        if self.units == 1:
            return [replace(self, paid=self.paid + amount)]
        whole, rest = divmod(amount, self.price)
        middle = self.first + int(whole)
        begun = middle + bool(rest)
        parts = (
            self._part(self.first, middle, is_paid=True),
            replace(self, first=middle, end=begun, paid=rest),
            self._part(begun, self.end, is_paid=False),
        )
        return [part for part in parts if part.units]

    def joins(self, other: "Stretch") -> bool:
        """Whether the other follows at once, at the same price, and both are paid whole or not at all."""
        follows = self.days == other.days and self.end == other.first and self.price == other.price
        return follows and ((not self.due and not other.due) or (not self.paid and not other.paid))

    def _part(self, first: int, end: int, *, is_paid: bool) -> "Stretch":
        paid = self.price * (end - first) if is_paid else Decimal(0)
        return replace(self, first=first, end=end, paid=paid)


def cut_all(stretches: Iterable[Stretch], edges: Sequence[date]) -> list[Stretch]:
    """Every stretch cut at the edges."""
    return [piece for stretch in stretches for piece in stretch.cut(edges)]


def join_all(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Neighbours that need not be told apart become one."""
    joined: list[Stretch] = []
    for stretch in stretches:
        if joined and joined[-1].joins(stretch):
            joined[-1] = replace(joined[-1], end=stretch.end, paid=joined[-1].paid + stretch.paid)
        else:
            joined.append(stretch)
    return joined
