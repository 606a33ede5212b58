"""The ledger against a loop that walks every day of the order and keeps one slip of paper per unit.

The loop shares no code with the ledger but its input. `PENALTY_ORDERS=10000` runs the full comparison.
"""

import os
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from deadlines.law.errors import LawError
from deadlines.law.penalties import (
    Act,
    ActKind,
    Amendment,
    CountedPer,
    FirstCountedDay,
    Impediment,
    ImpedimentKind,
    Interruption,
    MonthReading,
    Payment,
    PenaltyFacts,
    PenaltyTerms,
    Readings,
    Respite,
    RespiteUnit,
    Stay,
    Suspension,
    SuspensionKind,
    Unit,
    UnitState,
    ledger,
)
from tests.law.penalty_loop import CALENDAR, DAY, Loop, last_day, six_months_after

ORDERS = int(os.environ.get("PENALTY_ORDERS", "300"))
FIRST = date(2022, 2, 20)
SPAN = 480


days = st.integers(0, SPAN).map(lambda offset: FIRST + DAY * offset)
late_days = st.integers(90, SPAN).map(lambda offset: FIRST + DAY * offset)
euros = st.integers(1, 600_000).map(lambda cents: Decimal(cents) / 100)


@st.composite
def spans(draw: st.DrawFn) -> dict[str, date | None]:
    from_on = draw(days)
    to_on = draw(st.none() | st.integers(0, 90).map(lambda more: from_on + DAY * more))
    return {"from_on": from_on, "to_on": to_on}


@st.composite
def suspensions(draw: st.DrawFn) -> Suspension:
    span, kind = draw(spans()), draw(st.sampled_from(SuspensionKind))
    more = DAY * draw(st.integers(0, 3))
    again = None if span["to_on"] is None else draw(st.none() | st.just(span["to_on"] + more))
    return Suspension(kind=kind, served_again_on=again, **span)


@st.composite
def impediments(draw: st.DrawFn) -> Impediment:
    return Impediment(
        kind=ImpedimentKind.LEGAL_IMPEDIMENT,
        is_accepted=draw(st.booleans()),
        reason="invented",
        **draw(spans()),
    )


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    from_on = draw(days)
    lost_on = from_on + DAY * draw(st.integers(0, 90))
    return Stay(from_on=from_on, lost_on=lost_on, is_accepted=draw(st.booleans()), reason="invented")


@st.composite
def respites(draw: st.DrawFn) -> Respite:
    length, unit = draw(st.integers(0, 60)), draw(st.sampled_from(RespiteUnit))
    length = length if unit is RespiteUnit.HOURS else length % 8
    flags = draw(st.tuples(st.booleans(), st.booleans())) if length else (False, False)
    return Respite(length=length, unit=unit, is_last_day_counted=flags[0], rolls_to_working_day=flags[1])


@st.composite
def acts(draw: st.DrawFn, served_on: date) -> tuple[Act, ...]:
    """Up to four acts, often one on the very last day of the six months after another, or the day after."""
    on_days = draw(st.lists(st.integers(0, SPAN), max_size=3))
    found = [served_on + DAY * offset for offset in on_days]
    if found and draw(st.booleans()):
        found.append(six_months_after(found[0], MonthReading.SAFE) + DAY * draw(st.integers(0, 1)))
    return tuple(Act(on=on, kind=draw(st.sampled_from(ActKind))) for on in found)


