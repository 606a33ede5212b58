"""What changed since a moment, of all that a user may see, for a client that keeps a copy."""

from dataclasses import dataclass
from itertools import takewhile
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

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
    places = [_Place(*row) for row in _beyond(user, since, count)]
    seen = (
        visible_to(user)
        .only("kind", "reference", "revision", "updated_at")
        .in_bulk([place.dossier_id for place in places if not place.is_gone])
    )
    settled = takewhile(lambda place: place.is_gone or place.dossier_id in seen, places)
    return [Told(place.dossier_id, place.number, seen.get(place.dossier_id)) for place in settled]


class _Place(NamedTuple):
    dossier_id: UUID
    number: int
    is_gone: bool


def _beyond(user: User, since: int, count: int) -> QuerySet[Any, Any]:
    """The places beyond a number: where the mirror was told of a dossier, or where that has changed since.

    Two orders that have an index each, merged: so a page costs what is on it. In one query, since of two that are asked
    one after the other the second may see a number beyond one that the first did not see yet.
    """
    told, changed = _told_of(user, since)[:count], _changed_after_it_was_told(user, since)[:count]
    return told.union(changed, all=True).order_by("number")[:count]


def _told_of(user: User, since: int) -> QuerySet[Any, Any]:
    mine = Mirrored.objects.filter(user=user, number__gt=since)
    # Who begins has nothing that could be gone.
    mine = mine.filter(is_gone=False) if since == 0 else mine
    later = DossierChange.objects.filter(dossier_id=OuterRef("dossier_id"), number__gt=OuterRef("number"))
    unchanged = mine.filter(Q(is_gone=True) | ~Exists(later))
    return unchanged.order_by("number").values_list("dossier_id", "number", "is_gone")


def _changed_after_it_was_told(user: User, since: int) -> QuerySet[Any, Any]:
    told = Mirrored.objects.filter(
        user=user, dossier_id=OuterRef("dossier_id"), number__lt=OuterRef("number")
    )
    changes = DossierChange.objects.filter(Exists(told.filter(is_gone=False)), number__gt=since)
    return changes.order_by("number").values_list("dossier_id", "number", Value(False))
