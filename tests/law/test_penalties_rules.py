"""What makes a penalty run, stop, stand still, lapse, and be settled."""

import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from deadlines.law.load import load_law
from deadlines.law.penalties import (
    Act,
    ActKind,
    Amendment,
    CountedPer,
    Debtor,
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
    Sum,
    Suspension,
    SuspensionKind,
    Unit,
    UnitState,
    WatchKind,
    ledger,
)

CALENDAR = load_law().calendar
SERVED = PenaltyFacts(served_on=date(2022, 7, 29))  # a Friday
DAILY = PenaltyTerms(
    amount_per_unit=Decimal("250.00"), unit=Unit.CALENDAR_DAY, provisionally_enforceable=True
)


def command(year: int, month: int, day: int) -> Act:
    return Act(on=date(year, month, day), kind=ActKind.COMMAND)


def paid(on: date, amount: str, *, may_exceed: bool = False) -> Payment:
    return Payment(on=on, amount=Decimal(amount), may_exceed_forfeited=may_exceed)


def book_of(terms: PenaltyTerms, facts: PenaltyFacts, on: date, readings: Readings | None = None):
    return ledger(terms, facts, on, CALENDAR, readings or Readings())


# Service and respite


@pytest.mark.parametrize("facts", [PenaltyFacts(), replace(SERVED, ended_on=date(2022, 11, 4))])
def test_before_service_nothing_is_forfeited(facts):
    book = book_of(DAILY, facts, date(2022, 7, 28))
    assert book.ranges == ()
    assert book.totals.forfeited == Sum(0, Decimal(0))
    assert [line.key for line in book.lines] == ["not_served"]


def test_unserved_order_still_shows_its_expiry():
    terms = replace(DAILY, expires_on=date(2022, 12, 31))
    assert book_of(terms, PenaltyFacts(), date(2022, 7, 28)).order_expires_on == date(2022, 12, 31)


@pytest.mark.parametrize(
    ("respite", "ends_on", "first_on"),
    [
        (Respite(), None, date(2022, 7, 30)),
        (Respite(length=2), date(2022, 7, 31), date(2022, 8, 1)),
        (Respite(length=2, rolls_to_working_day=True), date(2022, 8, 1), date(2022, 8, 2)),
        (Respite(length=48, unit=RespiteUnit.HOURS), date(2022, 7, 31), date(2022, 8, 1)),
        (Respite(length=36, unit=RespiteUnit.HOURS), date(2022, 7, 31), date(2022, 8, 1)),
        (Respite(length=3, unit=RespiteUnit.WORKING_DAYS), date(2022, 8, 3), date(2022, 8, 4)),
        (
            Respite(length=3, unit=RespiteUnit.WORKING_DAYS, is_last_day_counted=True),
            date(2022, 8, 2),
            date(2022, 8, 3),
        ),
    ],
)
def test_respite_ends_as_the_order_says(respite, ends_on, first_on):
    book = book_of(replace(DAILY, respite=respite), SERVED, date(2022, 9, 1))
    assert book.respite_ends_on == ends_on
    assert book.first_counted_on == first_on
    assert book.ranges[0].from_on == first_on


def test_service_day_counted_moves_the_respite_a_day_forward():
    terms = replace(DAILY, respite=Respite(length=2), first_counted_day=FirstCountedDay.SERVICE_DAY)
    book = book_of(terms, SERVED, date(2022, 9, 1))
    assert (book.respite_ends_on, book.first_counted_on) == (date(2022, 7, 30), date(2022, 7, 31))


def test_day_asked_about_is_not_forfeited_until_it_is_over():
    assert book_of(DAILY, SERVED, date(2022, 7, 30)).totals.forfeited.units == 0
    assert book_of(DAILY, SERVED, date(2022, 7, 31)).totals.forfeited.units == 1


# Units, persons, cap, expiry


