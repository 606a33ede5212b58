"""A loop that walks every day of an order and keeps one slip of paper per unit; it shares no code with the ledger."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from deadlines.law.load import load_law
from deadlines.law.penalties import (
    CountedPer,
    FirstCountedDay,
    Interruption,
    MonthReading,
    Payment,
    PenaltyFacts,
    PenaltyTerms,
    Readings,
    RespiteUnit,
    Suspension,
    SuspensionKind,
    Unit,
    UnitState,
)

CALENDAR = load_law().calendar
DAY = timedelta(days=1)


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
        self.ended_on, self.housed = self.days_with_a_place()

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
        housed = day in self.housed or (self.ended_on is not None and day >= self.ended_on)
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

    def days_with_a_place(self) -> tuple[date | None, set[date]]:
        """The day that ends all, and the days of stays that were lost again and count as such."""
        ended_on, days = self.facts.ended_on, set()
        for stay in self.facts.stays:
            if stay.from_on > self.on:
                continue
            if stay.is_accepted and stay.lost_on <= self.on:
                days |= {stay.from_on + DAY * more for more in range((stay.lost_on - stay.from_on).days + 1)}
            else:
                ended_on = min(ended_on or stay.from_on, stay.from_on)
        return ended_on, days

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
