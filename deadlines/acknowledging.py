"""Somebody says that she knows of a fatal day: over the API, or from a mail by a link that is hers alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction

from cases.access import Action, may
from cases.services.dossiers import note
from deadlines.attention import ask
from deadlines.entries import lock_deadline, lock_open_deadline
from deadlines.errors import DeadlineError
from deadlines.models import Deadline, DeadlineState
from deadlines.notices import read_notices_of
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError
from helpdesk.people.models import User

SALT = "deadlines.acknowledging"
# After the day itself a link still says what became of it; then it opens nothing.
LINK_OUTLIVES_ITS_DAY = timedelta(days=14)


@transaction.atomic
def acknowledge(act: Act, deadline_id: UUID, due_on: date | None = None) -> Deadline:
    """She knows of the day, and her notices of it are read. Who says it first is kept.

    `due_on` is the day that she saw; nobody acknowledges one to which it has moved meanwhile.
    """
    deadline = lock_open_deadline(act, deadline_id)
    if due_on is not None and due_on != deadline.due_on:
        raise DeadlineError("day_moved")
    asked = ask(deadline, act.at)
    if asked is None:
        raise DeadlineError("nothing_to_acknowledge")
    if asked.acknowledged_at is None:
        asked.acknowledged_by, asked.acknowledged_at, asked.climbs_at = act.by, act.at, None
        asked.save(update_fields=["acknowledged_by", "acknowledged_at", "climbs_at"])
        told = {"deadline": deadline.pk, "due_on": str(deadline.due_on)}
        note(act, deadline.dossier, "deadline.acknowledged", **told)
    read_notices_of(deadline, act.by, act.at)
    return deadline


# The link in a mail


class Found(Enum):
    """What a link leads to."""

    TO_ACKNOWLEDGE = "to_acknowledge"
    ACKNOWLEDGED = "acknowledged"
    MOVED = "moved"
    DONE = "done"


@dataclass(frozen=True)
class Linked:
    """Whose link it is, to which deadline, for which day, and how that stands."""

    user: User
    deadline: Deadline
    due_on: date
    found: Found


def address_for(user: User, deadline: Deadline, today: date) -> str:
    """The address by which this colleague alone acknowledges this day of this deadline."""
    until = max(deadline.due_on, today) + LINK_OUTLIVES_ITS_DAY
    said = {
        "user": user.pk.hex,
        "deadline": deadline.pk.hex,
        "due": str(deadline.due_on),
        "until": str(until),
    }
    return f"{settings.SITE_URL}/acknowledge/{signing.Signer(salt=SALT).sign_object(said)}"


def follow(token: str, today: date) -> Linked:
    """What a link leads to. Forged, expired, of a colleague who may no longer work on it: all look alike."""
    said = _read(token)
    if said is None or date.fromisoformat(said["until"]) < today:
        raise NotFoundError
    user = User.objects.filter(pk=UUID(said["user"]), is_active=True, is_service=False).first()
    if user is None:
        raise NotFoundError
    seen = Deadline.objects.filter(may(user, Action.CHANGE, "dossier__"), pk=UUID(said["deadline"]))
    deadline = seen.select_related("dossier").first()
    if deadline is None:
        raise NotFoundError
    due_on = date.fromisoformat(said["due"])
    return Linked(user, deadline, due_on, _standing(deadline, due_on))


def _read(token: str) -> dict[str, Any] | None:
    try:
        said: dict[str, Any] = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return said


def _standing(deadline: Deadline, due_on: date) -> Found:
    if deadline.state != DeadlineState.OPEN:
        return Found.DONE
    if deadline.due_on != due_on:
        return Found.MOVED
    return Found.ACKNOWLEDGED if deadline.acknowledged_at else Found.TO_ACKNOWLEDGE


@transaction.atomic
def acknowledge_by_link(token: str, at: datetime, today: date) -> Linked:
    """What the button below a link does; where nothing is left to acknowledge it changes nothing."""
    linked = follow(token, today)
    act = Act(by=linked.user, at=at, on=today)
    # Locked, it may have moved since the page was shown.
    deadline = lock_deadline(act, linked.deadline.pk)
    found = _standing(deadline, linked.due_on)
    if found is Found.TO_ACKNOWLEDGE:
        acknowledge(act, deadline.pk)
        found = Found.ACKNOWLEDGED
    return Linked(linked.user, deadline, linked.due_on, found)
