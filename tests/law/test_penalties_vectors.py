"""The figures that courts, bailiffs and the press printed, to the cent."""

from datetime import date
from decimal import Decimal

import pytest

from deadlines.law.load import load_law
from deadlines.law.penalties import (
    CountedPer,
    FirstCountedDay,
    Impediment,
    ImpedimentKind,
    PenaltyFacts,
    PenaltyTerms,
    Sum,
    Unit,
    UnitState,
    ledger,
)

CALENDAR = load_law().calendar


def per_day(amount: str, **terms: object) -> PenaltyTerms:
    base = {"unit": Unit.CALENDAR_DAY, "provisionally_enforceable": True}
    return PenaltyTerms(amount_per_unit=Decimal(amount), **{**base, **terms})


CAMARA = PenaltyFacts(served_on=date(2022, 7, 29), ended_on=date(2022, 11, 4))


@pytest.mark.parametrize(
    ("first_counted_day", "units", "first_on"),
    [
        (FirstCountedDay.DAY_AFTER_SERVICE, 97, date(2022, 7, 30)),
        (FirstCountedDay.SERVICE_DAY, 98, date(2022, 7, 29)),
    ],
)
def test_camara_served_and_housed_counts_each_day_between(first_counted_day, units, first_on):
    book = ledger(per_day("1.00", first_counted_day=first_counted_day), CAMARA, date(2022, 11, 4), CALENDAR)
    assert book.totals.forfeited == Sum(units, Decimal(units))
    assert book.first_counted_on == first_on
    assert [(part.from_on, part.to_on) for part in book.ranges] == [(first_on, date(2022, 11, 3))]


def test_nine_proven_working_days_of_a_collective_order_are_45000_euros():
    proven = tuple(date(2022, 1, day) for day in (24, 25, 26, 27, 28, 29, 31))
    proven += tuple(date(2022, 2, day) for day in (1, 2, 3, 3))
    terms = per_day("5000", unit=Unit.WORKING_DAY, counted_per=CountedPer.ANY_PERSON)
    facts = PenaltyFacts(served_on=date(2022, 1, 21), violations=proven)
    book = ledger(terms, facts, date(2022, 2, 8), CALENDAR)
    assert book.totals.claimable == Sum(9, Decimal("45000"))


def test_53_days_at_250_euros_are_13250_euros():
    facts = PenaltyFacts(served_on=date(2022, 7, 11), ended_on=date(2022, 9, 3))
    book = ledger(per_day("250"), facts, date(2022, 9, 30), CALENDAR)
    assert book.totals.forfeited == Sum(53, Decimal("13250"))


def test_31_days_at_500_euros_are_15500_euros():
    facts = PenaltyFacts(served_on=date(2010, 1, 31), ended_on=date(2010, 3, 4))
    assert ledger(per_day("500"), facts, date(2010, 4, 1), CALENDAR).totals.forfeited == Sum(
        31, Decimal("15500")
    )


@pytest.mark.parametrize(
    ("unit_on", "last_day"),
    [
        (date(2022, 8, 10), date(2023, 2, 10)),
        (date(2022, 8, 31), date(2023, 2, 28)),
        (date(2022, 8, 29), date(2023, 2, 28)),
        (date(2022, 4, 30), date(2022, 10, 30)),
        (date(2022, 4, 16), date(2022, 10, 16)),
    ],
)
def test_unit_is_claimable_on_its_last_day_and_lost_the_next(unit_on, last_day):
    facts = PenaltyFacts(served_on=unit_on - (date(2022, 1, 2) - date(2022, 1, 1)))
    facts = PenaltyFacts(served_on=facts.served_on, ended_on=unit_on + (date(2022, 1, 2) - date(2022, 1, 1)))
    on_the_day = ledger(per_day("250"), facts, last_day, CALENDAR)
    the_day_after = ledger(per_day("250"), facts, date.fromordinal(last_day.toordinal() + 1), CALENDAR)
    assert on_the_day.oldest_unsecured_unit_on == unit_on
    assert on_the_day.oldest_unsecured_lapses_on == last_day
    assert on_the_day.totals.claimable == Sum(1, Decimal(250))
    assert the_day_after.totals.claimable == Sum(0, Decimal(0))
    assert [part.state for part in the_day_after.ranges] == [UnitState.PRESCRIBED]


def test_camara_months_later_splits_into_prescribed_and_claimable():
    book = ledger(per_day("250"), CAMARA, date(2023, 3, 1), CALENDAR)
    assert book.totals.prescribed == Sum(33, Decimal("8250"))
    assert book.totals.claimable == Sum(64, Decimal("16000"))
    assert book.oldest_unsecured_unit_on == date(2022, 9, 1)
    assert book.oldest_unsecured_lapses_on == date(2023, 3, 1)


def test_units_that_a_pause_brings_level_are_lost_on_the_day_that_was_told():
    """From 16 April on, six months of March have 184 days and those of its last day 183: the shorter speak for all."""
    pause = Impediment(
        kind=ImpedimentKind.LEGAL_IMPEDIMENT,
        from_on=date(2022, 2, 20),
        to_on=date(2022, 4, 15),
        is_accepted=True,
        reason="invented",
    )
    facts = PenaltyFacts(served_on=date(2022, 2, 28), ended_on=date(2022, 4, 16), impediments=(pause,))
    told = ledger(per_day("1"), facts, date(2022, 6, 1), CALENDAR).oldest_unsecured_lapses_on
    assert told == date(2022, 10, 15)
    on_the_day = ledger(per_day("1"), facts, told, CALENDAR)
    the_day_after = ledger(per_day("1"), facts, date(2022, 10, 16), CALENDAR)
    assert (on_the_day.totals.claimable.units, the_day_after.totals.prescribed.units) == (46, 46)