def test_amount_due_per_person_is_multiplied_and_per_family_is_not():
    facts = replace(SERVED, ended_on=date(2022, 8, 1))
    per_person = replace(DAILY, counted_per=CountedPer.PERSON, persons=3)
    assert book_of(per_person, facts, date(2022, 9, 1)).totals.forfeited == Sum(2, Decimal(1500))
    per_family = replace(DAILY, counted_per=CountedPer.FAMILY, persons=3)
    assert book_of(per_family, facts, date(2022, 9, 1)).totals.forfeited == Sum(2, Decimal(500))


def test_working_days_leave_out_weekends_and_the_assumption():
    facts = PenaltyFacts(served_on=date(2022, 8, 11), ended_on=date(2022, 8, 18))
    book = book_of(replace(DAILY, unit=Unit.WORKING_DAY), facts, date(2022, 9, 1))
    assert book.totals.forfeited.units == 3  # 12, 16 and 17 August; Monday 15 August is a holiday
    assert (book.ranges[0].from_on, book.ranges[0].to_on) == (date(2022, 8, 12), date(2022, 8, 17))


def test_nights_count_by_their_evening():
    facts = replace(SERVED, ended_on=date(2022, 8, 1))
    book = book_of(replace(DAILY, unit=Unit.NIGHT, amount_per_unit=Decimal(1000)), facts, date(2022, 8, 1))
    assert book.totals.forfeited == Sum(2, Decimal(2000))


def test_violations_count_one_by_one_and_only_while_the_order_runs():
    violations = tuple(date(2022, 8, day) for day in (20, 3, 3, 5))
    facts = replace(SERVED, violations=(date(2022, 7, 29), *violations), ended_on=date(2022, 8, 20))
    book = book_of(replace(DAILY, unit=Unit.VIOLATION), facts, date(2022, 9, 1))
    assert book.totals.forfeited == Sum(3, Decimal(750))


def test_two_violations_of_one_day_are_paid_one_after_the_other():
    facts = replace(SERVED, violations=(date(2022, 8, 3),) * 2, payments=(paid(date(2022, 8, 3), "300"),))
    book = book_of(replace(DAILY, unit=Unit.VIOLATION), facts, date(2022, 8, 3))
    assert [(part.units, part.paid) for part in book.ranges] == [(1, Decimal(250)), (1, Decimal(50))]


def test_lump_sum_is_forfeited_once_when_the_first_day_is_over():
    terms = replace(DAILY, unit=Unit.LUMP_SUM, amount_per_unit=Decimal(5000))
    assert book_of(terms, SERVED, date(2022, 7, 30)).totals.forfeited.units == 0
    assert book_of(terms, SERVED, date(2030, 1, 1)).totals.forfeited == Sum(1, Decimal(5000))


def test_cap_stops_the_count_and_the_last_unit_counts_for_the_rest():
    terms = replace(DAILY, cap=Decimal("1100.50"))
    book = book_of(terms, SERVED, date(2022, 9, 1))
    assert [(part.units, part.amount) for part in book.ranges] == [(4, Decimal(1000)), (1, Decimal("100.50"))]
    assert book.cap_reached_on == date(2022, 8, 3)


def test_cap_not_reached_yet_is_foreseen():
    book = book_of(replace(DAILY, cap=Decimal(1000)), SERVED, date(2022, 7, 31))
    assert book.totals.forfeited.units == 1
    assert book.cap_reached_on == date(2022, 8, 2)


def test_cap_is_not_foreseen_once_the_person_is_housed():
    facts = replace(SERVED, ended_on=date(2022, 8, 1))
    assert book_of(replace(DAILY, cap=Decimal(1000)), facts, date(2022, 8, 5)).cap_reached_on is None


def test_last_day_of_the_order_still_counts():
    terms = replace(DAILY, expires_on=date(2022, 8, 1))
    book = book_of(terms, SERVED, date(2022, 9, 1))
    assert (book.totals.forfeited.units, book.ranges[0].to_on) == (3, date(2022, 8, 1))
    assert book.order_expires_on == date(2022, 8, 1)


# Amendments and suspensions


