"""Managing webhooks: made, changed, given another secret, switched on, asked to try again."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from helpdesk.acts import Act, AnyAct
from helpdesk.errors import DeskError, NotFoundError
from helpdesk.people.models import User
from helpdesk.revisions import refuse_if_changed
from helpdesk.trail.models import Seal
from helpdesk.trail.seals import last_link
from helpdesk.trail.services import record
from helpdesk.webhooks.addresses import AddressRefusedError, check_url
from helpdesk.webhooks.models import MessageState, Webhook, WebhookMessage
from helpdesk.webhooks.secrets import locked, new_secret

MOST = 20
PATTERN = re.compile(r"\*|[a-z_]+\.(?:\*|[a-z_]+)")
TEST_EVENT = "webhook.test"
VERSION = "1"


@transaction.atomic
def make(act: AnyAct, *, owner: User, url: str, name: str, events: Sequence[str]) -> tuple[Webhook, str]:
    """A new webhook, and its secret in plain; it hears of what happens from now on."""
    if Webhook.objects.filter(owner=owner).count() >= MOST:
        raise DeskError("too_many_webhooks", most=MOST)
    _check(url, events)
    secret = new_secret()
    webhook = Webhook.objects.create(
        owner=owner,
        url=url,
        name=name,
        events=list(dict.fromkeys(events)),
        secret=locked(secret),
        heard_until=last_link().number,
        created_at=act.at,
    )
    _note(act, webhook, "webhook.made", events=webhook.events)
    return webhook, secret


def _check(url: str, events: Sequence[str]) -> None:
    try:
        check_url(url)
    except AddressRefusedError as refusal:
        raise DeskError("webhook_address_refused", field="url", why=str(refusal)) from refusal
    for number, event in enumerate(events):
        if not PATTERN.fullmatch(event):
            raise DeskError("event_pattern_unknown", field=f"events.{number}", event=event)


def own(user_id: UUID, webhook_id: UUID, *, lock: bool = False) -> Webhook:
    rows = Webhook.objects.filter(owner_id=user_id, pk=webhook_id)
    webhook = (rows.select_for_update() if lock else rows).first()
    if webhook is None:
        raise NotFoundError
    return webhook


@transaction.atomic
def change(
    act: AnyAct, webhook_id: UUID, said: Mapping[str, Any], *, owner: User, unchanged_since: int | None = None
) -> Webhook:
    """Another address, name or choice of events; `said` holds those that change."""
    webhook = own(owner.pk, webhook_id, lock=True)
    refuse_if_changed(webhook, unchanged_since)
    _check(said.get("url", webhook.url), said.get("events", webhook.events))
    changed = sorted(name for name, value in said.items() if value != getattr(webhook, name))
    for name in changed:
        setattr(webhook, name, said[name])
    if changed:
        webhook.revision += 1
        webhook.save(update_fields=[*changed, "revision"])
        _note(act, webhook, "webhook.changed", fields=changed)
    return webhook


@transaction.atomic
def rotate(act: Act, webhook_id: UUID, *, overlap: timedelta) -> tuple[Webhook, str]:
    """Another secret; for the time of the overlap messages are signed by both."""
    webhook = own(act.by.pk, webhook_id, lock=True)
    secret = new_secret()
    webhook.former_secret, webhook.former_secret_until = webhook.secret, act.at + overlap
    webhook.secret = locked(secret)
    webhook.save(update_fields=["secret", "former_secret", "former_secret_until"])
    _note(act, webhook, "webhook.secret_changed", overlap_hours=overlap.total_seconds() / 3600)
    return webhook, secret


@transaction.atomic
def switch_on(act: Act, webhook_id: UUID) -> Webhook:
    """Send there again. What was waiting goes out now; what was given up is replayed on request."""
    webhook = own(act.by.pk, webhook_id, lock=True)
    webhook.disabled_at, webhook.disabled_why = None, ""
    webhook.save(update_fields=["disabled_at", "disabled_why"])
    webhook.messages.filter(state__in=WAITING).update(next_attempt_at=act.at, attempts=0)
    _note(act, webhook, "webhook.switched_on")
    return webhook


WAITING = (MessageState.QUEUED, MessageState.SENDING)


@transaction.atomic
def replay(act: Act, webhook_id: UUID, *, since: datetime) -> Webhook:
    """Tell everything since a moment once more, with the ids it had; what was never told is told too."""
    webhook = own(act.by.pk, webhook_id, lock=True)
    webhook.messages.filter(number__isnull=False, happened_at__gte=since).update(
        state=MessageState.QUEUED, attempts=0, next_attempt_at=act.at, delivered_at=None
    )
    before = Seal.objects.filter(entry__at__lt=since).aggregate(number=Max("number"))["number"] or 0
    webhook.heard_until = min(webhook.heard_until, before)
    webhook.save(update_fields=["heard_until"])
    _note(act, webhook, "webhook.replayed", since=since.isoformat())
    return webhook


@transaction.atomic
def send_test(act: Act, webhook_id: UUID) -> WebhookMessage:
    """A message that is about nothing, to see whether the address takes it."""
    webhook = own(act.by.pk, webhook_id, lock=True)
    return WebhookMessage.objects.create(
        webhook=webhook,
        event=TEST_EVENT,
        happened_at=act.at,
        payload={"type": TEST_EVENT, "version": VERSION, "timestamp": act.at.isoformat(), "data": {}},
        next_attempt_at=act.at,
    )


@transaction.atomic
def remove(act: AnyAct, webhook_id: UUID, *, owner: User, unchanged_since: int | None = None) -> None:
    """The webhook and its log go; that there was one stands in the trail."""
    webhook = own(owner.pk, webhook_id, lock=True)
    refuse_if_changed(webhook, unchanged_since)
    _note(act, webhook, "webhook.removed", url=webhook.url)
    webhook.delete()


def _note(act: AnyAct, webhook: Webhook, verb: str, **changes: object) -> None:
    record(verb, actor=act.by, at=act.at, subject_id=webhook.pk, reason=act.reason, changes=changes)
