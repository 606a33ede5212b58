"""One term counted from one start: the raw last day, what lengthens it, and the roll, once and last."""

from datetime import date, timedelta
from typing import NamedTuple

from deadlines.law.calendars import Calendar
from deadlines.law.periods import ONE_DAY, Period, last_day, safe_last_day
from deadlines.law.rules import Extension, Law, RuleVersion
from deadlines.law.starts import Start


class Lengthening(NamedTuple):
    """An extension that reaches a term, or arguably does."""

    extension: Extension
    new_last_day: date
    is_arguable: bool


class Count(NamedTuple):
    """A counted term. `delayed_until` is the last day before a delayed period begins to run."""

    start: Start
    term: Period
    delayed_until: date | None
    raw_on: date
    safe_raw_on: date
    lengthening: Lengthening | None
    legal_on: date
    safe_on: date
    latest_on: date


def count(
    law: Law, rule_id: str, version: RuleVersion, start: Start, term: Period, calendar: Calendar
) -> Count:
    """The last days of a term: by the letter, by the earlier reading, and the latest that can be argued."""
    delayed_until = last_day(start.day_one, version.delay, calendar) if version.delay else None
    raw_on, safe_raw_on = _raw_days(version, start, term, calendar)
    lengthening = _lengthening(law, rule_id, version, start, raw_on, calendar)
    longest_on = lengthening.new_last_day if lengthening else raw_on
    certain = lengthening is not None and not lengthening.is_arguable
    legal_on = _rolled(version, longest_on if certain else raw_on, calendar)
    return Count(
        start=start,
        term=term,
        delayed_until=delayed_until,
        raw_on=raw_on,
        safe_raw_on=safe_raw_on,
        lengthening=lengthening,
        legal_on=legal_on,
        safe_on=legal_on if certain else _rolled(version, safe_raw_on, calendar),
        latest_on=_rolled(version, longest_on, calendar),
    )


def _raw_days(version: RuleVersion, start: Start, term: Period, calendar: Calendar) -> tuple[date, date]:
    """The last day before anything moves it, by the letter and by the earlier reading."""
    if version.counted_back:
        latest_on = start.act_on - timedelta(days=term.amount)
        return latest_on, latest_on
    if version.delay is None:
        return last_day(start.day_one, term, calendar), safe_last_day(start.day_one, term, calendar)
    legal_first = last_day(start.day_one, version.delay, calendar) + ONE_DAY
    safe_first = safe_last_day(start.day_one, version.delay, calendar) + ONE_DAY
    return last_day(legal_first, term, calendar), safe_last_day(safe_first, term, calendar)


def _rolled(version: RuleVersion, on: date, calendar: Calendar) -> date:
    return calendar.next_working_day(on) if version.rolls else on


def _lengthening(
    law: Law, rule_id: str, version: RuleVersion, start: Start, raw_on: date, calendar: Calendar
) -> Lengthening | None:
    for extension in law.extensions:
        if rule_id in extension.rules or rule_id in extension.arguable_for:
            first, last, new_last_day = _window(extension, raw_on.year)
            if first <= raw_on <= last and (not extension.yearly or start.day_one >= first):
                begins_late = extension.yearly and start.act_on < first
                ends_late = _rolled(version, raw_on, calendar) > last
                arguable = rule_id in extension.arguable_for or begins_late or ends_late
                return Lengthening(extension, new_last_day, arguable)
    return None


def _window(extension: Extension, year: int) -> tuple[date, date, date]:
    days = (extension.window_from, extension.window_until, extension.new_last_day)
    if not extension.yearly:
        return days
    first, last, new_last_day = (day.replace(year=year) for day in days)
    return first, last, new_last_day
