"""What the desk holds already under the keys of some rows, in the columns of the file."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Prefetch

from cases.access import may_be_seen_by
from cases.imports.checking import Key, Row
from cases.imports.columns import COLUMNS, KEY, Column, Part
from cases.imports.mistakes import Mistake
from cases.models import Condemnation, Event, EventKind, PenaltyOrder
from helpdesk.people.models import User

EVENTS = {"served_on": EventKind.ORDER_SERVED, "housed_on": EventKind.PERSON_HOUSED}


def find_stored(rows: Sequence[Row], user: User) -> dict[Key | None, Condemnation]:
    """The condemnations with the keys of these rows, whoever sees them; two queries whatever their number.

    `is_seen` says of each whether the user does.
    """
    is_seen = ExpressionWrapper(may_be_seen_by(user, "dossier__"), output_field=BooleanField())
    wanted = {row.key for row in rows}
    courts, role_numbers, days = ({row.values[name] for row in rows} for name in KEY)
    events = Event.objects.filter(kind__in=EVENTS.values(), retracted_at=None).order_by("occurred_on", "id")
    found = (
        Condemnation.objects.filter(court__in=courts, role_number__in=role_numbers, decided_on__in=days)
        .annotate(is_seen=is_seen)
        .select_related("dossier", "penalty_order")
        .prefetch_related(Prefetch("dossier__events", queryset=events))
    )
    keyed = (((one.court, one.role_number, one.decided_on), one) for one in found)
    return {key: one for key, one in keyed if key in wanted}


def conflicts(row: Row, stored: Condemnation, columns: tuple[str, ...], team_id: UUID) -> Iterator[Mistake]:
    """Each column in which the file and the desk differ. A column the file does not have says nothing."""
    if stored.dossier.team_id != team_id or not stored.is_seen:  # type: ignore[attr-defined] # annotated
        yield Mistake(line=row.line, column="role_number", code="known_elsewhere")
        return
    for name in columns:
        said, held = row.values[name], _held(stored, COLUMNS[name])
        if said != held:
            values = {"said": _shown(said), "stored": _shown(held), "reference": stored.dossier.reference}
            yield Mistake(line=row.line, column=name, code="differs_from_stored", values=values)


def _held(stored: Condemnation, column: Column) -> Any:
    if column.part is Part.DOSSIER:
        return getattr(stored.dossier, column.field)
    if column.part is Part.ORDER:
        return getattr(stored, column.field)
    if column.part is Part.PENALTY:
        order: PenaltyOrder | None = getattr(stored, "penalty_order", None)
        return getattr(order, column.field) if order else None
    days = [event.occurred_on for event in stored.dossier.events.all() if event.kind == EVENTS[column.name]]
    return days[0] if days else None


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
