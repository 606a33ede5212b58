"""Identifiers that sort by the moment they were made."""

import secrets
import time
from threading import Lock
from uuid import UUID

TICKS_IN_A_MILLISECOND = 1 << 12


class Moments:
    """The clock in ticks of a 4096th of a millisecond, each later than the one before it."""

    def __init__(self) -> None:
        self._last = -1
        self._lock = Lock()

    def next(self) -> int:
        """The present; one tick after the last where that has not passed yet, or the clock was set back."""
        with self._lock:
            self._last = max(self._last + 1, time.time_ns() * TICKS_IN_A_MILLISECOND // 1_000_000)
            return self._last


_moments = Moments()


def new_id() -> UUID:
    """A version 7 UUID (RFC 9562, 6.2, method 3): 48 bits of Unix milliseconds, 12 of their fraction, 62 random bits.

    Those of one process sort in the order they were made; those of several, by their clocks. Rows made together lie
    together in the index, and an id tells nothing but when it was made.
    """
    milliseconds, fraction = divmod(_moments.next(), TICKS_IN_A_MILLISECOND)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62))
