"""The life of an order on a day, whole: stage, orders, what runs beside it, payments, and what can happen next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from cases.life.offers import Offer, offers
from cases.life.orders import counting, penalised
from cases.life.replay import Life, relive
from cases.life.rules import Fact
from cases.life.strands import Strand, StrandKind
from cases.models import Dossier, Event, EventKind
from cases.models.dossier import State
from deadlines.chains import MET_BY
from deadlines.errors import DeadlineError
from deadlines.law.penalties import Turn, course
from deadlines.ledgers import calendar_for, ledgers_of, most_urgent
from deadlines.life import OF_A_PENALTY_ALONE, Penalty, penalty_on
from deadlines.models import Deadline, DeadlineState
from deadlines.stages import Begun, Stage, stages_of


@dataclass(frozen=True, kw_only=True)
class LifeOn:
    """What was known on a day, from the side of one debtor. `forms`: the days the application form is due, by event."""

    on: date
    debtor: str
    stages: list[Begun]
    life: Life
    forms: dict[UUID, date]
    next: list[Offer]

    @property
    def stage(self) -> Stage:
        return self.stages[-1].stage if self.stages else Stage.INTAKE

    @property
    def has_place(self) -> bool:
        return self.life.holds(Fact.HAS_PLACE)

    @property
    def order(self) -> UUID | None:
        found = counting(self.life.orders)
        return found.event.pk if found else None

    @property
    def penalty_of(self) -> UUID | None:
        found = penalised(self.life.orders)
        return found.event.pk if found else None

    @property
    def oppositions(self) -> list[Strand]:
        return self.life.strands.of(StrandKind.OPPOSITION)

    @property
    def appeals(self) -> list[Strand]:
        return self.life.strands.of(StrandKind.APPEAL)

    @property
    def seizures(self) -> list[Strand]:
        return self.life.strands.of(StrandKind.SEIZURE)

    @property
    def european_files(self) -> list[Strand]:
        return self.life.strands.of(StrandKind.EUROPEAN)

    @property
    def commands(self) -> list[Event]:
        return self.life.happened(EventKind.COMMAND_SERVED)

    @property
    def payments(self) -> list[Event]:
        return self.life.happened(EventKind.PAYMENT_RECEIVED)


def life_on(dossier: Dossier, on: date, debtor: str = "") -> LifeOn:
    """The life until a day, included. Of two debtors, where none is named, that whose units lapse first.

    Refuses with `debtor_not_bound` one whom the order does not bind.
    """
    events = [event for event in dossier.events.all() if event.occurred_on and event.occurred_on <= on]
    life, penalty = relive(events), penalty_on(events, on)
    if debtor and debtor not in life.debtors:
        raise DeadlineError("debtor_not_bound", field="debtor", debtor=debtor, allowed=list(life.debtors))
    side = debtor or _side(life, penalty, on)
    turns = _turns(penalty, on, side)
    terms = dossier.deadlines.filter(rule_id__in=MET_BY.values()).exclude(state=DeadlineState.LAPSED)
    asked = {term.event_id: term for term in terms if term.event_id}
    return LifeOn(
        on=on,
        debtor=side,
        stages=stages_of(dossier, life, turns, on, side),
        life=life,
        forms={event: term.due_on for event, term in asked.items()},
        next=[] if dossier.state == State.CLOSED else [*_offers(dossier, life, penalty, on, asked.values())],
    )


def _offers(
    dossier: Dossier, life: Life, penalty: Penalty | None, on: date, terms: Iterable[Deadline]
) -> Iterator[Offer]:
    """What can happen next and the ledger can reckon with; what meets an open term needs its evidence."""
    asked = {term.rule_id for term in terms if term.state == DeadlineState.OPEN}
    for offer in offers(life, on):
        if _is_reckoned(offer, penalty):
            meets = MET_BY.get(offer.kind) in asked
            unknown = _unknown(dossier, life) if offer.kind is EventKind.ORDER_GIVEN else ()
            may = tuple(name for name in offer.may if name not in unknown)
            needs_note = offer.needs_note or meets
            yield replace(offer, needs=(*offer.needs, *unknown), may=may, needs_note=needs_note)


def _is_reckoned(offer: Offer, penalty: Penalty | None) -> bool:
    if penalty is None:
        return offer.kind not in OF_A_PENALTY_ALONE
    return offer.kind is not EventKind.VIOLATION_FOUND or penalty.terms.counts_proven_days


def _unknown(dossier: Dossier, life: Life) -> tuple[str, ...]:
    """What an order has to tell of its court, because the petition did not."""
    known = dossier.condemnation
    return tuple(name for name in ("court", "procedure") if life.orders or not getattr(known, name))


def _side(life: Life, penalty: Penalty | None, on: date) -> str:
    if penalty is None or len(penalty.debtors) == 1:
        return penalty.debtors[0] if penalty else life.debtors[0]
    return most_urgent(ledgers_of(penalty, on))


def _turns(penalty: Penalty | None, on: date, debtor: str) -> tuple[Turn, ...]:
    if penalty is None or debtor not in penalty.debtors:
        return ()
    return course(penalty.terms, penalty.facts(debtor), on, calendar_for(on))
