"""Units of a penalty that were lost, mailed from seven in the morning: one mail a colleague, each loss to her once."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from cases.access import visible_to
from deadlines.addressees import alarmed_by
from deadlines.letters import loss_letter
from deadlines.models import Loss
from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.outbox.services import queue_mail
from helpdesk.people.models import User

log = structlog.get_logger(__name__)


@transaction.atomic
def tell_losses(*, today: date, at: datetime) -> int:
    """Mail what was lost and not told yet to owners and coordinators; the number of mails queued."""
    rows = Loss.objects.select_for_update(skip_locked=True, of=("self",))
    untold = rows.filter(was_watched=True, told_at=None).select_related("dossier__condemnation__standing")
    losses = list(untold.order_by("id"))
    told = [_tell(user, hers, today, at) for user, hers in _by_reader(losses, today).items()]
    Loss.objects.filter(pk__in=[loss.pk for loss in losses]).update(told_at=at)
    return sum(told)


def _by_reader(losses: list[Loss], today: date) -> dict[User, list[Loss]]:
    """The losses each colleague hears of and was not told. Who hears is asked of each dossier: each has its walls."""
    told = _told(losses)
    found: dict[User, list[Loss]] = defaultdict(list)
    for loss in losses:
        readers = alarmed_by(loss.dossier, today)
        if not readers:
            log.error("loss_without_reader", loss=loss.pk)
        for user in readers:
            if (loss.pk, user.pk) not in told:
                found[user].append(loss)
    return found


def _told(losses: list[Loss]) -> set[tuple[int, UUID]]:
    """Who was told which, by a mail that was not called off."""
    known = Loss.mails.through.objects.filter(loss__in=losses).exclude(
        outgoingmail__state=MailState.CALLED_OFF
    )
    return set(known.values_list("loss_id", "outgoingmail__addressee_id"))


def _tell(user: User, losses: list[Loss], today: date, at: datetime) -> bool:
    key = f"unit-lapsed:{losses[0].pk}:{user.pk}"
    mail = queue_mail(key, to=user, letter=loss_letter(losses, user, today), at=at)
    if mail is not None:
        mail.losses.set(losses)
    return mail is not None


def closed_to(user: User) -> Q:
    """The mails that tell a loss in a dossier she may not see."""
    told = Loss.mails.through.objects.filter(outgoingmail=OuterRef("pk"))
    return Q(Exists(told.exclude(loss__dossier__in=visible_to(user))))


def tell_anew(mail: OutgoingMail, at: datetime) -> None:
    """After a mail was called off: the next look tells its losses to whoever hears of them and was not told."""
    mail.losses.update(told_at=None)
