"""The sweep that keeps standings and watches in step with the days: whatever is not of today is reckoned anew."""

from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import transaction

from cases.models import Dossier
from cases.models.dossier import State
from deadlines.law.errors import LawError
from deadlines.models import PenaltyStanding
from deadlines.models.standing import out_of_date
from deadlines.standings import AT_A_TIME, Matter, Reckoned, matters_of, reckon, refused, store
from deadlines.watches import keep_in_step
from helpdesk.acts import Clockwork
from helpdesk.errors import DeskError

log = structlog.get_logger(__name__)


def sweep(*, today: date, at: datetime, everything: bool = False) -> int:
    """Reckon the standings that are not of today, or every one, batch by batch; the number reckoned.

    Run again it finds nothing to do. A dossier that somebody works on just now is left to the next sweep.
    """
    act, reckoned = Clockwork(at=at, on=today), 0
    rows = PenaltyStanding.objects.all() if everything else PenaltyStanding.objects.filter(out_of_date(today))
    keys = rows.order_by("pk").values_list("pk", flat=True)
    batch = list(keys[:AT_A_TIME])
    while batch:
        reckoned += _sweep_batch(act, batch, everything=everything)
        batch = list(keys.filter(pk__gt=batch[-1])[:AT_A_TIME])
    return reckoned


@transaction.atomic
def _sweep_batch(act: Clockwork, keys: list[UUID], *, everything: bool) -> int:
    """One batch; what another has locked is skipped, and what another has reckoned meanwhile is left alone."""
    locked = Dossier.objects.select_for_update(skip_locked=True).filter(pk__in=keys).order_by("pk")
    matters = matters_of(list(locked))
    late = [one for one in matters if everything or not one.standing.is_of(act.on)]
    reckoned = [(matter, _reckon_or_say_why(matter, act)) for matter in late]
    store(found.standing for _, found in reckoned)
    for matter, found in reckoned:
        if matter.dossier.state != State.CLOSED and not found.standing.refusal:
            keep_in_step(act, matter, found.standing, found.milestones)
    return len(reckoned)


def _reckon_or_say_why(matter: Matter, act: Clockwork) -> Reckoned:
    """The figures of a closed dossier are of the day it was closed. One that the law refuses must stop no other."""
    closed_on = matter.dossier.closed_on
    try:
        reckoned = reckon(matter, closed_on or act.on)
    except (LawError, DeskError) as refusal:
        log.error("penalty_not_reckoned", dossier=str(matter.dossier.pk), code=refusal.code)
        return Reckoned(refused(matter, act.on, refusal.code))
    if closed_on is not None:
        reckoned.standing.holds_until = None
    return reckoned
