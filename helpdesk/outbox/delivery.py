"""Delivering what is due: tried again with growing pauses, given up loudly, the server's answer kept."""

from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils.module_loading import import_string

from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.outbox.notices import tell_overseers
from helpdesk.outbox.services import claim_due_mail, key_when_called_off
from helpdesk.outbox.sight import may_be_told
from helpdesk.outbox.smtp import PostOffice, RecipientRefusedError

log = structlog.get_logger(__name__)

BATCH = 50
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]
# Mails that failed together are not tried again together.
SPREAD = 0.2


def deliver_batch(now: datetime) -> int:
    """Claim a batch and hand it over in one visit to the mail server; how many were claimed."""
    ids = claim_due_mail(now, limit=BATCH)
    with PostOffice() as office:
        for mail_id in ids:
            deliver(mail_id, now, office)
    return len(ids)


@transaction.atomic
def deliver(mail_id: UUID, now: datetime, office: PostOffice) -> bool:
    """Send one claimed mail and write down how it went. True when the mail server took it.

    The row stays locked while the server is spoken to: another worker finds it locked or sent. Only a crash between
    the server's answer and our commit can send a mail twice, with the same Message-ID. What its reader may no longer
    be told is called off.
    """
    claimed = OutgoingMail.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        id=mail_id, state=MailState.SENDING
    )
    mail = claimed.select_related("addressee").first()
    if mail is None:
        return False
    if not may_be_told(mail, mail.addressee):
        _call_off(mail, now)
        return False
    mail.attempts += 1
    try:
        answer = office.hand_over(message_of(mail))
    except (SMTPException, OSError, ValueError) as failure:  # ValueError: an address no mail can be sent to
        _note_failure(mail, failure, now)
    else:
        mail.state, mail.sent_at, mail.last_error, mail.answer = MailState.SENT, now, "", answer
    mail.save(update_fields=["state", "attempts", "sent_at", "last_error", "answer", "next_attempt_at"])
    return mail.state == MailState.SENT


def _call_off(mail: OutgoingMail, now: datetime) -> None:
    """Let a locked mail not leave, and free its key; what it said is told after all where it may be."""
    log.info("mail_called_off", mail=str(mail.id), key=mail.key)
    mail.state, mail.key = MailState.CALLED_OFF, key_when_called_off(mail)
    mail.save(update_fields=["state", "key"])
    for name in settings.WHEN_CALLED_OFF:
        import_string(name)(mail, now)


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The mail as it goes over the wire: text first, the same in HTML beside it."""
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
        **mail.headers,
    }
    message = EmailMultiAlternatives(
        mail.subject, mail.text, from_email=_return_path(mail), to=[mail.address], headers=headers
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def _return_path(mail: OutgoingMail) -> str:
    """Where reports about this mail go back to, with its id, so that a report that quotes nothing can be placed."""
    if not settings.BOUNCE_ADDRESS:
        return settings.DEFAULT_FROM_EMAIL
    local, _at, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{local}+{mail.id.hex}@{domain}"


def pause_before_retry(mail: OutgoingMail) -> timedelta:
    """How long after its last try a mail rests: longer each time, a little different for each mail."""
    share = mail.id.int % 1000 / 1000
    return PAUSES[mail.attempts - 1] * (1 + SPREAD * share)


def _note_failure(mail: OutgoingMail, failure: Exception, now: datetime) -> None:
    mail.last_error = f"{type(failure).__name__}: {failure}"
    facts = {"mail": str(mail.id), "key": mail.key, "attempts": mail.attempts, "error": mail.last_error}
    if isinstance(failure, RecipientRefusedError) and failure.is_permanent:
        tell_overseers(mail, now)
    if mail.attempts > len(PAUSES):
        mail.state = MailState.FAILED
        log.error("mail_given_up", **facts)
        tell_overseers(mail, now)
        return
    mail.state, mail.next_attempt_at = MailState.QUEUED, now + pause_before_retry(mail)
    log.warning("mail_not_taken", **facts)
