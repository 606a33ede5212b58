"""The worker's part of the outbox."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from helpdesk.outbox.services import claim_due_mail, deliver


@shared_task
def deliver_due_mail() -> None:
    """Claim what is due and hand it out in tasks of one mail each."""
    for mail_id in claim_due_mail(timezone.now()):
        deliver_one_mail.delay(str(mail_id))


@shared_task
def deliver_one_mail(mail_id: str) -> None:
    deliver(UUID(mail_id), timezone.now())
