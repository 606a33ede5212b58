"""How long: days, working days, weeks, months and years, counted as the Judicial Code counts them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

from deadlines.law.calendars import Calendar
from deadlines.law.errors import LawError

Unit = Literal["calendar_days", "working_days", "weeks", "months", "years"]
UNITS: tuple[Unit, ...] = get_args(Unit)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A number of units, at least one."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise LawError("period_not_positive", amount=self.amount)

    @property
    def months(self) -> int:
        """The period in months; 0 for periods counted in days or weeks."""
        return {"months": 1, "years": 12}.get(self.unit, 0) * self.amount


class MonthEnd(NamedTuple):
    """Where a term in months ends: by the letter of the code, and by the earlier reading for alarms."""

    legal_on: date
    safe_on: date


def month_end(event_on: date, months: int) -> MonthEnd:
    """The last day of a term of so many months after an event whose own day is not counted.

    Judicial Code art. 52-54: from the so-many-eth to the day before the so-many-eth, counted from the day
    after the event; where that day does not exist, the last day of the month. After an event on the last day
    of a month this gives the last day of the target month; the earlier reading keeps the event's day number.
    """
    if months < 1:
        raise LawError("period_not_positive", amount=months)
    year, month = divmod(event_on.year * 12 + event_on.month - 1 + months, 12)
    end_of_target = date(year, month + 1, monthrange(year, month + 1)[1])
    safe_on = end_of_target.replace(day=min(event_on.day, end_of_target.day))
    first_day_is_the_first = (event_on + ONE_DAY).day == 1
    return MonthEnd(end_of_target if first_day_is_the_first else safe_on, safe_on)


def last_day(first_day: date, period: Period, calendar: Calendar) -> date:
    """The last day of a period whose first day is counted (in working days: the first open day is)."""
    if period.months:
        return month_end(first_day - ONE_DAY, period.months).legal_on
    if period.unit == "working_days":
        return calendar.nth_working_day_after(first_day - ONE_DAY, period.amount)
    days = period.amount * (7 if period.unit == "weeks" else 1)
    return first_day + timedelta(days=days - 1)


def safe_last_day(first_day: date, period: Period, calendar: Calendar) -> date:
    """As `last_day`, by the earlier reading where terms in months can be read in two ways."""
    if period.months:
        return month_end(first_day - ONE_DAY, period.months).safe_on
    return last_day(first_day, period, calendar)
