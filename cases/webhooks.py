"""Which acts are told to which webhook: those its events name, on dossiers its owner may see at that moment."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cases.access import visible_to
from cases.models import Dossier
from helpdesk.trail.models import Seal
from helpdesk.webhooks.models import Webhook, WebhookMessage
from helpdesk.webhooks.sending import claim_due, send
from helpdesk.webhooks.services import VERSION

BATCH = 500


def spread_all(now: datetime) -> int:
    """Put every sealed act that is new to a webhook into messages; how many were made."""
    listening = Webhook.objects.filter(disabled_at__isnull=True).values_list("pk", flat=True)
    return sum(_spread(webhook_id, now) for webhook_id in list(listening))


def _spread(webhook_id: UUID, now: datetime) -> int:
    made = 0
    while (batch := _spread_batch(webhook_id, now)) is not None:
        made += batch
    return made


@transaction.atomic
def _spread_batch(webhook_id: UUID, now: datetime) -> int | None:
    """One batch in the order of the chain; none where nothing is new, or another worker is at it."""
    webhook = Webhook.objects.select_for_update(skip_locked=True).filter(pk=webhook_id).first()
    if webhook is None:
        return None
    new = Seal.objects.filter(number__gt=webhook.heard_until).select_related("entry").order_by("number")
    seals = list(new[:BATCH])
    if not seals:
        return None
    messages = _messages(webhook, seals, now)
    WebhookMessage.objects.bulk_create(messages, ignore_conflicts=True)
    webhook.heard_until = seals[-1].number
    webhook.save(update_fields=["heard_until"])
    return len(messages)


def _messages(webhook: Webhook, seals: Sequence[Seal], now: datetime) -> list[WebhookMessage]:
    told = [seal for seal in seals if seal.entry.dossier_id and wants(webhook.events, seal.entry.verb)]
    ids = {seal.entry.dossier_id for seal in told if seal.entry.dossier_id}
    seen = {dossier.pk: dossier for dossier in visible_to(webhook.owner).filter(pk__in=ids)}
    return [
        WebhookMessage(
            webhook=webhook,
            number=seal.number,
            dossier_id=seal.entry.dossier_id,
            event=seal.entry.verb,
            happened_at=seal.entry.at,
            payload=payload_of(seal, seen[seal.entry.dossier_id]),
            next_attempt_at=now,
        )
        for seal in told
        if seal.entry.dossier_id in seen
    ]


def wants(events: Sequence[str], verb: str) -> bool:
    """Whether one of the patterns names the verb: itself, its namespace with a star, or a star alone."""
    return any(event in ("*", verb, f"{verb.partition('.')[0]}.*") for event in events)


def payload_of(seal: Seal, dossier: Dossier) -> dict[str, object]:
    """Thin: what happened to which dossier. The rest is read through the API, under the rights of then."""
    return {
        "type": seal.entry.verb,
        "version": VERSION,
        "timestamp": seal.entry.at.isoformat(),
        "data": {
            "number": seal.number,
            "dossier": str(dossier.pk),
            "kind": dossier.kind,
            "reference": dossier.reference,
            "revision": dossier.revision,
            "subject": str(seal.entry.subject_id),
        },
    }


def send_due(now: datetime) -> int:
    """Claim a batch of messages and send them; how many were claimed. What may no longer be seen is not sent."""
    ids = claim_due(now)
    for message_id in ids:
        if _may_still_be_told(message_id):
            send(message_id, now)
    return len(ids)


def _may_still_be_told(message_id: UUID) -> bool:
    """A right that was taken away since holds back what was about to leave."""
    message = WebhookMessage.objects.select_related("webhook__owner").get(pk=message_id)
    if message.dossier_id is None or visible_to(message.webhook.owner).filter(pk=message.dossier_id).exists():
        return True
    message.delete()
    return False
