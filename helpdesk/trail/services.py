"""Writing the trail."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import structlog

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
    """Add one entry. Call it inside the transaction of the act; `actor` is none for the desk's own clockwork."""
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    return TrailEntry.objects.create(
        verb=verb,
        actor=actor,
        at=at,
        subject_id=subject_id,
        dossier_id=dossier_id,
        reason=reason,
        changes=dict(changes or {}),
        request_id=request_id,
    )


def record_reading(verb: str, *, actor: User, at: datetime, on: date, dossier_id: UUID) -> None:
    """Note that somebody read this on a day; the first time that day is kept, further ones change nothing."""
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    entry = TrailEntry(
        verb=verb,
        actor=actor,
        at=at,
        subject_id=dossier_id,
        dossier_id=dossier_id,
        changes={"on": on.isoformat()},
        request_id=request_id,
    )
    TrailEntry.objects.bulk_create([entry], ignore_conflicts=True)
