"""Recording what happened, putting it right, and retracting what was entered in error."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from cases.access import Action, get_dossier, may_be_seen_by
from cases.errors import CaseError
from cases.life.details import Details, check_details, coded
from cases.life.replay import relive
from cases.life.rules import OF_A_LIFE
from cases.models.dossier import Dossier, DossierKind
from cases.models.event import Event, EventKind
from cases.services.documents import document_in
from cases.services.dossiers import note
from cases.services.orders import completed, follow_life
from cases.status import state_after
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError

# They say what the condemnation itself says.
OF_ITS_ORDERS = frozenset(
    {
        EventKind.PETITION_FILED,
        EventKind.ORDER_GIVEN,
        EventKind.OPPOSITION_ENDED,
        EventKind.APPEAL_ENDED,
    }
)


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


def add_event(act: Act, dossier: Dossier, happening: Happening, *, within: str = "details.") -> Event:
    """Record an event in a locked dossier. Past events may be entered late; impossible ones are refused.

    Call it inside the transaction that also recomputes what follows from the event. `within` leads to the facts of an
    order in the input.
    """
    event = drawn_up(act, dossier, happening, list(dossier.events.all()), within=within)
    event.save(force_insert=True)
    if happening.kind in OF_ITS_ORDERS:
        check_life(dossier, happening.kind, within=within)
    note(act, dossier, "event.recorded", event=event.pk, kind=happening.kind, on=str(happening.on or ""))
    return event


def drawn_up(
    act: Act, dossier: Dossier, happening: Happening, events: Sequence[Event], *, within: str = "details."
) -> Event:
    """The event as it would be recorded beside the dossier's `events`, checked and not yet stored."""
    state_after(dossier, "record")
    happening = checked(act, dossier, happening, events, within=within)
    event = Event(
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
    if happening.kind in OF_A_LIFE:
        relive([*events, event])
    return event


def check_life(dossier: Dossier, kind: str, *, within: str = "details.") -> None:
    """Tell the whole life again; refuse what cannot be, wherever it now stands. The condemnation follows it."""
    life = relive(dossier.events.all())
    if kind in OF_ITS_ORDERS:
        follow_life(dossier.condemnation, life, within=within)


def correct(act: Act, dossier: Dossier, event: Event, happening: Happening, *, reason: str) -> None:
    """Put right what was recorded wrongly. The kind stays: what did not happen at all is retracted.

    The dossier must be locked; the event before and after stands in the trail.
    """
    state_after(dossier, "record")
    refuse_retracted(event)
    if happening.kind.value != event.kind:
        raise CaseError("event_kind_stays", field="kind", event=event.kind)
    happening = checked(act, dossier, happening, dossier.events.exclude(pk=event.pk))
    days = [str(event.occurred_on or ""), str(happening.on or "")]
    facts = [event.facts, happening.facts]
    details = [coded(event.details), coded(happening.details)]
    amounts = [str(event.amount or ""), str(happening.amount or "")]
    event.occurred_on, event.facts, event.details, event.amount, event.note = (
        happening.on, happening.facts, happening.details, happening.amount, happening.note,
    )  # fmt: skip
    event.save(update_fields=["occurred_on", "facts", "details", "amount", "note"])
    if happening.kind in OF_A_LIFE:
        check_life(dossier, happening.kind)
    note(
        act, dossier, "event.corrected", event=event.pk, on=days, facts=facts, details=details, amount=amounts,
        reason=reason,
    )  # fmt: skip


def retract(act: Act, dossier: Dossier, event: Event, *, reason: str) -> None:
    """Take back what was entered in error: it stays to be seen and counts no more. The dossier must be locked.

    Refused where what was recorded after it could not have happened without it.
    """
    state_after(dossier, "record")
    refuse_retracted(event)
    event.retracted_by, event.retracted_at, event.retraction = act.by, act.at, reason
    event.save(update_fields=["retracted_by", "retracted_at", "retraction"])
    if event.kind in OF_A_LIFE:
        check_life(dossier, event.kind)
    note(act, dossier, "event.retracted", event=event.pk, kind=event.kind, reason=reason)


def refuse_retracted(event: Event) -> None:
    if event.retracted_at is not None:
        raise CaseError("event_retracted")


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


def checked(
    act: Act,
    dossier: Dossier,
    happening: Happening,
    others: Iterable[Event] = (),
    *,
    field: str = "on",
    within: str = "details.",
) -> Happening:
    """The happening, with the details it inherits. Refuses what cannot be, whatever else has happened.

    `others` are the dossier's other events: the first order inherits from the proceedings. `field` is the input that a
    day still to come is about.
    """
    kind, details = happening.kind, happening.details
    may_lie_ahead = kind is EventKind.HEARING
    if happening.on is not None and happening.on > act.on and not may_lie_ahead:
        raise CaseError("date_in_future", field=field, date=happening.on, today=act.on)
    if kind in OF_A_LIFE:
        _refuse_elsewhere(dossier, happening)
    if kind is EventKind.ORDER_GIVEN:
        is_first = not any(one.kind == kind and one.retracted_at is None for one in others)
        details = completed(dossier.condemnation, details, is_first=is_first, within=within)
    check_details(kind, happening.on, details, amount=happening.amount, note=happening.note)
    return replace(happening, details=details)


def _refuse_elsewhere(dossier: Dossier, happening: Happening) -> None:
    """What makes the life of an order belongs to a condemnation, and to a day."""
    if dossier.kind != DossierKind.CONDEMNATION:
        raise CaseError("event_not_of_this_kind", field="kind", event=happening.kind.value, kind=dossier.kind)
    if happening.on is None:
        raise CaseError("date_needed", field="on", event=happening.kind.value)
