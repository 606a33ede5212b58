"""What one deadline costs, and a million of them beside numpy's busday_offset and set-based SQL.

Run: python -m benchmarks.law [DEADLINES], with numpy and a PostgreSQL in DATABASE_URL.

The million are appeals of thirty days against letters posted on random days: the third working day is day one, and a
closed last day moves on. All three ways must end on the same days, or nothing is printed. They do not do the same
work: numpy and SQL only find the last day of this one rule, the law reads and checks each question, picks the rule
version and gives every step, article, warning and source with it. Processor time of SQL is the server's, so the time
on the clock stands in for it.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

import numpy as np
import psycopg

from deadlines.law.compute import answer
from deadlines.law.explain import answer_as_dict
from deadlines.law.load import load_law
from deadlines.law.query import parse_query

LAW = load_law()
RULE, DAYS, WORKING_DAYS = "rvv-appeal-ordinary", 30, 3
# After the COVID decree and before the law of 2026, which the other two ways know nothing of.
FIRST_ON, LAST_ON = date(2020, 6, 2), date(2026, 6, 1)
ROUNDS, REPEATS = 2_000, 5
BY_RULE = {"rule": RULE, "notification": {"mode": "registered", "date": "2022-07-18"}}
BY_DECISION = {
    "decision": {"authority": "cgrs", "kind": "inadmissibility", "grounds": ["protection_in_eu_state"]},
    "facts": {"detained_at_notification": False, "detained_at_application": False},
    "notification": {"mode": "registered", "date": "2018-05-22"},
}
BY_HALF_KNOWN_DECISION = {
    "decision": {"authority": "immigration_office", "kind": "removal_order"},
    "notification": {"mode": None, "date": "2022-07-18"},
}
CALENDAR = """
CREATE TEMP TABLE calendar AS
SELECT day, is_open, count(*) FILTER (WHERE is_open) OVER (ORDER BY day) AS open_rank,
       min(day) FILTER (WHERE is_open) OVER (ORDER BY day DESC) AS next_open
  FROM (SELECT each::date AS day, extract(isodow FROM each) < 6 AND each::date <> ALL (%s::date[]) AS is_open
          FROM generate_series(%s::timestamp, %s::timestamp, interval '1 day') AS each) AS days
"""
SUM = """
SELECT last.next_open
  FROM posted
  JOIN calendar AS act ON act.day = posted_on
  JOIN calendar AS first ON first.is_open AND first.open_rank = act.open_rank + %s
  JOIN calendar AS last ON last.day = first.day + %s
 ORDER BY id
"""


class Timed(NamedTuple):
    """Seconds on the clock and of this process, and what came out."""

    wall: float
    cpu: float
    found: Any


def timed(work: Callable[[], Any]) -> Timed:
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return Timed(time.perf_counter() - wall, time.process_time() - cpu, found)


def microseconds_each(work: Callable[[], object]) -> float:
    """Processor time of one call: the best of some rounds, for a busy machine only ever adds."""

    def one_round() -> None:
        for _ in range(ROUNDS):
            work()

    return min(timed(one_round).cpu for _ in range(REPEATS)) / ROUNDS * 1e6


def by_law(posted: list[date]) -> list[date]:
    return [
        answer(
            LAW, parse_query({"rule": RULE, "notification": {"mode": "registered", "date": day}})
        ).governing_result.legal_date
        for day in posted
    ]


def by_numpy(posted: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    open_days = np.busdaycalendar(holidays=sorted(LAW.calendar.holidays))
    day_one = np.busday_offset(posted, WORKING_DAYS, roll="backward", busdaycal=open_days)
    return np.busday_offset(day_one + (DAYS - 1), 0, roll="forward", busdaycal=open_days)


def fill_tables(cursor: psycopg.Cursor[Any], posted: list[date]) -> None:
    calendar = LAW.calendar
    edges = calendar.confirmed_from, calendar.confirmed_until
    cursor.execute(CALENDAR, [sorted(calendar.holidays), *edges])
    cursor.execute("CREATE TEMP TABLE posted (id int, posted_on date)")
    with cursor.copy("COPY posted FROM STDIN") as rows:
        for row in enumerate(posted):
            rows.write_row(row)
    cursor.execute("ANALYZE calendar")
    cursor.execute("ANALYZE posted")


def by_sql(posted: list[date]) -> Timed:
    """The sum alone, kept in the server: neither filling the tables nor bringing the days home is timed."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        fill_tables(cursor, posted)
        kept = "CREATE TEMP TABLE found AS " + SUM
        once = timed(lambda: cursor.execute(kept, [WORKING_DAYS, DAYS - 1]))
        cursor.execute(SUM, [WORKING_DAYS, DAYS - 1])
        found = [day for (day,) in cursor.fetchall()]
        connection.rollback()
    return once._replace(found=found)


def print_one() -> None:
    print("One deadline with its steps, processor time:")
    questions = {
        "by rule": BY_RULE,
        "by decision and facts": BY_DECISION,
        "nothing but the day known": BY_HALF_KNOWN_DECISION,
    }
    for name, question in questions.items():
        computed = answer(LAW, parse_query(question))
        sums = microseconds_each(lambda question=question: answer(LAW, parse_query(question)))
        words = microseconds_each(lambda computed=computed: answer_as_dict(computed, "nl"))
        each = (sums + words) / len(computed.results)
        print(
            f"  {name:28}{sums:7.1f} µs, in words {words:6.1f} µs more; "
            f"{len(computed.results)} results, {each:.1f} µs each"
        )


def print_many(count: int) -> None:
    chance = Random(1)
    span = (LAST_ON - FIRST_ON).days
    posted = [FIRST_ON + timedelta(days=chance.randrange(span)) for _ in range(count)]
    as_array = np.array(posted, dtype="datetime64[D]")
    ways = {
        "the law, every step": timed(lambda: by_law(posted)),
        "SQL, in the server": by_sql(posted),
        "numpy": timed(lambda: by_numpy(as_array)),
    }
    expected = ways["numpy"].found.tolist()
    for name, way in ways.items():
        if list(way.found) != expected and name != "numpy":
            raise SystemExit(f"{name} ends on other days than numpy")
    print(f"\n{count} deadlines, each way on the same {len(set(expected))} last days:")
    print(f"  {'':22}{'clock':>9}{'processor':>12}{'each':>12}{'x SQL':>8}{'x numpy':>9}")
    for name, way in ways.items():
        ratios = [way.wall / ways[other].wall for other in ("SQL, in the server", "numpy")]
        print(
            f"  {name:22}{way.wall:7.2f} s{way.cpu:10.2f} s{way.wall / count * 1e6:9.2f} µs"
            f"{ratios[0]:8.1f}{ratios[1]:9.1f}"
        )


def main() -> None:
    print_one()
    print_many(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)


if __name__ == "__main__":
    main()
