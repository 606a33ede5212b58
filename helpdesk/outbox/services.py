"""Queueing mail, and taking what is due: each mail by one worker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.people.models import User

# After a claim, a worker that died is taken to have sent nothing: the mail is tried again from this long after.
CLAIM_LASTS = timedelta(minutes=10)
OFF = ":called-off:"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The words of one mail, and the headers that only mails of its kind have."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)


def queue_mail(
    key: str,
    *,
    to: User,
    letter: Letter,
    at: datetime,
    dossier_id: UUID | None = None,
    quotes: OutgoingMail | None = None,
    not_before: datetime | None = None,
) -> OutgoingMail | None:
    """Queue a mail to a colleague; none when a mail with this key was queued before.

    With `dossier_id` where it is about one dossier, `quotes` where it tells the subject of another mail; with
    `not_before` it waits until then. Call it inside the transaction that makes the mail necessary.
    """
    mail, is_new = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "addressee": to,
            "dossier_id": dossier_id,
            "quotes": quotes,
            "address": to.email,
            "language": to.language,
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "headers": dict(letter.headers),
            "queued_at": at,
            "next_attempt_at": max(at, not_before or at),
        },
    )
    return mail if is_new else None


def queue_copy(mail: OutgoingMail, key: str, at: datetime) -> OutgoingMail | None:
    """Queue a mail once more, word for word, to the addressee's address of today; none where this key is taken."""
    same = Letter(subject=mail.subject, text=mail.text, html=mail.html, headers=mail.headers)
    copy = queue_mail(key, to=mail.addressee, letter=same, at=at, dossier_id=mail.dossier_id)
    if copy is not None:
        OutgoingMail.objects.filter(pk=copy.pk).update(language=mail.language, copy_of=mail)
        copy.refresh_from_db()
    return copy


def call_off(ids: QuerySet[Any, Any], at: datetime) -> int:
    """Let those of these mails not leave that wait for a moment to come; how many. Call it inside a transaction.

    What is due, or was tried, leaves; so does what a worker claims just now, for its row is looked at again after that.
    The key is free again: what was never said may have to be said after all.
    """
    waiting = OutgoingMail.objects.filter(
        pk__in=ids, state=MailState.QUEUED, attempts=0, next_attempt_at__gt=at
    )
    return waiting.update(state=MailState.CALLED_OFF, key=Concat("key", Value(OFF), Cast("id", CharField())))


def key_when_called_off(mail: OutgoingMail) -> str:
    """What frees the key of one mail, as `call_off` does of many."""
    return f"{mail.key}{OFF}{mail.pk}"


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


def send_again(mail_id: UUID, at: datetime) -> bool:
    """Queue a mail that was given up or came back anew, with all its tries; false for any other."""
    ended = OutgoingMail.objects.filter(id=mail_id, state__in=[MailState.FAILED, MailState.BOUNCED])
    return bool(ended.update(state=MailState.QUEUED, attempts=0, next_attempt_at=at))
