"""The sweep that keeps standings and watches in step with the days: whatever is not of today is reckoned anew."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cases.imports.keeping import unbuilt
from cases.models import Dossier
from deadlines.models import PenaltyStanding
from deadlines.models.standing import out_of_date
from deadlines.standings import AT_A_TIME, matters_of
from deadlines.watches import follow_all
from helpdesk.acts import DeskAct


def sweep(*, today: date, at: datetime, everything: bool = False) -> int:
    """Reckon the standings that are not of today, or every one, batch by batch; the number reckoned.

    Run again it finds nothing to do. A dossier that somebody works on just now is left to the next sweep.
    """
    act, reckoned = DeskAct(at=at, on=today), 0
    rows = PenaltyStanding.objects.all() if everything else PenaltyStanding.objects.filter(out_of_date(today))
    keys = rows.order_by("pk").values_list("pk", flat=True)
    batch = list(keys[:AT_A_TIME])
    while batch:
        reckoned += _sweep_batch(act, batch, everything=everything)
        batch = list(keys.filter(pk__gt=batch[-1])[:AT_A_TIME])
    return reckoned


@transaction.atomic
def _sweep_batch(act: DeskAct, keys: list[UUID], *, everything: bool) -> int:
    """One batch; what another has locked is skipped, and what another has reckoned meanwhile is left alone."""
    locked = Dossier.objects.select_for_update(skip_locked=True).filter(pk__in=keys).order_by("pk")
    matters = matters_of(list(locked))
    late = [one for one in matters if everything or not one.standing.is_of(act.on)]
    with unbuilt(one.dossier.pk for one in late):
        follow_all(act, late)
    return len(late)
