"""Writing the trail."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

import structlog

from helpdesk.adding import add
from helpdesk.people.models import User
from helpdesk.trail.models import TrailEntry


def record(
    verb: str,
    *,
    actor: User | None,
    at: datetime,
    subject_id: UUID,
    dossier_id: UUID | None = None,
    reason: str = "",
    changes: Mapping[str, object] | None = None,
) -> TrailEntry:
    """Add one entry. Call it inside the transaction of the act; `actor` is none for the desk's own clockwork.

    Identifiers among the changes are written as text.
    """
    return add(
        entry(
            verb,
            actor=actor,
            at=at,
            subject_id=subject_id,
            dossier_id=dossier_id,
            reason=reason,
            changes=changes,
        )
    )


def record_for_dossiers(
    verb: str,
    *,
    actor: User,
    at: datetime,
    dossier_ids: Collection[UUID],
    reason: str = "",
    changes: Mapping[str, object] | None = None,
) -> None:
    """The same entry in the trail of each of these dossiers, in one statement."""
    TrailEntry.objects.bulk_create(
        entry(verb, actor=actor, at=at, subject_id=one, dossier_id=one, reason=reason, changes=changes)
        for one in dossier_ids
    )


def entry(
    verb: str,
    *,
    actor: User | None,
    at: datetime,
    subject_id: UUID,
    dossier_id: UUID | None,
    reason: str,
    changes: Mapping[str, object] | None,
) -> TrailEntry:
    """The entry that `record` would write, not yet written."""
    return TrailEntry(
        verb=verb,
        actor=actor,
        at=at,
        subject_id=subject_id,
        dossier_id=dossier_id,
        reason=reason,
        changes=_plain(dict(changes or {})),
        request_id=structlog.contextvars.get_contextvars().get("request_id", ""),
    )


def record_readings(verb: str, *, actor: User, at: datetime, on: date, dossier_ids: Collection[UUID]) -> None:
    """Note that somebody read these on a day; the first time that day is kept, further ones change nothing."""
    told = {"on": on.isoformat()}
    TrailEntry.objects.bulk_create(
        [
            entry(verb, actor=actor, at=at, subject_id=one, dossier_id=one, reason="", changes=told)
            for one in dossier_ids
        ],
        ignore_conflicts=True,
    )


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, UUID) else value
