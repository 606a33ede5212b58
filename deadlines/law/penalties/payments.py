"""Which units a payment settles: the oldest still claimable on the day it arrived, then the lapsed ones."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from deadlines.law.penalties.prescription import Standing, Window, clock_on, window_of, windows
from deadlines.law.penalties.terms import Payment, PenaltyFacts, Readings, refusal
from deadlines.law.penalties.units import Stretch, cut_all, join_all

NOTHING = Decimal(0)


def settle(
    stretches: Iterable[Stretch],
    facts: PenaltyFacts,
    on: date,
    forfeited_before: Callable[[date], date],
    readings: Readings,
) -> tuple[list[Stretch], Decimal]:
    """The stretches with their payments until the day, and what was paid beyond them.

    An allowed excess is kept and settles units that fall due later. `forfeited_before` gives the first unit
    day not yet forfeited on a day. Errors: `penalty_impossible` for an excess that nobody allowed.
    """
    settled, credit = list(stretches), NOTHING
    for index, payment in sorted(enumerate(facts.payments), key=lambda numbered: numbered[1].on):
        before = forfeited_before(payment.on)
        found = _windows_on(payment.on, facts, readings)
        settled, left = spread(settled, credit + payment.amount, before, found)
        if left > credit and not payment.may_exceed_forfeited:
            raise _excess(index, payment, left - credit)
        credit = left
    if credit:
        settled, credit = spread(settled, credit, forfeited_before(on), _windows_on(on, facts, readings))
    return settled, credit


def _windows_on(on: date, facts: PenaltyFacts, readings: Readings) -> list[Window]:
    act_days = (act.on for act in facts.acts)
    return windows(act_days, clock_on(on, facts.impediments, readings), on, readings)


def _excess(index: int, payment: Payment, excess: Decimal) -> Exception:
    field = f"facts.payments.{index}.amount"
    return refusal(field, "payment_above_forfeited", on=payment.on, amount=payment.amount, excess=excess)


def spread(
    stretches: list[Stretch], amount: Decimal, before: date, found: list[Window]
) -> tuple[list[Stretch], Decimal]:
    """The stretches after an amount was set against the units before a day, and what is left of it."""
    edges = sorted({before, *(window.from_on for window in found)})
    pieces = cut_all(stretches, edges)
    for lapsed in (False, True):
        paid: list[Stretch] = []
        for piece in pieces:
            is_lapsed = window_of(found, piece.first_on).standing is Standing.PRESCRIBED
            can_take = piece.first_on < before and is_lapsed is lapsed
            taken = min(piece.due, amount) if can_take else NOTHING
            paid.extend(piece.receive(taken) if taken else [piece])
            amount -= taken
        pieces = paid
    return join_all(pieces), amount
