"""Which days are open. The holidays are our own dated table: no library update moves a past date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import accumulate, chain

from deadlines.law.errors import LawError

SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """The open days between two confirmed days, both inclusive. Saturday, Sunday and holidays are closed.

    `holidays` names each holiday by language; `closed` adds days on which one forum alone is shut.
    """

    confirmed_from: date
    confirmed_until: date
    holidays: Mapping[date, Mapping[str, str]]
    closed: frozenset[date] = frozenset()
    content_hash: str = ""
    _first: int = field(init=False, repr=False, compare=False)
    _open_until: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        first, last = self.confirmed_from.toordinal(), self.confirmed_until.toordinal()
        shut = {day.toordinal() for day in chain(self.holidays, self.closed)}
        is_open = (day not in shut and (day - 1) % 7 < SATURDAY for day in range(first, last + 1))
        object.__setattr__(self, "_first", first)
        object.__setattr__(self, "_open_until", (*accumulate(is_open, initial=0),))

    def __hash__(self) -> int:
        return hash((self.content_hash, self.confirmed_from, self.confirmed_until, self.closed))

    @cached_property
    def _working(self) -> tuple[date, ...]:
        """Every open day in order."""
        counts = self._open_until
        return tuple(
            date.fromordinal(self._first + index)
            for index in range(len(counts) - 1)
            if counts[index + 1] > counts[index]
        )

    def with_closed(self, days: Iterable[date]) -> "Calendar":
        """The same calendar with more closed days."""
        closed = self.closed | frozenset(days)
        return Calendar(self.confirmed_from, self.confirmed_until, self.holidays, closed, self.content_hash)

    def is_working_day(self, on: date) -> bool:
        """Whether the day is neither Saturday, Sunday, holiday nor closed."""
        index = self._index(on)
        return self._open_until[index + 1] > self._open_until[index]

    def next_working_day(self, on: date) -> date:
        """The day itself if open, else the first open day after it."""
        return self._nth_working_day(self._open_until[self._index(on)], on)

    def previous_working_day(self, on: date) -> date:
        """The day itself if open, else the last open day before it."""
        return self._nth_working_day(self._open_until[self._index(on) + 1] - 1, on)

    def nth_working_day_before(self, on: date, n: int) -> date:
        """The n-th open day before `previous_working_day`, which is that of n = 0. n is at least 0."""
        if n < 0:
            raise LawError("period_not_positive", amount=n)
        return self._nth_working_day(self._open_until[self._index(on) + 1] - 1 - n, on)

    def nth_working_day_after(self, on: date, n: int) -> date:
        """The n-th open day after the day, which is not counted itself. n is at least 1."""
        if n < 1:
            raise LawError("period_not_positive", amount=n)
        return self._nth_working_day(self._open_until[self._index(on) + 1] + n - 1, on)

    def working_days_between(self, first: date, last: date) -> int:
        """How many days are open from first to last, both inclusive; 0 where last lies before first."""
        return max(0, self._open_until[self._index(last) + 1] - self._open_until[self._index(first)])

    def holiday_name(self, on: date, language: str) -> str | None:
        """The name of the legal holiday, or None on any other day."""
        self._index(on)
        names = self.holidays.get(on)
        return None if names is None else names[language]

    def _index(self, on: date) -> int:
        index = on.toordinal() - self._first
        if not 0 <= index < len(self._open_until) - 1:
            raise LawError("calendar_not_confirmed", date=on, confirmed_until=self.confirmed_until)
        return index

    def _nth_working_day(self, index: int, asked_on: date) -> date:
        if not 0 <= index < len(self._working):
            raise LawError("calendar_not_confirmed", date=asked_on, confirmed_until=self.confirmed_until)
        return self._working[index]
