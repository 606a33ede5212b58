"""Two workers at once: calls in threads of their own, each with a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Found = TypeVar("Found")
PATIENCE_SECONDS = 60


def side_by_side(*calls: Callable[[], Found]) -> list[Found]:
    """What each call gives, all of them let go at the same moment."""
    start = Barrier(len(calls), timeout=PATIENCE_SECONDS)

    def run(call: Callable[[], Found]) -> Found:
        try:
            connection.ensure_connection()
            start.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return [done.result(PATIENCE_SECONDS) for done in [threads.submit(run, call) for call in calls]]


def elsewhere(call: Callable[[], Found]) -> Found:
    """What a call gives over another connection, while the caller's own transaction stands open."""
    return side_by_side(call)[0]
