"""What can happen next in a life, and what each of it has to tell: for a client that offers just that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cases.life.details import told_by
from cases.life.replay import Life, names_its_debtor, obstacle
from cases.life.rules import RULES
from cases.life.words import SeizureType
from cases.models.event import Event, EventKind


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One kind of event that can happen now. `results` are those it can have, `of` the ids it can continue."""

    kind: EventKind
    results: tuple[str, ...]
    debtors: tuple[str, ...]
    of: tuple[str, ...]
    needs: tuple[str, ...]
    may: tuple[str, ...]
    needs_amount: bool
    needs_note: bool


def offers(life: Life, on: date) -> Iterator[Offer]:
    """In the order of the table of rules."""
    for kind in dict.fromkeys(kind for kind, _ in RULES):
        found = [event for event in _imagined(life, kind, on) if obstacle(life, event) is None]
        if found:
            yield _offer(life, kind, found)


def _offer(life: Life, kind: EventKind, found: list[Event]) -> Offer:
    told, of, debtors = told_by(kind), _said(found, "of"), _said(found, "debtor")
    names = [
        name for name, is_open in (("of", len(of) > 1), ("debtor", names_its_debtor(life, kind))) if is_open
    ]
    return Offer(
        kind=kind,
        results=_said(found, "result") if told.results else (),
        debtors=debtors,
        of=of,
        needs=(*told.needed, *names),
        may=tuple(name for name in told.may if name not in names),
        needs_amount=told.needs_amount,
        needs_note=told.needs_note,
    )


def _imagined(life: Life, kind: EventKind, on: date) -> Iterator[Event]:
    """One event of the kind for each result, debtor and strand it could have."""
    told = told_by(kind)
    results = told.results.values if told.results else [""]
    if kind is EventKind.SEIZURE:
        results = ["", *SeizureType.values]
    for result in results:
        for debtor in life.debtors if "debtor" in told.known and kind is not EventKind.ORDER_GIVEN else ("",):
            for strand in _continued(life, kind):
                yield Event(kind=kind, occurred_on=on, details=_details(kind, result, debtor, strand))


def _continued(life: Life, kind: EventKind) -> list[str]:
    """The strands it can name; there is never but one file at the European Court, which is not named."""
    if "of" not in told_by(kind).known:
        return [""]
    kinds = {
        rule.continues or rule.closes or rule.answers for (each, _), rule in RULES.items() if each is kind
    }
    found = [strand for strand in life.strands.all if strand.is_open and strand.kind in kinds]
    return [str(strand.opening.pk) for strand in found] or [""]


def _details(kind: EventKind, result: str, debtor: str, of: str) -> Mapping[str, object]:
    name = "seizure_type" if kind is EventKind.SEIZURE else "result"
    told = {name: result, "debtor": debtor, "of": of}
    return {name: value for name, value in told.items() if value}


def _said(events: list[Event], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(event.details[name]) for event in events if event.details.get(name)))