def test_amendment_changes_the_price_from_its_day_and_nothing_before():
    higher = Amendment(takes_effect_on=date(2022, 8, 2), terms=replace(DAILY, amount_per_unit=Decimal(400)))
    facts = replace(SERVED, amendments=(higher,), ended_on=date(2022, 8, 4))
    book = book_of(DAILY, facts, date(2022, 9, 1))
    assert [(part.units, part.amount) for part in book.ranges] == [(3, Decimal(750)), (2, Decimal(800))]


def test_cap_lowered_below_the_total_takes_nothing_back():
    lower = Amendment(takes_effect_on=date(2022, 8, 2), terms=replace(DAILY, cap=Decimal(500)))
    book = book_of(DAILY, replace(SERVED, amendments=(lower,)), date(2022, 9, 1))
    assert book.totals.forfeited == Sum(3, Decimal(750))
    assert book.cap_reached_on == date(2022, 8, 2)


def test_appeal_against_a_provisionally_enforceable_order_suspends_nothing():
    appeal = Suspension(kind=SuspensionKind.APPEAL, from_on=date(2022, 8, 1))
    book = book_of(DAILY, replace(SERVED, suspensions=(appeal,)), date(2022, 8, 11))
    assert book.totals.forfeited.units == 12
    assert "appeal_does_not_suspend" in {line.key for line in book.lines}


def test_suspensive_appeal_stops_the_count_until_served_again_and_a_new_respite():
    terms = replace(DAILY, provisionally_enforceable=False, respite=Respite(length=2))
    appeal = Suspension(
        kind=SuspensionKind.APPEAL,
        from_on=date(2022, 8, 5),
        to_on=date(2022, 8, 10),
        served_again_on=date(2022, 8, 12),
    )
    book = book_of(terms, replace(SERVED, suspensions=(appeal,)), date(2022, 8, 20))
    assert [(part.from_on, part.to_on, part.state) for part in book.ranges] == [
        (date(2022, 8, 1), date(2022, 8, 4), UnitState.UNSECURED),
        (date(2022, 8, 5), date(2022, 8, 14), UnitState.SUSPENDED),
        (date(2022, 8, 15), date(2022, 8, 19), UnitState.UNSECURED),
    ]
    assert book.totals.suspended == Sum(10, Decimal(2500))


def test_after_a_suspensive_appeal_nothing_runs_without_new_service():
    terms = replace(DAILY, provisionally_enforceable=False)
    appeal = Suspension(kind=SuspensionKind.APPEAL, from_on=date(2022, 8, 5), to_on=date(2022, 8, 10))
    book = book_of(terms, replace(SERVED, suspensions=(appeal,)), date(2023, 1, 1))
    assert book.totals.forfeited.units == 6
    assert "awaits_new_service" in {line.key for line in book.lines}


def test_last_day_of_a_suspensive_appeal_never_counts_even_if_served_again_that_day():
    terms = replace(DAILY, provisionally_enforceable=False, first_counted_day=FirstCountedDay.SERVICE_DAY)
    appeal = Suspension(
        kind=SuspensionKind.APPEAL,
        from_on=date(2022, 8, 1),
        to_on=date(2022, 8, 3),
        served_again_on=date(2022, 8, 3),
    )
    book = book_of(terms, replace(SERVED, suspensions=(appeal,)), date(2022, 8, 6))
    assert [part.units for part in book.ranges] == [3, 3, 2]
    assert book.ranges[2].from_on == date(2022, 8, 4)


def test_suspension_by_the_judge_resumes_the_day_after_its_end():
    pause = Suspension(kind=SuspensionKind.JUDGE, from_on=date(2022, 8, 1), to_on=date(2022, 8, 2))
    still = Suspension(kind=SuspensionKind.JUDGE, from_on=date(2022, 8, 2))
    assert book_of(DAILY, replace(SERVED, suspensions=(pause,)), date(2022, 8, 5)).totals.forfeited == Sum(
        4, Decimal(1000)
    )
    both = book_of(DAILY, replace(SERVED, suspensions=(pause, still)), date(2022, 8, 5))
    assert (both.totals.forfeited.units, both.totals.suspended.units) == (2, 4)


