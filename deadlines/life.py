"""The life of an order as the law's ledger reads it: suspensions, impediments, amendments, from its events.

The original terms are never edited: an amendment is an event, and each builds on the terms in force before it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from cases.models import Event, EventKind
from cases.services.life import NEW_TERMS, appeals_of
from deadlines.errors import DeadlineError
from deadlines.law.penalties import (
    Amendment,
    Impediment,
    ImpedimentKind,
    PenaltyTerms,
    Suspension,
    SuspensionKind,
)

Bound = TypeVar("Bound", Decimal, date)


def suspensions_of(events: Iterable[Event], terms: PenaltyTerms) -> tuple[Suspension, ...]:
    """Appeals with suspensive effect, and suspensions by the judge.

    Refuses with `appeal_cannot_suspend` an effect that the law gives no appeal against an enforceable order.
    """
    events = list(events)
    appeals = appeals_of(events)
    if terms.provisionally_enforceable and any(appeal.has_suspensive_effect for appeal in appeals):
        raise DeadlineError("appeal_cannot_suspend", field="details.has_suspensive_effect")
    by_appeal = [
        Suspension(
            kind=SuspensionKind.APPEAL,
            from_on=appeal.lodged_on,
            to_on=appeal.ended_on,
            served_again_on=appeal.served_again_on,
        )
        for appeal in appeals
        if appeal.has_suspensive_effect or terms.provisionally_enforceable
    ]
    by_judge = [
        Suspension(kind=SuspensionKind.JUDGE, from_on=on, to_on=_day(event, "until"))
        for on, event in _dated(events, EventKind.PENALTY_SUSPENDED)
    ]
    return (*by_appeal, *by_judge)


def impediments_of(events: Iterable[Event]) -> tuple[Impediment, ...]:
    """What may make prescription stand still; it counts only where a lawyer accepted it and said why."""
    return tuple(
        Impediment(
            kind=ImpedimentKind(event.details["impediment"]),
            from_on=on,
            to_on=_day(event, "until"),
            is_accepted=event.details.get("is_accepted", False),
            reason=event.details.get("why", ""),
        )
        for on, event in _dated(events, EventKind.PRESCRIPTION_IMPEDED)
    )


def amendments_of(events: Iterable[Event], terms: PenaltyTerms) -> tuple[Amendment, ...]:
    """The amendments by the day they take effect, each with all terms as they stand from then on.

    Refuses with `increase_before_service` one that asks more before the day after its own service.
    """
    amended = _dated(events, EventKind.PENALTY_AMENDED)
    by_effect = [(_day(event, "takes_effect_on") or on, event) for on, event in amended]
    found: list[Amendment] = []
    for takes_effect_on, event in sorted(by_effect, key=lambda one: (one[0], one[1].pk)):
        new = _amended(terms, event)
        _refuse_early_increase(terms, new, takes_effect_on, _day(event, "served_on"))
        found.append(Amendment(takes_effect_on=takes_effect_on, terms=new))
        terms = new
    return tuple(found)


def _amended(terms: PenaltyTerms, event: Event) -> PenaltyTerms:
    told = {name: event.details[name] for name in NEW_TERMS if name in event.details}
    cap, expires_on = told.get("cap"), told.get("expires_on")
    return replace(
        terms,
        amount_per_unit=Decimal(told.get("amount", terms.amount_per_unit)),
        persons=told.get("persons", terms.persons),
        cap=(Decimal(cap) if cap else None) if "cap" in told else terms.cap,
        expires_on=(date.fromisoformat(expires_on) if expires_on else None)
        if "expires_on" in told
        else terms.expires_on,
    )


def _refuse_early_increase(
    before: PenaltyTerms, after: PenaltyTerms, takes_effect_on: date, served_on: date | None
) -> None:
    asks_more = after.price > before.price or _is_later(before.cap, after.cap)
    asks_more = asks_more or _is_later(before.expires_on, after.expires_on)
    if asks_more and (served_on is None or takes_effect_on <= served_on):
        raise DeadlineError(
            "increase_before_service", field="details.served_on", takes_effect_on=takes_effect_on
        )


def _is_later(before: Bound | None, after: Bound | None) -> bool:
    """Whether a bound was raised or lifted; none bounds nothing."""
    return before is not None and (after is None or after > before)


def _dated(events: Iterable[Event], kind: EventKind) -> list[tuple[date, Event]]:
    return [(event.occurred_on, event) for event in events if event.kind == kind and event.occurred_on]


def _day(event: Event, name: str) -> date | None:
    said = event.details.get(name)
    return date.fromisoformat(said) if said else None
