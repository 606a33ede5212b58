"""Managing keys: issued for an integration, given other terms, replaced by another, revoked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from helpdesk.acts import AnyAct
from helpdesk.errors import DeskError, NotFoundError
from helpdesk.people.keys import issue_key
from helpdesk.people.models import ApiKey
from helpdesk.people.networks import read_networks
from helpdesk.people.oversight import integrations_managed_by, keys_managed_by
from helpdesk.revisions import refuse_if_changed
from helpdesk.trail.services import record

USUAL_LIFE = timedelta(days=365)
# Two years, one of which may be a leap year.
LONGEST_LIFE = timedelta(days=731)
LARGEST_LIMIT = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a key opens and until when (a year, where it is not said), from where and how often.

    Empty networks and limits bind it to none.
    """

    name: str
    scopes: list[str]
    expires_at: datetime | None = None
    networks: list[str] = field(default_factory=list)
    per_minute: int | None = None
    per_hour: int | None = None
    per_day: int | None = None


@transaction.atomic
def issue(act: AnyAct, integration_id: UUID, terms: Terms) -> tuple[ApiKey, str]:
    """A new key of an integration that the acting user manages, and its plain text, which is not kept.

    Refuses with `integration_unknown` any other integration, with `key_end_refused` an end that is over or further away
    than `LONGEST_LIFE`.
    """
    integration = integrations_managed_by(act.by).select_for_update().filter(pk=integration_id).first()
    if integration is None:
        raise DeskError("integration_unknown", field="integration")
    said = {**vars(terms), "expires_at": terms.expires_at or act.at + USUAL_LIFE}
    key, plain = issue_key(integration, **_checked(act, said, latest=act.at + LONGEST_LIFE))
    _note(act, key, "key.issued", integration=integration.pk, **_told(key))
    return key, plain


@transaction.atomic
def amend(
    act: AnyAct, key_id: UUID, said: Mapping[str, Any], *, unchanged_since: int | None = None
) -> ApiKey:
    """Other terms, narrower or wider; `said` holds those of `Terms` that change.

    Refuses with `key_ended` one that opens nothing any more, with `key_end_refused` an end that is over, further than
    `LONGEST_LIFE` from when it was issued, or, once it was rotated, later than it is to end.
    """
    key = managed_key(act, key_id, lock=True)
    refuse_if_changed(key, unchanged_since)
    if not key.is_usable(act.at):
        raise DeskError("key_ended")
    checked = _checked(act, said, latest=_latest_end_of(key))
    changed = {name: value for name, value in checked.items() if value != getattr(key, name)}
    before = _told(key)
    for name, value in changed.items():
        setattr(key, name, value)
    if changed:
        _save(key, *changed)
        moved = {name: [before[name], now] for name, now in _told(key).items() if now != before[name]}
        _note(act, key, "key.amended", fields=sorted(changed), **moved)
    return key


@transaction.atomic
def rotate(act: AnyAct, key_id: UUID, *, overlap: timedelta) -> tuple[ApiKey, str]:
    """Another key on the same terms, for as long a life; the former one ends after the overlap, or as it was to.

    Refuses with `key_ended` one that opens nothing any more, with `key_replaced` one that was rotated before.
    """
    key = managed_key(act, key_id, lock=True)
    if not key.is_usable(act.at):
        raise DeskError("key_ended")
    if _was_rotated(key):
        raise DeskError("key_replaced")
    life = min(key.expires_at - key.created_at, LONGEST_LIFE) if key.expires_at else LONGEST_LIFE
    successor, plain = issue_key(
        key.user,
        name=key.name,
        scopes=key.scopes,
        networks=key.networks,
        per_minute=key.per_minute,
        per_hour=key.per_hour,
        per_day=key.per_day,
        expires_at=act.at + life,
        replaces=key,
    )
    ends_at = act.at + overlap
    key.expires_at = min(key.expires_at, ends_at) if key.expires_at else ends_at
    _save(key, "expires_at")
    _note(act, key, "key.rotated", replaced_by=successor.pk, expires_at=key.expires_at.isoformat())
    _note(act, successor, "key.issued", integration=key.user_id, **_told(successor))
    return successor, plain


@transaction.atomic
def revoke(act: AnyAct, key_id: UUID) -> ApiKey:
    """The key opens nothing any more; in other processes within `KEYS_KEPT_SECONDS`. The reason stands in the trail."""
    key = managed_key(act, key_id, lock=True)
    if key.revoked_at is not None:
        raise DeskError("key_ended")
    key.revoked_at = act.at
    _save(key, "revoked_at")
    _note(act, key, "key.revoked", integration=key.user_id)
    return key


def managed_key(act: AnyAct, key_id: UUID, *, lock: bool = False) -> ApiKey:
    """The key, if the acting user manages its integration; otherwise it looks like one that is missing."""
    rows = keys_managed_by(act.by).select_related("user")
    key = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=key_id).first()
    if key is None:
        raise NotFoundError
    return key


def _checked(act: AnyAct, said: Mapping[str, Any], *, latest: datetime) -> dict[str, Any]:
    """The terms as they are kept; an end lies after now, and not after the latest."""
    kept = dict(said)
    if "scopes" in kept:
        kept["scopes"] = list(dict.fromkeys(kept["scopes"]))
    if "networks" in kept:
        kept["networks"] = read_networks(kept["networks"])
    if "expires_at" in kept and not act.at < kept["expires_at"] <= latest:
        raise DeskError("key_end_refused", field="expires_at", latest=latest.isoformat(timespec="seconds"))
    return kept


def _latest_end_of(key: ApiKey) -> datetime:
    return key.expires_at if key.expires_at and _was_rotated(key) else key.created_at + LONGEST_LIFE


def _was_rotated(key: ApiKey) -> bool:
    return ApiKey.objects.filter(replaces=key).exists()


def _save(key: ApiKey, *changed: str) -> None:
    key.revision += 1
    key.save(update_fields=[*changed, "revision"])


def _told(key: ApiKey) -> dict[str, object]:
    """What the trail keeps of the terms of a key."""
    ends_at = key.expires_at.isoformat() if key.expires_at else None
    return {"scopes": key.scopes, "networks": key.networks, "limits": key.limits, "expires_at": ends_at}


def _note(act: AnyAct, key: ApiKey, verb: str, **changes: object) -> None:
    record(verb, actor=act.by, at=act.at, subject_id=key.pk, reason=act.reason, changes=changes)
