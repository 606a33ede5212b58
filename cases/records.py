"""The public records a desk starts with: orders, cases and figures that others published, and public bodies.

The files in `cases/data` hold null for what no source says. Where the desk's own row needs a value there, its default
stands in and the summary of the dossier names it. Strategic cases are entered by `cases.strategic_cases`.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from cases.errors import CaseError
from cases.models import Condemnation, EventKind, Recommendation, StatisticSnapshot
from cases.public_entries import FOLDER, Entry, entries_of, summary_of
from cases.services.condemnations import enter_condemnation
from cases.services.dossiers import Opening
from cases.services.events import Happening, add_event
from cases.services.orders import OrderDetails, PenaltyDetails
from cases.services.organisations import OrganisationDetails, add_organisation
from cases.statistics import in_one_series
from cases.strategic_cases import enter_case
from helpdesk.acts import Act
from helpdesk.people.models import Language, Organisation, Team

EVENTS = {"served_on": EventKind.ORDER_SERVED, "housed_on": EventKind.PERSON_HOUSED}
KEY_OF_A_FIGURE = ("metric", "scope", "on", "source_url")


@dataclass(frozen=True)
class Loaded:
    """How many of one kind were added, and how many stood there already."""

    added: int
    unchanged: int


@transaction.atomic
def load_public_records(act: Act, team: Team) -> dict[str, Loaded]:
    """Enter every public record that is not there yet. Dossiers have no owner: they are nobody's caseload."""
    return {
        "orders": _load(map(partial(_enter_order, act, team), entries_of("public-orders.yaml"))),
        "strategic cases": _load(map(partial(enter_case, act, team), entries_of("strategic-cases.yaml"))),
        "figures": load_figures(read_figures(FOLDER / "statistic-snapshots.csv")),
        "recommendations": load_recommendations(read_recommendations(FOLDER / "recommendations.csv")),
        "organisations": _load(map(partial(_enter_organisation, act), entries_of("organisations.yaml"))),
    }


def _load(answers: Iterable[bool]) -> Loaded:
    was_added = list(answers)
    return Loaded(added=sum(was_added), unchanged=len(was_added) - sum(was_added))


# Orders


def _enter_order(act: Act, team: Team, entry: Entry) -> bool:
    """Enter one order with what is known of its penalty and its events; false where it is in the book."""
    order = _order(entry)
    known = Condemnation.objects.filter(
        court=order.court, role_number=order.role_number, decided_on=order.decided_on
    )
    if known.exists():
        return False
    penalty = _penalty(entry)
    opening = Opening(
        team=team,
        title=f"{order.court}, {order.role_number or order.decided_on}",
        summary=summary_of(entry, *_unknown(entry)),
        language=entry["language"] or Language.NL,
    )
    dossier = enter_condemnation(act, opening, order=order, penalty=penalty)
    for name, kind in EVENTS.items():
        if entry[name] is not None:
            add_event(act, dossier, Happening(kind=kind, on=entry[name]))
    return True


def _order(entry: Entry) -> OrderDetails:
    return OrderDetails(
        court=entry["court"],
        role_number=entry["role_number"] or "",
        decided_on=entry["decided_on"],
        procedure=entry["procedure"],
        appealed_role_number=entry["appealed_role_number"] or "",
        ecli=entry["ecli"] or "",
        is_collective=entry["shape"] == "collective",
        orders=entry["orders"] or "",
        source_url=entry["source"] or "",
    )


def _penalty(entry: Entry) -> PenaltyDetails | None:
    """The penalty, where at least its amount and unit are known: without them no ledger can be right."""
    told: Entry = entry["penalty"] or {}
    if told.get("amount") is None or told.get("unit") is None:
        return None
    named = ("unit", "counted_per", "persons", "expires_on", "is_provisionally_enforceable")
    known = {name: told[name] for name in named if told[name] is not None}
    known |= {"debtor": entry["debtor"]} if entry["debtor"] else {}
    known |= {"cap": Decimal(told["cap"])} if told["cap"] else {}
    known |= _respite(told["respite"] or {})
    return PenaltyDetails(amount=Decimal(told["amount"]), **known)


def _respite(told: Entry) -> Entry:
    return {"respite_length": told["length"], "respite_unit": told["unit"]} if told else {}