@st.composite
def orders(draw: st.DrawFn) -> tuple[PenaltyTerms, PenaltyFacts, date, Readings]:
    unit = draw(st.sampled_from(Unit))
    terms = PenaltyTerms(
        amount_per_unit=draw(euros),
        unit=unit,
        provisionally_enforceable=draw(st.booleans()),
        counted_per=draw(st.sampled_from(CountedPer)),
        persons=draw(st.integers(1, 4)),
        respite=draw(respites()),
        cap=None if unit is Unit.LUMP_SUM else draw(st.none() | euros.map(lambda each: each * 40)),
        expires_on=draw(st.none() | late_days),
        first_counted_day=draw(st.sampled_from(FirstCountedDay)),
    )
    served_on = FIRST + DAY * draw(st.integers(0, 60))
    later = st.integers(0, SPAN).map(lambda offset: served_on + DAY * offset)
    payments = st.builds(Payment, on=later, amount=euros, may_exceed_forfeited=st.booleans())
    facts = PenaltyFacts(
        served_on=served_on,
        ended_on=draw(st.none() | late_days),
        stays=tuple(draw(st.lists(stays(), max_size=2))),
        violations=tuple(draw(st.lists(days, min_size=1, max_size=20))) if terms.counts_proven_days else (),
        suspensions=tuple(draw(st.lists(suspensions(), max_size=2))),
        impediments=tuple(draw(st.lists(impediments(), max_size=2))),
        acts=draw(acts(served_on)),
        payments=tuple(draw(st.lists(payments, max_size=3))),
        amendments=tuple(draw(st.lists(amendments(terms), max_size=2))),
    )
    readings = draw(
        st.builds(Readings, months=st.sampled_from(MonthReading), interruption=st.sampled_from(Interruption))
    )
    edges = [six_months_after(act.on, readings.months) + DAY * more for act in facts.acts for more in (0, 1)]
    on = draw(st.sampled_from([*edges, None])) or served_on + DAY * draw(st.integers(20, SPAN))
    return terms, facts, on, readings


@st.composite
def amendments(draw: st.DrawFn, terms: PenaltyTerms) -> Amendment:
    changed = replace(terms, amount_per_unit=draw(euros), expires_on=draw(st.none() | days))
    if terms.unit is not Unit.LUMP_SUM:
        changed = replace(changed, cap=draw(st.none() | euros.map(lambda each: each * 60)))
    is_daily = terms.unit in {Unit.CALENDAR_DAY, Unit.NIGHT, Unit.WORKING_DAY}
    if is_daily and not terms.counts_proven_days:
        changed = replace(changed, unit=draw(st.sampled_from([Unit.CALENDAR_DAY, Unit.WORKING_DAY])))
    return Amendment(takes_effect_on=draw(days), terms=changed)


@given(orders())
@settings(
    max_examples=ORDERS,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_ledger_agrees_with_the_loop_unit_by_unit(order):
    terms, facts, on, readings = order
    try:
        loop = Loop(terms, facts, on, readings).run()
    except ValueError:
        event("refused")
        with pytest.raises(LawError, match="payment_above_forfeited"):
            ledger(terms, facts, on, CALENDAR, readings)
        return
    event("empty" if not loop.slips else "paid" if any(slip.paid for slip in loop.slips) else "counted")
    book = ledger(terms, facts, on, CALENDAR, readings)
    assert_same_totals(book, loop)
    assert_same_ranges(book, loop)


def assert_same_totals(book, loop):
    totals = book.totals
    slips = {state: [slip for slip in loop.slips if loop.state_of(slip) is state] for state in UnitState}
    due = {state: sum((slip.price - slip.paid for slip in slips[state]), Decimal(0)) for state in UnitState}
    assert (totals.forfeited.units, totals.forfeited.amount) == (len(loop.slips), loop.total)
    assert (totals.suspended.units, totals.suspended.amount) == (loop.suspended_units, loop.suspended)
    for total, state in ((totals.prescribed, UnitState.PRESCRIBED), (totals.secured, UnitState.SECURED)):
        assert (total.units, total.amount) == (len(slips[state]), due[state])
    assert totals.claimable.amount == due[UnitState.UNSECURED] + due[UnitState.SECURED]
    assert totals.paid.amount == sum((slip.paid for slip in loop.slips), Decimal(0))
    assert totals.paid.units == len(slips[UnitState.PAID])
    assert totals.overpaid == loop.credit
    kept = totals.paid.amount + totals.prescribed.amount + totals.claimable.amount
    assert kept == totals.forfeited.amount


def assert_same_ranges(book, loop):
    for part in book.ranges:
        assert part.from_on <= part.to_on
        if part.state is not UnitState.SUSPENDED:
            inside = [slip for slip in loop.slips if part.from_on <= slip.on <= part.to_on]
            assert part.state in {loop.state_of(slip) for slip in inside}
    open_slips = [slip for slip in loop.slips if loop.state_of(slip) is UnitState.UNSECURED]
    oldest = min((slip.on for slip in open_slips), default=None)
    assert book.oldest_unsecured_unit_on == oldest
    if oldest is not None:
        paused = loop.paused_until(loop.on)
        assert book.oldest_unsecured_lapses_on == last_day(oldest, paused, loop.readings.months)
