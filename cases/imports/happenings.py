"""Rows that each tell one event of an order in the book: its service, an act of enforcement, a payment.

An event of the same kind, day and amount is the same event: a file that is sent again changes nothing. Two of one day
and amount are told apart by their debtors, two payments by their payment references too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from cases.errors import CaseError
from cases.imports.checking import Row
from cases.imports.columns import ENFORCEMENT
from cases.imports.findings import Finding, Job, refused
from cases.imports.mistakes import Mistake, mistake_of
from cases.imports.stored import Found, Held, difference, find_stored
from cases.life.rules import NAME_ONE, NOT_BOUND, ONCE
from cases.models import Event, EventKind
from cases.models.imports import Existing, ImportKind, RowResult
from cases.services.events import Happening, drawn_up

Values = Mapping[str, Any]
DAYS = {ImportKind.PAYMENTS: "paid_on"}
REFERENCE = "payment_reference"
DEBTOR = "debtor"
DETAILS = (DEBTOR, "bailiff", "payer", REFERENCE)
# Refusals of the rules that are about the debtor: not bound by the order, not named, or named of what has none.
OF_THE_DEBTOR = (NOT_BOUND, NAME_ONE, "detail_not_of_this_event")


def _service(values: Values) -> Happening:
    kind = EventKind.ORDER_SERVED_AGAIN if values["is_second_service"] else EventKind.ORDER_SERVED
    return Happening(kind=kind, on=values["served_on"], details=_details(values))


def _enforcement(values: Values) -> Happening:
    return Happening(kind=ENFORCEMENT[values["act"]], on=values["served_on"], details=_details(values))


def _payment(values: Values) -> Happening:
    return Happening(
        kind=EventKind.PAYMENT_RECEIVED,
        on=values["paid_on"],
        amount=values["amount"],
        details=_details(values),
    )


def _details(values: Values) -> dict[str, object]:
    return {name: values[name] for name in DETAILS if values.get(name)}


HAPPENINGS: Mapping[ImportKind, Callable[[Values], Happening]] = {
    ImportKind.SERVICE_ACTS: _service,
    ImportKind.ENFORCEMENT_ACTS: _enforcement,
    ImportKind.PAYMENTS: _payment,
}


class Told(NamedTuple):
    """What a row above told, with the event it will become; none where the desk held it already."""

    line: int
    happening: Happening
    event: Event | None = None


class HappeningRows:
    """The rows of one sheet, in its order."""

    def __init__(self, job: Job, names: Sequence[str]) -> None:
        self._job = job
        self._day = DAYS.get(job.kind, "served_on")
        self._told: defaultdict[UUID, list[Told]] = defaultdict(list)

    def examine(self, rows: Sequence[Row]) -> Iterator[Finding]:
        found = find_stored(self._job.act, self._job.team, rows)
        for held in found.held:
            held.events += [one.event for one in self._told[held.dossier.pk] if one.event]
        return (self._finding(row, found) for row in rows)

    def forget_pending(self) -> None:
        """What the rows above told is stored now, and will be found there."""
        self._told.clear()

    def _finding(self, row: Row, found: Found) -> Finding:
        named = found.named_by(row)
        if row.mistakes:
            return refused(row, *row.mistakes)
        if isinstance(named, Mistake):
            return refused(row, named)
        happening = HAPPENINGS[self._job.kind](row.values)
        if twice := self._twice(row, named, happening):
            return refused(row, twice)
        return self._beside(row, named, happening)

    def _twice(self, row: Row, held: Held, happening: Happening) -> Mistake | None:
        """The mistake of an event that a row above told."""
        for line, other, _ in self._told[held.dossier.pk]:
            if _is_alike(happening, other.kind, other.on, other.amount) and not _differ(happening, other):
                code = "payment_twice" if happening.kind is EventKind.PAYMENT_RECEIVED else "line_twice"
                return Mistake(line=row.line, column=self._day, code=code, values={"first_line": line})
        return None

    def _beside(self, row: Row, held: Held, happening: Happening) -> Finding:
        """The row beside the events of its order."""
        alike = [one for one in held.events if _is_alike(happening, one.kind, one.occurred_on, one.amount)]
        same = [event for event in alike if not _differ(happening, event)]
        if same:
            self._told[held.dossier.pk].append(Told(row.line, happening))
            return self._known(row, held, happening, same)
        return self._new(row, held, happening)

    def _known(self, row: Row, held: Held, happening: Happening, same: Sequence[Event]) -> Finding:
        reference = happening.details.get(REFERENCE)
        exact = [event for event in same if event.details.get(REFERENCE) == reference]
        if reference and not exact:
            values = {"reference": held.dossier.reference}
            code = "payment_perhaps_known"
            return refused(row, Mistake(line=row.line, column=REFERENCE, code=code, values=values))
        stored = (exact or same)[0].details
        changes = {
            name: (stored.get(name), said)
            for name, said in happening.details.items()
            if stored.get(name) != said
        }
        if not changes:
            return Finding(row.line, RowResult.UNCHANGED, held)
        if self._job.existing is Existing.SKIP:
            return Finding(row.line, RowResult.SKIPPED, held, changes=changes)
        code = "event_not_edited" if self._job.existing is Existing.UPDATE else "differs_from_stored"
        return refused(row, *(difference(code, row, name, held, pair[0]) for name, pair in changes.items()))

    def _new(self, row: Row, held: Held, happening: Happening) -> Finding:
        act = self._job.act
        try:
            event = drawn_up(act, held.dossier, happening, held.events)
        except CaseError as refusal:
            others = [one for one in held.events if one.kind == happening.kind]
            if self._job.existing is Existing.SKIP and refusal.code == ONCE and others:
                changes = {self._day: (others[-1].occurred_on, happening.on)}
                return Finding(row.line, RowResult.SKIPPED, held, changes=changes)
            column = DEBTOR if refusal.code in OF_THE_DEBTOR else self._day
            return refused(row, mistake_of(refusal, row.line, column))
        against = self._job.weigh(act, [*held.events, event], happening.kind)
        if against is not None:
            is_of_its_amount = (against.field or "").endswith(".amount")
            return refused(row, mistake_of(against, row.line, "amount" if is_of_its_amount else self._day))
        held.events.append(event)
        self._told[held.dossier.pk].append(Told(row.line, happening, event))
        return Finding(row.line, RowResult.NEW, held, events=[event])


def _is_alike(happening: Happening, kind: str, on: date | None, amount: Decimal | None) -> bool:
    return (happening.kind, happening.on, happening.amount) == (kind, on, amount)


def _differ(one: Happening, other: Happening | Event) -> bool:
    """Whether two of one kind, day and amount name different debtors, or different payments."""
    pairs = ({one.details.get(name), other.details.get(name)} for name in (DEBTOR, REFERENCE))
    return any(None not in pair and len(pair) == 2 for pair in pairs)
