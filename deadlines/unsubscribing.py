"""Leaving a digest by the link in it (RFC 8058): signed out, in one click, and for that kind of digest alone."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.core import signing

from deadlines.models import DigestKind
from deadlines.wishes import SWITCHES, change_wishes, wishes_of
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError
from helpdesk.people.models import User

SALT = "deadlines.unsubscribing"


@dataclass(frozen=True)
class Subscription:
    """Whose digest of which kind a link is about, and whether she still gets it."""

    user: User
    kind: DigestKind
    is_wanted: bool


def unsubscribe_address(user: User, kind: DigestKind) -> str:
    """The address that switches this kind off for this colleague. It has no end: it can do nothing else."""
    token = signing.Signer(salt=SALT).sign_object({"user": user.pk.hex, "kind": kind.value})
    return f"{settings.SITE_URL}/unsubscribe/{token}"


def headers_for(address: str) -> dict[str, str]:
    """What lets a mail program show its own button."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def follow(token: str) -> Subscription:
    """What a link is about. Forged, or of a colleague who can no longer sign in: both look alike."""
    try:
        said = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError) as forged:
        raise NotFoundError from forged
    user = User.objects.filter(pk=UUID(said["user"]), is_active=True).first()
    if user is None:
        raise NotFoundError
    kind = DigestKind(said["kind"])
    return Subscription(user, kind, getattr(wishes_of(user), SWITCHES[kind]))


def unsubscribe(token: str, at: datetime, today: date) -> Subscription:
    """What the button below a link does, and a mail program by itself; done twice, it changes nothing more."""
    found = follow(token)
    change_wishes(Act(by=found.user, at=at, on=today), {SWITCHES[found.kind]: False})
    return Subscription(found.user, found.kind, is_wanted=False)
