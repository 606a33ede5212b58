"""The ledger of the clockwork: each run leaves its mark, in a transaction of its own, whatever becomes of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Max

from helpdesk.watch.models import Run

ADD = """
INSERT INTO watch_run (name, hour, last_at, times, done, failures, last_error)
VALUES (%(name)s, %(hour)s, %(last_at)s, %(times)s, %(done)s, %(failures)s, %(last_error)s)
ON CONFLICT (name, hour) DO UPDATE SET
  last_at = GREATEST(watch_run.last_at, EXCLUDED.last_at),
  times = watch_run.times + EXCLUDED.times,
  done = watch_run.done + EXCLUDED.done,
  failures = watch_run.failures + EXCLUDED.failures,
  last_error = CASE WHEN EXCLUDED.failures > 0 THEN EXCLUDED.last_error ELSE watch_run.last_error END
"""


@contextmanager
def run_of(name: str, now: datetime) -> Iterator[Callable[[int], None]]:
    """Enter a run in the ledger when its block ends; the block says how much it did. A failure is entered too."""
    amounts: list[int] = []
    try:
        yield amounts.append
    except Exception as failure:
        note_run(name, now, failure=type(failure).__name__)
        raise
    note_run(name, now, done=sum(amounts))


def note_run(name: str, now: datetime, *, done: int = 0, failure: str = "") -> None:
    """Add one run to the row of its hour."""
    values: dict[str, str | int | datetime | None] = {
        "name": name,
        "hour": now.replace(minute=0, second=0, microsecond=0),
        "last_at": None if failure else now,
        "times": int(not failure),
        "done": done,
        "failures": int(bool(failure)),
        "last_error": failure[:200],
    }
    with connection.cursor() as cursor:
        cursor.execute(ADD, values)


def last_good_ends() -> dict[str, datetime]:
    """When each piece of the clockwork last came to a good end; those that never did are not in it."""
    ends = Run.objects.values("name").annotate(end=Max("last_at")).order_by()
    return {row["name"]: row["end"] for row in ends if row["end"] is not None}


def late_runs(now: datetime, since: datetime) -> dict[str, datetime]:
    """The expected runs that are late, each with its last good end; one that never ran counts from `since`."""
    expected: dict[str, timedelta] = settings.EXPECTED_RUNS
    ends = last_good_ends()
    last = {name: ends.get(name, since) for name in expected}
    return {name: end for name, end in last.items() if now - end > expected[name]}
