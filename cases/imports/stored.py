"""What the desk holds already of the orders that some rows name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from cases.access import Action, may
from cases.imports.checking import Row
from cases.imports.columns import KEY
from cases.imports.mistakes import Mistake
from cases.models import Condemnation, Dossier, Event, PenaltyOrder
from helpdesk.acts import Act
from helpdesk.people.models import Team


@dataclass
class Held:
    """An order of the book with its events that count, and those of earlier rows that are not stored yet."""

    condemnation: Condemnation
    events: list[Event] = field(default_factory=list)

    @property
    def dossier(self) -> Dossier:
        return self.condemnation.dossier

    @property
    def penalty(self) -> PenaltyOrder | None:
        return getattr(self.condemnation, "penalty_order", None)

    @property
    def key(self) -> tuple[str, str, date | None]:
        """One of before any order is found by our reference alone."""
        return self.condemnation.court, self.condemnation.role_number, self.condemnation.decided_on


@dataclass
class Found:
    """The orders that some rows name, of the team's book as far as the importer may change it."""

    held: list[Held]
    elsewhere: set[tuple[str, str, date | None]]
    by_key: dict[tuple[str, str, date | None], Held] = field(init=False)
    by_reference: dict[str, Held] = field(init=False)

    def __post_init__(self) -> None:
        self.by_key = {one.key: one for one in self.held}
        self.by_reference = {one.dossier.reference: one for one in self.held}

    def named_by(self, row: Row) -> Held | Mistake:
        """The order that a row names, or why there is none it could be."""
        if row.reference:
            held = self.by_reference.get(row.reference)
            values = {"reference": row.reference}
            unknown = Mistake(line=row.line, column="reference", code="reference_unknown", values=values)
            return (_contradiction(row, held) or held) if held else unknown
        code = "known_elsewhere" if row.key in self.elsewhere else "order_unknown"
        found = self.by_key.get(row.key) if row.key else None
        return found or Mistake(line=row.line, column="role_number", code=code)


def find_stored(act: Act, team: Team, rows: Sequence[Row]) -> Found:
    """The orders these rows name; four queries at most, whatever their number."""
    known = {one.pk: one for one in (*_by_key(rows), *_by_reference(rows))}
    open_to_her = set(
        Dossier.objects.filter(may(act.by, Action.CHANGE), pk__in=known, team=team).values_list(
            "pk", flat=True
        )
    )
    held = {pk: Held(one) for pk, one in known.items() if pk in open_to_her}
    events = Event.objects.filter(dossier__in=held, retracted_at=None).order_by("occurred_on", "id")
    for event in events if held else ():
        held[event.dossier_id].events.append(event)
    return Found(list(held.values()), {Held(one).key for pk, one in known.items() if pk not in held})


def _by_key(rows: Sequence[Row]) -> Iterable[Condemnation]:
    """Those with the keys of the rows, and a few whose court, number and day stand in several of them."""
    keys = [row.key for row in rows if row.key]
    if not keys:
        return ()
    courts, role_numbers, days = (set(column) for column in zip(*keys, strict=True))
    found = Condemnation.objects.filter(court__in=courts, role_number__in=role_numbers, decided_on__in=days)
    return found.select_related("dossier", "penalty_order")


def _by_reference(rows: Sequence[Row]) -> Iterable[Condemnation]:
    references = {row.reference for row in rows if row.reference}
    if not references:
        return ()
    found = Condemnation.objects.filter(dossier__reference__in=references)
    return found.select_related("dossier", "penalty_order")


def _contradiction(row: Row, held: Held) -> Mistake | None:
    """Where a row names an order by our reference and, in another cell, says otherwise than it."""
    for name, stored in zip(KEY, held.key, strict=True):
        if name in row.said and row.values[name] != stored:
            return difference("key_differs", row, name, held, stored)
    return None


def difference(code: str, row: Row, name: str, held: Held, stored: object) -> Mistake:
    """The mistake of a cell that says otherwise than the desk."""
    values = {"said": quoted(row.values[name]), "stored": quoted(stored), "reference": held.dossier.reference}
    return Mistake(line=row.line, column=name, code=code, values=values)


def quoted(value: object) -> str:
    return "" if value is None else str(value)
