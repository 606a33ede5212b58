"""Which worker is at an import, and how far it is.

A worker takes an import by a conditional update and holds it while it shows that it is alive. One that falls silent is
overtaken after `LEASE`; if it only slept, it finds its claim gone before it can finish, and what it wrote is undone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Q, QuerySet

from cases.models import Import
from cases.models.imports import AT_WORK, ImportState

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
SHOW_PROGRESS = """
UPDATE cases_import SET done = %s, total = %s, claimed_at = %s WHERE id = %s AND claim = %s AND state = %s
"""
Watch = Callable[[str, int, int], None]


class ClaimLostError(Exception):
    """The import was called off, or another worker has taken it over."""


@dataclass
class Claim:
    """One worker's right to one import, until it lets go or is taken for dead."""

    imported: Import
    clock: Callable[[], datetime]
    watch: Watch
    _connection: BaseDatabaseWrapper

    def show(self, done: int, total: int) -> None:
        """How far the work is, visible at once, whatever transaction it runs in. Shows, too, that this worker lives."""
        one = self.imported
        with self._connection.cursor() as cursor:
            cursor.execute(SHOW_PROGRESS, [done, total, self.clock(), one.pk, one.claim, str(one.state)])
            if not cursor.rowcount:
                raise ClaimLostError
        self.watch(str(one.state), done, total)

    def go_on(self, state: ImportState, **fields: object) -> None:
        """Do something else with the import, and keep it."""
        self._change(state=state, **fields)

    def rest(self, state: ImportState, **fields: object) -> None:
        """Let go: the work has come to this state. In a transaction it counts only if the transaction does."""
        now = self.clock()
        self._change(state=state, claim=None, claimed_at=None, attempts=0, rested_at=now, **fields)

    def _change(self, **fields: object) -> None:
        mine = Import.objects.filter(
            pk=self.imported.pk, claim=self.imported.claim, state=self.imported.state
        )
        if not mine.update(**fields):
            raise ClaimLostError
        for name, value in fields.items():
            setattr(self.imported, name, value)


def that_wait(now: datetime) -> QuerySet[Import]:
    """Imports that wait for a worker: those that have none, and those whose worker fell silent."""
    is_free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - LEASE)
    return Import.objects.filter(is_free, state__in=AT_WORK)


@contextmanager
def claimed(import_id: UUID, clock: Callable[[], datetime], watch: Watch) -> Iterator[Claim | None]:
    """The import, for this worker alone; none where there is nothing to do or another worker is at it."""
    now = clock()
    waiting = that_wait(now).filter(pk=import_id)
    token = uuid4()
    # Inside somebody's transaction the import itself may not be committed yet, and is seen on this connection only.
    own = connection if connection.in_atomic_block else connection.copy()
    try:
        taken = waiting.update(claim=token, claimed_at=now, attempts=F("attempts") + 1)
        yield Claim(_mine(import_id, token), clock, watch, own) if taken else None
    finally:
        if own is not connection:
            own.close()


def _mine(import_id: UUID, token: UUID) -> Import:
    found = Import.objects.select_related("team", "uploaded_by", "confirmed_by", "undone_by")
    return found.get(pk=import_id, claim=token)
