"""A life told again from its events, day by day: what holds after each, and where it cannot be."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter

from cases.errors import LifeError
from cases.life.details import Details
from cases.life.orders import GivenOrder, counting, standing
from cases.life.places import Place
from cases.life.rules import (
    MISSING,
    NAME_ONE,
    NOT_BOUND,
    NOT_OPEN,
    OF_A_LIFE,
    OF_EACH_DEBTOR,
    PENALTY_STANDS,
    RANK,
    RULES,
    SEVERAL,
    Fact,
    Rule,
)
from cases.life.strands import Strand, StrandKind, Strands
from cases.life.words import EACH_DEBTOR, Ending, OrderResult, debtors_in
from cases.models.condemnation import Debtor, Procedure
from cases.models.event import Event, EventKind

# By debtor where a fact is of each, otherwise under no name; and since which day it holds.
Facts = dict[tuple[Fact, str], date]
NAMES_ITS_DEBTOR = frozenset({EventKind.COMMAND_SERVED, EventKind.SEIZURE, EventKind.PAYMENT_RECEIVED})


@dataclass(frozen=True)
class Moment:
    """What holds once an event has happened, until the next."""

    on: date
    event: Event
    facts: frozenset[tuple[Fact, str]]

    def holds(self, fact: Fact, debtor: str = "") -> bool:
        return (fact, debtor if fact in OF_EACH_DEBTOR else "") in self.facts


@dataclass
class Life:
    """One order's life up to a point: what holds, its orders, what runs beside it, and every moment before."""

    facts: Facts = field(default_factory=dict)
    orders: list[GivenOrder] = field(default_factory=list)
    strands: Strands = field(default_factory=Strands)
    places: list[Place] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)

    @property
    def debtors(self) -> tuple[str, ...]:
        """Whom the order that counts binds."""
        order = counting(self.orders)
        return order.debtors if order else (Debtor.FEDASIL.value,)

    def holds(self, fact: Fact, debtor: str = "") -> bool:
        if fact is Fact.AWAITED:
            is_open = (Fact.PENDING, "") in self.facts or bool(self.strands.open(StrandKind.APPEAL))
            return is_open or not self.orders
        return (fact, debtor if fact in OF_EACH_DEBTOR else "") in self.facts

    def happened(self, kind: EventKind) -> list[Event]:
        """Its events of a kind, in order."""
        return [moment.event for moment in self.moments if moment.event.kind == kind]


def relive(events: Iterable[Event]) -> Life:
    """The life that the events tell, those retracted or without a day left out.

    Refuses with a `LifeError` the first that cannot have happened when it is said to have.
    """
    life = Life()
    told = [event for event in events if _counts(event)]
    told.sort(key=lambda event: (event.occurred_on, RANK[EventKind(event.kind)], event.pk))
    for _, of_a_day in groupby(told, key=attrgetter("occurred_on")):
        _live_through(life, list(of_a_day))
    return life


def _counts(event: Event) -> bool:
    return event.retracted_at is None and event.occurred_on is not None and event.kind in OF_A_LIFE


def _live_through(life: Life, waiting: list[Event]) -> None:
    """One day: in the order of the table, save that what cannot be yet waits for the others of that day."""
    while waiting:
        refusals = [obstacle(life, event) for event in waiting]
        if refusals[0] is not None and all(refusals):
            raise refusals[0]
        _happen(life, waiting.pop(refusals.index(None)))


def variant(life: Life, event: Event) -> str:
    """What it is in an event, besides its kind, that decides what it changes."""
    kind, details = EventKind(event.kind), event.details
    read = VARIANTS.get(kind)
    found = read(life, details) if read else str(details.get("result", ""))
    return found if (kind, found) in RULES else ""


def _of_an_order(life: Life, details: Details) -> str:
    """An order on appeal says itself that it was awaited, whether the appeal is on record or not."""
    found = "refused" if details["result"] == OrderResult.REFUSED else "granted"
    return f"{found}_on_appeal" if details.get("procedure") == Procedure.APPEAL else found


def _of_a_lifting(life: Life, details: Details) -> str:
    order = counting(life.orders)
    return "ends" if order and order.event.details.get("subsidiary_ends_penalty") else ""


def _of_a_loss(life: Life, details: Details) -> str:
    return "runs_again" if details.get("is_accepted") else ""


def _of_a_seizure(life: Life, details: Details) -> str:
    return str(details.get("seizure_type", ""))


VARIANTS: Mapping[EventKind, Callable[[Life, Details], str]] = {
    EventKind.ORDER_GIVEN: _of_an_order,
    EventKind.CODE_207_LIFTED: _of_a_lifting,
    EventKind.PLACE_LOST: _of_a_loss,
    EventKind.SEIZURE: _of_a_seizure,
}


def obstacle(life: Life, event: Event) -> LifeError | None:
    """Why an event cannot happen at this point, if it cannot."""
    rule = RULES[EventKind(event.kind), variant(life, event)]
    concerned = _concerned(life, event)
    strand = _strand_of(life, rule, event)
    code = (
        _wrong_debtor(life, event)
        or _missing(life, rule, event, concerned)
        or _no_strand(rule, strand)
        or _barred(life, rule, concerned, strand)
        or _second_penalty(life, event)
    )
    if code is None:
        return None
    return LifeError(code, field="on", event=event.kind, on=event.occurred_on)


def _concerned(life: Life, event: Event) -> tuple[str, ...]:
    """The debtors an event is about: those it names, or all that the order binds."""
    named = event.details.get("debtor", "")
    return life.debtors if named in ("", Debtor.BOTH) else (named,)


