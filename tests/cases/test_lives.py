"""A life is told by its days: the same from whatever order of entry, and what cannot be stands in no life."""

from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from api.problems import PROBLEMS
from cases.errors import LifeError
from cases.life import rules
from cases.life.details import TOLD
from cases.life.offers import offers
from cases.life.replay import Life, relive
from cases.life.rules import OF_A_LIFE, RULES, Fact
from cases.models import Event, EventKind
from tests.cases.lives import LAST, any_events, lives

FEW = settings(
    max_examples=200,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def told(life: Life) -> Any:
    """All that a life says, in plain values."""
    orders = [(one.event.pk, one.on, one.notified_on, one.served_on, one.annulled_on) for one in life.orders]
    strands = [
        (one.kind, [step.pk for step in one.steps], one.ended_on, one.result, one.served_again_on)
        for one in life.strands.all
    ]
    places = [(one.arrived_on, one.lost_on) for one in life.places]
    moments = [(moment.on, moment.event.pk, moment.facts) for moment in life.moments]
    return life.facts, orders, strands, places, moments


@given(lives(), st.randoms())
@FEW
def test_life_is_the_same_from_whatever_order_of_entry(events: list[Event], chance: Any) -> None:
    shuffled = events[:]
    chance.shuffle(shuffled)
    event(f"steps: {len(events)}")
    assert told(relive(shuffled)) == told(relive(events))


@given(lives(most=10), st.randoms())
@FEW
def test_what_is_refused_for_want_of_another_event_is_taken_once_that_is_there(
    events: list[Event], chance: Any
) -> None:
    waiting, entered = events[:], []
    chance.shuffle(waiting)
    while waiting:
        able = [one for one in waiting if can_be([*entered, one])]
        assert able, [(str(one.kind), one.details, str(one.occurred_on)) for one in waiting]
        entered.append(able[0])
        waiting.remove(able[0])
    assert told(relive(entered)) == told(relive(events))


@given(lives(least=3), any_events())
@FEW
def test_any_other_event_is_taken_or_refused_by_a_known_code(events: list[Event], other: Event) -> None:
    if can_be([*events, other]):
        event("taken")
        assert len(relive([*events, other]).moments) == len(events) + 1
        return
    with pytest.raises(LifeError) as caught:
        relive([*events, other])
    event(caught.value.code)
    assert caught.value.code in rules.codes()
    assert (caught.value.field, set(caught.value.values)) == ("on", {"event", "on"})


@given(lives(least=2))
@FEW
def test_life_until_a_day_is_the_beginning_of_the_whole_life(events: list[Event]) -> None:
    whole = relive(events)
    for number in range(len(events)):
        beginning = relive(events[: number + 1])
        assert told(beginning)[-1] == told(whole)[-1][: number + 1]


@given(lives())
@FEW
def test_all_that_is_offered_can_happen_and_nothing_else(events: list[Event]) -> None:
    life = relive(events)
    offered = {offer.kind for offer in offers(life, LAST)}
    bare = [Event(kind=kind, occurred_on=LAST, details=_bare(kind)) for kind in OF_A_LIFE - offered]
    assert [one.kind for one in bare if can_be([*events, one])] == []


def _bare(kind: EventKind) -> dict[str, Any]:
    found = TOLD.get(kind)
    return {"result": found.results.values[0]} if found and found.results else {}


def can_be(events: list[Event]) -> bool:
    try:
        relive(events)
    except LifeError:
        return False
    return True


def test_every_refusal_has_its_words() -> None:
    assert rules.codes() - set(PROBLEMS) == set()


def test_every_fact_of_the_table_is_set_somewhere() -> None:
    asked = {fact for rule in RULES.values() for fact in (*rule.needs, *rule.since_before, *rule.bars)}
    given_by = {fact for rule in RULES.values() for fact in rule.sets}
    assert asked - given_by == {Fact.AWAITED, Fact.OPPOSED}
    assert {fact for rule in RULES.values() for fact in rule.ends} <= given_by | {Fact.ANNULLED}


def test_every_kind_of_a_life_has_a_plain_rule_or_one_for_each_result() -> None:
    for kind in OF_A_LIFE:
        variants = {variant for each, variant in RULES if each is kind}
        assert "" in variants or kind is EventKind.ORDER_GIVEN


@pytest.mark.parametrize("kind", sorted(set(EventKind) - OF_A_LIFE))
def test_event_of_another_dossier_is_no_part_of_a_life(kind: str) -> None:
    assert relive([Event(kind=kind, occurred_on=LAST)]).moments == []