def _unknown(entry: Entry) -> Iterator[str]:
    """What the source does not say and a default of the desk stands in for, or what is left out for it."""
    unknown = [name for name in ("role_number", "language", "shape") if entry[name] is None]
    told: Entry = entry["penalty"] or {}
    unknown += [f"penalty {name}" for name, value in told.items() if value is None]
    unknown += ["debtor"] if told and entry["debtor"] is None else []
    if unknown:
        yield f"Not known from the source: {', '.join(unknown)}."


# Organisations


def _enter_organisation(act: Act, entry: Entry) -> bool:
    """Enter one public body; false where one with its number or name is there."""
    if Organisation.objects.filter(Q(kbo_number=entry["kbo_number"]) | Q(name=entry["name"])).exists():
        return False
    named = {name: entry[name] or "" for name in ("name", "kind", "name_fr", "kbo_number")}
    add_organisation(act, OrganisationDetails(**named))
    return True


# Figures


def read_figures(path: Path) -> list[StatisticSnapshot]:
    with path.open(encoding="utf-8", newline="") as file:
        return [_figure(row) for row in csv.DictReader(file, strict=True)]


def _figure(row: dict[str, str]) -> StatisticSnapshot:
    flags = {name: {"true": True, "false": False}[row.pop(name)] for name in ("is_lower_bound", "is_rounded")}
    petitions = {"true": True, "false": False}[row.pop("is_petition_count")]
    figure = StatisticSnapshot(**flags, counts_petitions=petitions, **row)
    figure.clean_fields()
    return figure


def load_figures(figures: list[StatisticSnapshot]) -> Loaded:
    """Add the figures that are not there. Refuses with `figure_differs` one that is stored with other values."""
    _refuse_mixed(figures)
    stored = {_key(figure): figure for figure in StatisticSnapshot.objects.all()}
    added = [figure for figure in figures if _key(figure) not in stored]
    for figure in figures:
        _refuse_other(figure, stored.get(_key(figure), figure))
    StatisticSnapshot.objects.bulk_create(added)
    return Loaded(added=len(added), unchanged=len(figures) - len(added))


def _refuse_mixed(figures: list[StatisticSnapshot]) -> None:
    """No series may count two things: petitions are never carried in one line with condemnations."""
    place = attrgetter("metric", "scope")
    for _, found in groupby(sorted(figures, key=place), key=place):
        in_one_series(found)


def _key(figure: StatisticSnapshot) -> tuple[object, ...]:
    return tuple(getattr(figure, name) for name in KEY_OF_A_FIGURE)


def _refuse_other(figure: StatisticSnapshot, stored: StatisticSnapshot) -> None:
    told = [field.attname for field in StatisticSnapshot._meta.concrete_fields if not field.primary_key]
    for name in told:
        if getattr(figure, name) != getattr(stored, name):
            raise CaseError(
                "figure_differs", field=name, metric=figure.metric, scope=figure.scope, on=figure.on
            )


# Policy recommendations


def read_recommendations(path: Path) -> list[Recommendation]:
    with path.open(encoding="utf-8", newline="") as file:
        return [_recommendation(row) for row in csv.DictReader(file, strict=True)]


def _recommendation(row: dict[str, str]) -> Recommendation:
    recommendation = Recommendation(
        number=int(row["number"]),
        levels=row["level"].split("/"),
        chapter=row["chapter"].replace(" ", "_").replace("-", "_"),
        short_title=row["short_title"],
    )
    recommendation.clean_fields()
    return recommendation


def load_recommendations(recommendations: list[Recommendation]) -> Loaded:
    """Add those that are not there. Refuses with `recommendation_differs` one that is stored with other words."""
    stored = Recommendation.objects.in_bulk()
    for one in recommendations:
        if _told(stored.get(one.number, one)) != _told(one):
            raise CaseError("recommendation_differs", number=one.number)
    added = [one for one in recommendations if one.number not in stored]
    Recommendation.objects.bulk_create(added)
    return Loaded(added=len(added), unchanged=len(recommendations) - len(added))


def _told(recommendation: Recommendation) -> tuple[object, ...]:
    return recommendation.levels, recommendation.chapter, recommendation.short_title
