"""Orders and facts that cannot be are refused, with the field and the reason."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.law.penalties import (
    Act,
    ActKind,
    Amendment,
    CountedPer,
    Impediment,
    ImpedimentKind,
    Payment,
    PenaltyFacts,
    PenaltyTerms,
    Respite,
    Sum,
    Suspension,
    SuspensionKind,
    Unit,
    ledger,
)

CALENDAR = load_law().calendar
SERVED = PenaltyFacts(served_on=date(2022, 7, 29))
DAILY = PenaltyTerms(
    amount_per_unit=Decimal("250.00"), unit=Unit.CALENDAR_DAY, provisionally_enforceable=True
)


def command(year: int, month: int, day: int) -> Act:
    return Act(on=date(year, month, day), kind=ActKind.COMMAND)


def paid(on: date, amount: str) -> Payment:
    return Payment(on=on, amount=Decimal(amount))


def refusal_of(terms: PenaltyTerms, facts: PenaltyFacts) -> tuple[str | None, object]:
    with pytest.raises(LawError) as caught:
        ledger(terms, facts, date(2024, 1, 1), CALENDAR)
    assert caught.value.code == "penalty_impossible"
    return caught.value.field, caught.value.values["reason"]


def test_payment_above_what_was_forfeited_is_refused_to_the_cent():
    exact = replace(SERVED, payments=(paid(date(2022, 8, 1), "500.00"),))
    assert ledger(DAILY, exact, date(2024, 1, 1), CALENDAR).totals.paid == Sum(2, Decimal(500))
    above = replace(SERVED, payments=(paid(date(2022, 8, 1), "500.01"),))
    assert refusal_of(DAILY, above) == ("facts.payments.0.amount", "payment_above_forfeited")


@pytest.mark.parametrize(
    ("facts", "field", "reason"),
    [
        (PenaltyFacts(acts=(command(2022, 8, 1),)), "facts.acts", "before_service"),
        (PenaltyFacts(payments=(paid(date(2022, 8, 1), "1"),)), "facts.payments", "before_service"),
        (replace(SERVED, acts=(command(2022, 7, 28),)), "facts.acts.0.on", "before_service"),
        (
            replace(SERVED, payments=(paid(date(2022, 7, 28), "1"),)),
            "facts.payments.0.on",
            "before_service",
        ),
        (replace(SERVED, violations=(date(2022, 8, 1),)), "facts.violations", "unit_needs_no_proof"),
        (
            replace(
                SERVED,
                amendments=(
                    Amendment(takes_effect_on=date(2022, 8, 1), terms=replace(DAILY, unit=Unit.VIOLATION)),
                ),
            ),
            "facts.amendments.0.terms",
            "amendment_changes_shape",
        ),
    ],
)
def test_facts_that_cannot_be_are_refused_by_field(facts, field, reason):
    assert refusal_of(DAILY, facts) == (field, reason)


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"amount_per_unit": Decimal(0)}, "terms.amount_per_unit", "amount_not_positive"),
        ({"amount_per_unit": Decimal("NaN")}, "terms.amount_per_unit", "amount_not_positive"),
        ({"amount_per_unit": 250.0}, "terms.amount_per_unit", "amount_not_positive"),
        ({"amount_per_unit": Decimal("0.001")}, "terms.amount_per_unit", "amount_finer_than_a_cent"),
        ({"cap": Decimal(-1)}, "terms.cap", "amount_not_positive"),
        ({"persons": 0}, "terms.persons", "persons_below_one"),
    ],
)
def test_terms_that_cannot_be_are_refused(change, field, reason):
    with pytest.raises(LawError) as caught:
        replace(DAILY, **change)
    assert (caught.value.field, caught.value.values["reason"]) == (field, reason)


def test_a_fact_before_service_is_refused_with_both_days():
    with pytest.raises(LawError) as caught:
        ledger(DAILY, replace(SERVED, acts=(command(2022, 7, 28),)), date(2024, 1, 1), CALENDAR)
    days = {"reason": "before_service", "on": date(2022, 7, 28), "served_on": date(2022, 7, 29)}
    assert caught.value.values == days


def test_proof_that_no_unit_asks_for_is_refused_with_the_unit():
    with pytest.raises(LawError) as caught:
        ledger(DAILY, replace(SERVED, violations=(date(2022, 8, 1),)), date(2024, 1, 1), CALENDAR)
    assert caught.value.values == {"reason": "unit_needs_no_proof", "unit": "calendar_day"}


def test_lump_sum_with_a_cap_is_refused():
    terms = replace(DAILY, unit=Unit.LUMP_SUM, cap=Decimal(100))
    assert refusal_of(terms, SERVED) == ("terms.cap", "lump_sum_has_no_cap")


@pytest.mark.parametrize(
    ("build", "field", "values"),
    [
        (
            lambda: Respite(length=-1),
            "terms.respite.length",
            {"reason": "respite_negative", "length": -1},
        ),
        (
            lambda: Respite(rolls_to_working_day=True),
            "terms.respite.length",
            {"reason": "respite_without_length"},
        ),
        (
            lambda: Suspension(kind=SuspensionKind.JUDGE, from_on=date(2022, 8, 2), to_on=date(2022, 8, 1)),
            "facts.suspensions.to_on",
            {"reason": "ends_before_it_begins", "to_on": date(2022, 8, 1)},
        ),
        (
            lambda: Suspension(
                kind=SuspensionKind.APPEAL,
                from_on=date(2022, 8, 2),
                to_on=date(2022, 8, 9),
                served_again_on=date(2022, 8, 8),
            ),
            "facts.suspensions.served_again_on",
            {"reason": "served_again_during_suspension"},
        ),
        (
            lambda: Impediment(
                kind=ImpedimentKind.BANKRUPTCY, from_on=date(2022, 8, 2), to_on=date(2022, 8, 1)
            ),
            "facts.impediments.to_on",
            {"reason": "ends_before_it_begins", "to_on": date(2022, 8, 1)},
        ),
        (
            lambda: Impediment(kind=ImpedimentKind.BANKRUPTCY, from_on=date(2022, 8, 2), is_accepted=True),
            "facts.impediments.reason",
            {"reason": "accepted_without_reason"},
        ),
        (
            lambda: paid(date(2022, 8, 1), "0"),
            "facts.payments.amount",
            {"reason": "amount_not_positive", "amount": Decimal(0)},
        ),
        (
            lambda: paid(date(2022, 8, 1), "0.001"),
            "facts.payments.amount",
            {"reason": "amount_finer_than_a_cent", "amount": Decimal("0.001")},
        ),
        (
            lambda: replace(DAILY, persons=0),
            "terms.persons",
            {"reason": "persons_below_one", "persons": 0},
        ),
    ],
)
def test_single_facts_that_cannot_be_are_refused_with_field_and_values(build, field, values):
    with pytest.raises(LawError) as caught:
        build()
    assert (caught.value.code, caught.value.field) == ("penalty_impossible", field)
    assert caught.value.values == values


def test_a_payment_too_large_is_named_by_its_place_in_the_question():
    later, sooner = paid(date(2022, 8, 3), "9999"), paid(date(2022, 8, 1), "1")
    with pytest.raises(LawError) as caught:
        ledger(DAILY, replace(SERVED, payments=(later, sooner)), date(2024, 1, 1), CALENDAR)
    assert caught.value.field == "facts.payments.0.amount"
    assert caught.value.values == {
        "reason": "payment_above_forfeited",
        "on": date(2022, 8, 3),
        "amount": Decimal(9999),
        "excess": Decimal(9000),
    }


def test_a_payment_too_large_beside_an_allowed_excess_is_refused_for_its_own_excess():
    """Ten thousand leave a credit; of three hundred more, one unit of 250 has fallen due since."""
    allowed = replace(paid(date(2022, 8, 1), "10000"), may_exceed_forfeited=True)
    facts = replace(SERVED, payments=(allowed, paid(date(2022, 8, 2), "300")))
    with pytest.raises(LawError) as caught:
        ledger(DAILY, facts, date(2024, 1, 1), CALENDAR)
    assert (caught.value.field, caught.value.values["excess"]) == ("facts.payments.1.amount", Decimal(50))


@pytest.mark.parametrize(
    "amended",
    [
        {"counted_per": CountedPer.FAMILY},  # proof of the day was asked, and no longer is
        {"unit": Unit.WORKING_DAY},  # proof of other days
    ],
)
def test_an_amendment_that_changes_what_must_be_proven_is_refused(amended):
    collective = replace(DAILY, counted_per=CountedPer.ANY_PERSON)
    amendment = Amendment(takes_effect_on=date(2022, 8, 1), terms=replace(collective, **amended))
    found = refusal_of(collective, replace(SERVED, amendments=(amendment,)))
    assert found == ("facts.amendments.0.terms", "amendment_changes_shape")


def test_order_and_suspension_without_an_end_in_sight_are_no_error():
    terms = replace(DAILY, expires_on=date.max)
    forever = Suspension(kind=SuspensionKind.JUDGE, from_on=date(2022, 8, 1), to_on=date.max)
    book = ledger(terms, replace(SERVED, suspensions=(forever,)), date(2022, 8, 3), CALENDAR)
    assert (book.totals.forfeited.units, book.totals.suspended.units) == (2, 2)
