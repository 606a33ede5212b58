"""What follows from a report of another mail server: the mail came back, the address is flagged, somebody is told."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from helpdesk.acts import Act
from helpdesk.errors import DeskError, NotFoundError
from helpdesk.outbox.models import Bounce, MailState, OutgoingMail
from helpdesk.outbox.notices import tell_overseers
from helpdesk.outbox.reports import Report, read_reports
from helpdesk.outbox.sight import closed_to
from helpdesk.people.models import User
from helpdesk.people.oversight import overseen_by
from helpdesk.trail.services import record


def take_reports(raw: bytes, at: datetime) -> list[Bounce]:
    """Keep what a report says and act on it. The same report twice is taken once; what is no report is passed over."""
    digest = sha256(raw).hexdigest()
    return [
        bounce
        for number, report in enumerate(read_reports(raw))
        if (bounce := _take(report, f"{digest}:{number}", at)) is not None
    ]


@transaction.atomic
def _take(report: Report, digest: str, at: datetime) -> Bounce | None:
    named = OutgoingMail.objects.select_for_update().filter(pk=report.mail_id) if report.mail_id else None
    mail = named.first() if named is not None else None
    bounce, is_new = Bounce.objects.get_or_create(
        digest=digest,
        defaults={
            "mail": mail,
            "address": report.address,
            "action": report.action,
            "status": report.status,
            "diagnostic": report.diagnostic,
            "received_at": at,
        },
    )
    if not is_new:
        return None
    if mail is not None and bounce.is_permanent:
        _came_back(mail, bounce, at)
    return bounce


def _came_back(mail: OutgoingMail, bounce: Bounce, at: datetime) -> None:
    """The mail did not arrive: its address is not to be relied on, and others must hear of it."""
    mail.state, mail.last_error = MailState.BOUNCED, f"{bounce.status} {bounce.diagnostic}".strip()
    mail.save(update_fields=["state", "last_error"])
    flagged = User.objects.filter(pk=mail.addressee_id, email=mail.address, mail_refused_at__isnull=True)
    if flagged.update(mail_refused_at=at):
        record("mailbox.refused", actor=None, at=at, subject_id=mail.addressee_id)
    tell_overseers(mail, at)


def bounces_seen_by(user: User) -> QuerySet[Bounce]:
    """The bounces of colleagues whose work the user watches over; those that name no mail, for administrators.

    Each with whether the mail may not be told her: `names_closed`.
    """
    closed = closed_to(user).filter(pk=Coalesce(OuterRef("mail__quotes"), OuterRef("mail")))
    seen = Bounce.objects.select_related("mail__addressee", "settled_by").annotate(
        names_closed=Exists(closed)
    )
    return seen if user.is_admin else seen.filter(mail__addressee__in=overseen_by(user))


@transaction.atomic
def settle(act: Act, bounce_id: UUID, *, remark: str) -> Bounce:
    """The address works again: it is flagged no longer. Refuses one that was settled before (`bounce_settled`)."""
    seen = bounces_seen_by(act.by).filter(pk=bounce_id).values("pk")
    bounce = Bounce.objects.select_for_update().filter(pk__in=seen).first()
    if bounce is None:
        raise NotFoundError
    if bounce.settled_at is not None:
        raise DeskError("bounce_settled", settled_at=bounce.settled_at)
    bounce.settled_by, bounce.settled_at, bounce.remark = act.by, act.at, remark
    bounce.save(update_fields=["settled_by", "settled_at", "remark"])
    if bounce.mail is not None:
        User.objects.filter(pk=bounce.mail.addressee_id).update(mail_refused_at=None)
        record("mailbox.works_again", actor=act.by, at=act.at, subject_id=bounce.mail.addressee_id)
    return bounce
