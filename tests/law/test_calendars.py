"""Open and closed days, against the `holidays` library and against plain loops."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.law.calendars import Calendar
from deadlines.law.errors import LawError
from deadlines.law.load import load_law

CALENDAR = load_law().calendar
ONE_DAY = timedelta(days=1)
days = st.dates(date(2000, 2, 1), date(2040, 10, 31))


def _next_open(on: date) -> date:
    while not CALENDAR.is_working_day(on):
        on += ONE_DAY
    return on


def test_own_table_equals_the_library_without_its_two_sundays_from_2000_to_2040():
    library = holidays.country_holidays("BE", years=range(2000, 2041), language="en_US")
    sundays = {"Easter Sunday", "Whit Sunday", "Pentecost Sunday", "Easter", "Pentecost"}
    expected = {day for day, name in library.items() if not set(name.split("; ")) <= sundays}
    assert set(CALENDAR.holidays) == expected
    assert len(CALENDAR.holidays) == 41 * 10 - 1  # 1 May 2008 was Labour Day and Ascension Day at once


def test_every_stored_easter_monday_ascension_and_whit_monday_falls_on_its_weekday():
    names = {"Easter Monday": 0, "Ascension Day": 3, "Whit Monday": 0}
    found = [
        (name, day.weekday())
        for day, holiday in CALENDAR.holidays.items()
        for name in names
        if name in holiday["en"]
    ]
    assert len(found) == 3 * 41
    assert all(weekday == names[name] for name, weekday in found)


@pytest.mark.parametrize(
    "day",
    ["2024-01-02", "2024-03-29", "2024-07-11", "2024-09-27", "2024-11-15", "2024-12-26"],
)
def test_a_day_that_is_a_holiday_elsewhere_only_is_open(day):
    assert CALENDAR.is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2024-05-09", "2024-11-01", "2024-11-02", "2024-11-03"])
def test_holiday_saturday_and_sunday_are_closed(day):
    assert not CALENDAR.is_working_day(date.fromisoformat(day))


def test_christmas_on_a_friday_moves_to_monday():
    assert CALENDAR.next_working_day(date(2026, 12, 25)) == date(2026, 12, 28)


def test_two_holidays_on_one_day_are_both_named():
    assert CALENDAR.holiday_name(date(2008, 5, 1), "en") == "Labour Day, Ascension Day"
    assert CALENDAR.holiday_name(date(2008, 5, 2), "en") is None


def test_holiday_is_named_in_each_language():
    names = [CALENDAR.holiday_name(date(2024, 5, 20), language) for language in ("nl", "fr", "en")]
    assert names == ["pinkstermaandag", "lundi de Pentecôte", "Whit Monday"]


@given(days)
def test_next_working_day_is_the_first_open_day_from_the_day_on(on):
    assert CALENDAR.next_working_day(on) == _next_open(on)


@given(days)
def test_nth_working_day_before_is_so_many_steps_back(on):
    day = CALENDAR.previous_working_day(on)
    for n in range(8):
        assert CALENDAR.nth_working_day_before(on, n) == day
        day = CALENDAR.previous_working_day(day - timedelta(days=1))


@given(days)
def test_previous_working_day_is_open_and_none_lies_between(on):
    previous = CALENDAR.previous_working_day(on)
    assert previous <= on
    assert CALENDAR.is_working_day(previous)
    assert CALENDAR.working_days_between(previous, on) == 1


@given(days, st.integers(1, 30))
def test_nth_working_day_equals_counting_them_one_by_one(on, n):
    found, left = on, n
    while left:
        found = _next_open(found + ONE_DAY)
        left -= 1
    assert CALENDAR.nth_working_day_after(on, n) == found


@given(days, st.integers(1, 20), st.integers(1, 20))
def test_working_days_compose(on, first, second):
    halfway = CALENDAR.nth_working_day_after(on, first)
    assert CALENDAR.nth_working_day_after(halfway, second) == CALENDAR.nth_working_day_after(
        on, first + second
    )


def test_no_day_lies_between_a_day_and_an_earlier_one():
    assert CALENDAR.working_days_between(date(2024, 5, 8), date(2024, 5, 1)) == 0


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2041, 1, 1)])
def test_a_day_outside_the_confirmed_table_is_refused(day):
    with pytest.raises(LawError) as refused:
        CALENDAR.is_working_day(day)
    assert refused.value.code == "calendar_not_confirmed"
    assert refused.value.values == {"date": day, "confirmed_until": date(2040, 12, 31)}


def test_the_edges_of_the_table_are_confirmed_but_nothing_beyond_them():
    assert not CALENDAR.is_working_day(date(2000, 1, 1))
    assert CALENDAR.is_working_day(date(2040, 12, 31))
    assert CALENDAR.next_working_day(date(2000, 1, 1)) == date(2000, 1, 3)
    with pytest.raises(LawError, match="calendar_not_confirmed"):
        CALENDAR.nth_working_day_after(date(2040, 12, 31), 1)
    with pytest.raises(LawError, match="calendar_not_confirmed"):
        CALENDAR.previous_working_day(date(2000, 1, 2))


def test_the_zeroth_working_day_is_refused():
    with pytest.raises(LawError) as refused:
        CALENDAR.nth_working_day_after(date(2024, 5, 8), 0)
    assert (refused.value.code, refused.value.values) == ("period_not_positive", {"amount": 0})


def test_a_refusal_names_the_day_that_was_asked_about():
    for ask in (CALENDAR.next_working_day, CALENDAR.previous_working_day):
        with pytest.raises(LawError) as refused:
            ask(date(2041, 1, 1))
        assert refused.value.values == {"date": date(2041, 1, 1), "confirmed_until": date(2040, 12, 31)}
    for late in (date(2040, 12, 29), date(2040, 12, 31)):
        with pytest.raises(LawError) as refused:
            CALENDAR.nth_working_day_after(late, 2)
        assert refused.value.values == {"date": late, "confirmed_until": date(2040, 12, 31)}
    shut = CALENDAR.with_closed([date(2040, 12, 31)])
    with pytest.raises(LawError) as refused:
        shut.next_working_day(date(2040, 12, 31))
    assert refused.value.values == {"date": date(2040, 12, 31), "confirmed_until": date(2040, 12, 31)}
    with pytest.raises(LawError) as refused:
        CALENDAR.previous_working_day(date(2000, 1, 2))
    assert refused.value.values == {"date": date(2000, 1, 2), "confirmed_until": date(2040, 12, 31)}


def test_more_closed_days_keep_the_table_and_its_hash():
    shut = CALENDAR.with_closed([date(2024, 5, 10)])
    assert shut.closed == {date(2024, 5, 10)}
    assert (shut.content_hash, shut.holidays) == (CALENDAR.content_hash, CALENDAR.holidays)
    assert (shut.confirmed_from, shut.confirmed_until) == (CALENDAR.confirmed_from, CALENDAR.confirmed_until)


def test_a_closed_day_of_one_forum_moves_the_next_open_day():
    shut = CALENDAR.with_closed([date(2024, 5, 10)])
    assert shut.next_working_day(date(2024, 5, 9)) == date(2024, 5, 13)
    assert CALENDAR.next_working_day(date(2024, 5, 9)) == date(2024, 5, 10)
    assert shut != CALENDAR
    assert hash(shut) != hash(CALENDAR)


def test_a_calendar_without_holidays_closes_only_weekends():
    plain = Calendar(date(2024, 1, 1), date(2024, 12, 31), {})
    assert plain.working_days_between(date(2024, 1, 1), date(2024, 12, 31)) == 262
