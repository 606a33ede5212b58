"""Which mails name what is closed to a colleague, as the floors above say that know what a mail is about."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import User


def closed_to(user: User) -> QuerySet[OutgoingMail]:
    """The mails that name what is closed to her. One that quotes another names what that one does."""
    return _naming(user, [settings.MAILS_OF_ONE_CLOSED_TO, *settings.MAILS_OF_MANY_CLOSED_TO])


def may_be_told(mail: OutgoingMail, user: User) -> bool:
    """Whether she may be told it now. Who can no longer sign in is told nothing."""
    said = mail.quotes or mail
    is_of_one = said.dossier_id is not None
    asked = [settings.MAILS_OF_ONE_CLOSED_TO] if is_of_one else settings.MAILS_OF_MANY_CLOSED_TO
    return user.is_active and not _naming(user, asked).filter(pk=said.pk).exists()


def _naming(user: User, asked: list[str]) -> QuerySet[OutgoingMail]:
    conditions: list[Q] = [import_string(name)(user) for name in asked]
    return OutgoingMail.objects.filter(reduce(or_, conditions))
