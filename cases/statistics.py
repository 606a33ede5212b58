"""Reading published figures without mixing what may not be mixed."""

from collections.abc import Iterable
from decimal import Decimal

from cases.errors import CaseError
from cases.models.statistics import StatisticSnapshot

# Only figures of whole, separate periods add up; totals "since the start" or "to date" contain one another.
WHOLE_PERIODS = ("_in_year", "_in_month")


def series(metric: str, scope: str | None = None) -> list[StatisticSnapshot]:
    """The figures of a metric by day. Refuses with `scopes_differ` a metric of several scopes without a choice."""
    figures = StatisticSnapshot.objects.filter(metric=metric)
    if scope is not None:
        figures = figures.filter(scope=scope)
    return in_one_series(figures.order_by("on", "id"))


def total(figures: Iterable[StatisticSnapshot]) -> Decimal:
    """The sum of figures of whole years or months. Refuses those of different series, and those that overlap."""
    found = in_one_series(figures)
    days = {figure.on for figure in found}
    if len(days) < len(found) or any(not figure.metric.endswith(WHOLE_PERIODS) for figure in found):
        raise CaseError("figures_overlap", field="metric")
    return sum((figure.value for figure in found), Decimal(0))


def in_one_series(figures: Iterable[StatisticSnapshot]) -> list[StatisticSnapshot]:
    """The same figures, if one line may be drawn through them.

    Refuses with `scopes_differ` figures of several scopes, and with `figures_differ` those that do not count the
    same thing: another metric or unit, or petitions beside condemnations.
    """
    found = list(figures)
    scopes = {figure.scope for figure in found}
    if len(scopes) > 1:
        raise CaseError("scopes_differ", field="scope", allowed=sorted(scopes))
    if len({(figure.metric, figure.unit, figure.counts_petitions) for figure in found}) > 1:
        raise CaseError("figures_differ", field="metric")
    return found
