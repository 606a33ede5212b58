"""Units of a penalty that were lost, mailed from seven in the morning: one mail a colleague."""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction

from deadlines.addressees import alarmed_by
from deadlines.letters import loss_letter
from deadlines.models import Loss
from helpdesk.outbox.services import queue_mail
from helpdesk.people.models import User


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
    """The losses each colleague hears of; who that is, is asked once for each owner in a team."""
    readers: dict[object, list[User]] = {}
    found: dict[User, list[Loss]] = defaultdict(list)
    for loss in losses:
        key = (loss.dossier.team_id, loss.dossier.owner_id)
        if key not in readers:
            readers[key] = alarmed_by(loss.dossier, today)
        for user in readers[key]:
            found[user].append(loss)
    return found


def _tell(user: User, losses: list[Loss], today: date, at: datetime) -> bool:
    key = f"unit-lapsed:{losses[0].pk}:{user.pk}"
    return queue_mail(key, to=user, letter=loss_letter(losses, user, today), at=at) is not None
