"""Random lives of an order: each step one that the life before it offers."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from cases.life.details import told_by
from cases.life.offers import Offer, offers
from cases.life.replay import relive
from cases.life.rules import OF_A_LIFE
from cases.models import Event, EventKind

FIRST = date(2022, 1, 3)
LAST = date(2026, 6, 1)
PENALTY = {
    "amount": "250.00", "unit": "calendar_day", "counted_per": "family", "persons": 1, "respite_length": 2,
    "respite_unit": "days", "cap": None, "expires_on": None, "first_counted_day": "day_after_service",
    "debtor": "fedasil", "is_provisionally_enforceable": False,
}  # fmt: skip
ORDER = {"court": "Labour tribunal Brussels", "role_number": "22/1/K", "procedure": "unilateral"}
ANSWERS: dict[str, Any] = {"cause": "left", "impediment": "bankruptcy", "has_suspensive_effect": True}
SMALL = Decimal("10.00")


@st.composite
def lives(draw: st.DrawFn, *, least: int = 0, most: int = 14, gap: int = 1) -> list[Event]:
    """The events of one life, at least `gap` days apart."""
    told: list[Event] = []
    on = FIRST
    for _ in range(draw(st.integers(least, most))):
        on += timedelta(days=draw(st.integers(gap, 60)))
        found = list(offers(relive(told), on))
        if on > LAST or not found:
            break
        told.append(draw(steps(draw(st.sampled_from(found)), on, told)))
    return told


@st.composite
def steps(draw: st.DrawFn, offer: Offer, on: date, told: list[Event]) -> Event:
    """One event as a client would fill it in."""
    details: dict[str, Any] = {name: ANSWERS[name] for name in offer.needs if name in ANSWERS}
    for name, choices in (("result", offer.results), ("of", offer.of)):
        details |= {name: draw(st.sampled_from(choices))} if choices else {}
    if offer.kind is EventKind.CONTACT_LOST:
        details["last_contact_on"] = str(on)
    if offer.kind is EventKind.PENALTY_AMENDED:
        details["amount"] = "100.00"
    if offer.kind is EventKind.PLACE_LOST and draw(st.booleans()):
        details |= {"is_accepted": True, "why": "invented"}
    if offer.kind is EventKind.ORDER_GIVEN:
        details |= _order(draw, details["result"], told)
    amount = SMALL if told_by(offer.kind).needs_amount else None
    return Event(kind=offer.kind, occurred_on=on, details=details, amount=amount, note="Receipt 1")


def _order(draw: st.DrawFn, result: str, told: list[Event]) -> dict[str, Any]:
    """The first order that grants has a penalty; a later one sets it aside with its own, or has none."""
    is_appeal = any(event.kind == EventKind.ORDER_GIVEN for event in told)
    order = {**ORDER, "procedure": "appeal"} if is_appeal else ORDER
    has_one = any(event.details.get("penalty") for event in told)
    with_penalty = result != "refused" and (not has_one or draw(st.booleans()))
    terms = {"penalty": PENALTY, "sets_aside": has_one} if with_penalty else {}
    return {**order, "debtor": "fedasil", **terms}


@st.composite
def any_events(draw: st.DrawFn) -> Event:
    """Any event of a life, possible or not."""
    kind = draw(st.sampled_from(sorted(OF_A_LIFE)))
    told = told_by(kind)
    details: dict[str, Any] = {name: ANSWERS[name] for name in told.needs if name in ANSWERS}
    on = FIRST + timedelta(days=draw(st.integers(0, 900)))
    if told.results:
        details["result"] = draw(st.sampled_from(told.results.values))
    if kind is EventKind.ORDER_GIVEN:
        details |= {**ORDER, "debtor": "fedasil"}
    if kind is EventKind.CONTACT_LOST:
        details["last_contact_on"] = str(on)
    if kind is EventKind.PENALTY_AMENDED:
        details["amount"] = "100.00"
    return Event(
        kind=kind, occurred_on=on, details=details, amount=SMALL if told.needs_amount else None, note="x"
    )
