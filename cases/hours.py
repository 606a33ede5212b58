"""How long a desk is open: dates and times in, a moment out. No database, no clock, no calendar of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice

from cases.errors import CaseError

# An answer that would take longer is a mistake in the opening hours.
LONGEST_WAIT_DAYS = 366


@dataclass(frozen=True, order=True)
class Block:
    """Open from one time until just before another, by the clock on the wall."""

    opens: time
    closes: time


@dataclass(frozen=True, kw_only=True)
class Version:
    """An ordinary week, its blocks in order by ISO weekday, from a day on; and within what an answer is given."""

    valid_from: date
    week: Mapping[int, Sequence[Block]]
    answer_within: int
    counts_working_days: bool


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """When a desk is open, day by day. An exception goes before a holiday, a holiday before the week.

    The versions stand in the order of their days; before the first one nothing is known.
    """

    zone: tzinfo
    versions: Sequence[Version]
    exceptions: Mapping[date, Sequence[Block]]
    is_holiday: Callable[[date], bool]

    def blocks_on(self, on: date) -> Sequence[Block]:
        """When the desk is open on a day; nothing where it is closed."""
        if on in self.exceptions:
            return self.exceptions[on]
        version = self.version_on(on)
        return () if version is None or self.is_holiday(on) else version.week.get(on.isoweekday(), ())

    def version_on(self, on: date) -> Version | None:
        """The week in force on a day."""
        begun = [version for version in self.versions if version.valid_from <= on]
        return begun[-1] if begun else None

    def due(self, start: datetime) -> datetime | None:
        """The last moment to answer a question that waits from `start`, by the target in force then.

        Hours are time the desk is open, as it really passes: a block over a change of summer time is an hour shorter
        or longer than it says. Of working days, the day of `start` is not counted, and the last one counts until the
        desk closes. None where no target was in force. Refuses with `target_out_of_reach` a target that takes over a
        year.
        """
        version = self.version_on(start.astimezone(self.zone).date())
        if version is None:
            return None
        if version.counts_working_days:
            return self._end_of_day(start, version.answer_within)
        return self._after(start, timedelta(hours=version.answer_within))

    def _after(self, start: datetime, left: timedelta) -> datetime:
        for begins, ends in self._spans(start):
            open_for = ends - max(begins, start)
            if left <= open_for:
                return ends - open_for + left
            left -= max(open_for, timedelta(0))
        raise CaseError("target_out_of_reach", field="answer_within", days=LONGEST_WAIT_DAYS)

    def _end_of_day(self, start: datetime, days: int) -> datetime:
        first = start.astimezone(self.zone).date() + timedelta(days=1)
        last = next(islice(self._open_days(first), days - 1, None), None)
        if last is None:
            raise CaseError("target_out_of_reach", field="answer_within", days=LONGEST_WAIT_DAYS)
        return self._moment(last, self.blocks_on(last)[-1].closes)

    def _spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The blocks from the day of `start` on, as moments in their order."""
        for on in self._open_days(start.astimezone(self.zone).date()):
            for block in self.blocks_on(on):
                yield self._moment(on, block.opens), self._moment(on, block.closes)

    def _open_days(self, first: date) -> Iterator[date]:
        days = (first + timedelta(days=count) for count in range(LONGEST_WAIT_DAYS))
        return (on for on in days if self.blocks_on(on))

    def _moment(self, on: date, at: time) -> datetime:
        return datetime.combine(on, at, tzinfo=self.zone).astimezone(UTC)
