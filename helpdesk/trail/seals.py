"""The chain of the trail: every entry sealed in one order, so that none can be changed, taken out or slipped in unseen.

Acts that run side by side must not wait for one another, so they do not write the chain: an entry is sealed after its
commit, by whoever seals next. Sealing is one at a time; what it has numbered is final.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.db import connection, transaction

from helpdesk.trail.models import Seal, TrailEntry, UnsealedEntry

BATCH = 2000
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('trail.seals', 0))"
TAKE = """
DELETE FROM trail_unsealedentry WHERE entry_id IN
  (SELECT entry_id FROM trail_unsealedentry ORDER BY entry_id LIMIT %s) RETURNING entry_id
"""
# What the first seal stands on.
NOTHING = "0" * 64


@dataclass(frozen=True)
class Link:
    """A number of the chain and its hash: what an anchor says, kept out of the database's reach."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


def seal_all(now: datetime) -> int:
    """Seal every committed entry that has no seal; how many were sealed."""
    sealed = 0
    while batch := _seal_batch(now):
        sealed += batch
    return sealed


@transaction.atomic
def _seal_batch(now: datetime) -> int:
    if not UnsealedEntry.objects.exists():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute(TAKE, [BATCH])
        ids = [row[0] for row in cursor.fetchall()]
    entries = TrailEntry.objects.filter(pk__in=ids).order_by("id")
    seals = list(_sealed(entries, last_link(), now))
    Seal.objects.bulk_create(seals)
    return len(seals)


def _sealed(entries: Iterable[TrailEntry], last: Link, now: datetime) -> Iterator[Seal]:
    for entry in entries:
        last = Link(last.number + 1, digest_of(entry, last))
        yield Seal(number=last.number, entry=entry, digest=last.digest, sealed_at=now)


def last_link() -> Link:
    """The end of the chain; number 0 before anything was sealed."""
    last = Seal.objects.order_by("-number").first()
    return Link(last.number, last.digest) if last else Link(0, NOTHING)


def digest_of(entry: TrailEntry, before: Link) -> str:
    """The hash of an entry in its place: its own words as JSON in one fixed form, after the hash before it."""
    words = {
        "id": entry.pk,
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor": str(entry.actor_id or ""),
        "verb": entry.verb,
        "subject": str(entry.subject_id),
        "dossier": str(entry.dossier_id or ""),
        "request": entry.request_id,
        "reason": entry.reason,
        "changes": entry.changes,
    }
    text = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(f"{before.number + 1}\n{before.digest}\n{text}".encode()).hexdigest()


def first_broken_link(anchor: Link | None = None) -> str | None:
    """What is wrong with the chain, at its first place, or none where it holds from end to end.

    An anchor that was written down elsewhere shows too when the end of the chain was cut off and made anew.
    """
    last, met = Link(0, NOTHING), anchor is None or anchor.number == 0
    for found in Seal.objects.select_related("entry").order_by("number").iterator(chunk_size=BATCH):
        if found.number != last.number + 1:
            return f"{last.number + 1} is missing"
        if found.digest != digest_of(found.entry, last):
            return f"{found.number} is not what was sealed"
        last = Link(found.number, found.digest)
        if anchor is not None and last.number == anchor.number:
            if last.digest != anchor.digest:
                return f"{last.number} is not what the anchor says"
            met = True
    if not met:
        return f"{last.number + 1} is missing, though the anchor names it"
    return _unaccounted()


def _unaccounted() -> str | None:
    """An entry that neither has a seal nor waits for one was let in past the trigger."""
    stray = TrailEntry.objects.filter(seal__isnull=True).exclude(
        pk__in=UnsealedEntry.objects.values("entry_id")
    )
    entry_id = stray.order_by("id").values_list("pk", flat=True).first()
    return None if entry_id is None else f"entry {entry_id} has no seal and waits for none"
