"""Who is calling: an integration with a key or what it lent, or a colleague with a session."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from api.callers import address_of
from cases.access import Action, get_dossier
from cases.models import Dossier
from cases.services.confidentiality import note_reading
from helpdesk.acts import Act, today_at_the_desk
from helpdesk.errors import DeskError
from helpdesk.people import keys, tokens
from helpdesk.people.models import ApiKey, User


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer hd_…`, the key of an integration, or `hdt_…`, a token it lent: then it opens no more."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        scheme, told = authorization_of(request)
        if scheme != "bearer":
            return None
        key = _key_shown(told, timezone.now(), address_of(request._request))
        if key is None:
            raise AuthenticationFailed(code="key_invalid")
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        """With what is wrong, for who did show something (RFC 6750, section 3)."""
        was_shown = authorization_of(request)[0] == "bearer"
        return 'Bearer realm="api"' + (', error="invalid_token"' if was_shown else "")


def authorization_of(request: Request) -> tuple[str, str]:
    """The scheme in small letters, and what is shown under it."""
    scheme, _, told = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower(), told.strip()


def _key_shown(told: str, now: datetime, address: str | None) -> ApiKey | None:
    if told.startswith(keys.PREFIX):
        return keys.find_key(told, now, address)
    return tokens.find_lender(told, now, address) if told.startswith(tokens.PREFIX) else None


class DeskSessionAuthentication(SessionAuthentication):
    """The session of a colleague who signed in; unsafe methods need the CSRF token."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as refusal:
            raise DeskError("csrf_missing") from refusal


class KeyHasScope(BasePermission):
    """A key opens only what the view names for it; a view that names nothing is closed to keys."""

    def has_permission(self, request: Request, view: Any) -> bool:
        require_scope(request, scope_needed(view, request.method or ""))
        return True


def require_scope(request: Request, needed: str | None) -> None:
    """Refuse a key that does not have this scope, or any where a session is needed (`scope_missing`)."""
    if isinstance(request.auth, ApiKey) and (needed is None or needed not in request.auth.scopes):
        raise DeskError("scope_missing", needed=needed or "a session")


def scope_needed(view: Any, method: str) -> str | None:
    """The scope a key needs here: `scopes` of the view, by action name first, then by reading or writing."""
    scopes: dict[str, str] = getattr(view, "scopes", {})
    reading = method in ("GET", "HEAD", "OPTIONS")
    return scopes.get(getattr(view, "action", "") or "") or scopes.get("read" if reading else "write")


def user_of(request: Request) -> User:
    """The authenticated user; the permission classes have let nobody else through."""
    if not isinstance(request.user, User):
        raise AuthenticationFailed(code="not_authenticated")
    return request.user


def act_of(request: Request, reason: str = "") -> Act:
    """Who acts, now."""
    now = timezone.now()
    return Act(by=user_of(request), at=now, on=today_at_the_desk(now), reason=reason)


def dossier_read(request: Request, dossier_id: UUID, action: Action = Action.VIEW) -> Dossier:
    """The dossier that the caller reads; that she read it is written down where it is not open to its team."""
    dossier = get_dossier(user_of(request), dossier_id, action)
    note_reading(act_of(request), dossier)
    return dossier
