"""Opening time counted in one go and counted minute by minute come to the same moment, also when the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.errors import CaseError
from cases.hours import Block, Timetable, Version

BRUSSELS = ZoneInfo("Europe/Brussels")
# The weekends of both changes of summer time in 2026: 29 March and 25 October.
CHANGES = (date(2026, 3, 27), date(2026, 10, 23))
MINUTE = timedelta(minutes=1)


def block(opens: str, closes: str) -> Block:
    return Block(time.fromisoformat(opens), time.fromisoformat(closes))


MORNING, AFTERNOON = block("09:00", "12:30"), block("13:30", "17:00")
WEEKDAYS = dict.fromkeys(range(1, 6), (MORNING, AFTERNOON))


def timetable(
    week=WEEKDAYS,
    *,
    within: int = 8,
    days: bool = False,
    exceptions=None,
    holidays=(),
    valid_from=date(2026, 1, 1),
) -> Timetable:
    version = Version(valid_from=valid_from, week=week, answer_within=within, counts_working_days=days)
    return Timetable(
        zone=BRUSSELS, versions=[version], exceptions=exceptions or {}, is_holiday=lambda on: on in holidays
    )


def due(table: Timetable, start: str) -> str:
    """By the clock on the wall in Brussels, in and out."""
    found = table.due(datetime.fromisoformat(start).replace(tzinfo=BRUSSELS))
    return f"{found.astimezone(BRUSSELS):%Y-%m-%d %H:%M}"


# Monday 15 June 2026 is an ordinary day.
@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-06-15 09:00", 1, "2026-06-15 10:00"),
        ("2026-06-15 12:00", 1, "2026-06-15 14:00"),
        ("2026-06-15 12:30", 1, "2026-06-15 14:30"),
        ("2026-06-15 16:30", 1, "2026-06-16 09:30"),
        ("2026-06-15 09:00", 7, "2026-06-15 17:00"),
        ("2026-06-15 17:00", 7, "2026-06-16 17:00"),
        ("2026-06-15 03:00", 1, "2026-06-15 10:00"),
        ("2026-06-19 16:59", 1, "2026-06-22 09:59"),
        ("2026-06-20 11:00", 1, "2026-06-22 10:00"),
    ],
)
def test_hours_are_counted_while_the_desk_is_open(start: str, hours: int, expected: str) -> None:
    assert due(timetable(within=hours), start) == expected


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-06-15 09:00", 1, "2026-06-16 17:00"),
        ("2026-06-15 18:00", 1, "2026-06-16 17:00"),
        ("2026-06-18 09:00", 2, "2026-06-22 17:00"),
        ("2026-06-20 09:00", 1, "2026-06-22 17:00"),
    ],
)
def test_working_day_of_receipt_is_not_counted_and_the_last_lasts_until_closing(
    start: str, days: int, expected: str
) -> None:
    assert due(timetable(within=days, days=True), start) == expected


def test_legal_holiday_is_closed_unless_the_desk_says_otherwise() -> None:
    holiday = date(2026, 7, 21)
    assert due(timetable(within=1, holidays={holiday}), "2026-07-21 10:00") == "2026-07-22 10:00"
    opened = timetable(within=1, holidays={holiday}, exceptions={holiday: (block("10:00", "11:00"),)})
    assert due(opened, "2026-07-21 09:00") == "2026-07-21 11:00"
    assert due(timetable(within=1, days=True, holidays={holiday}), "2026-07-20 10:00") == "2026-07-22 17:00"


def test_day_on_which_the_desk_is_shut_is_passed_over() -> None:
    shut = timetable(within=1, exceptions={date(2026, 6, 15): ()})
    assert due(shut, "2026-06-15 10:00") == "2026-06-16 10:00"


def test_later_version_opens_from_its_day_and_the_target_is_that_of_the_start() -> None:
    later = Version(
        valid_from=date(2026, 6, 16),
        week={2: (block("20:00", "21:00"),)},
        answer_within=99,
        counts_working_days=False,
    )
    table = timetable(within=7)
    both = Timetable(
        zone=BRUSSELS, versions=[*table.versions, later], exceptions={}, is_holiday=table.is_holiday
    )
    assert due(both, "2026-06-15 10:00") == "2026-06-16 21:00"


def test_before_the_first_version_nothing_is_due() -> None:
    assert timetable(valid_from=date(2026, 6, 16)).due(datetime(2026, 6, 15, 12, tzinfo=UTC)) is None


@pytest.mark.parametrize("days", [True, False])
def test_target_that_takes_over_a_year_is_refused(days: bool) -> None:
    with pytest.raises(CaseError, match="target_out_of_reach"):
        timetable({1: (block("09:00", "09:01"),)}, within=99, days=days).due(
            datetime(2026, 6, 15, tzinfo=UTC)
        )


@pytest.mark.parametrize(
    ("start", "hours", "expected"), [("2026-03-28 23:00", 3, "04:00"), ("2026-10-24 23:00", 3, "02:00")]
)
def test_night_in_which_the_clock_changes_is_an_hour_shorter_or_longer(
    start: str, hours: int, expected: str
) -> None:
    night = timetable({7: (block("00:00", "06:00"),)}, within=hours)
    assert due(night, start).endswith(expected)


# Nobody opens or closes while the clock jumps: an edge within that hour has no one reading.
EDGES = st.integers(0, 24 * 4 - 1).filter(lambda quarter: not 8 < quarter < 12)


@st.composite
def weeks(draw: st.DrawFn) -> dict[int, tuple[Block, ...]]:
    """Up to two blocks a day, on any days of the week."""
    week = {}
    for day in draw(st.sets(st.integers(1, 7), min_size=1)):
        edges = sorted(draw(st.sets(EDGES, min_size=2, max_size=4)))
        times = [time(quarter // 4, quarter % 4 * 15) for quarter in edges]
        week[day] = tuple(Block(*pair) for pair in zip(times[::2], times[1::2], strict=False))
    return week


def is_open(table: Timetable, moment: datetime) -> bool:
    """Whether the minute that begins at this moment is one the desk is open, as the clock on the wall shows it."""
    here = moment.astimezone(BRUSSELS)
    return any(each.opens <= here.time() < each.closes for each in table.blocks_on(here.date()))


def counted(table: Timetable, start: datetime, minutes: int) -> datetime:
    """The same, minute by minute."""
    moment = start
    while minutes:
        minutes -= is_open(table, moment)
        moment += MINUTE
    return moment


@settings(max_examples=60, deadline=None)
@given(
    week=weeks(),
    change=st.sampled_from(CHANGES),
    minutes=st.integers(0, 5 * 24 * 60),
    hours=st.integers(1, 12),
    shut=st.sets(st.integers(0, 9), max_size=2),
    holidays=st.sets(st.integers(0, 9), max_size=2),
)
def test_sum_is_that_of_a_count_minute_by_minute(week, change, minutes, hours, shut, holidays) -> None:
    days = [change + timedelta(days=count) for count in range(10)]
    table = timetable(
        week,
        within=hours,
        exceptions={days[one]: () for one in shut},
        holidays={days[one] for one in holidays},
    )
    start = datetime.combine(change, time(0), tzinfo=BRUSSELS).astimezone(UTC) + minutes * MINUTE
    assert table.due(start) == counted(table, start, hours * 60)
