"""The penalty ledger: a pure function of an order, its facts and a day. Euros exact to the cent.

Its cost grows with the number of events, never with the number of days.

Contested points, each an explicit option whose default claims too little rather than too much:
- the first counted day (`PenaltyTerms.first_counted_day`): the day after service, or the day of service;
- the last day of a respite (`Respite.is_last_day_counted`), and whether it moves off a closed day;
- six months after the end of a short month (`Readings.months`): the earlier reading, in which the last day
  keeps the day number, governs alarms and what counts as lapsed, so that nobody relies on three lost days;
- what an act gives (`Readings.interruption`): six new months from the act, not safety for good;
- impediments to prescription (`Impediment.is_accepted`): none counts until a lawyer accepts it with a reason.
Fixed readings: a day is forfeited when it is over, so neither the day asked about nor the day of an act is
among the forfeited or saved days (a violation is forfeited at once); a payment settles the oldest claimable
units first and is no acknowledgement that saves the others; of an annulled order nothing is due, from the day it
was annulled on. Not covered: interest and costs.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from deadlines.law.calendars import Calendar
from deadlines.law.penalties.accrual import Accrual, Start, accrue, segments, start_of, unit_days
from deadlines.law.penalties.balance import (
    Ledger,
    Sum,
    Totals,
    UnitRange,
    UnitState,
    Watch,
    WatchKind,
)
from deadlines.law.penalties.lines import account_lines, annulled_lines, order_lines, unserved_lines
from deadlines.law.penalties.payments import settle
from deadlines.law.penalties.prescription import Clock, Standing, Window, clock_on, window_of, windows
from deadlines.law.penalties.screening import check, known_on
from deadlines.law.penalties.terms import CAUTIOUS, PenaltyFacts, PenaltyTerms, Readings
from deadlines.law.penalties.units import ONE_DAY, Stretch, cut_all
from deadlines.law.periods import month_end

WARN_AFTER_MONTHS = 5


def ledger(
    terms: PenaltyTerms, facts: PenaltyFacts, on: date, calendar: Calendar, readings: Readings = CAUTIOUS
) -> Ledger:
    """What the order has cost until the day, facts of later days left out.

    Errors: `penalty_impossible` with the field and the reason; `calendar_not_confirmed` where working days
    are counted outside the confirmed calendar.
    """
    check(terms, facts)
    known = known_on(facts, on)
    if known.annulled_on is not None:
        return _annulled(known, known.annulled_on, on)
    if known.served_on is None:
        return _unserved(terms, known, on)
    start = start_of(terms, known.served_on, calendar)
    accrual = accrual_until(terms, known, calendar, start.first_on, first_open_day(terms, known, on))
    clock = clock_on(on, known.impediments, readings)
    found = windows((act.on for act in known.acts), clock, on, readings)
    settled, overpaid = settle(
        accrual.forfeited, known, on, lambda day: first_open_day(terms, known, day), readings
    )
    ranges = (*_ranges(settled, clock, found), *(_suspended(stretch) for stretch in accrual.suspended))
    totals = _totals(ranges, overpaid)
    cap_reached_on = _cap_day(terms, known, calendar, start.first_on, on)
    oldest = next((part for part in ranges if part.state is UnitState.UNSECURED), None)
    return Ledger(
        on=on,
        ranges=tuple(sorted(ranges, key=lambda part: (part.from_on, part.to_on))),
        totals=totals,
        lines=(
            *order_lines(terms, known, start, cap_reached_on),
            *account_lines(accrual, found, known, totals, oldest),
        ),
        watches=_watches(expiry_of(terms, known), start, ranges, oldest, cap_reached_on),
        first_counted_on=start.first_on,
        oldest_unsecured_unit_on=None if oldest is None else oldest.from_on,
    )


def _unserved(terms: PenaltyTerms, known: PenaltyFacts, on: date) -> Ledger:
    expires_on = expiry_of(terms, known)
    watches = () if expires_on is None else (Watch(WatchKind.ORDER_EXPIRES, expires_on),)
    return Ledger(on, (), _totals((), Decimal(0)), unserved_lines(), watches)


def _annulled(known: PenaltyFacts, annulled_on: date, on: date) -> Ledger:
    paid = _euros(payment.amount for payment in known.payments)
    return Ledger(on, (), _totals((), paid), annulled_lines(annulled_on, paid), ())


def first_open_day(terms: PenaltyTerms, known: PenaltyFacts, on: date) -> date:
    """The first day whose unit is not forfeited yet: a day is over the next day, a violation at once."""
    horizon = on + ONE_DAY if terms.counts_proven_days else on
    return horizon if known.ended_on is None else min(horizon, known.ended_on)


def accrual_until(
    terms: PenaltyTerms, known: PenaltyFacts, calendar: Calendar, first_on: date, until: date
) -> Accrual:
    """What ran and what stood still from the first day that counts until another, exclusive."""
    ran = segments(terms, known, calendar, first_on, until)
    return accrue(ran, unit_days(terms, known, calendar, first_on, ran))


def _cap_day(
    terms: PenaltyTerms, known: PenaltyFacts, calendar: Calendar, first_on: date, on: date
) -> date | None:
    """The day the cap is reached if nothing changes, looked for as far as the confirmed calendar."""
    if all(version.cap is None for version in versions_of(terms, known)):
        return None
    until = first_open_day(terms, known, max(on, calendar.confirmed_until))
    return accrual_until(terms, known, calendar, first_on, until).cap_reached_on


def versions_of(terms: PenaltyTerms, known: PenaltyFacts) -> list[PenaltyTerms]:
    """The terms in the order in which they come into force."""
    amended = sorted(known.amendments, key=lambda amendment: amendment.takes_effect_on)
    return [terms, *(amendment.terms for amendment in amended)]


def expiry_of(terms: PenaltyTerms, known: PenaltyFacts) -> date | None:
    """The last day of the order under its last terms, included."""
    return versions_of(terms, known)[-1].expires_on


def _ranges(settled: Iterable[Stretch], clock: Clock, found: list[Window]) -> list[UnitRange]:
    pieces = cut_all(settled, [window.from_on for window in found])
    return [_range(piece, clock, window_of(found, piece.first_on)) for piece in pieces]


def _range(piece: Stretch, clock: Clock, window: Window) -> UnitRange:
    first_on = piece.first_on
    state, lapses_on = UnitState(window.standing.value), None
    if not piece.due:
        state = UnitState.PAID
    elif window.standing is Standing.UNSECURED:
        lapses_on = clock.last_day(first_on)
    elif window.standing is Standing.SECURED and window.secured_until != date.max:
        lapses_on = window.secured_until
    return UnitRange(first_on, piece.last_on, piece.units, piece.amount, piece.paid, state, lapses_on)


def _suspended(stretch: Stretch) -> UnitRange:
    return UnitRange(
        stretch.first_on, stretch.last_on, stretch.units, stretch.amount, Decimal(0), UnitState.SUSPENDED
    )


def _totals(ranges: Iterable[UnitRange], overpaid: Decimal) -> Totals:
    by_state = {state: [part for part in ranges if part.state is state] for state in UnitState}
    due = {state: _due(parts) for state, parts in by_state.items()}
    forfeited = [
        part for state, parts in by_state.items() if state is not UnitState.SUSPENDED for part in parts
    ]
    unsecured, secured = due[UnitState.UNSECURED], due[UnitState.SECURED]
    return Totals(
        forfeited=Sum(sum(part.units for part in forfeited), _euros(part.amount for part in forfeited)),
        suspended=due[UnitState.SUSPENDED],
        prescribed=due[UnitState.PRESCRIBED],
        claimable=Sum(unsecured.units + secured.units, unsecured.amount + secured.amount),
        secured=secured,
        paid=Sum(due[UnitState.PAID].units, _euros(part.paid for part in forfeited)),
        overpaid=overpaid,
    )


def _due(parts: list[UnitRange]) -> Sum:
    return Sum(sum(part.units for part in parts), _euros(part.amount - part.paid for part in parts))


def _euros(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _watches(
    expires_on: date | None,
    start: Start,
    ranges: Iterable[UnitRange],
    oldest: UnitRange | None,
    cap_reached_on: date | None,
) -> tuple[Watch, ...]:
    secured = (part.lapses_on for part in ranges if part.state is UnitState.SECURED and part.lapses_on)
    days = {
        WatchKind.RESPITE_ENDS: start.respite_ends_on,
        WatchKind.OLDEST_UNSECURED_AT_FIVE_MONTHS: _warn_on(oldest),
        WatchKind.OLDEST_UNSECURED_LAPSES: None if oldest is None else oldest.lapses_on,
        WatchKind.SECURED_LAPSES: min(secured, default=None),
        WatchKind.CAP_REACHED: cap_reached_on,
        WatchKind.ORDER_EXPIRES: expires_on,
    }
    watches = [Watch(kind, day) for kind, day in days.items() if day is not None]
    return tuple(sorted(watches, key=lambda watch: watch.on))


def _warn_on(oldest: UnitRange | None) -> date | None:
    return None if oldest is None else month_end(oldest.from_on, WARN_AFTER_MONTHS).safe_on