def _wrong_debtor(life: Life, event: Event) -> str | None:
    if event.kind == EventKind.ORDER_GIVEN:
        return None
    named = event.details.get("debtor", "")
    if life.orders and named and not set(debtors_in(named)) <= set(life.debtors):
        return NOT_BOUND
    is_named = named in EACH_DEBTOR
    return NAME_ONE if names_its_debtor(life, EventKind(event.kind)) and not is_named else None


def names_its_debtor(life: Life, kind: EventKind) -> bool:
    """Whether an event of the kind has to say which of two debtors it is about."""
    return len(life.debtors) > 1 and kind in NAMES_ITS_DEBTOR


def _missing(life: Life, rule: Rule, event: Event, concerned: tuple[str, ...]) -> str | None:
    for fact in rule.needs:
        if not all(life.holds(fact, debtor) for debtor in concerned):
            return MISSING[fact]
    for fact in rule.since_before:
        if any(
            life.facts.get((fact, debtor), event.occurred_on) == event.occurred_on for debtor in concerned
        ):
            return MISSING[fact]
    return None


def _strand_of(life: Life, rule: Rule, event: Event) -> list[Strand]:
    """The open strands that the event can be a step of: the one it names, or all there are."""
    kind = rule.joins or rule.answers or rule.continues or rule.closes
    found = life.strands.open(kind) if kind else []
    named = event.details.get("of")
    return [strand for strand in found if str(strand.opening.pk) == named] if named else found


def _no_strand(rule: Rule, found: list[Strand]) -> str | None:
    kind = rule.continues or rule.closes
    if kind and not found:
        return NOT_OPEN[kind]
    return SEVERAL if len(found) > 1 else None


def _barred(life: Life, rule: Rule, concerned: tuple[str, ...], found: list[Strand]) -> str | None:
    for fact, code in rule.bars.items():
        is_so = (
            found[0].is_opposed if fact is Fact.OPPOSED else any(life.holds(fact, one) for one in concerned)
        )
        if is_so:
            return code
    return None


def _second_penalty(life: Life, event: Event) -> str | None:
    """No two orders have a penalty at once: a new one is an amendment, unless the order before it is set aside."""
    is_new = event.kind == EventKind.ORDER_GIVEN and event.details.get("penalty")
    if not is_new or event.details.get("sets_aside"):
        return None
    return PENALTY_STANDS if any(order.stands and order.penalty for order in life.orders) else None


def _happen(life: Life, event: Event) -> None:
    on = event.occurred_on
    assert on is not None  # noqa: S101 - for the type checker: a life has only events with a day
    rule = RULES[EventKind(event.kind), variant(life, event)]
    strand = _step(life, rule, event, on)
    concerned = _concerned(life, event)
    for fact in rule.ends:
        for key in [key for key in life.facts if key[0] is fact]:
            del life.facts[key]
    _tell_orders(life, event, strand, on)
    _tell_places(life, event, on)
    for fact in rule.sets:
        for debtor in concerned if fact in OF_EACH_DEBTOR else ("",):
            life.facts.setdefault((fact, debtor), on)
    life.moments.append(Moment(on, event, frozenset(life.facts)))


def _step(life: Life, rule: Rule, event: Event, on: date) -> Strand | None:
    """Put the event into its strand; open or close it."""
    found = _strand_of(life, rule, event)
    opens = rule.opens or (rule.joins if not found else None)
    if opens:
        found = [Strand(opens, [], against=life.orders[-1] if life.orders else None)]
        life.strands.all.extend(found)
    if not found:
        return None
    strand = found[0]
    strand.steps.append(event)
    if rule.closes or rule.answers:
        strand.ended_on, strand.result = on, str(event.details.get("result", ""))
    return strand


def _tell_orders(life: Life, event: Event, strand: Strand | None, on: date) -> None:
    """What the event means for the orders before it."""
    kind = EventKind(event.kind)
    if kind is EventKind.ORDER_GIVEN:
        if event.details.get("sets_aside"):
            _annul([order for order in life.orders if order.stands], on)
        life.orders.append(GivenOrder(event, on))
    elif kind is EventKind.ORDER_NOTIFIED:
        life.orders[-1].notified_on = life.orders[-1].notified_on or on
    elif kind in (EventKind.ORDER_SERVED, EventKind.ORDER_SERVED_AGAIN):
        _serve(life, _concerned(life, event), on)
    elif strand and event.details.get("result") == Ending.ANNULLED:
        _annul([strand.against] if strand.against else [], on)
        _fall_back(life, on)


def _tell_places(life: Life, event: Event, on: date) -> None:
    if event.kind == EventKind.PERSON_HOUSED and not life.holds(Fact.HAS_PLACE):
        life.places.append(Place(on))
    elif event.kind == EventKind.PLACE_LOST:
        life.places[-1].lost = event


def _annul(orders: Iterable[GivenOrder], on: date) -> None:
    for order in orders:
        order.annulled_on = on


def _fall_back(life: Life, on: date) -> None:
    """After an annulment what holds is what holds of the order before, if one still stands."""
    order = standing(life.orders)
    served = order.served_on if order else {}
    for debtor in EACH_DEBTOR:
        if debtor not in served:
            life.facts.pop((Fact.SERVED, debtor), None)
    if order is None:
        life.facts.pop((Fact.GRANTED, ""), None)
        life.facts[Fact.ANNULLED, ""] = on


def _serve(life: Life, debtors: tuple[str, ...], on: date) -> None:
    """The latest order that stands is served; so is every appeal before it that has ended."""
    order = standing(life.orders)
    if order:
        order.served_on |= {debtor: on for debtor in debtors if debtor not in order.served_on}
    for strand in life.strands.of(StrandKind.APPEAL):
        if strand.ended_on and strand.served_again_on is None:
            strand.served_again_on = on
