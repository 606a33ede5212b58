"""The life of an order as the law's ledger reads it: service, places, suspensions, amendments, payments.

The original terms are never edited: an amendment is an event, and each builds on the terms in force before it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import TypeVar

from cases.life.details import NEW_TERMS
from cases.life.orders import GivenOrder, against, penalised
from cases.life.places import Place
from cases.life.replay import Life, relive
from cases.life.strands import Strand, StrandKind
from cases.life.words import debtors_in
from cases.models import Event, EventKind
from cases.services.orders import PenaltyDetails, penalty_from
from deadlines.errors import DeadlineError
from deadlines.law.penalties import (
    Act,
    ActKind,
    Amendment,
    CountedPer,
    Debtor,
    EndKind,
    FirstCountedDay,
    Impediment,
    ImpedimentKind,
    Payment,
    PenaltyFacts,
    PenaltyTerms,
    Respite,
    RespiteUnit,
    Stay,
    Suspension,
    SuspensionKind,
    Unit,
)

Bound = TypeVar("Bound", Decimal, date)
ACTS = {EventKind.COMMAND_SERVED: ActKind.COMMAND, EventKind.SEIZURE: ActKind.SEIZURE}
ENDINGS = {
    EventKind.CODE_207_LIFTED: EndKind.CODE_LIFTED,
    EventKind.PLACE_DECLINED: EndKind.PLACE_DECLINED,
    EventKind.CONTACT_LOST: EndKind.UNTRACEABLE,
    EventKind.DESISTED: EndKind.DESISTED,
    EventKind.SETTLEMENT_AGREED: EndKind.SETTLED,
}
# These speak of the penalty itself and say nothing where the judge ordered none.
OF_A_PENALTY_ALONE = frozenset(
    {
        EventKind.PAYMENT_RECEIVED,
        EventKind.PENALTY_SUSPENDED,
        EventKind.PENALTY_AMENDED,
        EventKind.PRESCRIPTION_IMPEDED,
    }
)


@dataclass(frozen=True)
class Penalty:
    """The penalty that counts on a day: its order and terms, and the events and the life that say what became of it."""

    events: Sequence[Event]
    life: Life
    order: GivenOrder
    terms: PenaltyTerms

    @property
    def debtors(self) -> tuple[str, ...]:
        """Who owes it, each by itself."""
        return debtors_in(self.terms.debtor)

    def facts(self, debtor: str) -> PenaltyFacts:
        """What happened to it since its order, against one debtor."""
        since = [event for event in against(self.events, debtor) if _is_since(event, self.order)]
        stays, ended_on, ended_by = _ended(self.life, since, self.order)
        return PenaltyFacts(
            served_on=self.order.served_on.get(debtor),
            ended_on=ended_on,
            ended_by=ended_by,
            annulled_on=self.order.annulled_on,
            stays=stays,
            violations=tuple(sorted(on for on, _ in _dated(since, EventKind.VIOLATION_FOUND))),
            acts=tuple(Act(on=on, kind=act) for kind, act in ACTS.items() for on, _ in _dated(since, kind)),
            payments=tuple(_payments(since, self.order)),
            suspensions=_suspensions(self.life, since, self.order, self.terms),
            impediments=_impediments(since),
            amendments=_amendments(since, self.terms),
        )


def penalty_on(events: Iterable[Event], on: date) -> Penalty | None:
    """The penalty that counts on a day; before any was ordered, the first that was ordered after it."""
    told = [event for event in events if event.retracted_at is None and event.occurred_on]
    told.sort(key=attrgetter("occurred_on", "pk"))
    life = relive(told)
    order = penalised(order for order in life.orders if order.on <= on) or penalised(life.orders)
    if order is None or order.penalty is None:
        return None
    return Penalty(told, life, order, terms_of(penalty_from(order.penalty)))


def terms_of(penalty: PenaltyDetails) -> PenaltyTerms:
    """The judge's terms as the law's ledger reads them."""
    return PenaltyTerms(
        amount_per_unit=penalty.amount,
        unit=Unit(penalty.unit),
        provisionally_enforceable=penalty.is_provisionally_enforceable,
        counted_per=CountedPer(penalty.counted_per),
        persons=penalty.persons,
        respite=Respite(length=penalty.respite_length, unit=RespiteUnit(penalty.respite_unit)),
        cap=penalty.cap,
        expires_on=penalty.expires_on,
        first_counted_day=FirstCountedDay(penalty.first_counted_day),
        debtor=Debtor(penalty.debtor),
    )


def _is_since(event: Event, order: GivenOrder) -> bool:
    return event.occurred_on is not None and event.occurred_on >= order.on


def _ended(
    life: Life, since: Iterable[Event], order: GivenOrder
) -> tuple[tuple[Stay, ...], date | None, EndKind]:
    """The places that were lost again since, and the first day not counted any more, with its reason."""
    stays = [_stay(place, place.lost) for place in life.places if place.lost]
    ends = [(place.arrived_on, EndKind.HOUSED.value) for place in life.places if not place.lost]
    for kind, ended_by in ENDINGS.items():
        if kind is not EventKind.CODE_207_LIFTED or order.event.details.get("subsidiary_ends_penalty"):
            ends += [(_first_day_out(on, event), ended_by.value) for on, event in _dated(since, kind)]
    lost_since = tuple(stay for stay in stays if stay.lost_on >= order.on)
    if not ends:
        return lost_since, None, EndKind.HOUSED
    ended_on, by = min(ends)
    return lost_since, ended_on, EndKind(by)


def _stay(place: Place, lost: Event) -> Stay:
    return Stay(
        from_on=place.arrived_on,
        lost_on=lost.occurred_on or place.arrived_on,
        is_accepted=lost.details.get("is_accepted", False),
        reason=lost.details.get("why", ""),
    )


def _first_day_out(on: date, event: Event) -> date:
    """Of lost contact the day after the last; of the others their own."""
    last_contact_on = _day(event, "last_contact_on")
    return last_contact_on + timedelta(days=1) if last_contact_on else on


def _payments(since: Iterable[Event], order: GivenOrder) -> Iterator[Payment]:
    """What was paid on this order and on no other, costs apart."""
    for on, event in _dated(since, EventKind.PAYMENT_RECEIVED):
        paid_on = event.details.get("of", str(order.event.pk))
        if event.amount is not None and paid_on == str(order.event.pk):
            may_exceed = bool(event.details.get("is_accepted"))
            yield Payment(on=on, amount=event.amount, may_exceed_forfeited=may_exceed)


def _suspensions(
    life: Life, since: Iterable[Event], order: GivenOrder, terms: PenaltyTerms
) -> tuple[Suspension, ...]:
    """Appeals with suspensive effect, and suspensions by the judge.

    Refuses with `appeal_cannot_suspend` an effect that the law gives no appeal against an enforceable order.
    """
    appeals = [appeal for appeal in life.strands.of(StrandKind.APPEAL) if appeal.against is order]
    if terms.provisionally_enforceable and any(map(_has_suspensive_effect, appeals)):
        raise DeadlineError("appeal_cannot_suspend", field="details.has_suspensive_effect")
    by_appeal = [
        Suspension(
            kind=SuspensionKind.APPEAL,
            from_on=appeal.opened_on,
            to_on=appeal.ended_on,
            served_again_on=appeal.served_again_on,
        )
        for appeal in appeals
        if _has_suspensive_effect(appeal) or terms.provisionally_enforceable
    ]
    by_judge = [
        Suspension(kind=SuspensionKind.JUDGE, from_on=on, to_on=_day(event, "until"))
        for on, event in _dated(since, EventKind.PENALTY_SUSPENDED)
    ]
    return (*by_appeal, *by_judge)


def _has_suspensive_effect(appeal: Strand) -> bool:
    return bool(appeal.opening.details["has_suspensive_effect"])


def _impediments(events: Iterable[Event]) -> tuple[Impediment, ...]:
    """What may make prescription stand still; it counts only where a lawyer accepted it and said why."""
    return tuple(
        Impediment(
            kind=ImpedimentKind(event.details["impediment"]),
            from_on=on,
            to_on=_day(event, "until"),
            is_accepted=event.details.get("is_accepted", False),
            reason=event.details.get("why", ""),
        )
        for on, event in _dated(events, EventKind.PRESCRIPTION_IMPEDED)
    )


def _amendments(events: Iterable[Event], terms: PenaltyTerms) -> tuple[Amendment, ...]:
    """The amendments by the day they take effect, each with all terms as they stand from then on.

    Refuses with `increase_before_service` one that asks more before the day after its own service.
    """
    amended = _dated(events, EventKind.PENALTY_AMENDED)
    by_effect = [(_day(event, "takes_effect_on") or on, event) for on, event in amended]
    found: list[Amendment] = []
    for takes_effect_on, event in sorted(by_effect, key=lambda one: (one[0], one[1].pk)):
        new = _amended(terms, event)
        _refuse_early_increase(terms, new, takes_effect_on, _day(event, "served_on"))
        found.append(Amendment(takes_effect_on=takes_effect_on, terms=new))
        terms = new
    return tuple(found)


def _amended(terms: PenaltyTerms, event: Event) -> PenaltyTerms:
    told = {name: event.details[name] for name in NEW_TERMS if name in event.details}
    cap, expires_on = told.get("cap"), told.get("expires_on")
    return replace(
        terms,
        amount_per_unit=Decimal(told.get("amount", terms.amount_per_unit)),
        persons=told.get("persons", terms.persons),
        cap=(Decimal(cap) if cap else None) if "cap" in told else terms.cap,
        expires_on=(date.fromisoformat(expires_on) if expires_on else None)
        if "expires_on" in told
        else terms.expires_on,
    )


def _refuse_early_increase(
    before: PenaltyTerms, after: PenaltyTerms, takes_effect_on: date, served_on: date | None
) -> None:
    asks_more = after.price > before.price or _is_later(before.cap, after.cap)
    asks_more = asks_more or _is_later(before.expires_on, after.expires_on)
    if asks_more and (served_on is None or takes_effect_on <= served_on):
        raise DeadlineError(
            "increase_before_service", field="details.served_on", takes_effect_on=takes_effect_on
        )


def _is_later(before: Bound | None, after: Bound | None) -> bool:
    """Whether a bound was raised or lifted; none bounds nothing."""
    return before is not None and (after is None or after > before)


def _dated(events: Iterable[Event], kind: EventKind) -> list[tuple[date, Event]]:
    return [(event.occurred_on, event) for event in events if event.kind == kind and event.occurred_on]


def _day(event: Event, name: str) -> date | None:
    said = event.details.get(name)
    return date.fromisoformat(said) if said else None
