"""Sums over the standings of condemnations, made in the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from cases.models import Dossier
from deadlines.standings import TOTALS

ANNULLED = "annulled"


@dataclass(frozen=True)
class LeftOut:
    """Condemnations among those asked for of which no money is summed, and why."""

    without_penalty: int
    annulled: int
    not_reckoned: int


def sums_by_debtor_and_year(rows: QuerySet[Dossier]) -> Iterable[Mapping[str, Any]]:
    """The penalties of these condemnations in euros, by debtor and by the year of the decision."""
    order, standing = "condemnation__penalty_order__", "condemnation__standing__"
    summed = {name: Sum(f"{standing}{name}_amount") for name in TOTALS}
    grouped = rows.filter(_counts()).values(
        debtor=F(f"{order}debtor"), year=ExtractYear(f"{standing}decided_on")
    )
    return grouped.annotate(condemnations=Count("pk"), **summed).order_by("debtor", "year")


def left_out_of(rows: QuerySet[Dossier]) -> LeftOut:
    """How many of these condemnations the sums do not hold."""
    has_penalty = Q(condemnation__penalty_order__isnull=False)
    is_annulled = Q(outcome=ANNULLED)
    counts = rows.aggregate(
        without_penalty=Count("pk", filter=~has_penalty),
        annulled=Count("pk", filter=has_penalty & is_annulled),
        not_reckoned=Count("pk", filter=has_penalty & ~is_annulled & ~_is_reckoned()),
    )
    return LeftOut(**counts)


def _is_reckoned() -> Q:
    return Q(condemnation__standing__as_of_on__isnull=False, condemnation__standing__refusal="")


def _counts() -> Q:
    return Q(condemnation__penalty_order__isnull=False) & _is_reckoned() & ~Q(outcome=ANNULLED)
