"""Sending messages: signed, claimed by one worker, tried again for three days, then given up and the owner told."""

import json
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from standardwebhooks import Webhook as Signer

from helpdesk.outbox.letters import letter_from
from helpdesk.outbox.services import Letter, queue_mail
from helpdesk.people.models import User
from helpdesk.people.oversight import overseers_of
from helpdesk.webhooks.addresses import AddressRefusedError, post
from helpdesk.webhooks.models import MessageState, Webhook, WebhookAttempt, WebhookMessage
from helpdesk.webhooks.secrets import unlocked

log = structlog.get_logger(__name__)

CLAIM_LASTS = timedelta(minutes=5)
# Three days in all.
PAUSES = [
    timedelta(seconds=5),
    *(timedelta(minutes=minutes) for minutes in (1, 5, 30)),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 18, 22)),
]
GONE = 410


def claim_due(now: datetime, *, limit: int = 50) -> list[UUID]:
    """Take messages that are due for this worker alone; those of addresses that are switched off rest."""
    with transaction.atomic():
        due = WebhookMessage.objects.select_for_update(skip_locked=True).filter(
            state__in=[MessageState.QUEUED, MessageState.SENDING],
            next_attempt_at__lte=now,
            webhook__disabled_at__isnull=True,
        )
        ids = list(due.order_by("next_attempt_at", "number").values_list("id", flat=True)[:limit])
        WebhookMessage.objects.filter(id__in=ids).update(
            state=MessageState.SENDING, next_attempt_at=now + CLAIM_LASTS
        )
    return ids


def send(message_id: UUID, now: datetime) -> bool:
    """Send one claimed message and write down how it went. True when the other side took it."""
    with transaction.atomic():
        message = _claimed(message_id)
        if message is None:
            return False
        made = _try(message, now)
        message.attempts += 1
        was_taken = made.status is not None and 200 <= made.status < 300
        if was_taken:
            message.state, message.delivered_at = MessageState.DELIVERED, now
        else:
            _note_failure(message, made, now)
        message.save(update_fields=["state", "attempts", "delivered_at", "next_attempt_at"])
    return was_taken


def _claimed(message_id: UUID) -> WebhookMessage | None:
    rows = WebhookMessage.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "webhook__owner"
    )
    return rows.filter(id=message_id, state=MessageState.SENDING, webhook__disabled_at__isnull=True).first()


def _try(message: WebhookMessage, now: datetime) -> WebhookAttempt:
    body = json.dumps(message.payload, separators=(",", ":"), ensure_ascii=False)
    began, status, answer, error = time.monotonic(), None, "", ""
    try:
        status, answer = post(message.webhook.url, body.encode(), headers_for(message, body, now))
    except AddressRefusedError as refusal:
        error = str(refusal)
    except (OSError, HTTPException) as failure:
        error = f"{type(failure).__name__}: {failure}"
    return WebhookAttempt.objects.create(
        message=message,
        at=now,
        status=status,
        answer=answer,
        error=error[:200],
        milliseconds=int((time.monotonic() - began) * 1000),
    )


def headers_for(message: WebhookMessage, body: str, now: datetime) -> dict[str, str]:
    """Signed by the secret, and for a while after it was changed by the former one too."""
    at = now.astimezone(UTC)
    signatures = (
        Signer(secret).sign(str(message.id), at, body) for secret in secrets_of(message.webhook, now)
    )
    return {
        "Content-Type": "application/json",
        "User-Agent": "legal-helpdesk",
        "webhook-id": str(message.id),
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def secrets_of(webhook: Webhook, now: datetime) -> Iterable[str]:
    yield unlocked(webhook.secret)
    if webhook.former_secret and webhook.former_secret_until and now < webhook.former_secret_until:
        yield unlocked(webhook.former_secret)


def _note_failure(message: WebhookMessage, made: WebhookAttempt, now: datetime) -> None:
    is_last = message.attempts > len(PAUSES)
    if made.status == GONE or is_last:
        message.state = MessageState.GIVEN_UP
        switch_off(message.webhook, now, why=f"{made.status or made.error}"[:300])
        return
    message.state = MessageState.QUEUED
    message.next_attempt_at = now + PAUSES[message.attempts - 1]


def switch_off(webhook: Webhook, now: datetime, *, why: str) -> None:
    """Send nothing more there, and tell the owner, or who watches over an integration."""
    webhook.disabled_at, webhook.disabled_why = now, why
    webhook.save(update_fields=["disabled_at", "disabled_why"])
    log.error("webhook_switched_off", webhook=str(webhook.pk), why=why)
    told = overseers_of(webhook.owner) if webhook.owner.is_service else [webhook.owner]
    for user in told:
        key = f"webhook-off:{webhook.pk}:{now.isoformat()}:{user.pk}"
        queue_mail(key, to=user, letter=switched_off_letter(webhook, user), at=now)


def switched_off_letter(webhook: Webhook, user: User) -> Letter:
    """Which address is sent nothing more, and what it answered last."""
    with override(user.language):
        subject = _("The webhook %(name)s was switched off") % {"name": webhook.name}
        why = webhook.disabled_why
        context = {"name": webhook.name, "why": why, "preview": why}
        return letter_from("webhooks/switched_off", subject=subject, context=context)
