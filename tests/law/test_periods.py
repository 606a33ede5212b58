"""Days, weeks and months, against a literal reading of art. 52-54 of the Judicial Code written apart."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.law.periods import MonthEnd, Period, last_day, month_end, safe_last_day

CALENDAR = load_law().calendar
ONE_DAY = timedelta(days=1)
days = st.dates(date(2000, 2, 1), date(2035, 12, 31))
amounts = st.integers(1, 60)


def _days_of(year: int, month: int) -> list[date]:
    """The days of a month, month counted on past December."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    first = date(year, month, 1)
    return [day for n in range(31) if (day := first + n * ONE_DAY).month == month]


def _literal_month_end(event_on: date, months: int) -> date:
    """From the so-many-eth, the day after the event, to the day before the so-many-eth, else the month's last."""
    first_on = event_on + ONE_DAY
    so_many = first_on.day
    if so_many == 1:
        return _days_of(first_on.year, first_on.month + months - 1)[-1]
    before = [day for day in _days_of(first_on.year, first_on.month + months) if day.day <= so_many - 1]
    return before[-1]


def _walked_month_end(event_on: date, months: int) -> date:
    """Walk from day one until its day number has come by so many times; a month without it is over at its end."""
    day = event_on + ONE_DAY
    so_many = day.day
    for _ in range(months):
        day += ONE_DAY
        while day.day != so_many and not (day.day == 1 and (day - ONE_DAY).day < so_many):
            day += ONE_DAY
    return day - ONE_DAY


@pytest.mark.parametrize(
    ("event_on", "months", "legal_on", "safe_on"),
    [
        ("2022-07-29", 1, "2022-08-29", "2022-08-29"),
        ("2023-01-31", 1, "2023-02-28", "2023-02-28"),
        ("2023-01-29", 1, "2023-02-28", "2023-02-28"),
        ("2023-02-28", 1, "2023-03-31", "2023-03-28"),
        ("2022-04-30", 1, "2022-05-31", "2022-05-30"),
        ("2022-08-10", 6, "2023-02-10", "2023-02-10"),
        ("2022-08-31", 6, "2023-02-28", "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28", "2025-02-28"),
        ("2023-02-28", 12, "2024-02-29", "2024-02-28"),
        ("2023-12-31", 1, "2024-01-31", "2024-01-31"),
        ("2023-11-30", 1, "2023-12-31", "2023-12-30"),
    ],
)
def test_months_end_by_the_letter_and_by_the_earlier_reading(event_on, months, legal_on, safe_on):
    found = month_end(date.fromisoformat(event_on), months)
    assert found == MonthEnd(date.fromisoformat(legal_on), date.fromisoformat(safe_on))


@given(days, amounts)
def test_months_equal_a_literal_reading_written_apart(event_on, months):
    assert month_end(event_on, months).legal_on == _literal_month_end(event_on, months)


@given(days, st.integers(1, 24))
def test_months_equal_walking_day_by_day(event_on, months):
    assert month_end(event_on, months).legal_on == _walked_month_end(event_on, months)


@given(days, amounts)
def test_the_earlier_reading_is_at_most_three_days_earlier(event_on, months):
    legal_on, safe_on = month_end(event_on, months)
    assert timedelta(0) <= legal_on - safe_on <= timedelta(days=3)


@given(days, days, amounts)
def test_a_later_event_never_ends_earlier_in_months(one, other, months):
    earlier, later = sorted((one, other))
    assert month_end(earlier, months).legal_on <= month_end(later, months).legal_on
    assert month_end(earlier, months).safe_on <= month_end(later, months).safe_on


@given(days, amounts)
def test_a_year_is_twelve_months(event_on, years):
    in_years = last_day(event_on + ONE_DAY, Period(years, "years"), CALENDAR)
    assert in_years == month_end(event_on, 12 * years).legal_on


@given(days, amounts, amounts)
def test_calendar_days_compose(first_on, one, other):
    halfway = last_day(first_on, Period(one, "calendar_days"), CALENDAR)
    whole = last_day(first_on, Period(one + other, "calendar_days"), CALENDAR)
    assert last_day(halfway + ONE_DAY, Period(other, "calendar_days"), CALENDAR) == whole


