"""Which mails name what is closed to a colleague, as the floors above say that know what a mail is about."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import User


def closed_to(user: User) -> QuerySet[OutgoingMail]:
    """The mails that she may not be told: they name what is closed to her, or quote one that does."""
    names_closed: Q = reduce(or_, (import_string(name)(user) for name in settings.MAILS_CLOSED_TO))
    quoted = OutgoingMail.objects.filter(names_closed, pk=OuterRef("quotes"))
    return OutgoingMail.objects.filter(names_closed | Q(Exists(quoted)))


def may_be_told(mail: OutgoingMail, user: User) -> bool:
    """Whether she may be told it now. Who can no longer sign in is told nothing."""
    return user.is_active and not closed_to(user).filter(pk=mail.pk).exists()
