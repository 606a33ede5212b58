"""How often one caller may ask: several windows of time at once, counted in Redis.

A window begins at a multiple of its length since 1970, so every process counts the same one. Where Redis does not
answer, nobody is refused: a limit protects the desk, and no deadline may wait for it.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import structlog
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 1.0
# One command for all windows of a caller: writing and reading six took half as long again.
COUNT = """
local counts = {}
for place, name in ipairs(KEYS) do
  counts[place] = redis.call('INCRBY', name, ARGV[1])
  redis.call('EXPIRE', name, ARGV[place + 1])
end
return counts
"""


@dataclass(frozen=True)
class Window:
    """So many requests within so many seconds."""

    name: str
    seconds: int
    limit: int


@dataclass(frozen=True)
class Use:
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


@lru_cache(maxsize=1)
def _redis() -> Redis:
    return Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
    )


def count(caller: str, windows: tuple[Window, ...], now: datetime, *, weight: int = 1) -> list[Use]:
    """Count one request, or something of more weight, in every window. Empty where nothing could be counted."""
    return _asked(caller, windows, now, step=weight)


def used(caller: str, windows: tuple[Window, ...], now: datetime) -> list[Use]:
    """How much is used, without counting this question."""
    return _asked(caller, windows, now, step=0)


def _asked(caller: str, windows: tuple[Window, ...], now: datetime, *, step: int) -> list[Use]:
    moment = int(now.timestamp())
    names = [f"limit:{caller}:{window.name}:{moment // window.seconds}" for window in windows]
    try:
        counts = _redis().register_script(COUNT)(names, [step, *(window.seconds for window in windows)])
    except RedisError as failure:
        log.warning("requests_not_counted", error=type(failure).__name__)
        return []
    return [
        Use(window, int(number), window.seconds - moment % window.seconds)
        for window, number in zip(windows, counts, strict=True)
    ]
