"""A colleague's notices: the reminders she was told of, in the app at once, whatever becomes of the mail."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cases.access import may_be_seen_by
from deadlines.errors import DeadlineError
from deadlines.models import Deadline, ReminderMail
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError
from helpdesk.people.models import User


def notices_of(user: User) -> QuerySet[ReminderMail]:
    """Hers, of dossiers she still sees."""
    return ReminderMail.objects.filter(may_be_seen_by(user, "reminder__deadline__dossier__"), addressee=user)


@transaction.atomic
def read_notice(act: Act, mail_id: UUID) -> ReminderMail:
    """She has read one, known by its mail; when she first did is kept."""
    notice = (
        notices_of(act.by).filter(mail=mail_id).select_related("mail", "reminder__deadline__dossier").first()
    )
    if notice is None:
        raise NotFoundError
    _read(ReminderMail.objects.filter(pk=notice.pk), act.at)
    notice.refresh_from_db(fields=["read_at"])
    return notice


@transaction.atomic
def read_notices(act: Act, *, until: UUID) -> int:
    """She has read this one and all before it; how many of them she had not."""
    hers = notices_of(act.by)
    last = hers.filter(mail=until).values_list("pk", flat=True).first()
    if last is None:
        raise DeadlineError("notice_unknown", field="until")
    return _read(hers.filter(pk__lte=last), act.at)


def read_notices_of(deadline: Deadline, user: User, at: datetime) -> None:
    """Whoever acknowledges a day has read her notices of it. Call it inside that transaction."""
    _read(ReminderMail.objects.filter(addressee=user, reminder__deadline=deadline), at)


def read_all_notices_of(deadlines: Collection[Deadline], at: datetime) -> None:
    """Of what is done there is nothing left to read, for anybody. Call it inside the transaction that does it."""
    _read(ReminderMail.objects.filter(reminder__deadline__in=deadlines), at)


def _read(notices: QuerySet[ReminderMail], at: datetime) -> int:
    """Mark those that are unread, locked in the order of their ids."""
    unread = notices.filter(read_at__isnull=True).select_for_update(of=("self",)).order_by("id")
    return ReminderMail.objects.filter(pk__in=list(unread.values_list("pk", flat=True))).update(read_at=at)
