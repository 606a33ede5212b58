"""Condemnations: opened with an order, or before there is any; and put right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from cases.access import Action, get_dossier
from cases.errors import CaseError
from cases.life.orders import counting
from cases.life.replay import relive
from cases.models.condemnation import Condemnation
from cases.models.dossier import Dossier, DossierKind, State
from cases.models.event import EventKind
from cases.services.dossiers import Opening, note, open_dossier
from cases.services.events import Happening, add_event
from cases.services.orders import REPEATED, OrderDetails, PenaltyDetails, save_once, told_of
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError

AMENDABLE = (*REPEATED, "source_url")
IN_WORDS = ("orders", "source_url")


@dataclass(frozen=True, kw_only=True)
class ProceedingsDetails:
    """What is known before any order; what is not known yet is empty."""

    court: str = ""
    role_number: str = ""
    procedure: str = ""
    is_collective: bool = False
    source_url: str = ""


@transaction.atomic
def open_condemnation(act: Act, opening: Opening, *, proceedings: ProceedingsDetails) -> Dossier:
    """A dossier that begins before its order: a refusal, a formal notice, a petition."""
    return open_dossier(
        act,
        DossierKind.CONDEMNATION,
        opening,
        state=State.OPEN,
        own=lambda dossier: Condemnation(dossier=dossier, **vars(proceedings)),
    )


@transaction.atomic
def enter_condemnation(
    act: Act, opening: Opening, *, order: OrderDetails, penalty: PenaltyDetails | None
) -> Dossier:
    """A new condemnation with its order. Refuses an order of tomorrow, and one that is already in the book."""
    if order.decided_on > act.on:
        raise CaseError("date_in_future", field="decided_on", date=order.decided_on, today=act.on)
    known = ProceedingsDetails(is_collective=order.is_collective, source_url=order.source_url)
    dossier = open_condemnation(act, opening, proceedings=known)
    given = Happening(kind=EventKind.ORDER_GIVEN, on=order.decided_on, details=told_of(order, penalty))
    add_event(act, dossier, given, within="")
    return dossier


@transaction.atomic
def amend_condemnation(
    act: Act, dossier_id: UUID, said: Mapping[str, Any], *, unchanged_since: int | None = None
) -> Dossier:
    """Put identifiers and descriptions right, in the order that counts too; never the terms of a penalty.

    The trail keeps what they were; of what the judge ordered, only that it was changed.
    """
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True, unchanged_since=unchanged_since)
    condemnation = Condemnation.objects.filter(dossier=dossier).first()
    if condemnation is None:
        raise NotFoundError
    before = {name: getattr(condemnation, name) for name in AMENDABLE if name in said}
    changed = {name: said[name] for name, value in before.items() if said[name] != value}
    if changed:
        _write(condemnation, changed)
        coded = {name: [before[name], new] for name, new in changed.items() if name not in IN_WORDS}
        note(act, dossier, "condemnation.amended", fields=sorted(changed), **coded)
    return dossier


def _write(condemnation: Condemnation, changed: Mapping[str, Any]) -> None:
    for name, value in changed.items():
        setattr(condemnation, name, value)
    save_once(condemnation)
    order = counting(relive(condemnation.dossier.events.all()).orders)
    if order is not None:
        order.event.details |= {name: value for name, value in changed.items() if name in REPEATED}
        order.event.save(update_fields=["details"])
