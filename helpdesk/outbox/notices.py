"""When a mail does not reach a colleague, those who watch over her work are told: a warning unread is no warning."""

from datetime import datetime

import structlog
from django.utils.translation import gettext as _
from django.utils.translation import override

from helpdesk.outbox.letters import letter_from
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.services import Letter, queue_mail
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
        queue_mail(f"{KEY}{mail.id}:{user.pk}", to=user, letter=undelivered_letter(mail, user), at=at)


def undelivered_letter(mail: OutgoingMail, user: User) -> Letter:
    """Whom it was for, what its subject was and why it did not arrive, in the language of who is told."""
    with override(user.language):
        subject = _("A mail to %(name)s did not arrive") % {"name": mail.addressee.name}
        context = {
            "name": mail.addressee.name,
            "address": mail.address,
            "about": mail.subject,
            "error": mail.last_error,
            "preview": mail.subject,
        }
        return letter_from("outbox/undelivered", subject=subject, context=context)
