"""A place that is lost again, an order that is annulled, what else ends a penalty, and how it moves day by day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.law.penalties import (
    Amendment,
    CountedPer,
    EndKind,
    Pace,
    Payment,
    PenaltyFacts,
    PenaltyTerms,
    Respite,
    Stay,
    Suspension,
    SuspensionKind,
    Turn,
    Unit,
    course,
    ledger,
)

CALENDAR = load_law().calendar
DAY = timedelta(days=1)
SERVED_ON = date(2022, 7, 29)
SERVED = PenaltyFacts(served_on=SERVED_ON)
DAILY = PenaltyTerms(amount_per_unit=Decimal(250), unit=Unit.CALENDAR_DAY, provisionally_enforceable=True)
LATER = date(2022, 9, 1)
STAY = {"from_on": date(2022, 8, 9), "lost_on": date(2022, 8, 14)}


def keys(facts: PenaltyFacts, on: date = LATER) -> list[str]:
    return [line.key for line in ledger(DAILY, facts, on, CALENDAR).lines]


def units(facts: PenaltyFacts, on: date = LATER) -> int:
    return ledger(DAILY, facts, on, CALENDAR).totals.forfeited.units


def turns(terms: PenaltyTerms, facts: PenaltyFacts, on: date = LATER) -> tuple[Turn, ...]:
    return course(terms, facts, on, CALENDAR)


# A place that is lost again


def test_place_lost_again_ends_the_penalty_unless_a_lawyer_counts_that_it_runs_again():
    facts = replace(SERVED, stays=(Stay(**STAY),))
    # From 30 July to 8 August.
    assert units(facts) == 10
    assert {"ended", "place_lost_not_counted"} <= set(keys(facts))


def test_accepted_loss_lets_it_run_again_from_the_day_after():
    facts = replace(SERVED, stays=(Stay(**STAY, is_accepted=True, reason="Same order, same want"),))
    # Ten days before, and from 15 to 31 August.
    assert units(facts) == 27
    assert "had_a_place" in keys(facts)
    assert "ended" not in keys(facts)


@pytest.mark.parametrize("on", [date(2022, 8, 10), date(2022, 8, 13)])
def test_while_there_is_a_place_the_arrival_ends_it(on: date):
    facts = replace(SERVED, stays=(Stay(**STAY, is_accepted=True, reason="Same order"),))
    assert units(facts, on) == 10
    assert "ended" in keys(facts, on)


def test_last_arrival_ends_the_second_period():
    facts = replace(
        SERVED, stays=(Stay(**STAY, is_accepted=True, reason="Same order"),), ended_on=date(2022, 8, 20)
    )
    assert units(facts) == 15
    assert keys(facts).count("ended") == 1


def test_impossible_stays_are_refused():
    with pytest.raises(LawError, match="penalty_impossible"):
        Stay(from_on=date(2022, 8, 2), lost_on=date(2022, 8, 1))
    with pytest.raises(LawError, match="penalty_impossible"):
        Stay(**STAY, is_accepted=True, reason=" ")


# What else ends it


@pytest.mark.parametrize("kind", EndKind)
def test_each_ending_stops_the_count_and_has_its_sentence(kind: EndKind):
    facts = replace(SERVED, ended_on=date(2022, 8, 9), ended_by=kind)
    assert units(facts) == 10
    assert len([key for key in keys(facts) if key.startswith("ended")]) == 1


def test_arrival_before_another_ending_is_told_as_an_arrival():
    facts = replace(SERVED, ended_on=date(2022, 8, 20), ended_by=EndKind.SETTLED, stays=(Stay(**STAY),))
    assert units(facts) == 10
    assert "ended_by_settlement" not in keys(facts)


# Annulment


def test_annulled_order_leaves_nothing_due_from_that_day_on():
    facts = replace(SERVED, annulled_on=date(2022, 8, 20))
    assert units(facts, date(2022, 8, 19)) == 20
    assert (units(facts, date(2022, 8, 20)), keys(facts, date(2022, 8, 20))) == (0, ["annulled"])


def test_what_was_paid_on_an_annulled_order_may_be_asked_back():
    paid = Payment(on=date(2022, 8, 10), amount=Decimal(500))
    book = ledger(DAILY, replace(SERVED, payments=(paid,), annulled_on=date(2022, 8, 20)), LATER, CALENDAR)
    assert (book.totals.overpaid, book.totals.claimable.amount) == (Decimal(500), Decimal(0))
    assert [line.key for line in book.lines] == ["annulled", "paid_without_title"]


def test_annulled_order_can_lapse_no_more_and_has_nothing_to_watch():
    assert ledger(DAILY, replace(SERVED, annulled_on=LATER), LATER, CALENDAR).watches == ()


# The course


def test_respite_then_running():
    terms = replace(DAILY, respite=Respite(length=2))
    assert turns(terms, SERVED) == (
        Turn(date(2022, 7, 30), Pace.RESPITE),
        Turn(date(2022, 8, 1), Pace.RUNNING),
    )
    assert turns(terms, SERVED, SERVED_ON) == ()


def test_suspension_by_the_judge_stands_still_and_runs_on():
    still = Suspension(kind=SuspensionKind.JUDGE, from_on=date(2022, 8, 5), to_on=date(2022, 8, 9))
    assert [turn.pace for turn in turns(DAILY, replace(SERVED, suspensions=(still,)))] == [
        Pace.RUNNING, Pace.SUSPENDED, Pace.RUNNING,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "over_on"),
    [
        ({"cap": Decimal(1000)}, date(2022, 8, 3)),
        ({"expires_on": date(2022, 8, 9)}, date(2022, 8, 10)),
        ({"expires_on": date(2022, 7, 1)}, date(2022, 7, 30)),
        ({"unit": Unit.LUMP_SUM}, date(2022, 7, 31)),
    ],
)
def test_it_is_over_the_day_after_the_cap_the_expiry_or_the_one_sum(change: dict, over_on: date):
    assert turns(replace(DAILY, **change), SERVED)[-1] == Turn(over_on, Pace.OVER)


def test_last_day_that_a_calendar_can_name_is_a_day_like_others():
    still = Suspension(kind=SuspensionKind.JUDGE, from_on=date(2022, 8, 5), to_on=date.max)
    terms = replace(DAILY, expires_on=date.max)
    assert turns(terms, replace(SERVED, suspensions=(still,)))[-1] == Turn(date(2022, 8, 5), Pace.SUSPENDED)


def test_expiry_put_off_lets_it_run_again():
    ended = replace(DAILY, expires_on=date(2022, 8, 9))
    longer = Amendment(takes_effect_on=date(2022, 8, 20), terms=replace(DAILY, expires_on=date(2022, 9, 30)))
    assert turns(ended, replace(SERVED, amendments=(longer,))) == (
        Turn(date(2022, 7, 30), Pace.RUNNING),
        Turn(date(2022, 8, 10), Pace.OVER),
        Turn(date(2022, 8, 20), Pace.RUNNING),
    )


def test_place_lost_again_is_a_pace_of_its_own_and_an_expiry_meanwhile_is_told_after_it():
    stays = (Stay(**STAY, is_accepted=True, reason="Same order"),)
    assert turns(DAILY, replace(SERVED, stays=stays))[1:] == (
        Turn(date(2022, 8, 9), Pace.HOUSED),
        Turn(date(2022, 8, 15), Pace.RUNNING),
    )
    expired = replace(DAILY, expires_on=date(2022, 8, 11))
    assert turns(expired, replace(SERVED, stays=stays))[2:] == (Turn(date(2022, 8, 15), Pace.OVER),)


def test_unserved_and_annulled_orders_have_no_course():
    assert turns(DAILY, PenaltyFacts()) == ()
    assert turns(DAILY, replace(SERVED, annulled_on=date(2022, 8, 20))) == ()


spans = st.tuples(st.integers(0, 60), st.integers(0, 20)).map(
    lambda pair: (SERVED_ON + DAY * pair[0], SERVED_ON + DAY * (pair[0] + pair[1]))
)


@given(
    st.lists(spans, max_size=2),
    st.lists(spans, max_size=2),
    st.integers(0, 6),
    st.integers(1, 90),
    st.none() | st.integers(1, 60),
    st.sampled_from([CountedPer.FAMILY, CountedPer.PERSON]),
)
@settings(max_examples=200, deadline=None, database=None, derandomize=True)
def test_course_and_ledger_tell_of_the_same_days(suspended, lost, respite, after, expires, counted_per):
    on = SERVED_ON + DAY * after
    terms = replace(
        DAILY,
        counted_per=counted_per,
        respite=Respite(length=respite),
        expires_on=None if expires is None else SERVED_ON + DAY * expires,
    )
    still = tuple(Suspension(kind=SuspensionKind.JUDGE, from_on=a, to_on=b) for a, b in suspended)
    stays = tuple(Stay(from_on=a, lost_on=b, is_accepted=True, reason="invented") for a, b in lost)
    facts = replace(SERVED, suspensions=still, stays=stays)
    moved = turns(terms, facts, on)
    paces = [turn.pace for day in range(1, after) for turn in _last(moved, SERVED_ON + DAY * day)]
    totals = ledger(terms, facts, on, CALENDAR).totals
    arrived = min((a for a, b in lost if a <= on < b), default=on)
    until = (arrived - SERVED_ON).days
    assert paces[: until - 1].count(Pace.RUNNING) == totals.forfeited.units
    assert paces[: until - 1].count(Pace.SUSPENDED) == totals.suspended.units


def _last(moved: tuple[Turn, ...], day: date) -> list[Turn]:
    """The turn in force on a day, or a respite where there is none yet."""
    return [turn for turn in moved if turn.on <= day][-1:] or [Turn(day, Pace.RESPITE)]