# Prescription and acts


def test_act_saves_only_days_before_it():
    facts = replace(SERVED, acts=(command(2022, 9, 1),), ended_on=date(2022, 11, 4))
    book = book_of(DAILY, facts, date(2023, 2, 28))
    assert book.totals.secured == Sum(33, Decimal(8250))
    assert book.oldest_unsecured_unit_on == date(2022, 9, 1)
    assert book.secured_lapses_on == date(2023, 3, 1)


def test_act_comes_too_late_for_what_has_lapsed():
    facts = replace(SERVED, acts=(command(2023, 2, 11),), ended_on=date(2022, 11, 4))
    book = book_of(DAILY, facts, date(2023, 2, 11))
    assert book.totals.prescribed == Sum(12, Decimal(3000))  # 30 July to 10 August
    assert book.totals.secured == Sum(85, Decimal(21250))


def test_saved_units_lapse_six_months_after_the_act_unless_it_is_repeated():
    once = replace(SERVED, acts=(command(2022, 9, 1),), ended_on=date(2022, 8, 31))
    assert book_of(DAILY, once, date(2023, 3, 1)).totals.secured.units == 32
    assert book_of(DAILY, once, date(2023, 3, 2)).totals.prescribed.units == 32
    twice = replace(once, acts=(command(2022, 9, 1), command(2023, 3, 1)))
    assert book_of(DAILY, twice, date(2023, 3, 2)).totals.secured.units == 32
    assert book_of(DAILY, twice, date(2023, 3, 2)).secured_lapses_on == date(2023, 9, 1)


def test_act_after_a_gap_revives_nothing():
    facts = replace(SERVED, acts=(command(2022, 9, 1), command(2023, 3, 2)), ended_on=date(2022, 8, 31))
    assert book_of(DAILY, facts, date(2023, 3, 3)).totals.prescribed.units == 32


def test_reading_for_good_keeps_saved_units():
    facts = replace(SERVED, acts=(command(2022, 9, 1),), ended_on=date(2022, 8, 31))
    book = book_of(DAILY, facts, date(2030, 1, 1), Readings(interruption=Interruption.FOR_GOOD))
    assert book.totals.secured.units == 32
    assert book.secured_lapses_on is None


def test_month_end_is_read_early_unless_the_letter_is_chosen():
    facts = PenaltyFacts(served_on=date(2023, 2, 27), ended_on=date(2023, 3, 1))
    safe = book_of(DAILY, facts, date(2023, 8, 29))
    assert safe.totals.prescribed.units == 1
    legal = book_of(DAILY, facts, date(2023, 8, 29), Readings(months=MonthReading.LEGAL))
    assert legal.oldest_unsecured_lapses_on == date(2023, 8, 31)
    assert "month_read_twice" in {line.key for line in legal.lines}


def test_impediment_counts_only_once_a_lawyer_accepts_it():
    seen = Impediment(
        kind=ImpedimentKind.OPPOSITION_TO_SEIZURE, from_on=date(2023, 1, 1), to_on=date(2023, 1, 10)
    )
    facts = PenaltyFacts(served_on=date(2022, 8, 9), ended_on=date(2022, 8, 11), impediments=(seen,))
    assert book_of(DAILY, facts, date(2023, 2, 1)).oldest_unsecured_lapses_on == date(2023, 2, 10)
    accepted = replace(facts, impediments=(replace(seen, is_accepted=True, reason="art. 1412bis"),))
    assert book_of(DAILY, accepted, date(2023, 2, 1)).oldest_unsecured_lapses_on == date(2023, 2, 20)


def test_impediment_that_lasts_moves_the_last_day_only_as_far_as_it_has_lasted():
    lasting = Impediment(
        kind=ImpedimentKind.BANKRUPTCY, from_on=date(2023, 1, 1), is_accepted=True, reason="judgment"
    )
    facts = PenaltyFacts(served_on=date(2022, 8, 9), ended_on=date(2022, 8, 11), impediments=(lasting,))
    assert book_of(DAILY, facts, date(2023, 1, 5)).oldest_unsecured_lapses_on == date(2023, 2, 15)
    assert book_of(DAILY, facts, date(2025, 1, 1)).totals.claimable.units == 1


