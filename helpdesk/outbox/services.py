"""Queueing mail and delivering it: claimed by one worker, tried again with growing pauses, given up loudly."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

import structlog
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.people.models import User

log = structlog.get_logger(__name__)

# After a claim, a worker that died is taken to have sent nothing: the mail is tried again from this long after.
CLAIM_LASTS = timedelta(minutes=10)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The words of one mail."""

    subject: str
    text: str
    html: str


def queue_mail(
    key: str, *, to: User, letter: Letter, at: datetime, dossier_id: UUID | None = None
) -> OutgoingMail | None:
    """Queue a mail to a colleague; none when a mail with this key was queued before.

    With `dossier_id` where it is about one dossier. Call it inside the transaction that makes the mail necessary.
    """
    mail, is_new = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "addressee": to,
            "dossier_id": dossier_id,
            "address": to.email,
            "language": to.language,
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "queued_at": at,
            "next_attempt_at": at,
        },
    )
    return mail if is_new else None


def claim_due_mail(now: datetime, *, limit: int = 100) -> list[UUID]:
    """Take up to `limit` mails that are due at `now` (inclusive), for this worker alone.

    Taking and marking is one transaction under row locks; other workers skip the locked rows.
    """
    with transaction.atomic():
        due = OutgoingMail.objects.select_for_update(skip_locked=True).filter(
            state__in=[MailState.QUEUED, MailState.SENDING], next_attempt_at__lte=now
        )
        ids = list(due.order_by("next_attempt_at", "id").values_list("id", flat=True)[:limit])
        OutgoingMail.objects.filter(id__in=ids).update(
            state=MailState.SENDING, next_attempt_at=now + CLAIM_LASTS
        )
    return ids


@transaction.atomic
def deliver(mail_id: UUID, now: datetime) -> bool:
    """Send one claimed mail and write down how it went. True when the mail server took it.

    The row stays locked while the server is spoken to: a task the broker delivers twice finds it locked or sent.
    """
    claimed = OutgoingMail.objects.select_for_update(skip_locked=True).filter(
        id=mail_id, state=MailState.SENDING
    )
    mail = claimed.first()
    if mail is None:
        return False
    mail.attempts += 1
    try:
        message_of(mail).send()
    except (SMTPException, OSError, ValueError) as failure:  # ValueError: an address no mail can be sent to
        _note_failure(mail, failure, now)
    else:
        mail.state, mail.sent_at, mail.last_error = MailState.SENT, now, ""
    mail.save(update_fields=["state", "attempts", "sent_at", "last_error", "next_attempt_at"])
    return mail.state == MailState.SENT


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The mail as it goes over the wire: text first, the same in HTML beside it."""
    headers = {
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
    }
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.address], headers=headers)
    message.attach_alternative(mail.html, "text/html")
    return message


def _note_failure(mail: OutgoingMail, failure: Exception, now: datetime) -> None:
    mail.last_error = f"{type(failure).__name__}: {failure}"
    if mail.attempts > len(PAUSES):
        mail.state = MailState.FAILED
        log.error(
            "mail_given_up", mail=str(mail.id), key=mail.key, attempts=mail.attempts, error=mail.last_error
        )
        return
    mail.state, mail.next_attempt_at = MailState.QUEUED, now + PAUSES[mail.attempts - 1]
    log.warning(
        "mail_not_taken", mail=str(mail.id), key=mail.key, attempts=mail.attempts, error=mail.last_error
    )
