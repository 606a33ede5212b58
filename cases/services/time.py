"""Time spent on a dossier: added up, and put right by taking back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from cases.access import Action, get_dossier, may
from cases.errors import CaseError
from cases.models.dossier import Dossier
from cases.models.time import TimeEntry
from cases.services.dossiers import note
from helpdesk.acts import Act
from helpdesk.people.models import User


@dataclass(frozen=True, kw_only=True)
class Spent:
    """Minutes, on which day and for what; below zero they take back what was entered wrongly, for a reason."""

    minutes: int
    what: str
    on: date
    reason: str = ""


@transaction.atomic
def spend_time(act: Act, dossier_id: UUID, spent: Spent) -> TimeEntry:
    """Enter time of the acting colleague, whatever the dossier's state: it is often entered after closing."""
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    if spent.on > act.on:
        raise CaseError("date_in_future", field="on", date=spent.on, today=act.on)
    if spent.minutes < 0:
        _refuse_to_take_back(act, dossier, spent)
    entry = TimeEntry.objects.create(
        dossier=dossier,
        minutes=spent.minutes,
        what=spent.what,
        on=spent.on,
        reason=spent.reason,
        spent_by=act.by,
        recorded_at=act.at,
    )
    note(act, dossier, "time.spent", entry=entry.pk, minutes=entry.minutes, on=str(entry.on))
    return entry


def _refuse_to_take_back(act: Act, dossier: Dossier, spent: Spent) -> None:
    """Without a reason, or more than the colleague herself entered for that day."""
    if not spent.reason:
        raise CaseError("reason_needed", field="reason")
    own = dossier.time_entries.filter(spent_by=act.by, on=spent.on).aggregate(total=Sum("minutes", default=0))
    if own["total"] + spent.minutes < 0:
        raise CaseError("more_than_was_spent", field="minutes", minutes=own["total"], on=spent.on)


def entries_of(dossier: Dossier) -> QuerySet[TimeEntry]:
    """The entries by day. They are for who may look inside the dossier, no business of who handed it in."""
    return dossier.time_entries.select_related("spent_by").order_by("on", "id")


def minutes_seen(user: User) -> Case:
    """Of each dossier the total, for who may look inside; none for who only handed it in."""
    entries = TimeEntry.objects.filter(dossier=OuterRef("pk")).order_by().values("dossier")
    total = Coalesce(Subquery(entries.annotate(total=Sum("minutes")).values("total")), 0)
    return Case(When(may(user, Action.LOOK_INSIDE), then=total), output_field=IntegerField())
