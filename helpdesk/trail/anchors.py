"""The end of the chain, mailed every evening: whoever owns the database cannot rewrite what lies in other mailboxes."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from helpdesk.days import short_day
from helpdesk.outbox.letters import letter_from
from helpdesk.outbox.services import Letter, queue_mail
from helpdesk.people.models import Membership, Role, User
from helpdesk.trail.seals import Link, last_link

SENT_FROM = time(18, 0)


def send_anchors(now: datetime) -> int:
    """Queue this day's anchor to each coordinator, from six in the evening at the desk; how many were queued."""
    here = timezone.localtime(now)
    link = last_link()
    if here.time() < SENT_FROM or not link.number:
        return 0
    coordinators = Membership.objects.filter(role=Role.COORDINATOR).values("user_id")
    waiting = User.objects.filter(pk__in=coordinators, is_active=True, is_service=False).exclude(
        mails__key__startswith=f"anchor:{here:%Y-%m-%d}:"
    )
    queued = (
        queue_mail(
            f"anchor:{here:%Y-%m-%d}:{user.pk}", to=user, letter=anchor_letter(link, user, now), at=now
        )
        for user in waiting.order_by("email")
    )
    return sum(mail is not None for mail in queued)


def anchor_letter(link: Link, user: User, now: datetime) -> Letter:
    """The number and the hash, and what they are for."""
    with override(user.language):
        day = short_day(timezone.localtime(now).date())
        subject = _("Register of %(day)s: entry %(number)d") % {"day": day, "number": link.number}
        context = {"number": link.number, "digest": link.digest, "anchor": str(link), "preview": link.digest}
        return letter_from("trail/anchor", subject=subject, context=context)
