"""When a mail does not reach a colleague, those who watch over her work are told: a warning unread is no warning."""

from datetime import datetime

import structlog
from django.utils.translation import gettext as _
from django.utils.translation import override

from helpdesk.outbox.letters import letter_from
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.services import Letter, queue_mail
from helpdesk.outbox.sight import may_be_told
from helpdesk.people.models import User
from helpdesk.people.oversight import overseers_of

log = structlog.get_logger(__name__)

KEY = "undelivered:"


def tell_overseers(mail: OutgoingMail, at: datetime) -> None:
    """Queue a mail to each of them, once for one mail. A notice that itself cannot be delivered tells nobody anew."""
    if mail.key.startswith(KEY):
        return
    told = overseers_of(mail.addressee)
    if not told:
        log.error("nobody_to_tell_of_lost_mail", mail=str(mail.id), key=mail.key)
    for user in told:
        _tell(mail, user, at, quotes=mail if may_be_told(mail, user) else None)


def tell_without_quoting(notice: OutgoingMail, at: datetime) -> None:
    """After a notice was called off: that a mail did not arrive is told all the same, and no word of which."""
    if notice.quotes is not None and notice.addressee.is_active:
        _tell(notice.quotes, notice.addressee, at, quotes=None)


def _tell(mail: OutgoingMail, user: User, at: datetime, *, quotes: OutgoingMail | None) -> None:
    letter = undelivered_letter(mail, user, about=quotes.subject if quotes else "")
    queue_mail(f"{KEY}{mail.id}:{user.pk}", to=user, letter=letter, at=at, quotes=quotes)


def undelivered_letter(mail: OutgoingMail, user: User, *, about: str) -> Letter:
    """Whom it was for, its subject if that may be said, and why it did not arrive, in the language of who is told."""
    with override(user.language):
        subject = _("A mail to %(name)s did not arrive") % {"name": mail.addressee.name}
        context = {
            "name": mail.addressee.name,
            "address": mail.address,
            "about": about,
            "error": mail.last_error,
            "preview": about,
        }
        return letter_from("outbox/undelivered", subject=subject, context=context)
