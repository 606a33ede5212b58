"""Keys that were found, kept in this process for some seconds, since every request asks for one.

Every process keeps its own. A change of a key or of a user empties what its own process keeps; the others ask again
when the seconds are over. Nothing is kept of what was not found.
"""

import pickle
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from helpdesk.people.models import ApiKey, User

Known = TypeVar("Known")
# Full, it is emptied: a desk has some dozens of keys.
MOST = 1000


class KeptKeys:
    """Keys with their users, by what each is known by; kept as bytes, so that each request gets objects of its own."""

    def __init__(self) -> None:
        self._kept: dict[Any, tuple[datetime, bytes]] = {}
        self._times_emptied = 0
        self._lock = Lock()

    def find(
        self, known_by: Known, look_up: Callable[[Known], Iterable[ApiKey]], now: datetime
    ) -> ApiKey | None:
        """The key as it was found less than `KEYS_KEPT_SECONDS` ago, or as it is looked up; or none."""
        lifetime = timedelta(seconds=settings.KEYS_KEPT_SECONDS)
        found_at, content = self._kept.get(known_by, (now - lifetime, b""))
        if timedelta(0) <= now - found_at < lifetime:
            key: ApiKey = pickle.loads(content)  # noqa: S301 - our own bytes, which never leave this process
            return key
        times_emptied = self._times_emptied
        found = next(iter(look_up(known_by)), None)
        if found is not None and lifetime:
            self._keep(known_by, (now, pickle.dumps(found)), times_emptied)
        return found

    def empty(self) -> None:
        with self._lock:
            self._kept.clear()
            self._times_emptied += 1

    def _keep(self, known_by: Any, found: tuple[datetime, bytes], times_emptied: int) -> None:
        with self._lock:
            if times_emptied != self._times_emptied:
                return  # Something changed while it was looked up; what was found may be what stood before.
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[known_by] = found


kept_keys = KeptKeys()


def _changed(**_of_the_signal: Any) -> None:
    """At once, for the transaction that changes it, and at its end: until then others find what stood before."""
    kept_keys.empty()
    transaction.on_commit(kept_keys.empty)


for _model in (ApiKey, User):
    post_save.connect(_changed, sender=_model)
    post_delete.connect(_changed, sender=_model)
