"""Limits on the rate of requests: counted per caller, told in every answer, and refused with 429.

The headers are those of the draft "RateLimit header fields for HTTP" (draft-ietf-httpapi-ratelimit-headers-10).
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from helpdesk.limits import Use, Window, count, count_soon, used
from helpdesk.people.models import ApiKey, CalendarFeed

SECONDS = {"minute": 60, "hour": 3600, "day": 86_400}
# As many as signing in allows one address. Not of one client: anybody could shut it out who knows its name.
FAILURES_OF_ONE_ADDRESS = (Window("minute", SECONDS["minute"], 10),)


class CallerWindows(BaseThrottle):
    """Counts the request once it is known who asks; who is over any window waits for that one."""

    def __init__(self) -> None:
        self._wait: float | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        uses = count_soon(_caller(request), windows_of(request), timezone.now())
        request._request.rate_limit_uses = uses  # type: ignore[attr-defined]  # read again by `limit_headers`
        over = [use.seconds_left for use in uses if use.is_over]
        self._wait = max(over, default=0)
        return not over

    def wait(self) -> float | None:
        return self._wait


def weigh(request: Request, weight: int) -> None:
    """Count a request that asks for many acts as so many; where these do not fit, refuse it whole (429)."""
    now, windows, caller = timezone.now(), windows_of(request), _caller(request)
    more = weight - 1  # The request itself is counted already.
    short = [use.seconds_left for use in used(caller, windows, now) if use.remaining < more]
    if short:
        raise Throttled(wait=max(short))
    if more:
        request._request.rate_limit_uses = count(caller, windows, now, weight=more)  # type: ignore[attr-defined]


def limit_headers(request: Any) -> dict[str, str]:
    """What was counted for this request; nothing where nobody was let in far enough to be counted."""
    uses: list[Use] = getattr(request, "rate_limit_uses", [])
    if not uses:
        return {}
    policies = ", ".join(f'"{use.window.name}";q={use.window.limit};w={use.window.seconds}' for use in uses)
    state = ", ".join(f'"{use.window.name}";r={use.remaining};t={use.seconds_left}' for use in uses)
    return {"RateLimit-Policy": policies, "RateLimit": state}


def windows_of(request: Request) -> tuple[Window, ...]:
    """The desk's limits, or those of calendar feeds; a key's own stand in their place."""
    is_feed = isinstance(request.auth, CalendarFeed)
    limits: dict[str, int] = settings.CALENDAR_READS_PER if is_feed else settings.REQUESTS_PER
    if isinstance(request.auth, ApiKey):
        limits = limits | request.auth.limits
    return tuple(Window(name, SECONDS[name], limit) for name, limit in limits.items())


def uses_of(request: Request) -> list[Use]:
    """What of each window the caller has used, the present request included."""
    return used(_caller(request), windows_of(request), timezone.now())


def refuse_guessing(address: str | None, now: datetime) -> None:
    """Refuse, without looking at what it shows, an address that has shown too much that was wrong (429)."""
    for use in used(f"guesses:{address}", FAILURES_OF_ONE_ADDRESS, now):
        if not use.remaining:
            raise Throttled(wait=use.seconds_left)


def note_guess(address: str | None, now: datetime) -> None:
    """Something that was wrong was shown from this address."""
    count(f"guesses:{address}", FAILURES_OF_ONE_ADDRESS, now)


def _caller(request: Request) -> str:
    if isinstance(request.auth, CalendarFeed):
        return f"feed:{request.auth.pk}"
    return f"key:{request.auth.pk}" if isinstance(request.auth, ApiKey) else f"user:{request.user.pk}"