# Payments


def test_payment_settles_the_oldest_claimable_units_and_part_of_the_next():
    facts = replace(SERVED, ended_on=date(2022, 8, 10), payments=(paid(date(2022, 9, 1), "600.00"),))
    book = book_of(DAILY, facts, date(2022, 9, 1))
    assert [(part.units, part.paid, part.state) for part in book.ranges] == [
        (2, Decimal(500), UnitState.PAID),
        (1, Decimal(100), UnitState.UNSECURED),
        (8, Decimal(0), UnitState.UNSECURED),
    ]
    assert book.totals.paid == Sum(2, Decimal(600))
    assert book.totals.claimable == Sum(9, Decimal(2150))
    assert book.oldest_unsecured_unit_on == date(2022, 8, 1)


def test_payment_after_a_lapse_settles_claimable_units_first_and_lapsed_ones_last():
    facts = replace(SERVED, ended_on=date(2022, 8, 3), payments=(paid(date(2023, 2, 1), "600.00"),))
    book = book_of(DAILY, facts, date(2023, 2, 1))  # 30 and 31 July have lapsed, 1 and 2 August have not
    assert [(part.paid, part.state) for part in book.ranges] == [
        (Decimal(100), UnitState.PRESCRIBED),
        (Decimal(0), UnitState.PRESCRIBED),
        (Decimal(500), UnitState.PAID),
    ]


def test_allowed_excess_settles_the_units_that_fall_due_later():
    facts = replace(SERVED, payments=(paid(date(2022, 8, 1), "1100.00", may_exceed=True),))
    early = book_of(DAILY, facts, date(2022, 8, 1))
    assert (early.totals.paid, early.totals.overpaid) == (Sum(2, Decimal(500)), Decimal(600))
    later = book_of(DAILY, facts, date(2022, 8, 6))
    assert (later.totals.paid, later.totals.overpaid) == (Sum(4, Decimal(1100)), Decimal(0))
    assert later.totals.claimable == Sum(3, Decimal(650))


# Watches and cost


def test_watches_come_in_the_order_of_their_days():
    terms = replace(
        DAILY, cap=Decimal(10000), expires_on=date(2023, 1, 29), respite=Respite(length=2), debtor=Debtor.BOTH
    )
    book = book_of(terms, replace(SERVED, acts=(command(2022, 8, 3),)), date(2022, 8, 10))
    assert [(watch.kind, watch.on) for watch in book.watches] == [
        (WatchKind.RESPITE_ENDS, date(2022, 7, 31)),
        (WatchKind.CAP_REACHED, date(2022, 9, 9)),
        (WatchKind.OLDEST_UNSECURED_AT_FIVE_MONTHS, date(2023, 1, 3)),
        (WatchKind.ORDER_EXPIRES, date(2023, 1, 29)),
        (WatchKind.OLDEST_UNSECURED_LAPSES, date(2023, 2, 3)),
        (WatchKind.SECURED_LAPSES, date(2023, 2, 3)),
    ]
    assert "each_debtor" in {line.key for line in book.lines}


def calls_of(terms: PenaltyTerms, facts: PenaltyFacts, on: date) -> int:
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        book_of(terms, facts, on)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("unit", [Unit.CALENDAR_DAY, Unit.WORKING_DAY])
def test_ten_years_cost_no_more_calls_than_ten_months(unit):
    terms = replace(DAILY, unit=unit, cap=Decimal(10_000_000))
    facts = replace(SERVED, acts=(command(2022, 8, 10),), payments=(paid(date(2022, 9, 1), "600"),))
    book_of(terms, facts, date(2022, 9, 1))  # fill the calendar's tables
    ten_months = calls_of(terms, facts, date(2023, 5, 29))
    ten_years = calls_of(terms, facts, date(2032, 7, 29))
    assert ten_years <= ten_months * 1.05
