"""The sum laid out step by step, as keys and values: the same facts always give the same steps."""

from collections.abc import Iterator
from datetime import date, timedelta

from deadlines.law.answers import ClosedDay, Step
from deadlines.law.calendars import Calendar
from deadlines.law.count import Count
from deadlines.law.periods import ONE_DAY
from deadlines.law.rules import RuleVersion
from deadlines.law.starts import Article, StartRule


def steps_of(version: RuleVersion, counted: Count, calendar: Calendar, *, printed: bool) -> tuple[Step, ...]:
    """Every step from the event to the last day, each with the day it leads to and its articles."""
    return (
        *_beginning(version, counted, calendar),
        *_counting(version, counted, printed=printed),
        *_moving(version, counted, calendar),
    )


def _beginning(version: RuleVersion, counted: Count, calendar: Calendar) -> Iterator[Step]:
    start = counted.start
    articles = start.opening.articles
    if start.mode is None:
        yield Step("event", start.act_on, version.articles, {"event": version.event})
    else:
        yield Step("act", start.act_on, articles, {"mode": start.mode})
    if version.counted_back:
        return
    key = "day_one_working" if start.opening.working else "day_one"
    passed = _closed_days(start.act_on + ONE_DAY, start.day_one, calendar) if start.opening.working else ()
    yield Step(key, start.day_one, articles, {"number": start.opening.days, "closed": passed})
    if counted.delayed_until is not None:
        first_on = counted.delayed_until + ONE_DAY
        yield Step("delay", first_on, version.articles, {"period": version.delay})


def _counting(version: RuleVersion, counted: Count, *, printed: bool) -> Iterator[Step]:
    yield Step(
        _way_of_counting(version, counted, printed=printed),
        counted.raw_on,
        version.articles,
        {"period": counted.term},
    )
    if counted.safe_raw_on < counted.raw_on:
        yield Step("earlier_reading", counted.safe_raw_on, version.articles, {"period": counted.term})


def _way_of_counting(version: RuleVersion, counted: Count, *, printed: bool) -> str:
    if version.counted_back:
        return "counted_back"
    return "printed_term" if printed else f"last_day_{counted.term.unit}"


def _moving(version: RuleVersion, counted: Count, calendar: Calendar) -> Iterator[Step]:
    last_on = counted.raw_on
    if counted.lengthening is not None:
        extension = counted.lengthening.extension
        arguable = counted.lengthening.is_arguable
        key = "extension_arguable" if arguable else "extended"
        new_last_day = counted.lengthening.new_last_day
        yield Step(key, new_last_day, extension.articles, {"extension": extension.titles})
        last_on = last_on if arguable else new_last_day
    if counted.legal_on != last_on:
        closed = _closed_days(last_on, counted.legal_on - ONE_DAY, calendar)
        yield Step("rolled", counted.legal_on, _roll_articles(version, counted), {"closed": closed})


def _roll_articles(version: RuleVersion, counted: Count) -> tuple[Article, ...]:
    rule: StartRule = version.start
    return version.roll_articles or rule.version_at(counted.start.act_on).roll_articles


def _closed_days(first: date, last: date, calendar: Calendar) -> tuple[ClosedDay, ...]:
    """The closed days from first to last, each with the names of its holiday or None."""
    days = (first + timedelta(days=index) for index in range((last - first).days + 1))
    return tuple(
        ClosedDay(day, calendar.holidays.get(day)) for day in days if not calendar.is_working_day(day)
    )
