"""How often one caller may ask: several windows of time at once, counted in Redis.

A window begins at a multiple of its length since 1970, so every process counts the same one. Who is far from every
limit is counted in the process, and Redis hears of it within a second. Where it does not answer, nobody is refused: a
limit protects the desk, and no deadline may wait for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import structlog
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 1.0
# How old the numbers of other processes may be for who has used less than half of every window.
ASKED_EVERY = timedelta(seconds=1)
# Of so many callers a process keeps numbers; full, it forgets them, with the requests of one second.
MOST = 1000
# One command for all windows of a caller: writing and reading six took half as long again.
COUNT = """
local counts = {}
for place, name in ipairs(KEYS) do
  counts[place] = redis.call('INCRBY', name, ARGV[place])
  redis.call('EXPIRE', name, ARGV[#KEYS + place])
end
return counts
"""


class Window(NamedTuple):
    """So many requests within so many seconds."""

    name: str
    seconds: int
    limit: int

    def key(self, caller: str, now: datetime) -> str:
        """What the present one is counted under."""
        return f"limit:{caller}:{self.name}:{int(now.timestamp()) // self.seconds}"


class Use(NamedTuple):
    """What of one window is used, this request included, and when the next begins."""

    window: Window
    used: int
    seconds_left: int

    @property
    def remaining(self) -> int:
        return max(0, self.window.limit - self.used)

    @property
    def is_over(self) -> bool:
        return self.used > self.window.limit


@dataclass
class _Tally:
    """Of one caller, what Redis said, or nothing where it did not answer; and how much it has not heard of yet."""

    asked_at: datetime
    keys: list[str]
    counts: list[int]
    unheard: int = 0

    def may_wait(self, windows: Sequence[Window], keys: list[str], now: datetime) -> bool:
        """Whether one more request need not be told at once."""
        is_fresh = timedelta(0) <= now - self.asked_at < ASKED_EVERY and keys == self.keys
        used = zip(windows, self.counts, strict=False)
        return is_fresh and all(2 * (number + self.unheard) < window.limit for window, number in used)


_tallies: dict[str, _Tally] = {}
_lock = Lock()


@lru_cache(maxsize=1)
def _redis() -> Redis:
    return Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
    )


def count_soon(caller: str, windows: tuple[Window, ...], now: datetime) -> list[Use]:
    """Count one request in every window: here, while less than half of each is used, or at once."""
    keys = [window.key(caller, now) for window in windows]
    with _lock:
        tally = _tallies.get(caller)
        if tally and tally.may_wait(windows, keys, now):
            tally.unheard += 1
            return _uses(windows, [number + tally.unheard for number in tally.counts], now)
    return count(caller, windows, now)


def count(caller: str, windows: tuple[Window, ...], now: datetime, *, weight: int = 1) -> list[Use]:
    """Count one request, or something of more weight, in every window at once. Empty where Redis does not answer."""
    return _asked(caller, windows, now, step=weight)


def used(caller: str, windows: tuple[Window, ...], now: datetime) -> list[Use]:
    """How much is used, without counting this question."""
    return _asked(caller, windows, now, step=0)


def _asked(caller: str, windows: tuple[Window, ...], now: datetime, *, step: int) -> list[Use]:
    keys = [window.key(caller, now) for window in windows]
    with _lock:
        before = _tallies.pop(caller, None) or _Tally(now, keys, [])
    # Of a window that is over nobody asks any more.
    steps = [step + (before.unheard if key in before.keys else 0) for key in keys]
    try:
        counts = _redis().register_script(COUNT)(keys, [*steps, *(window.seconds for window in windows)])
        _keep(caller, _Tally(now, keys, [int(number) for number in counts]))
    except RedisError as failure:
        log.warning("requests_not_counted", error=type(failure).__name__)
        counts = []
        _keep(caller, _Tally(now, keys, [], unheard=before.unheard + step))
    return _uses(windows, counts, now)


def _keep(caller: str, tally: _Tally) -> None:
    """What another thread counted meanwhile is still unheard."""
    with _lock:
        if len(_tallies) >= MOST:
            _tallies.clear()
        meanwhile = _tallies.get(caller)
        tally.unheard += meanwhile.unheard if meanwhile else 0
        _tallies[caller] = tally


def _uses(windows: Sequence[Window], counts: Sequence[int], now: datetime) -> list[Use]:
    moment = int(now.timestamp())
    return [
        Use(window, number, window.seconds - moment % window.seconds)
        for window, number in zip(windows, counts, strict=False)
    ]
