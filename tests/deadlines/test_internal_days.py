"""By when the desk wants a fatal thing done: on a working day, before the last, while the owner is there."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.internal_days import Away, internal_day
from deadlines.law.load import load_law

CALENDAR = load_law().calendar


def found(due_on: date, counted_from: date, *away: tuple[date, date]) -> date:
    absences = [Away(*days) for days in away]
    return internal_day(due_on=due_on, counted_from=counted_from, away=absences, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("due_on", "counted_from", "away", "expected"),
    [
        # Ten days posted on 22 May 2018: due on Monday 4 June.
        (date(2018, 6, 4), date(2018, 5, 22), (), date(2018, 5, 31)),
        # Thirty days: five working days before.
        (date(2018, 6, 25), date(2018, 5, 22), (), date(2018, 6, 18)),
        # A last day on Sunday, as a day set by hand may be.
        (date(2018, 6, 3), date(2018, 5, 22), (), date(2018, 5, 30)),
        # Away on it: the working day before her leave.
        (date(2018, 6, 4), date(2018, 5, 22), ((date(2018, 5, 30), date(2018, 6, 8)),), date(2018, 5, 29)),
        # Two absences with one day between them.
        (
            date(2018, 6, 4), date(2018, 5, 22),
            ((date(2018, 5, 30), date(2018, 6, 1)), (date(2018, 5, 24), date(2018, 5, 28))), date(2018, 5, 29),
        ),
        # Away from the start: the first day she is back.
        (date(2018, 6, 4), date(2018, 5, 22), ((date(2018, 5, 1), date(2018, 5, 31)),), date(2018, 6, 1)),
        # Away all along: as planned, for who stands in.
        (date(2018, 6, 4), date(2018, 5, 22), ((date(2018, 5, 1), date(2018, 6, 30)),), date(2018, 5, 31)),
        # A term of one day leaves no day before.
        (date(2018, 6, 5), date(2018, 6, 4), (), date(2018, 6, 4)),
    ],
)  # fmt: skip
def test_day_is_the_one_that_is_asked_for(
    due_on: date, counted_from: date, away: tuple[tuple[date, date], ...], expected: date
) -> None:
    assert found(due_on, counted_from, *away) == expected


days = st.dates(date(2019, 1, 1), date(2030, 12, 1))
absences = st.lists(st.tuples(st.integers(-40, 60), st.integers(0, 30)), max_size=4)


@given(counted_from=days, length=st.integers(1, 120), leave=absences)
def test_day_is_a_working_day_within_the_term_and_hers_whenever_any_is(
    counted_from: date, length: int, leave: list[tuple[int, int]]
) -> None:
    due_on = CALENDAR.next_working_day(counted_from + timedelta(days=length))
    away = [
        (counted_from + timedelta(days=start), counted_from + timedelta(days=start + lasts))
        for start, lasts in leave
    ]
    day = found(due_on, counted_from, *away)
    assert CALENDAR.is_working_day(day)
    assert counted_from <= day <= due_on
    open_days = [
        each
        for each in (
            counted_from + timedelta(days=count) for count in range((due_on - counted_from).days + 1)
        )
        if CALENDAR.is_working_day(each) and not any(first <= each <= last for first, last in away)
    ]
    assert day in open_days or not open_days
    assert found(due_on, counted_from) >= day or day not in open_days or min(open_days) == day
