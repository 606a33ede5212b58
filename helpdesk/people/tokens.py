"""Access tokens: lent by a key for some minutes, signed, and kept nowhere.

A token names its key and holds nothing of the key's text. What it opens is asked of the key at every use, so that it is
worth nothing from the moment on at which the key is.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer

from helpdesk.people.keys import find_key_of_id
from helpdesk.people.models import ApiKey

PREFIX = "hdt_"
LENT_FOR = timedelta(minutes=10)
SALT = "helpdesk.people.tokens"


def lend_token(key: ApiKey, scopes: Sequence[str], now: datetime) -> tuple[str, int]:
    """A token that opens these scopes of the key, and for how many seconds: never longer than the key."""
    latest = now + LENT_FOR
    ends_at = min(latest, key.expires_at or latest)
    lent = {"key": key.pk.hex, "scopes": list(scopes), "until": ends_at.timestamp()}
    return PREFIX + _signer().sign_object(lent), int((ends_at - now).total_seconds())


def find_lender(token: str, now: datetime, address: str | None = None) -> ApiKey | None:
    """The key that lent this token, with what it lent of its scopes and still has; or none.

    None too where the token has ended or the key itself would not open now and from this address.
    """
    try:
        lent: dict[str, Any] = _signer().unsign_object(token.removeprefix(PREFIX))
    except BadSignature:
        return None
    if now.timestamp() >= lent["until"]:
        return None
    key = find_key_of_id(UUID(lent["key"]), now, address)
    if key is not None:
        key.scopes = [scope for scope in key.scopes if scope in lent["scopes"]]
    return key


def _signer() -> Signer:
    # The colon, Django's own choice between words and signature, may not stand in a bearer token (RFC 6750).
    return Signer(salt=SALT, sep=".")
