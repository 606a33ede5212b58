"""Rows of condemnations beside the book: new, known, or different from what the desk holds.

A condemnation is known by court, role number and day of the order, or by our reference. A column that is not in the
file says nothing. Where known orders are refused or skipped, an empty cell differs from a value that is stored; where
they are updated, it leaves the value as it is. Terms of a penalty and events that stand are never edited by a file.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from cases.errors import CaseError
from cases.imports.checking import Row
from cases.imports.columns import CONDEMNATIONS, KEY, OF_THE_PENALTY, Column, Part
from cases.imports.findings import Draft, Finding, Job, refused
from cases.imports.mistakes import Mistake, Refusal, mistake_of
from cases.imports.stored import Found, Held, difference, find_stored
from cases.models import Condemnation, Dossier, DossierKind, Event, EventKind, PenaltyOrder
from cases.models.dossier import State
from cases.models.imports import Existing, RowResult
from cases.services.events import Happening, drawn_up
from cases.services.orders import OrderDetails, PenaltyDetails, told_of

EVENTS = {"served_on": EventKind.ORDER_SERVED, "housed_on": EventKind.PERSON_HOUSED}
ORDER = "decided_on"


class CondemnationRows:
    """The rows of one sheet, in its order."""

    def __init__(self, job: Job, names: Sequence[str]) -> None:
        self._job = job
        # What names an order is the same in the file and in the book, or the row is refused before.
        naming = ("reference", *KEY)
        self._compared = [one for one in CONDEMNATIONS if one.name in names and one.name not in naming]
        self._lines: dict[object, int] = {}

    def examine(self, rows: Sequence[Row]) -> Iterator[Finding]:
        found = find_stored(self._job.act, self._job.team, rows)
        return (self._finding(row, found) for row in rows)

    def forget_pending(self) -> None:
        """Each order stands in one row: nothing waits for the rows that follow."""

    def _finding(self, row: Row, found: Found) -> Finding:
        named = found.named_by(row)
        mistakes = [*row.mistakes, *self._repeated(row, named)]
        if mistakes:
            return refused(row, *mistakes)
        if isinstance(named, Held):
            return self._known(row, named)
        return self._new(row) if named.code == "order_unknown" else refused(row, named)

    def _repeated(self, row: Row, named: Held | Mistake) -> Iterator[Mistake]:
        """The mistake of an order that stands above in the file; a new one is kept with its line."""
        identity = named.dossier.pk if isinstance(named, Held) else row.reference or row.key
        if identity is None:
            return
        first_line = self._lines.setdefault(identity, row.line)
        if first_line != row.line:
            values = {"first_line": first_line}
            yield Mistake(line=row.line, column="role_number", code="key_twice", values=values)

    def _new(self, row: Row) -> Finding:
        draft, mistakes = self._draft(row)
        if mistakes:
            return refused(row, *mistakes)
        return Finding(row.line, RowResult.NEW, draft=draft)

    def _draft(self, row: Row) -> tuple[Draft, list[Mistake]]:
        act = self._job.act
        dossier = Dossier(
            kind=DossierKind.CONDEMNATION,
            state=State.OPEN,
            team=self._job.team,
            owner=act.by,
            opened_by=act.by,
            opened_on=act.on,
            **_of(row, Part.DOSSIER),
        )
        condemnation = Condemnation(dossier=dossier, **_of(row, Part.ORDER))
        penalty = (
            PenaltyOrder(condemnation=condemnation, **_of(row, Part.PENALTY)) if row.has_penalty else None
        )
        told = [name for name in EVENTS if row.values[name]]
        events, mistakes = self._events(row, [(ORDER, _given(row)), *_happenings(row, told)], dossier, [])
        return Draft(dossier, condemnation, penalty, events), mistakes

    def _events(
        self,
        row: Row,
        told: Sequence[tuple[str, Happening]],
        dossier: Dossier,
        known: list[Event],
    ) -> tuple[list[Event], list[Mistake]]:
        """The events a row tells, beside those known, and what the rules or the ledger have against them."""
        events: list[Event] = []
        mistakes = []
        for name, happening in told:
            try:
                events.append(drawn_up(self._job.act, dossier, happening, [*known, *events], within=""))
            except CaseError as refusal:
                mistakes.append(mistake_of(refusal, row.line, name))
        against = self._job.weigh(self._job.act, [*known, *events], None)
        if against is not None:
            days = [name for name, _ in told if name in EVENTS]
            mistakes.append(mistake_of(against, row.line, _term(against) or next(iter(days), "")))
        return events, mistakes

    def _known(self, row: Row, held: Held) -> Finding:
        existing = self._job.existing
        compared = [one for one in self._compared if existing is not Existing.UPDATE or one.name in row.said]
        pairs = {one.name: (_held(held, one), row.values[one.name]) for one in compared}
        changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        if not changes:
            return Finding(row.line, RowResult.UNCHANGED, held)
        if existing is Existing.SKIP:
            return Finding(row.line, RowResult.SKIPPED, held, changes=changes)
        if existing is Existing.UPDATE:
            return self._updated(row, held, changes)
        differing = [
            difference("differs_from_stored", row, name, held, stored)
            for name, (stored, _) in changes.items()
        ]
        return refused(row, *differing)

    def _updated(self, row: Row, held: Held, changes: dict[str, tuple[Any, Any]]) -> Finding:
        standing = [
            difference(code, row, name, held, stored)
            for name, (stored, _) in changes.items()
            if (code := _never_edited(name, stored))
        ]
        told = [name for name in EVENTS if name in changes]
        if standing:
            return refused(row, *standing)
        if not told:
            return Finding(row.line, RowResult.UPDATED, held, changes=changes)
        events, mistakes = self._events(row, _happenings(row, told), held.dossier, held.events)
        if mistakes:
            return refused(row, *mistakes)
        return Finding(row.line, RowResult.UPDATED, held, events=events, changes=changes)


def _of(row: Row, part: Part) -> dict[str, Any]:
    return {column.field: row.values[column.name] for column in CONDEMNATIONS if column.part is part}


def _given(row: Row) -> Happening:
    """The order, as when it is entered by hand."""
    penalty = PenaltyDetails(**_of(row, Part.PENALTY)) if row.has_penalty else None
    order = OrderDetails(**_of(row, Part.ORDER))
    return Happening(kind=EventKind.ORDER_GIVEN, on=order.decided_on, details=told_of(order, penalty))


def _happenings(row: Row, told: Sequence[str]) -> list[tuple[str, Happening]]:
    return [(name, Happening(kind=EVENTS[name], on=row.values[name])) for name in told]


def _held(held: Held, column: Column) -> Any:
    if column.part is Part.DOSSIER:
        return getattr(held.dossier, column.field)
    if column.part is Part.ORDER:
        return getattr(held.condemnation, column.field)
    if column.part is Part.PENALTY:
        return getattr(held.penalty, column.field) if held.penalty else None
    days = [event.occurred_on for event in held.events if event.kind == EVENTS[column.name]]
    return days[0] if days else None


def _never_edited(name: str, stored: Any) -> str:
    """The code of the refusal to edit what stands; empty where a file may."""
    if name in OF_THE_PENALTY:
        return "penalty_not_edited"
    return "event_not_edited" if name in EVENTS and stored else ""


def _term(refusal: Refusal) -> str:
    """The column of the term that the ledger refuses; empty where it refuses an event."""
    name = f"penalty_{(refusal.field or '').rpartition('.')[2]}"
    return name if name in OF_THE_PENALTY else ""
