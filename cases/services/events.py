"""Recording what happened."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from cases.access import Action, get_dossier, may_be_seen_by
from cases.errors import CaseError
from cases.models.condemnation import Condemnation
from cases.models.dossier import Dossier, DossierKind
from cases.models.event import Event, EventKind
from cases.services.documents import document_in
from cases.services.dossiers import note
from cases.services.life import APPEAL_STEPS, Details, appeals_of, check_details
from cases.status import state_after
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError

OF_A_PENALTY = frozenset(
    {
        EventKind.ORDER_SERVED,
        EventKind.PERSON_HOUSED,
        EventKind.VIOLATION_FOUND,
        EventKind.COMMAND_SERVED,
        EventKind.SEIZURE,
        EventKind.PAYMENT_RECEIVED,
        EventKind.OPPOSITION_LODGED,
        EventKind.ORDER_APPEALED,
        EventKind.APPEAL_ENDED,
        EventKind.ORDER_SERVED_AGAIN,
        EventKind.PENALTY_SUSPENDED,
        EventKind.PENALTY_AMENDED,
        EventKind.PRESCRIPTION_IMPEDED,
    }
)
# These belong to a condemnation too, and may come before its order.
OF_A_CONDEMNATION = OF_A_PENALTY | {
    EventKind.FORMAL_NOTICE,
    EventKind.PETITION_FILED,
    EventKind.INTERIM_MEASURE_GRANTED,
    EventKind.APPLICATION_FORM_SENT,
}
ONCE_IN_A_DOSSIER = frozenset({EventKind.PETITION_FILED, EventKind.ORDER_SERVED, EventKind.PERSON_HOUSED})


@dataclass(frozen=True, kw_only=True)
class Happening:
    """What happened and when. `on` is none only where the day is truly unknown."""

    kind: EventKind
    on: date | None
    facts: dict[str, object] = field(default_factory=dict)
    details: Details = field(default_factory=dict)
    amount: Decimal | None = None
    note: str = ""
    document: UUID | None = None


def add_event(act: Act, dossier: Dossier, happening: Happening) -> Event:
    """Record an event in a locked dossier. Past events may be entered late; impossible ones are refused.

    Call it inside the transaction that also recomputes what follows from the event.
    """
    state_after(dossier, "record")
    _refuse_the_future(act, happening)
    if happening.kind in OF_A_CONDEMNATION:
        _refuse_what_cannot_be(dossier, happening)
    check_details(happening.kind, happening.details)
    event = Event.objects.create(
        dossier=dossier,
        kind=happening.kind,
        occurred_on=happening.on,
        facts=happening.facts,
        details=happening.details,
        amount=happening.amount,
        note=happening.note,
        document=document_in(act, dossier, happening.document),
        recorded_by=act.by,
        recorded_at=act.at,
    )
    _refuse_steps_out_of_order(dossier, happening)
    note(act, dossier, "event.recorded", event=event.pk, kind=happening.kind, on=str(happening.on or ""))
    return event


def correct(act: Act, dossier: Dossier, event: Event, happening: Happening, *, reason: str) -> None:
    """Put right what was recorded wrongly. The kind stays: what did not happen at all is not corrected into another.

    The dossier must be locked; the event before and after stands in the trail.
    """
    state_after(dossier, "record")
    if happening.kind.value != event.kind:
        raise CaseError("event_kind_stays", field="kind", event=event.kind)
    _refuse_the_future(act, happening)
    if happening.kind in OF_A_CONDEMNATION:
        _refuse_what_cannot_be(dossier, happening, instead_of=event)
    check_details(happening.kind, happening.details)
    days = [str(event.occurred_on or ""), str(happening.on or "")]
    facts = [event.facts, happening.facts]
    details = [event.details, happening.details]
    amounts = [str(event.amount or ""), str(happening.amount or "")]
    event.occurred_on, event.facts, event.details, event.amount, event.note = (
        happening.on, happening.facts, happening.details, happening.amount, happening.note,
    )  # fmt: skip
    event.save(update_fields=["occurred_on", "facts", "details", "amount", "note"])
    _refuse_steps_out_of_order(dossier, happening)
    note(
        act, dossier, "event.corrected", event=event.pk, on=days, facts=facts, details=details, amount=amounts,
        reason=reason,
    )  # fmt: skip


@transaction.atomic
def attach_document(act: Act, event_id: UUID, document_id: UUID | None) -> Event:
    """Say which letter tells of an event, or with none that no letter does."""
    dossier_id = (
        Event.objects.filter(may_be_seen_by(act.by, "dossier__"), pk=event_id)
        .values_list("dossier_id", flat=True)
        .first()
    )
    if dossier_id is None:
        raise NotFoundError
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    event = dossier.events.get(pk=event_id)
    document = document_in(act, dossier, document_id)
    attached = [event.document_id, document.pk if document else None]
    event.document = document
    event.save(update_fields=["document"])
    note(act, dossier, "event.document_attached", event=event.pk, document=attached)
    return event


def _refuse_the_future(act: Act, happening: Happening) -> None:
    may_lie_ahead = happening.kind is EventKind.HEARING
    if happening.on is not None and happening.on > act.on and not may_lie_ahead:
        raise CaseError("date_in_future", field="on", date=happening.on, today=act.on)


def _refuse_what_cannot_be(
    dossier: Dossier, happening: Happening, *, instead_of: Event | None = None
) -> None:
    """The order of a penalty's life: an order, then its service, then all the rest."""
    if dossier.kind != DossierKind.CONDEMNATION:
        raise CaseError("event_not_of_this_kind", field="kind", event=happening.kind.value, kind=dossier.kind)
    if happening.on is None:
        raise CaseError("date_needed", field="on", event=happening.kind.value)
    decided_on = Condemnation.objects.get(dossier=dossier).decided_on
    if happening.kind in OF_A_PENALTY and happening.on < decided_on:
        raise CaseError("event_before_order", field="on", date=happening.on, decided_on=decided_on)
    if happening.kind is EventKind.PETITION_FILED and happening.on > decided_on:
        raise CaseError("petition_after_order", field="on", date=happening.on, decided_on=decided_on)
    if happening.kind is EventKind.PAYMENT_RECEIVED and not happening.amount:
        raise CaseError("amount_needed", field="amount", event=happening.kind.value)
    others = [one for one in dossier.events.filter(kind=happening.kind)[:2] if one != instead_of]
    if happening.kind in ONCE_IN_A_DOSSIER and others:
        raise CaseError("event_happens_once", field="kind", event=happening.kind.value)


def _refuse_steps_out_of_order(dossier: Dossier, happening: Happening) -> None:
    """Read the appeals anew, whichever of them was just recorded or corrected."""
    if happening.kind in APPEAL_STEPS:
        appeals_of(dossier.events.filter(kind__in=APPEAL_STEPS))
