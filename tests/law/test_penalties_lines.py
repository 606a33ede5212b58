"""Each line of the explanation with its article and its values, and the edges of the days that are counted."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from deadlines.law.load import load_law
from deadlines.law.penalties import (
    CAUTIOUS,
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
    ledger,
    ledger_as_dict,
)
from deadlines.law.penalties.prescription import Clock

CALENDAR = load_law().calendar
APPEALED = PenaltyTerms(amount_per_unit=Decimal(250), unit=Unit.CALENDAR_DAY, provisionally_enforceable=False)
DAILY = replace(APPEALED, provisionally_enforceable=True)
SERVED = PenaltyFacts(served_on=date(2022, 7, 29))
FROM, TO = date(2022, 8, 10), date(2022, 8, 20)


ROLLED = replace(
    DAILY,
    respite=Respite(length=2, rolls_to_working_day=True),
    cap=Decimal(20000),
    expires_on=date(2023, 1, 31),
    debtor=Debtor.BOTH,
    first_counted_day=FirstCountedDay.SERVICE_DAY,
)
CAPPED = replace(
    DAILY,
    respite=Respite(length=48, unit=RespiteUnit.HOURS),
    cap=Decimal(5000),
    first_counted_day=FirstCountedDay.SERVICE_DAY,
)


def _lines(terms, facts, on=date(2022, 11, 4), readings=CAUTIOUS):
    book = ledger(terms, facts, on, CALENDAR, readings)
    return [(each.key, each.article, dict(each.values)) for each in book.lines]


def _totals(**found):
    """The six lines of the totals, in their order; what is not named is nothing."""
    articles = {
        "forfeited": "1385quater",
        "suspended": "suspensive_appeal",
        "prescribed": "1385octies",
        "claimable": "1385quater",
        "secured": "1385octies",
        "paid": "1385quater",
    }
    sums = {name: found.get(name, (0, "0")) for name in articles}
    return [
        (f"total_{name}", articles[name], {"units": units, "amount": Decimal(amount)})
        for name, (units, amount) in sums.items()
    ]


def _command(year, month, day):
    return Act(on=date(year, month, day), kind=ActKind.COMMAND)


def _suspended(kind, **days):
    return replace(SERVED, suspensions=(Suspension(kind=SuspensionKind(kind), from_on=FROM, **days),))


@pytest.mark.parametrize(
    ("terms", "kind", "days", "line"),
    [
        (DAILY, "appeal", {"to_on": TO}, ("appeal_does_not_suspend", "suspensive_appeal", {"on": FROM})),
        (APPEALED, "appeal", {}, ("appeal_suspends", "suspensive_appeal", {"from_on": FROM})),
        (
            APPEALED,
            "appeal",
            {"to_on": TO},
            ("awaits_new_service", "suspensive_appeal", {"from_on": FROM, "to_on": TO}),
        ),
        (
            APPEALED,
            "appeal",
            {"to_on": TO, "served_again_on": date(2022, 8, 25)},
            ("appeal_suspended", "suspensive_appeal", {"from_on": FROM, "to_on": TO}),
        ),
        (DAILY, "judge", {}, ("judge_suspends", "1385quinquies", {"from_on": FROM})),
        (DAILY, "judge", {"to_on": TO}, ("judge_suspended", "1385quinquies", {"from_on": FROM, "to_on": TO})),
    ],
)
def test_a_suspension_is_told_with_its_article_and_days(terms, kind, days, line):
    assert line in _lines(terms, _suspended(kind, **days))


def test_an_order_not_served_has_one_line_no_unit_and_no_watch():
    book = ledger(DAILY, PenaltyFacts(), date(2022, 11, 4), CALENDAR)
    [line] = book.lines
    assert (line.key, line.article, line.values) == ("not_served", "1385bis_3", ())
    assert (book.on, book.ranges, book.watches) == (date(2022, 11, 4), (), ())
    assert (book.totals.forfeited, book.totals.overpaid) == (Sum(0, Decimal(0)), Decimal(0))


def test_an_order_not_served_that_expires_is_watched():
    book = ledger(replace(DAILY, expires_on=date(2022, 12, 31)), PenaltyFacts(), date(2022, 11, 4), CALENDAR)
    assert [(watch.kind, watch.on) for watch in book.watches] == [("order_expires", date(2022, 12, 31))]


def test_an_order_without_end_served_or_not_is_not_watched_for_its_expiry():
    for facts in (PenaltyFacts(), SERVED):
        watches = ledger(DAILY, facts, date(2022, 11, 4), CALENDAR).watches
        assert "order_expires" not in [watch.kind for watch in watches]


@pytest.mark.parametrize(
    ("on", "units"), [("2022-07-29", 0), ("2022-07-30", 0), ("2022-07-31", 1), ("2022-08-01", 2)]
)
def test_nothing_is_forfeited_before_the_first_counted_day_is_over(on, units):
    assert ledger(DAILY, SERVED, date.fromisoformat(on), CALENDAR).totals.forfeited.units == units


def test_a_penalty_that_runs_again_on_the_last_day_of_the_order_counts_that_day():
    terms = replace(DAILY, expires_on=date(2022, 8, 21))
    book = ledger(terms, _suspended("judge", to_on=TO), date(2022, 11, 4), CALENDAR)
    assert book.totals.forfeited.units == 11 + 1  # 30 July to 9 August, and 21 August
    assert book.totals.suspended.units == 11


def test_each_act_tells_what_it_saves_across_a_change_of_price():
    """Acts on 14 August, the last day of the old price, and on 1 September."""
    facts = replace(
        SERVED,
        amendments=(
            Amendment(takes_effect_on=date(2022, 8, 15), terms=replace(DAILY, amount_per_unit=Decimal(500))),
        ),
        acts=tuple(Act(on=day, kind=ActKind.COMMAND) for day in (date(2022, 8, 14), date(2022, 9, 1))),
    )
    saves = [values for key, _, values in _lines(DAILY, facts, date(2022, 9, 10)) if key == "act_saves"]
    assert [(values["on"], values["units"]) for values in saves] == [
        (date(2022, 8, 14), 15),  # 30 July to 13 August
        (date(2022, 9, 1), 18),  # 14 to 31 August
    ]


def test_two_readings_of_the_six_months_are_both_told():
    lines = _lines(DAILY, PenaltyFacts(served_on=date(2023, 2, 27)), date(2023, 3, 10))
    assert lines[-2:] == [
        ("oldest_unsecured", "1385octies", {"on": date(2023, 2, 28), "lapses_on": date(2023, 8, 28)}),
        ("month_read_twice", "1385octies", {"safe_on": date(2023, 8, 28), "legal_on": date(2023, 8, 31)}),
    ]


def test_units_paid_at_different_times_are_one_range():
    payments = tuple(Payment(on=date(2022, 8, day), amount=Decimal(500)) for day in (10, 12))
    book = ledger(DAILY, replace(SERVED, payments=payments), date(2022, 8, 20), CALENDAR)
    found = [(part.from_on, part.to_on, part.units, part.state) for part in book.ranges]
    assert found == [
        (date(2022, 7, 30), date(2022, 8, 2), 4, UnitState.PAID),
        (date(2022, 8, 3), date(2022, 8, 19), 17, UnitState.UNSECURED),
    ]


def test_a_pause_that_begins_on_the_day_of_the_unit_does_not_count_that_day():
    """Ten days from 28 February on, but that day itself begins no term: nine days after 28 August."""
    clock = Clock(MonthReading.SAFE, ((date(2023, 2, 28), date(2023, 3, 10)),))
    assert clock.last_day(date(2023, 2, 28)) == date(2023, 9, 6)


def test_the_ledger_as_plain_values_names_its_days():
    facts = replace(SERVED, acts=(Act(on=date(2022, 8, 14), kind=ActKind.COMMAND),))
    shown = ledger_as_dict(ledger(DAILY, facts, date(2022, 9, 10), CALENDAR), "en")
    days = {key: value for key, value in shown.items() if key == "on" or key.endswith("_on")}
    assert days == {
        "on": "2022-09-10",
        "first_counted_on": "2022-07-30",
        "oldest_unsecured_unit_on": "2022-08-14",
        "oldest_unsecured_lapses_on": "2023-02-14",
        "secured_lapses_on": "2023-02-14",
    }


def test_an_amended_order_with_respite_acts_impediments_and_a_payment_is_told_line_by_line():
    """Served on Friday 29 July, that day counted: two days end on Saturday and move to Monday 1 August."""
    facts = PenaltyFacts(
        served_on=date(2022, 7, 29),
        ended_on=date(2022, 10, 4),
        amendments=(
            Amendment(takes_effect_on=date(2022, 9, 1), terms=replace(ROLLED, amount_per_unit=Decimal(300))),
        ),
        impediments=(
            Impediment(
                kind=ImpedimentKind.BANKRUPTCY,
                from_on=date(2022, 9, 5),
                to_on=date(2022, 9, 6),
                is_accepted=True,
                reason="Invented.",
            ),
            Impediment(kind=ImpedimentKind.LEGAL_IMPEDIMENT, from_on=date(2022, 9, 7)),
        ),
        acts=(_command(2022, 7, 30), Act(on=date(2022, 8, 10), kind=ActKind.SEIZURE)),
        payments=(Payment(on=date(2022, 9, 1), amount=Decimal("300.50")),),
    )
    seizure = {"kind": "seizure", "on": date(2022, 8, 10), "units": 8, "until_on": date(2023, 2, 12)}
    assert _lines(ROLLED, facts, date(2022, 12, 1)) == [
        ("served", "1385bis_3", {"on": date(2022, 7, 29)}),
        ("respite_rolled", "1385bis_4", {"length": 2, "unit": "days", "on": date(2022, 8, 1)}),
        ("service_day_counts", "1385bis_3", {}),
        ("first_counted", "1385bis_4", {"on": date(2022, 8, 2)}),
        ("each_debtor", "order", {}),
        ("amended", "1385quinquies", {"on": date(2022, 9, 1), "price": Decimal(300)}),
        ("order_expires", "order", {"on": date(2023, 1, 31)}),
        ("ended", "1385quater", {"on": date(2022, 10, 4)}),
        _forfeited(date(2022, 8, 2), date(2022, 8, 31), 30, 250),
        _forfeited(date(2022, 9, 1), date(2022, 10, 3), 33, 300),
        ("act_saves_nothing_more", "1385octies", {"kind": "command", "on": date(2022, 7, 30)}),
        ("act_saves", "1385octies", seizure),
        ("impediment_counted", "1385octies", {"kind": "bankruptcy", "on": date(2022, 9, 5)}),
        ("impediment_not_counted", "1385octies", {"kind": "legal_impediment", "on": date(2022, 9, 7)}),
        ("payment", "imputation", {"on": date(2022, 9, 1), "amount": Decimal("300.50")}),
        *_totals(
            forfeited=(63, "17400"), claimable=(62, "17099.50"), secured=(7, "1699.50"), paid=(1, "300.50")
        ),
        ("oldest_unsecured", "1385octies", {"on": date(2022, 8, 10), "lapses_on": date(2023, 2, 12)}),
    ]


def _forfeited(from_on, to_on, units, price):
    amounts = {"price": Decimal(price), "amount": Decimal(price * units)}
    return ("units_forfeited", "1385quater", {"from_on": from_on, "to_on": to_on, "units": units, **amounts})


def test_a_capped_order_paid_too_much_is_told_line_by_line():
    facts = replace(
        SERVED,
        acts=(_command(2022, 8, 10),),
        payments=(Payment(on=date(2022, 9, 1), amount=Decimal(9000), may_exceed_forfeited=True),),
    )
    act = {"kind": "command", "on": date(2022, 8, 10), "units": 10, "until_on": date(2023, 2, 10)}
    assert _lines(CAPPED, facts, date(2023, 6, 1)) == [
        ("served", "1385bis_3", {"on": date(2022, 7, 29)}),
        ("respite", "1385bis_4", {"length": 48, "unit": "hours", "on": date(2022, 7, 30)}),
        ("service_day_counts", "1385bis_3", {}),
        ("first_counted", "1385bis_4", {"on": date(2022, 7, 31)}),
        ("cap_reached", "1385ter", {"on": date(2022, 8, 19)}),
        _forfeited(date(2022, 7, 31), date(2022, 8, 19), 20, 250),
        ("act_saved", "1385octies", act),
        ("payment", "imputation", {"on": date(2022, 9, 1), "amount": Decimal(9000)}),
        *_totals(forfeited=(20, "5000"), paid=(20, "5000")),
        ("overpaid", "imputation", {"amount": Decimal(4000)}),
    ]


def test_days_that_must_be_proven_are_told_by_their_number():
    terms = replace(DAILY, counted_per=CountedPer.ANY_PERSON)
    days = (date(2022, 8, 1), date(2022, 8, 1), date(2022, 8, 3))
    assert _lines(terms, replace(SERVED, violations=days), date(2022, 9, 1)) == [
        ("served", "1385bis_3", {"on": date(2022, 7, 29)}),
        ("no_respite", "1385bis_4", {}),
        ("day_after_counts", "1385bis_3", {}),
        ("first_counted", "1385bis_4", {"on": date(2022, 7, 30)}),
        ("proven_days_only", "order", {"days": 2}),
        _forfeited(date(2022, 8, 1), date(2022, 8, 3), 2, 250),
        *_totals(forfeited=(2, "500"), claimable=(2, "500")),
        ("oldest_unsecured", "1385octies", {"on": date(2022, 8, 1), "lapses_on": date(2023, 2, 1)}),
    ]


def test_an_act_read_as_saving_for_good_says_so_and_names_no_last_day():
    readings = Readings(interruption=Interruption.FOR_GOOD)
    lines = _lines(DAILY, replace(SERVED, acts=(_command(2022, 9, 1),)), date(2022, 9, 10), readings)
    saved = {"kind": "command", "on": date(2022, 9, 1), "units": 33}
    assert ("act_saves_for_good", "1385octies", saved) in lines
    assert _totals(forfeited=(42, "10500"), claimable=(42, "10500"), secured=(33, "8250"))[4] in lines


LATER = date(2022, 9, 11)
LATER_FACTS = [
    {"ended_on": LATER},
    {"suspensions": (Suspension(kind=SuspensionKind.JUDGE, from_on=LATER),)},
    {
        "impediments": (
            Impediment(kind=ImpedimentKind.BANKRUPTCY, from_on=LATER, is_accepted=True, reason="Invented."),
        )
    },
    {"acts": (_command(2022, 9, 11),)},
    {"payments": (Payment(on=LATER, amount=Decimal(250)),)},
    {"amendments": (Amendment(takes_effect_on=LATER, terms=replace(DAILY, amount_per_unit=Decimal(300))),)},
]


@pytest.mark.parametrize("fact", LATER_FACTS, ids=lambda fact: next(iter(fact)))
def test_a_fact_is_known_on_its_own_day_and_not_on_the_eve(fact):
    eve = date(2022, 9, 10)
    assert ledger(DAILY, replace(SERVED, **fact), eve, CALENDAR) == ledger(DAILY, SERVED, eve, CALENDAR)
    assert ledger(DAILY, replace(SERVED, **fact), LATER, CALENDAR) != ledger(DAILY, SERVED, LATER, CALENDAR)


def test_a_violation_is_known_on_its_own_day_and_not_on_the_eve():
    terms, facts = replace(DAILY, unit=Unit.VIOLATION), replace(SERVED, violations=(LATER,))
    units = [ledger(terms, facts, on, CALENDAR).totals.forfeited.units for on in (date(2022, 9, 10), LATER)]
    assert units == [0, 1]
    assert ("proven_days_only", "order", {"days": 1}) not in _lines(terms, facts, LATER)


def test_proof_of_a_later_day_is_left_out_of_the_number_of_days_proven():
    terms = replace(DAILY, counted_per=CountedPer.ANY_PERSON)
    facts = replace(SERVED, violations=(date(2022, 8, 1), LATER))
    assert ("proven_days_only", "order", {"days": 1}) in _lines(terms, facts, date(2022, 9, 10))
    assert ("proven_days_only", "order", {"days": 2}) in _lines(terms, facts, LATER)


def test_an_impediment_lengthens_the_term_from_its_first_day_on():
    impediment = Impediment(
        kind=ImpedimentKind.BANKRUPTCY, from_on=date(2022, 9, 10), is_accepted=True, reason="Invented."
    )
    book = ledger(DAILY, replace(SERVED, impediments=(impediment,)), date(2022, 9, 10), CALENDAR)
    assert book.oldest_unsecured_lapses_on == date(2023, 1, 31)  # 30 January and the one day so far


def test_a_pause_that_begins_on_the_last_day_still_lengthens_it():
    clock = Clock(MonthReading.SAFE, ((date(2023, 2, 10), date(2023, 2, 15)),))
    assert clock.last_day(date(2022, 8, 10)) == date(2023, 2, 15)


def test_a_price_in_force_on_a_weekend_only_does_not_end_the_count_of_working_days():
    terms = replace(DAILY, unit=Unit.WORKING_DAY)
    changes = tuple(
        Amendment(takes_effect_on=day, terms=terms) for day in (date(2022, 8, 6), date(2022, 8, 8))
    )
    book = ledger(terms, replace(SERVED, amendments=changes), date(2022, 8, 13), CALENDAR)
    assert book.totals.forfeited.units == 10


def test_units_that_stood_still_are_told_with_their_days():
    still = {"from_on": FROM, "to_on": TO, "units": 11, "price": Decimal(250), "amount": Decimal(2750)}
    assert ("units_suspended", "suspensive_appeal", still) in _lines(DAILY, _suspended("judge", to_on=TO))


def test_a_respite_whose_last_day_counts_keeps_the_day_of_service():
    terms = replace(DAILY, respite=Respite(length=3, is_last_day_counted=True))
    assert _lines(terms, SERVED)[0] == ("served", "1385bis_3", {"on": date(2022, 7, 29)})


def test_a_cap_raised_after_it_was_reached_lets_the_penalty_run_again():
    """Two units fill the cap; a change of the fifth keeps it, one of the tenth doubles it."""
    capped = replace(DAILY, cap=Decimal(500))
    changes = (
        Amendment(takes_effect_on=date(2022, 8, 5), terms=capped),
        Amendment(takes_effect_on=date(2022, 8, 10), terms=replace(capped, cap=Decimal(1000))),
    )
    book = ledger(capped, replace(SERVED, amendments=changes), date(2022, 9, 1), CALENDAR)
    found = [(part.from_on, part.to_on) for part in book.ranges]
    assert found == [(date(2022, 7, 30), date(2022, 7, 31)), (date(2022, 8, 10), date(2022, 8, 11))]