@given(days, amounts, amounts)
def test_working_days_compose(first_on, one, other):
    halfway = last_day(first_on, Period(one, "working_days"), CALENDAR)
    whole = last_day(first_on, Period(one + other, "working_days"), CALENDAR)
    assert last_day(halfway + ONE_DAY, Period(other, "working_days"), CALENDAR) == whole


@given(days, amounts, amounts)
def test_weeks_and_days_compose_in_either_order(first_on, weeks, more_days):
    in_weeks, in_days = Period(weeks, "weeks"), Period(more_days, "calendar_days")
    weeks_first = last_day(last_day(first_on, in_weeks, CALENDAR) + ONE_DAY, in_days, CALENDAR)
    days_first = last_day(last_day(first_on, in_days, CALENDAR) + ONE_DAY, in_weeks, CALENDAR)
    assert weeks_first == days_first


@given(days, amounts)
def test_weeks_are_seven_calendar_days(first_on, weeks):
    in_days = last_day(first_on, Period(7 * weeks, "calendar_days"), CALENDAR)
    assert last_day(first_on, Period(weeks, "weeks"), CALENDAR) == in_days


@given(days, amounts)
def test_working_days_end_on_an_open_day_with_that_many_open_days_counted(first_on, amount):
    found = last_day(first_on, Period(amount, "working_days"), CALENDAR)
    assert CALENDAR.is_working_day(found)
    assert CALENDAR.working_days_between(first_on, found) == amount


@given(days, amounts)
def test_days_have_one_reading_only(first_on, amount):
    for unit in ("calendar_days", "working_days", "weeks"):
        period = Period(amount, unit)
        assert safe_last_day(first_on, period, CALENDAR) == last_day(first_on, period, CALENDAR)


def test_day_one_is_counted():
    assert last_day(date(2018, 5, 25), Period(10, "calendar_days"), CALENDAR) == date(2018, 6, 3)


def test_months_do_not_compose_a_known_false_property():
    """One month and one month again is not two months: 31 January, 28 February, 31 March against 31 March's own."""
    once = month_end(date(2023, 1, 30), 1).legal_on
    assert (once, month_end(once, 1).legal_on) == (date(2023, 2, 28), date(2023, 3, 31))
    assert month_end(date(2023, 1, 30), 2).legal_on == date(2023, 3, 30)


def test_a_month_does_not_keep_the_day_number_a_known_false_property():
    """After 28 February day one is 1 March, so the month is the whole of March; the earlier reading keeps the 28th."""
    found = month_end(date(2023, 2, 28), 1)
    assert (found.legal_on, found.safe_on) == (date(2023, 3, 31), date(2023, 3, 28))


def test_working_days_and_calendar_days_do_not_swap_a_known_false_property():
    """Three working days and then two days, or two days and then three working days: the weekend falls elsewhere."""
    working, calendar_days = Period(3, "working_days"), Period(2, "calendar_days")
    first_on = date(2023, 3, 1)
    working_first = last_day(last_day(first_on, working, CALENDAR) + ONE_DAY, calendar_days, CALENDAR)
    days_first = last_day(last_day(first_on, calendar_days, CALENDAR) + ONE_DAY, working, CALENDAR)
    assert (working_first, days_first) == (date(2023, 3, 5), date(2023, 3, 7))


def test_thirty_days_are_not_one_month_a_known_false_property():
    thirty = last_day(date(2023, 2, 2), Period(30, "calendar_days"), CALENDAR)
    assert (thirty, month_end(date(2023, 2, 1), 1).legal_on) == (date(2023, 3, 3), date(2023, 3, 1))


def test_different_events_may_end_on_one_day_a_known_false_property():
    """Month ends are not one to one, so an event cannot be found back from its last day."""
    ends = {month_end(date(2023, 1, day), 1).legal_on for day in (28, 29, 30, 31)}
    assert ends == {date(2023, 2, 28)}


@pytest.mark.parametrize("amount", [0, -1])
def test_a_period_below_one_is_refused(amount):
    for make in (lambda: Period(amount, "months"), lambda: month_end(date(2023, 1, 31), amount)):
        with pytest.raises(LawError) as refused:
            make()
        assert (refused.value.code, refused.value.values) == ("period_not_positive", {"amount": amount})


def test_only_months_and_years_count_in_months():
    assert [Period(2, unit).months for unit in ("calendar_days", "weeks", "months", "years")] == [0, 0, 2, 24]
