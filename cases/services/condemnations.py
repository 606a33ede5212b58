"""Condemnations: an order entered with its penalty."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from cases.errors import CaseError
from cases.models.condemnation import (
    Condemnation,
    CountedPer,
    Debtor,
    FirstCountedDay,
    PenaltyOrder,
    RespiteUnit,
)
from cases.models.dossier import Dossier, DossierKind, State
from cases.services.dossiers import Opening, open_dossier
from helpdesk.acts import Act


@dataclass(frozen=True, kw_only=True)
class OrderDetails:
    """The order as the court gave it."""

    court: str
    role_number: str
    decided_on: date
    procedure: str
    appealed_role_number: str = ""
    ecli: str = ""
    is_collective: bool = False
    orders: str = ""
    source_url: str = ""


@dataclass(frozen=True, kw_only=True)
class PenaltyDetails:
    """The penalty in the judge's terms; money in euros."""

    amount: Decimal
    unit: str
    counted_per: str = CountedPer.FAMILY
    persons: int = 1
    respite_length: int = 0
    respite_unit: str = RespiteUnit.DAYS
    cap: Decimal | None = None
    expires_on: date | None = None
    first_counted_day: str = FirstCountedDay.DAY_AFTER_SERVICE
    debtor: str = Debtor.FEDASIL
    is_provisionally_enforceable: bool = True


@transaction.atomic
def enter_condemnation(
    act: Act, opening: Opening, *, order: OrderDetails, penalty: PenaltyDetails | None
) -> Dossier:
    """A new condemnation. Refuses an order of tomorrow, and one that is already in the book."""
    if order.decided_on > act.on:
        raise CaseError("date_in_future", field="decided_on", date=order.decided_on, today=act.on)
    dossier = open_dossier(act, DossierKind.CONDEMNATION, opening, state=State.OPEN)
    condemnation = _add_once(dossier, order)
    if penalty is not None:
        PenaltyOrder.objects.create(condemnation=condemnation, **asdict(penalty))
    return dossier


def _add_once(dossier: Dossier, order: OrderDetails) -> Condemnation:
    try:
        with transaction.atomic():
            return Condemnation.objects.create(dossier=dossier, **asdict(order))
    except IntegrityError as clash:
        raise CaseError(
            "condemnation_known",
            field="role_number",
            court=order.court,
            role_number=order.role_number,
            decided_on=order.decided_on,
        ) from clash
