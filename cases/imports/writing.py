"""Rows that were checked, written in batches: dossiers, orders, penalties, events, trail."""

from collections.abc import Iterator, Sequence
from typing import Any

from cases.imports.checking import Row
from cases.imports.columns import COLUMNS, Part
from cases.imports.stored import EVENTS
from cases.models import Condemnation, Dossier, DossierKind, Event, PenaltyOrder
from cases.models.dossier import State
from cases.services.dossiers import entry_of
from helpdesk.acts import Act
from helpdesk.people.models import Team
from helpdesk.trail.models import TrailEntry


def write(act: Act, team: Team, rows: Sequence[Row], references: Sequence[str]) -> None:
    """Write one batch, in five statements. Call it inside the transaction that reserved the references."""
    dossiers = [_dossier(act, team, row, name) for row, name in zip(rows, references, strict=True)]
    orders = [
        Condemnation(dossier=dossier, **_of(row, Part.ORDER))
        for dossier, row in zip(dossiers, rows, strict=True)
    ]
    penalties = [
        PenaltyOrder(condemnation=order, **_of(row, Part.PENALTY))
        for order, row in zip(orders, rows, strict=True)
        if row.has_penalty
    ]
    events = [
        event for dossier, row in zip(dossiers, rows, strict=True) for event in _events(act, dossier, row)
    ]
    Dossier.objects.bulk_create(dossiers)
    Condemnation.objects.bulk_create(orders)
    PenaltyOrder.objects.bulk_create(penalties)
    Event.objects.bulk_create(events)
    TrailEntry.objects.bulk_create([*_openings(act, dossiers), *_recordings(act, events)])


def _of(row: Row, part: Part) -> dict[str, Any]:
    return {column.field: row.values[name] for name, column in COLUMNS.items() if column.part is part}


def _dossier(act: Act, team: Team, row: Row, reference: str) -> Dossier:
    return Dossier(
        kind=DossierKind.CONDEMNATION,
        reference=reference,
        state=State.OPEN,
        team=team,
        owner=act.by,
        opened_by=act.by,
        opened_on=act.on,
        **_of(row, Part.DOSSIER),
    )


def _events(act: Act, dossier: Dossier, row: Row) -> Iterator[Event]:
    for name, kind in EVENTS.items():
        if row.values[name] is not None:
            yield Event(
                dossier=dossier,
                kind=kind,
                occurred_on=row.values[name],
                recorded_by=act.by,
                recorded_at=act.at,
            )


def _openings(act: Act, dossiers: Sequence[Dossier]) -> Iterator[TrailEntry]:
    for dossier in dossiers:
        changes = {"reference": dossier.reference, "state": State.OPEN.value}
        yield entry_of(act, dossier, "condemnation.opened", changes)


def _recordings(act: Act, events: Sequence[Event]) -> Iterator[TrailEntry]:
    for event in events:
        changes = {"event": str(event.pk), "kind": str(event.kind), "on": str(event.occurred_on)}
        yield entry_of(act, event.dossier, "event.recorded", changes)
