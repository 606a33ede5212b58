"""Writing the trail."""

from collections.abc import Mapping
from datetime import datetime
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
