"""Reading a case: what comes next, what became of its grievances, what it costs, what it changed."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import ExtractYear

from cases.access import may_be_seen_by
from cases.errors import CaseError
from cases.models.aftermath import Impact
from cases.models.cost import Cost, CostKind
from cases.models.dossier import Dossier
from cases.models.grievance import Grievance, GrievanceOutcome
from cases.models.hearing import Hearing
from cases.models.instance import Instance
from helpdesk.people.models import User

GRANTED = (GrievanceOutcome.ANNULLED, GrievanceOutcome.INTERPRETED)
# Outcomes that say who was right; the others can end a case that no court has decided.
DECIDED_BY_A_COURT = frozenset({"won", "partly_won", "lost"})
NOTHING = Decimal("0.00")
NO_COSTS = dict.fromkeys(("spent", "awarded", "recovered"), NOTHING)
STANDS_OPEN = Q(closed_on=None, outcome="")


def next_hearing(today: date) -> Subquery:
    """For each dossier, the first day from today on, included, with a hearing that is still to come."""
    ahead = Hearing.objects.filter(instance__litigation=OuterRef("pk"), outcome="", on__gte=today).order_by()
    return Subquery(ahead.values("instance__litigation").annotate(first=Min("on")).values("first"))


def grievances_by_outcome(litigation: UUID) -> dict[str, int]:
    """How many grievances have each outcome, none of them left out, and how many there are."""
    return by_outcome(grievances_counted(litigation))


def by_outcome(counted: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The same, from `grievances_counted`."""
    counts = {outcome.value: 0 for outcome in GrievanceOutcome}
    counts |= {each["outcome"]: each["grievances"] for each in counted}
    return {"total": sum(counts.values()), **counts}


def grievances_counted(litigation: UUID | OuterRef) -> QuerySet[Grievance, Any]:
    of_case = Grievance.objects.filter(litigation=litigation).order_by()
    return of_case.values("outcome").annotate(grievances=Count("pk"))


def costs_summed(litigation: OuterRef) -> QuerySet[Cost, Any]:
    """What was spent, awarded and recovered, in euros, in one row; none where nothing was.

    What was taken back has left no trace in the sums.
    """
    awarded = Q(kind=CostKind.INDEMNITY_AWARDED)
    of_case = Cost.objects.filter(litigation=litigation).order_by().values("litigation")
    return of_case.annotate(
        spent=Sum("amount", filter=~awarded, default=NOTHING),
        awarded=Sum("amount", filter=awarded, default=NOTHING),
        recovered=Sum("amount", filter=Q(recovered_on__isnull=False), default=NOTHING),
    ).values("spent", "awarded", "recovered")


def impact_by_year(user: User) -> Iterable[Mapping[str, Any]]:
    """Over all cases the user may see: by kind and year how often, and the persons and euros told.

    Persons that were estimated are summed apart from those that were counted.
    """
    seen = Impact.objects.filter(may_be_seen_by(user, "litigation__dossier__"))
    grouped = seen.annotate(year=ExtractYear("on")).order_by("kind", "year").values("kind", "year")
    return grouped.annotate(
        count=Count("pk"),
        persons_counted=Sum("persons", filter=Q(is_estimate=False), default=0),
        persons_estimated=Sum("persons", filter=Q(is_estimate=True), default=0),
        euros=Sum("amount", default=Decimal("0.00")),
    )


def refuse_unfinished(dossier: Dossier, outcome: str) -> None:
    """Hold the outcome a case is to be closed with against its instances and grievances.

    Refuses with `instance_open` while a court has it; with `grievances_pending` where a court is said to have decided
    and grievances wait; with `outcome_contradicted` where none, or some, of them were granted against what is said.
    """
    waiting = Instance.objects.filter(STANDS_OPEN, litigation=dossier.pk).order_by("id")
    if courts := list(waiting.values_list("court", flat=True)):
        raise CaseError("instance_open", field="outcome", courts=courts)
    if outcome in DECIDED_BY_A_COURT:
        _refuse_unshown(outcome, grievances_by_outcome(dossier.pk))


def _refuse_unshown(outcome: str, counts: Mapping[str, int]) -> None:
    if counts[GrievanceOutcome.PENDING]:
        raise CaseError("grievances_pending", field="outcome", pending=counts[GrievanceOutcome.PENDING])
    granted = sum(counts[one] for one in GRANTED)
    if counts["total"] and (granted > 0) == (outcome == "lost"):
        raise CaseError("outcome_contradicted", field="outcome", granted=granted, total=counts["total"])
