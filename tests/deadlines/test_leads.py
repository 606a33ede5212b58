"""When a deadline rings: lead times to the day, over weekends and Belgian holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.law.load import load_law
from deadlines.law.rules import LeadTimes
from deadlines.leads import lead_times, leads

LONG_AGO = date(2000, 1, 3)


def rings(due_on: date, counted_from: date, today: date = LONG_AGO) -> list[tuple[str, str]]:
    """Each lead after the one on entry, with the day it falls on."""
    times = lead_times(due_on=due_on, counted_from=counted_from)
    found = leads(due_on=due_on, times=times, today=today, calendar=load_law().calendar)
    assert (found[0].name, found[0].ring_on) == ("entry", today)
    return [(lead.name, lead.ring_on.isoformat()) for lead in found[1:]]


def test_short_term_rings_five_three_two_and_one_working_days_before_and_on_the_day() -> None:
    assert rings(date(2018, 6, 4), date(2018, 5, 22)) == [
        ("working_days_5", "2018-05-28"),
        ("working_days_3", "2018-05-30"),
        ("working_days_2", "2018-05-31"),
        ("working_days_1", "2018-06-01"),
        ("working_days_0", "2018-06-04"),
    ]


def test_ascension_and_the_weekend_are_no_working_days() -> None:
    assert rings(date(2024, 5, 14), date(2024, 5, 1)) == [
        ("working_days_5", "2024-05-06"),
        ("working_days_3", "2024-05-08"),
        ("working_days_2", "2024-05-10"),
        ("working_days_1", "2024-05-13"),
        ("working_days_0", "2024-05-14"),
    ]


def test_christmas_and_new_year_are_no_working_days() -> None:
    assert rings(date(2026, 1, 2), date(2025, 12, 20)) == [
        ("working_days_5", "2025-12-24"),
        ("working_days_3", "2025-12-29"),
        ("working_days_2", "2025-12-30"),
        ("working_days_1", "2025-12-31"),
        ("working_days_0", "2026-01-02"),
    ]


def test_long_term_rings_from_thirty_days_before_moved_to_the_working_day_before() -> None:
    """Thirty days before is Ascension Thursday, one day before is a Sunday."""
    assert rings(date(2026, 6, 13), date(2026, 4, 1)) == [
        ("days_30", "2026-05-13"),
        ("days_14", "2026-05-29"),
        ("days_7", "2026-06-05"),
        ("days_3", "2026-06-10"),
        ("days_0", "2026-06-12"),
    ]


@pytest.mark.parametrize(("days", "first"), [(21, "working_days_5"), (22, "days_30")])
def test_term_of_three_weeks_is_the_longest_short_one(days: int, first: str) -> None:
    due_on = date(2026, 9, 30)
    assert rings(due_on, due_on - timedelta(days=days))[0][0] == first


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (
            LeadTimes("working_days", (2, 0)),
            [("working_days_2", "2026-09-28"), ("working_days_0", "2026-09-30")],
        ),
        (LeadTimes("days", (10, 0)), [("days_10", "2026-09-18"), ("days_0", "2026-09-30")]),
    ],
)
@pytest.mark.parametrize("term", [5, 200])
def test_what_the_rule_states_goes_before_the_length_of_the_term(
    stated: LeadTimes, expected: list[tuple[str, str]], term: int
) -> None:
    """Ten days before is a Sunday."""
    due_on = date(2026, 9, 30)
    times = lead_times(due_on=due_on, counted_from=due_on - timedelta(days=term), stated=stated)
    found = leads(due_on=due_on, times=times, today=LONG_AGO, calendar=load_law().calendar)
    assert [(lead.name, lead.ring_on.isoformat()) for lead in found[1:]] == expected


def test_only_leads_that_still_lie_ahead_are_planned() -> None:
    on_the_eve = rings(date(2018, 6, 4), date(2018, 5, 22), today=date(2018, 6, 1))
    assert on_the_eve == [("working_days_0", "2018-06-04")]
    assert rings(date(2018, 6, 4), date(2018, 5, 22), today=date(2018, 6, 4)) == []


def test_deadline_entered_when_it_is_past_rings_once() -> None:
    assert rings(date(2018, 6, 4), date(2018, 5, 22), today=date(2026, 6, 15)) == []


DAYS = st.dates(date(2001, 1, 1), date(2040, 11, 30))


@given(DAYS, st.integers(0, 120), st.integers(0, 200))
def test_every_ring_is_a_working_day_between_tomorrow_and_the_last_day(
    due_on: date, term: int, left: int
) -> None:
    calendar = load_law().calendar
    today = due_on - timedelta(days=left)
    counted_from = due_on - timedelta(days=term)
    times = lead_times(due_on=due_on, counted_from=counted_from)
    found = leads(due_on=due_on, times=times, today=today, calendar=calendar)
    days = [lead.ring_on for lead in found[1:]]
    assert days == sorted(set(days))
    assert all(today < day <= due_on and calendar.is_working_day(day) for day in days)
    assert len({lead.name for lead in found}) == len(found)


@given(DAYS, st.integers(0, 120))
def test_last_ring_is_on_the_last_day_or_the_working_day_before_it(due_on: date, term: int) -> None:
    found = rings(due_on, due_on - timedelta(days=term), today=due_on - timedelta(days=60))
    assert found[-1][1] == load_law().calendar.previous_working_day(due_on).isoformat()
