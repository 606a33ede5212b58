"""The ledger against a loop that walks every day of the order and keeps one slip of paper per unit.

The loop shares no code with the ledger but its input. `PENALTY_ORDERS=10000` runs the full comparison.
"""

import os
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from deadlines.law.errors import LawError
from deadlines.law.load import load_law
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
    Suspension,
    SuspensionKind,
    Unit,
    UnitState,
    ledger,
)

CALENDAR = load_law().calendar
ORDERS = int(os.environ.get("PENALTY_ORDERS", "300"))
DAY = timedelta(days=1)
FIRST = date(2022, 2, 20)
SPAN = 480


@dataclass
class Slip:
    """One forfeited unit."""

    on: date
    price: Decimal
    paid: Decimal = Decimal(0)
    clock_from: date = date.min
    is_saved: bool = False
    is_lost: bool = False


@cache
def six_months_after(on: date, reading: MonthReading) -> date:
    months = on.year * 12 + on.month - 1 + 6
    year, month = months // 12, months % 12 + 1
    last = monthrange(year, month)[1]
    if reading is MonthReading.LEGAL and (on + DAY).month != on.month:
        return date(year, month, last)
    return date(year, month, min(on.day, last))


@cache
def walked_last_day(on: date, paused: frozenset[date], reading: MonthReading) -> date:
    left = (six_months_after(on, reading) - on).days
    while left:
        on += DAY
        left -= on not in paused
    return on


@cache
def last_day(on: date, paused: frozenset[date], reading: MonthReading) -> date:
    if not paused:
        return six_months_after(on, reading)
    # No older unit outlives a younger one: a pause can level all its days, and three more on either side.
    younger = range(len(paused) + 10)
    return min(walked_last_day(on + DAY * more, paused, reading) for more in younger)


class Loop:
    """One order, walked from its service to the day asked about."""

    def __init__(self, terms: PenaltyTerms, facts: PenaltyFacts, on: date, readings: Readings) -> None:
        self.terms, self.facts, self.on, self.readings = terms, facts, on, readings
        self.slips: list[Slip] = []
        self.suspended = Decimal(0)
        self.suspended_units = 0
        self.total = self.credit = Decimal(0)
        self.has_lump_sum = False
        self.first_on = self.first_day_after(facts.served_on)
        self.still = self.still_days()

    def run(self) -> "Loop":
        today = self.facts.served_on
        while today <= self.on:
            if self.terms.unit is Unit.VIOLATION or self.is_collective:
                self.count(today)
            elif today > self.facts.served_on:
                self.count(today - DAY)
            self.live(today)
            today += DAY
        self.settle(self.on, Decimal(0))
        return self

    @property
    def is_collective(self) -> bool:
        return self.terms.counted_per is CountedPer.ANY_PERSON and self.terms.unit is not Unit.LUMP_SUM

    def live(self, today: date) -> None:
        acts = [act for act in self.facts.acts if act.on == today]
        payments = [payment for payment in self.facts.payments if payment.on == today]
        if acts or payments or today == self.on:
            self.lose(today)
        if acts:
            for slip in self.slips:
                if slip.on < today and not slip.is_lost:
                    slip.clock_from, slip.is_saved = today, True
        for payment in payments:
            self.pay(today, payment)

    def count(self, day: date) -> None:
        terms = self.terms_of(day)
        housed = self.facts.ended_on is not None and day >= self.facts.ended_on
        expired = terms.expires_on is not None and day > terms.expires_on
        if day < self.first_on or housed or expired:
            return
        for _ in range(self.units_of(day, terms)):
            self.add(day, terms)

    def units_of(self, day: date, terms: PenaltyTerms) -> int:
        if terms.unit is Unit.VIOLATION:
            return self.facts.violations.count(day)
        if terms.unit is Unit.LUMP_SUM:
            return 0 if self.has_lump_sum or day in self.still else 1
        if terms.unit is Unit.WORKING_DAY and not CALENDAR.is_working_day(day):
            return 0
        return int(day in self.facts.violations) if self.is_collective else 1

    def add(self, day: date, terms: PenaltyTerms) -> None:
        price = terms.amount_per_unit * (terms.persons if terms.counted_per is CountedPer.PERSON else 1)
        room = price if terms.cap is None else terms.cap - self.total
        if room <= 0:
            return
        if day in self.still:
            self.suspended += price
            self.suspended_units += 1
            return
        self.has_lump_sum = True
        self.slips.append(Slip(day, min(price, room), clock_from=day))
        self.total += min(price, room)

    def terms_of(self, day: date) -> PenaltyTerms:
        terms = self.terms
        for amendment in sorted(self.facts.amendments, key=lambda each: each.takes_effect_on):
            terms = amendment.terms if amendment.takes_effect_on <= day else terms
        return terms

    def first_day_after(self, served_on: date) -> date:
        respite, day = self.terms.respite, served_on
        if self.terms.first_counted_day is FirstCountedDay.SERVICE_DAY:
            day -= DAY
        if respite.unit is RespiteUnit.WORKING_DAYS:
            left = respite.length
            while left:
                day += DAY
                left -= CALENDAR.is_working_day(day)
        else:
            days = (respite.length + 23) // 24 if respite.unit is RespiteUnit.HOURS else respite.length
            day += DAY * days
        while respite.rolls_to_working_day and not CALENDAR.is_working_day(day):
            day += DAY
        return day if respite.is_last_day_counted else day + DAY

    def still_days(self) -> set[date]:
        days: set[date] = set()
        for suspension in self.facts.suspensions:
            if suspension.from_on > self.on:
                continue
            if suspension.kind is SuspensionKind.APPEAL and self.terms.provisionally_enforceable:
                continue
            until = self.resumes_on(suspension)
            day = suspension.from_on
            while day < until:
                days.add(day)
                day += DAY
        return days

    def resumes_on(self, suspension: Suspension) -> date:
        if suspension.to_on is None:
            return self.on + DAY
        if suspension.kind is SuspensionKind.JUDGE:
            return suspension.to_on + DAY
        if suspension.served_again_on is None:
            return self.on + DAY
        return max(self.first_day_after(suspension.served_again_on), suspension.to_on + DAY)

    def lose(self, today: date) -> None:
        paused = self.paused_until(today)
        for slip in self.slips:
            if slip.is_saved and self.readings.interruption is Interruption.FOR_GOOD:
                continue
            if last_day(slip.clock_from, paused, self.readings.months) < today:
                slip.is_lost = True

    def paused_until(self, today: date) -> frozenset[date]:
        days = set()
        for impediment in self.facts.impediments:
            day = impediment.from_on
            while impediment.is_accepted and day <= min(impediment.to_on or today, today):
                days.add(day)
                day += DAY
        return frozenset(days)

    def pay(self, today: date, payment: Payment) -> None:
        before = self.credit
        self.settle(today, payment.amount)
        if self.credit > before and not payment.may_exceed_forfeited:
            raise ValueError(payment)

    def settle(self, today: date, amount: Decimal) -> None:
        self.credit += amount
        for is_lost in (False, True):
            for slip in self.slips:
                if slip.is_lost is is_lost:
                    taken = min(slip.price - slip.paid, self.credit)
                    slip.paid += taken
                    self.credit -= taken

    def state_of(self, slip: Slip) -> UnitState:
        if slip.paid == slip.price:
            return UnitState.PAID
        if slip.is_lost:
            return UnitState.PRESCRIBED
        return UnitState.SECURED if slip.is_saved else UnitState.UNSECURED


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
