"""What a case costs: entered, taken back, recovered; never edited. Like time, it is often entered after closing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cases.access import Action, get_dossier
from cases.errors import CaseError
from cases.models.cost import Cost
from cases.models.dossier import Dossier, DossierKind
from cases.services.dossiers import note
from cases.services.parts import refuse_future, refuse_reversed
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError
from helpdesk.people.models import User


@dataclass(frozen=True, kw_only=True)
class Expense:
    """An amount in euros, paid or awarded on a day; `recovered_on` where it came back already."""

    kind: str
    amount: Decimal
    on: date
    paid_by: str = ""
    recovered_on: date | None = None


def costs_of(user: User, dossier_id: UUID) -> QuerySet[Cost]:
    """The entries of a case by day, those taken back and what takes them back among them."""
    dossier = _case(get_dossier(user, dossier_id, Action.VIEW))
    return Cost.objects.filter(litigation=dossier.pk).select_related("entered_by").order_by("on", "id")


@transaction.atomic
def enter_cost(act: Act, dossier_id: UUID, expense: Expense) -> Cost:
    dossier = _locked(act, dossier_id)
    cost = Cost(
        litigation_id=dossier.pk,
        kind=expense.kind,
        amount=expense.amount,
        on=expense.on,
        paid_by=expense.paid_by,
        recovered_on=expense.recovered_on,
        entered_by=act.by,
        entered_at=act.at,
    )
    _refuse_what_cannot_be(act, cost)
    cost.save(force_insert=True)
    note(act, dossier, "cost.entered", cost=cost.pk, kind=cost.kind, amount=str(cost.amount), on=str(cost.on))
    return cost


@transaction.atomic
def take_back(act: Act, dossier_id: UUID, cost_id: UUID) -> Cost:
    """The counterpart of an entry made in error, once; the reason is that of the act and is kept with it."""
    dossier = _locked(act, dossier_id)
    cost = _standing(dossier, cost_id)
    counterpart = Cost.objects.create(
        litigation_id=dossier.pk,
        kind=cost.kind,
        amount=-cost.amount,
        on=cost.on,
        paid_by=cost.paid_by,
        recovered_on=cost.recovered_on,
        takes_back=cost,
        reason=act.reason,
        entered_by=act.by,
        entered_at=act.at,
    )
    note(act, dossier, "cost.taken_back", cost=cost.pk, kind=cost.kind, amount=str(counterpart.amount))
    return counterpart


@transaction.atomic
def recover(act: Act, dossier_id: UUID, cost_id: UUID, *, recovered_on: date) -> Cost:
    """The day on which the amount came back, or the indemnity came in. It is set once."""
    dossier = _locked(act, dossier_id)
    cost = _standing(dossier, cost_id)
    if cost.recovered_on is not None:
        raise CaseError("cost_recovered", field="recovered_on", recovered_on=cost.recovered_on)
    cost.recovered_on = recovered_on
    _refuse_what_cannot_be(act, cost)
    cost.save(update_fields=["recovered_on"])
    note(act, dossier, "cost.recovered", cost=cost.pk, recovered_on=["", str(recovered_on)])
    return cost


def _locked(act: Act, dossier_id: UUID) -> Dossier:
    return _case(get_dossier(act.by, dossier_id, Action.CHANGE, lock=True))


def _case(dossier: Dossier) -> Dossier:
    if dossier.kind != DossierKind.LITIGATION:
        raise NotFoundError
    return dossier


def _refuse_what_cannot_be(act: Act, cost: Cost) -> None:
    refuse_future(act, cost, "on", "recovered_on")
    refuse_reversed(cost.on, cost.recovered_on, field="recovered_on")


def _standing(dossier: Dossier, cost_id: UUID) -> Cost:
    """An entry that counts: neither taken back nor itself what takes another back."""
    cost = Cost.objects.filter(litigation=dossier.pk, pk=cost_id).first()
    if cost is None:
        raise NotFoundError
    if cost.takes_back_id is not None or Cost.objects.filter(takes_back=cost).exists():
        raise CaseError("cost_taken_back")
    return cost
