"""Requests are counted here while a caller is far from every limit, and Redis hears of them within a second."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import structlog
from redis import Redis

from helpdesk import limits
from helpdesk.limits import Window, count, count_soon, used

NOW = datetime(2026, 6, 15, 9, 30, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WINDOWS = (Window("minute", 60, 10), Window("hour", 3600, 100))


@pytest.fixture
def caller() -> str:
    """Somebody whom nobody has counted yet."""
    return f"key:{uuid4()}"


def soon(caller: str, now: datetime = NOW) -> list[int]:
    return [use.used for use in count_soon(caller, WINDOWS, now)]


def heard(caller: str, now: datetime = NOW) -> list[int]:
    """What Redis has heard of."""
    return [int(limits._redis().get(window.key(caller, now)) or 0) for window in WINDOWS]  # type: ignore[arg-type]


def elsewhere(caller: str, times: int) -> None:
    """Another process counts."""
    for window in WINDOWS:
        limits._redis().incrby(window.key(caller, NOW), times)


def test_far_from_the_limits_redis_hears_once_a_second(caller: str) -> None:
    assert [soon(caller)[0] for _ in range(3)] == [1, 2, 3]
    assert heard(caller) == [1, 1]
    assert soon(caller, NOW + SECOND) == [4, 4]
    assert heard(caller) == [4, 4]


def test_from_half_of_a_window_on_redis_hears_at_once(caller: str) -> None:
    for number in range(1, 13):
        assert soon(caller) == [number, number]
        assert number <= 5 or heard(caller) == [number, number]


def test_other_processes_are_seen_after_a_second(caller: str) -> None:
    soon(caller)
    elsewhere(caller, 5)
    assert soon(caller) == [2, 2]
    assert soon(caller, NOW + SECOND) == [8, 8]
    elsewhere(caller, 5)
    assert soon(caller, NOW + SECOND) == [14, 14]


def test_window_that_is_over_is_not_counted_into_the_next(caller: str) -> None:
    for _ in range(3):
        soon(caller)
    in_the_next_minute = NOW + timedelta(minutes=1)
    assert soon(caller, in_the_next_minute) == [1, 4]


def test_clock_that_is_set_back_counts_at_once(caller: str) -> None:
    soon(caller), soon(caller)
    assert soon(caller, NOW - SECOND) == [3, 3]
    assert heard(caller) == [3, 3]


def test_question_and_exact_count_tell_redis_first(caller: str) -> None:
    soon(caller), soon(caller)
    assert [use.used for use in used(caller, WINDOWS, NOW)] == heard(caller) == [2, 2]
    soon(caller)
    assert [use.used for use in count(caller, WINDOWS, NOW, weight=3)] == heard(caller) == [6, 6]


def test_threads_lose_no_request(caller: str) -> None:
    windows = (Window("minute", 60, 10_000),)
    with ThreadPoolExecutor(4) as threads:
        list(
            threads.map(
                lambda number: count_soon(caller, windows, NOW + (number // 100) * SECOND), range(1000)
            )
        )
    assert used(caller, windows, NOW)[0].used == 1000


def test_redis_that_is_away_is_asked_once_a_second_and_hears_all_later(
    caller: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    with monkeypatch.context() as patch, structlog.testing.capture_logs() as lines:
        patch.setattr(limits, "_redis", lambda: away)
        assert [soon(caller) for _ in range(5)] == [[]] * 5
    assert [line["event"] for line in lines] == ["requests_not_counted"]
    assert soon(caller, NOW + SECOND) == [6, 6]


def test_process_forgets_when_callers_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST", 3)
    for _ in range(10):
        soon(f"key:{uuid4()}")
    assert len(limits._tallies) <= 3
