"""What a condemnation's penalty comes to on a day: the desk's events handed to the law's ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from cases.models import Dossier, Event, EventKind, PenaltyOrder
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

ACTS = {EventKind.COMMAND_SERVED: ActKind.COMMAND, EventKind.SEIZURE: ActKind.SEIZURE}


@dataclass(frozen=True)
class Account:
    """An order as the law reads it, and its ledger of a day."""

    terms: PenaltyTerms
    facts: PenaltyFacts
    book: Ledger


def ledger_of(dossier: Dossier, on: date) -> Ledger:
    """The ledger on a day, included. Refuses with `no_penalty` where the judge ordered none."""
    order = PenaltyOrder.objects.filter(condemnation=dossier.pk).first()
    if order is None:
        raise DeadlineError("no_penalty")
    return account_of(order, dossier.events.all(), on).book


def account_of(order: PenaltyOrder, events: Iterable[Event], on: date) -> Account:
    """The ledger of an order on a day, with what it was reckoned from.

    Errors: those of the ledger, and `calendar_not_confirmed` for a day of which nobody knows the holidays.
    """
    calendar = load_law().calendar
    if on > calendar.confirmed_until:
        raise LawError("calendar_not_confirmed", "on", date=on, confirmed_until=calendar.confirmed_until)
    terms = terms_of(order)
    facts = facts_of(events, terms)
    return Account(terms, facts, ledger(terms, facts, on, calendar))


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
