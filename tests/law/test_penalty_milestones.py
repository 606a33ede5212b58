"""What is foretold, against a search that asks the ledger day after day.

`PENALTY_ORDERS=10000` runs the full comparison.
"""

import os
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from deadlines.law.compute import answer
from deadlines.law.errors import LawError
from deadlines.law.explain import answer_as_dict
from deadlines.law.load import load_law
from deadlines.law.penalties import (
    CAUTIOUS,
    Act,
    ActKind,
    Amendment,
    Milestone,
    MilestoneKind,
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
    holds_until,
    ledger,
    milestones,
    watched,
)
from deadlines.law.penalties.screening import known_on
from deadlines.law.query import parse_query
from tests.law.penalty_loop import DAY, Loop, last_day
from tests.law.test_penalties_day_by_day import orders

CALENDAR = load_law().calendar
ORDERS = int(os.environ.get("PENALTY_ORDERS", "300"))
LOOK_AHEAD = 45
CASES = settings(
    max_examples=ORDERS,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TERMS = PenaltyTerms(amount_per_unit=Decimal(250), unit=Unit.CALENDAR_DAY, provisionally_enforceable=True)


def foretold(
    terms: PenaltyTerms, facts: PenaltyFacts, on: date, readings: Readings = CAUTIOUS
) -> dict[str, Milestone]:
    found = milestones(terms, facts, on, CALENDAR, readings)
    assert len({one.kind for one in found}) == len(found)
    assert all(on <= one.last_on and one.due_on <= one.last_on for one in found)
    return {one.kind: one for one in found}


def days_of(found: dict[str, Milestone], kind: MilestoneKind) -> tuple[date, date] | None:
    one = found.get(kind)
    return one and (one.due_on, one.last_on)


# One order after another


def test_camara_is_foretold_from_his_service() -> None:
    found = foretold(TERMS, PenaltyFacts(served_on=date(2022, 7, 29)), date(2022, 7, 29))
    assert set(found) == {MilestoneKind.OLDEST_UNIT}
    # The unit of 30 July: five months later a Friday; six months, Monday 30 January.
    assert days_of(found, MilestoneKind.OLDEST_UNIT) == (date(2022, 12, 30), date(2023, 1, 30))
    assert found[MilestoneKind.OLDEST_UNIT].about == "2022-07-30"


def test_last_day_to_act_stays_in_its_weekend_and_the_warning_comes_before_one() -> None:
    found = foretold(TERMS, PenaltyFacts(served_on=date(2022, 8, 9)), date(2022, 9, 1))
    # 10 January 2023 is a Tuesday; 10 February 2023 a Friday.
    assert days_of(found, MilestoneKind.OLDEST_UNIT) == (date(2023, 1, 10), date(2023, 2, 10))
    found = foretold(TERMS, PenaltyFacts(served_on=date(2022, 8, 10)), date(2022, 9, 1))
    assert days_of(found, MilestoneKind.OLDEST_UNIT) == (date(2023, 1, 11), date(2023, 2, 11))
    found = foretold(TERMS, PenaltyFacts(served_on=date(2022, 8, 13)), date(2022, 9, 1))
    # Saturday 14 January: told on Friday the 13th.
    assert days_of(found, MilestoneKind.OLDEST_UNIT) == (date(2023, 1, 13), date(2023, 2, 14))


def test_command_saves_what_was_forfeited_and_the_next_unit_is_watched() -> None:
    command = Act(on=date(2025, 12, 9), kind=ActKind.COMMAND)
    facts = PenaltyFacts(served_on=date(2025, 7, 9), acts=(command,))
    found = foretold(TERMS, facts, date(2025, 12, 9))
    # What the command saved lapses with the unit of its own day.
    assert {kind: one.about for kind, one in found.items()} == {
        MilestoneKind.OLDEST_UNIT: "2025-12-09",
        MilestoneKind.SECURED_UNITS: "2025-12-09",
    }
    assert days_of(found, MilestoneKind.OLDEST_UNIT) == (date(2026, 5, 8), date(2026, 6, 9))
    assert days_of(found, MilestoneKind.SECURED_UNITS) == (date(2026, 5, 8), date(2026, 6, 9))


def test_saved_units_are_watched_where_no_other_unit_is_left() -> None:
    facts = PenaltyFacts(
        served_on=date(2025, 7, 9),
        ended_on=date(2025, 8, 1),
        acts=(Act(on=date(2025, 9, 1), kind=ActKind.COMMAND), Act(on=date(2026, 2, 2), kind=ActKind.SEIZURE)),
    )
    found = foretold(TERMS, facts, date(2026, 2, 2))
    assert set(found) == {MilestoneKind.SECURED_UNITS}
    assert found[MilestoneKind.SECURED_UNITS].about == "2026-02-02"
    assert days_of(found, MilestoneKind.SECURED_UNITS) == (date(2026, 7, 2), date(2026, 8, 2))


def test_cap_expiry_and_respite_are_foretold_and_housing_ends_them() -> None:
    terms = replace(
        TERMS,
        cap=Decimal(1100),
        expires_on=date(2026, 3, 31),
        respite=Respite(length=48, unit=RespiteUnit.HOURS),
    )
    facts = PenaltyFacts(served_on=date(2026, 2, 2))
    found = foretold(terms, facts, date(2026, 2, 3))
    # Two days of respite, then 250 a day from 5 February: the fifth unit reaches 1,100 euros.
    assert {kind: one.due_on for kind, one in found.items() if kind != MilestoneKind.OLDEST_UNIT} == {
        MilestoneKind.RESPITE: date(2026, 2, 5),
        MilestoneKind.CAP: date(2026, 2, 9),
        MilestoneKind.EXPIRY: date(2026, 3, 31),
    }
    assert set(foretold(terms, facts, date(2026, 2, 10))) == {MilestoneKind.OLDEST_UNIT, MilestoneKind.EXPIRY}
    housed = replace(facts, ended_on=date(2026, 2, 4))
    assert foretold(terms, housed, date(2026, 2, 4)) == {}


def test_place_that_was_lost_lets_the_cap_come_later_and_the_penalty_run_on() -> None:
    terms = replace(TERMS, cap=Decimal(2500))
    stay = Stay(from_on=date(2026, 2, 6), lost_on=date(2026, 2, 10), is_accepted=True, reason="Evicted.")
    facts = PenaltyFacts(served_on=date(2026, 2, 2), stays=(stay,))
    # While the place lasts nothing but the three units of before is ahead.
    assert set(foretold(terms, facts, date(2026, 2, 8))) == {MilestoneKind.OLDEST_UNIT}
    # Three units until 5 February, seven from the 11th on.
    assert foretold(terms, facts, date(2026, 2, 10))[MilestoneKind.CAP].due_on == date(2026, 2, 17)
    not_accepted = replace(facts, stays=(replace(stay, is_accepted=False),))
    assert set(foretold(terms, not_accepted, date(2026, 2, 10))) == {MilestoneKind.OLDEST_UNIT}


def test_nothing_comes_of_an_annulled_order() -> None:
    terms = replace(
        TERMS,
        cap=Decimal(2500),
        expires_on=date(2026, 12, 31),
        respite=Respite(length=3, unit=RespiteUnit.DAYS),
    )
    facts = PenaltyFacts(served_on=date(2026, 2, 2), annulled_on=date(2026, 2, 20))
    assert len(foretold(terms, facts, date(2026, 2, 3))) == 4
    assert foretold(terms, facts, date(2026, 2, 20)) == {}
    book = ledger(terms, facts, date(2026, 2, 20), CALENDAR)
    assert holds_until(book, terms, facts, CALENDAR) is None
    assert foretold(terms, replace(facts, served_on=None), date(2026, 2, 20)) == {}


def test_order_that_is_not_served_expires_all_the_same() -> None:
    terms = replace(TERMS, expires_on=date(2026, 3, 31))
    assert set(foretold(terms, PenaltyFacts(), date(2026, 2, 3))) == {MilestoneKind.EXPIRY}
    assert foretold(terms, PenaltyFacts(), date(2026, 4, 1)) == {}


def test_amendment_that_is_known_moves_the_cap_before_it_takes_effect() -> None:
    terms = replace(TERMS, cap=Decimal(5000))
    doubled = Amendment(takes_effect_on=date(2026, 2, 10), terms=replace(terms, amount_per_unit=Decimal(500)))
    facts = PenaltyFacts(served_on=date(2026, 2, 2))
    before = foretold(terms, facts, date(2026, 2, 3))[MilestoneKind.CAP]
    after = foretold(terms, replace(facts, amendments=(doubled,)), date(2026, 2, 3))[MilestoneKind.CAP]
    assert (before.due_on, after.due_on) == (date(2026, 2, 22), date(2026, 2, 16))


def test_new_service_after_an_appeal_opens_its_own_respite() -> None:
    terms = replace(TERMS, provisionally_enforceable=False, respite=Respite(length=3))
    appeal = Suspension(
        kind=SuspensionKind.APPEAL,
        from_on=date(2026, 2, 3),
        to_on=date(2026, 3, 2),
        served_again_on=date(2026, 3, 9),
    )
    found = foretold(terms, PenaltyFacts(served_on=date(2026, 2, 2), suspensions=(appeal,)), date(2026, 3, 9))
    assert (found[MilestoneKind.RESPITE].about, found[MilestoneKind.RESPITE].due_on) == (
        "2026-03-09",
        date(2026, 3, 13),
    )
    pending = replace(appeal, to_on=None, served_again_on=None)
    assert (
        foretold(terms, PenaltyFacts(served_on=date(2026, 2, 2), suspensions=(pending,)), date(2026, 2, 4))
        == {}
    )


def test_day_beyond_the_confirmed_calendar_is_not_foretold() -> None:
    terms = replace(TERMS, expires_on=date(9999, 12, 31), cap=Decimal(10) ** 9)
    assert set(foretold(terms, PenaltyFacts(served_on=date(2026, 2, 2)), date(2026, 2, 2))) == {
        MilestoneKind.OLDEST_UNIT
    }
    last = CALENDAR.confirmed_until - 30 * DAY
    assert foretold(TERMS, PenaltyFacts(served_on=last), last) == {}


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_milestone_is_told_in_the_shape_of_an_answer(language: str) -> None:
    terms = replace(TERMS, cap=Decimal(50_000), expires_on=date(2026, 12, 31), respite=Respite(length=2))
    facts = PenaltyFacts(served_on=date(2026, 2, 2))
    appeal = answer(
        load_law(), parse_query({"rule": "penalty-prescription", "event": {"date": "2026-02-05"}})
    )
    for one in milestones(terms, facts, date(2026, 2, 2), CALENDAR):
        told = watched(one, load_law()).answer[language]
        shape = answer_as_dict(appeal, language)
        (result,) = told["results"]
        assert (set(told), set(result)) == (set(shape), set(shape["results"][0]))
        assert result["title"]
        assert (result["steps"][-1]["date"], result["legal_date"]) == (one.last_on.isoformat(),) * 2
        assert all(step["what"] and "{" not in step["what"] and step["article"] for step in result["steps"])


def test_unit_of_the_end_of_a_short_month_says_both_readings() -> None:
    facts = PenaltyFacts(served_on=date(2026, 2, 27))
    (one,) = milestones(TERMS, facts, date(2026, 3, 2), CALENDAR)
    told = watched(one, load_law()).answer["en"]["results"][0]["steps"]
    assert [(step["date"], step["what"]) for step in told][2:] == [
        ("2026-08-28", "The six months may end on 28 August 2026 or, by the letter, on 31 August 2026"),
        (
            "2026-08-28",
            "Last day on which a command to pay or a seizure still saves: 28 August 2026, weekend or not",
        ),
    ]


# Every order


@st.composite
def young_orders(draw: st.DrawFn):
    """An order looked at soon after its service, on the day of an act, or later."""
    terms, facts, later, readings = draw(orders())
    soon = facts.served_on + DAY * draw(st.integers(0, 90))
    on = draw(st.sampled_from([soon, later, *(act.on for act in facts.acts)]))
    return terms, known_only(facts, on), on, readings


def known_only(facts: PenaltyFacts, on: date) -> PenaltyFacts:
    """What a desk can know on the day: nothing of later days, an appeal not ended or served again later."""
    known = known_on(facts, on)
    again = [
        replace(one, served_again_on=None)
        if one.served_again_on is not None and one.served_again_on > on
        else one
        for one in known.suspensions
    ]
    return replace(known, suspensions=tuple(again))


@given(young_orders())
@CASES
def test_units_and_cap_are_those_of_a_search_day_by_day(order) -> None:
    terms, facts, on, readings = order
    try:
        books = [ledger(terms, facts, on + DAY * more, CALENDAR, readings) for more in range(LOOK_AHEAD)]
    except LawError:
        event("refused")
        with pytest.raises(LawError):
            foretold(terms, facts, on, readings)
        return
    found = foretold(terms, facts, on, readings)
    paused = Loop(terms, facts, on, readings).paused_until(on)
    assert_oldest_unit(found, books, on, paused, readings)
    assert_secured_units(found, books[0])
    assert_cap(found, books, facts)
    expires_on = [
        terms,
        *(one.terms for one in sorted(facts.amendments, key=lambda each: each.takes_effect_on)),
    ][-1].expires_on
    arises = expires_on is not None and expires_on >= on and facts.ended_on is None
    assert days_of(found, MilestoneKind.EXPIRY) == ((expires_on, expires_on) if arises else None)


def assert_oldest_unit(found, books, on, paused, readings) -> None:
    unit_on = next((book.oldest_unsecured_unit_on for book in books if book.oldest_unsecured_unit_on), None)
    if unit_on is None:
        one = found.get(MilestoneKind.OLDEST_UNIT)
        event("no unit ahead")
        assert one is None or date.fromisoformat(one.about) >= books[-1].on - DAY
        return
    event("unit now" if books[0].oldest_unsecured_unit_on else "unit ahead")
    last_on = last_day(unit_on, paused, readings.months)
    warned_on = five_months_after(unit_on)
    while not CALENDAR.is_working_day(warned_on):
        warned_on -= DAY
    one = found[MilestoneKind.OLDEST_UNIT]
    assert (one.about, one.due_on, one.last_on) == (unit_on.isoformat(), warned_on, last_on)


def five_months_after(on: date) -> date:
    year, month = divmod(on.year * 12 + on.month - 1 + 5, 12)
    for number in range(on.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError(on)


def assert_secured_units(found, book) -> None:
    lapses = [part.lapses_on for part in book.ranges if part.state is UnitState.SECURED and part.lapses_on]
    one = found.get(MilestoneKind.SECURED_UNITS)
    assert (one and one.last_on) == min(lapses, default=None)


def assert_cap(found, books, facts) -> None:
    if facts.ended_on is not None:
        assert MilestoneKind.CAP not in found
        return
    reached = [
        book.on for book in books if book.cap_reached_on is not None and book.cap_reached_on <= book.on
    ]
    one = found.get(MilestoneKind.CAP)
    if not reached:
        assert one is None or one.due_on > books[-1].on
    elif one is None:
        assert books[0].cap_reached_on < books[0].on
    else:
        assert one.due_on == reached[0] == books[0].cap_reached_on


@given(young_orders())
@CASES
def test_respite_ends_on_the_first_day_that_walks_into_the_penalty(order) -> None:
    terms, facts, on, readings = order
    try:
        found = foretold(terms, facts, on, readings)
    except LawError:
        event("refused")
        return
    loop = Loop(terms, replace(facts, payments=()), on + timedelta(days=500), readings)
    starts = [facts.served_on, *again_of(terms, facts)]
    ahead = []
    for served_on in starts if terms.respite.length and facts.ended_on is None else ():
        day = loop.first_day_after(served_on)
        while day < loop.on and (day in loop.still or day in loop.housed or expired(loop, day)):
            day += DAY
        ahead += [(served_on, day)] if on <= day < loop.on else []
    event("ahead" if ahead else "past")
    one = found.get(MilestoneKind.RESPITE)
    assert (one and (date.fromisoformat(one.about), one.due_on)) == (max(ahead) if ahead else None)


def again_of(terms, facts) -> list[date]:
    suspending = [
        one
        for one in facts.suspensions
        if one.kind is SuspensionKind.APPEAL and not terms.provisionally_enforceable
    ]
    return [one.served_again_on for one in suspending if one.served_again_on is not None]


def expired(loop, day) -> bool:
    expires_on = loop.terms_of(day).expires_on
    return expires_on is not None and day > expires_on


@given(orders(), st.integers(0, 400), st.none() | st.integers(-60, 200))
@CASES
def test_ledger_holds_until_the_day_it_says(order, later, annulled_after) -> None:
    terms, facts, on, _ = order
    if annulled_after is not None:
        facts = replace(facts, annulled_on=on + DAY * annulled_after)
    try:
        book = ledger(terms, facts, on, CALENDAR)
    except LawError:
        event("refused")
        return
    until = holds_until(book, terms, facts, CALENDAR)
    event("for good" if until is None else "for a day" if until == on else "for a while")
    assert until is None or until >= on
    last = min(until or date.max, on + DAY * later)
    for day in {last, on + (last - on) // 2}:
        assert figures(ledger(terms, facts, day, CALENDAR)) == figures(book)


def figures(book):
    return (
        book.totals,
        book.oldest_unsecured_unit_on,
        book.oldest_unsecured_lapses_on,
        book.secured_lapses_on,
        book.cap_reached_on,
    )
