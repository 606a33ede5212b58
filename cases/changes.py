"""What changed since a moment, of all that a user may see, for a client that keeps a copy."""

from dataclasses import dataclass
from itertools import takewhile
from uuid import UUID

from django.db.models import Case, F, Q, Subquery, When
from django.db.models.expressions import OuterRef
from django.db.models.functions import Coalesce, Greatest

from cases.access import visible_to
from cases.models.change import DossierChange, Mirrored
from cases.models.dossier import Dossier
from cases.services.mirrors import bring_up_to_date
from helpdesk.people.models import User


@dataclass(frozen=True)
class Told:
    """A dossier as it now is; none where it is gone from the user's sight."""

    id: UUID
    number: int
    dossier: Dossier | None


def changes_since(user: User, since: int, size: int) -> tuple[list[Told], bool]:
    """So many changes beyond a number, the oldest first, and whether there are more at once.

    What is committed is numbered when the end of what has a number is reached.
    """
    found = _told(user, since, size + 1)
    if len(found) <= size:
        bring_up_to_date(user)
        found = _told(user, since, size + 1)
    return found[:size], len(found) > size


def _told(user: User, since: int, count: int) -> list[Told]:
    """Up to the first dossier that went out of sight and is not numbered so yet: no cursor may pass it."""
    rows = list(_beyond(user, since)[:count])
    seen = (
        visible_to(user)
        .only("kind", "reference", "revision", "updated_at")
        .in_bulk([row.dossier_id for row in rows if not row.is_gone])
    )
    settled = takewhile(lambda row: row.is_gone or row.dossier_id in seen, rows)
    return [Told(row.dossier_id, row.place, seen.get(row.dossier_id)) for row in settled]


def _beyond(user: User, since: int):  # type: ignore[no-untyped-def]  # annotated rows
    mine = Mirrored.objects.filter(user=user)
    changed = DossierChange.objects.filter(number__gt=since).values("dossier_id")
    # Who begins has nothing that could be gone.
    fresh = mine.filter(is_gone=False) if since == 0 else mine
    near = fresh.filter(Q(number__gt=since) | Q(is_gone=False, dossier_id__in=changed))
    latest = DossierChange.objects.filter(dossier_id=OuterRef("dossier_id")).values("number")
    place = Case(
        When(is_gone=True, then=F("number")), default=Greatest("number", Coalesce(Subquery(latest), 0))
    )
    return near.annotate(place=place).filter(place__gt=since).order_by("place")
