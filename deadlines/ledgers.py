"""What a condemnation's penalty comes to on a day: the desk's events handed to the law's ledger."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import get_language

from cases.models import Dossier, Event, EventKind, PenaltyOrder
from cases.models.dossier import DossierKind, State
from deadlines.addressees import addressed_to
from deadlines.computing import spoken
from deadlines.errors import DeadlineError
from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.law.penalties import (
    Act,
    ActKind,
    CountedPer,
    Debtor,
    FirstCountedDay,
    Ledger,
    Payment,
    PenaltyFacts,
    PenaltyTerms,
    Respite,
    RespiteUnit,
    Unit,
    ledger,
    ledger_as_dict,
)
from deadlines.life import amendments_of, impediments_of, suspensions_of
from helpdesk.people.models import User

LAPSING_WITHIN = timedelta(weeks=8)
ACTS = {EventKind.COMMAND_SERVED: ActKind.COMMAND, EventKind.SEIZURE: ActKind.SEIZURE}


@dataclass(frozen=True, kw_only=True)
class LapsingPenalty:
    """A penalty whose oldest unsecured unit is lost after `lapses_on` unless it is enforced. Euros."""

    reference: str
    claimable: Decimal
    oldest_on: date
    lapses_on: date


def ledger_of(dossier: Dossier, on: date) -> Ledger:
    """The ledger on a day, included. Refuses with `no_penalty` where the judge ordered none."""
    order = PenaltyOrder.objects.filter(condemnation=dossier.pk).first()
    if order is None:
        raise DeadlineError("no_penalty")
    return _reckon(order, dossier, on)


def _reckon(order: PenaltyOrder, dossier: Dossier, on: date) -> Ledger:
    calendar = load_law().calendar
    if on > calendar.confirmed_until:
        raise LawError("calendar_not_confirmed", "on", date=on, confirmed_until=calendar.confirmed_until)
    terms = terms_of(order)
    return ledger(terms, facts_of(dossier.events.all(), terms), on, calendar)


def ledger_in_words(dossier: Dossier, on: date) -> dict[str, object]:
    """The ledger with its explanation in the caller's language."""
    return ledger_as_dict(ledger_of(dossier, on), spoken(get_language()))


def terms_of(order: PenaltyOrder) -> PenaltyTerms:
    """The judge's terms as the law's ledger reads them."""
    return PenaltyTerms(
        amount_per_unit=order.amount,
        unit=Unit(order.unit),
        provisionally_enforceable=order.is_provisionally_enforceable,
        counted_per=CountedPer(order.counted_per),
        persons=order.persons,
        respite=Respite(length=order.respite_length, unit=RespiteUnit(order.respite_unit)),
        cap=order.cap,
        expires_on=order.expires_on,
        first_counted_day=FirstCountedDay(order.first_counted_day),
        debtor=Debtor(order.debtor),
    )


def facts_of(events: Iterable[Event], terms: PenaltyTerms) -> PenaltyFacts:
    """What happened to an order with these terms, from the dossier's events. One without a day says nothing here."""
    events = list(events)
    dated = [(EventKind(event.kind), event.occurred_on, event) for event in events if event.occurred_on]
    days = {kind: on for kind, on, _ in dated}
    return PenaltyFacts(
        served_on=days.get(EventKind.ORDER_SERVED),
        ended_on=days.get(EventKind.PERSON_HOUSED),
        violations=tuple(sorted(on for kind, on, _ in dated if kind is EventKind.VIOLATION_FOUND)),
        acts=tuple(Act(on=on, kind=ACTS[kind]) for kind, on, _ in dated if kind in ACTS),
        payments=tuple(
            Payment(on=on, amount=event.amount)
            for kind, on, event in dated
            if kind is EventKind.PAYMENT_RECEIVED and event.amount is not None
        ),
        suspensions=suspensions_of(events, terms),
        impediments=impediments_of(events),
        amendments=amendments_of(events, terms),
    )


def lapsing_penalties(user: User, today: date) -> Iterator[LapsingPenalty]:
    """Her open condemnations of which a unit lapses within eight weeks, the first to lapse first."""
    found = (_lapsing(dossier, today) for dossier in _served_condemnations(user, today))
    soon = [one for one in found if one is not None and one.lapses_on - today <= LAPSING_WITHIN]
    return iter(sorted(soon, key=lambda one: (one.lapses_on, one.reference)))


def _served_condemnations(user: User, today: date) -> Iterator[Dossier]:
    rows = Dossier.objects.filter(
        addressed_to(user, today),
        kind=DossierKind.CONDEMNATION,
        state=State.OPEN,
        condemnation__penalty_order__isnull=False,
        events__kind=EventKind.ORDER_SERVED,
    )
    return (
        rows.select_related("condemnation__penalty_order").prefetch_related("events").iterator(chunk_size=500)
    )


def _lapsing(dossier: Dossier, today: date) -> LapsingPenalty | None:
    found = _reckon(dossier.condemnation.penalty_order, dossier, today)
    if found.oldest_unsecured_unit_on is None or found.oldest_unsecured_lapses_on is None:
        return None
    return LapsingPenalty(
        reference=dossier.reference,
        claimable=found.totals.claimable.amount,
        oldest_on=found.oldest_unsecured_unit_on,
        lapses_on=found.oldest_unsecured_lapses_on,
    )
