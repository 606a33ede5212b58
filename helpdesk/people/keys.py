"""API keys: made once, kept as a hash, recognised in one indexed look-up that holds for some seconds."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db.models import QuerySet

from helpdesk.people.kept_keys import kept_keys
from helpdesk.people.models import ApiKey, User
from helpdesk.people.networks import lies_in
from helpdesk.written import written_once

log = structlog.get_logger(__name__)

PREFIX = "hd_"
# Writing the moment of use on every call would turn each read into a write.
USE_IS_NOTED_EVERY = timedelta(minutes=5)


def digest_of(key: str) -> str:
    """The SHA-256 of a key; keys are 256 random bits, so no salt or slow hash is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


def issue_key(user: User, *, name: str, scopes: list[str], **more: Any) -> tuple[ApiKey, str]:
    """A new key and its plain text, which is not kept. `more` are further columns of the key."""
    plain = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(user=user, name=name, scopes=scopes, digest=digest_of(plain), **more)
    return key, plain


def find_key(plain: str, now: datetime, address: str | None = None) -> ApiKey | None:
    """The key with this text, of an active user, that is usable now and from this address; or none."""
    return _opening(kept_keys.find(digest_of(plain), _with_digest, now), now, address)


def find_key_of_id(key_id: UUID, now: datetime, address: str | None = None) -> ApiKey | None:
    """The key of this id, as `find_key` finds it by its text; for who has proved to hold something that it lent."""
    return _opening(kept_keys.find(key_id, _with_id, now), now, address)


def _opening(key: ApiKey | None, now: datetime, address: str | None) -> ApiKey | None:
    """The key that was found, where it opens now and from this address; its use is noted."""
    if key is None or not key.is_usable(now) or not key.user.is_active:
        return None
    if key.networks and not lies_in(key.networks, address):
        log.warning("key_used_from_elsewhere", key=str(key.pk), address=address)
        return None
    if key.last_used_at is None or now - key.last_used_at > USE_IS_NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
        kept_keys.empty()
    return key


@written_once
def _with_digest(digest: str) -> QuerySet[ApiKey]:
    return ApiKey.objects.select_related("user").filter(digest=digest)


@written_once
def _with_id(key_id: UUID) -> QuerySet[ApiKey]:
    return ApiKey.objects.select_related("user").filter(pk=key_id)
