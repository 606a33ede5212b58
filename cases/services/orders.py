"""The condemnation and its penalty say what the events say: the order that counts, or what is known before any."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from cases.errors import CaseError
from cases.life.details import Details, plain
from cases.life.orders import GivenOrder, counting, penalised
from cases.life.replay import Life
from cases.life.words import OrderResult, debtors_in
from cases.models.condemnation import (
    Condemnation,
    CountedPer,
    Debtor,
    FirstCountedDay,
    PenaltyOrder,
    RespiteUnit,
)
from cases.models.event import EventKind

# What a condemnation repeats of its order; a PATCH can put it right.
REPEATED = ("court", "role_number", "appealed_role_number", "repertory_number", "ecli", "procedure", "orders")
OF_THE_PROCEEDINGS = ("court", "role_number", "procedure")


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


@dataclass(frozen=True, kw_only=True)
class OrderDetails:
    """The order as the court gave it. `is_collective` and `source_url` are of the condemnation itself."""

    court: str
    role_number: str
    decided_on: date
    procedure: str
    appealed_role_number: str = ""
    repertory_number: str = ""
    ecli: str = ""
    is_collective: bool = False
    orders: str = ""
    source_url: str = ""
    result: str = OrderResult.GRANTED
    judge: str = ""
    written_in: str = ""
    primary: str = ""
    subsidiary: str = ""
    subsidiary_orders: str = ""
    subsidiary_hours: int | None = None
    subsidiary_ends_penalty: bool | None = None
    debtor: str = ""
    is_provisionally_enforceable: bool | None = None


NOT_OF_THE_EVENT = ("decided_on", "is_collective", "source_url")


def told_of(order: OrderDetails, penalty: PenaltyDetails | None) -> Details:
    """The order as the details of its event; what was not said is left out."""
    told = {name: value for name, value in asdict(order).items() if name not in NOT_OF_THE_EVENT}
    terms = {"penalty": asdict(penalty)} if penalty else {}
    return plain({name: value for name, value in told.items() if value is not None} | terms)


def penalty_from(terms: Mapping[str, Any]) -> PenaltyDetails:
    """The penalty as an event keeps it, in its own types again."""
    told = {one.name: terms[one.name] for one in fields(PenaltyDetails) if one.name in terms}
    euros = {name: Decimal(told[name]) for name in ("amount", "cap") if told.get(name) is not None}
    days = {"expires_on": date.fromisoformat(told["expires_on"])} if told.get("expires_on") else {}
    return PenaltyDetails(**{**told, **euros, **days})


def follow_life(condemnation: Condemnation, life: Life, *, within: str) -> None:
    """Let the rows of a locked dossier say what its life says. `within` leads to the order's facts in the input."""
    order = counting(life.orders)
    told = _of_order(order) if order else _of_proceedings(condemnation, life)
    if any(getattr(condemnation, name) != value for name, value in told.items()):
        for name, value in told.items():
            setattr(condemnation, name, value)
        save_once(condemnation, within)
    _follow_penalty(condemnation, penalised(life.orders))


def _of_order(order: GivenOrder) -> dict[str, Any]:
    return {"decided_on": order.on, **{name: order.event.details.get(name, "") for name in REPEATED}}


def _of_proceedings(condemnation: Condemnation, life: Life) -> dict[str, Any]:
    """Before any order: what the last step before a court says, and otherwise what was known."""
    told: dict[str, Any] = {"decided_on": None}
    for event in (moment.event for moment in life.moments):
        if event.kind in (EventKind.PETITION_FILED, EventKind.ORDER_GIVEN):
            told |= {name: event.details[name] for name in OF_THE_PROCEEDINGS if event.details.get(name)}
    return told


def save_once(condemnation: Condemnation, within: str = "") -> None:
    """Refuses with `condemnation_known` an order that is in the book of another dossier."""
    try:
        with transaction.atomic():
            condemnation.save()
    except IntegrityError as clash:
        raise CaseError(
            "condemnation_known",
            field=f"{within}role_number",
            court=condemnation.court,
            role_number=condemnation.role_number,
            decided_on=condemnation.decided_on,
        ) from clash


def _follow_penalty(condemnation: Condemnation, order: GivenOrder | None) -> None:
    if order is None or order.penalty is None:
        PenaltyOrder.objects.filter(condemnation=condemnation).delete()
        return
    terms = asdict(penalty_from(order.penalty))
    PenaltyOrder.objects.update_or_create(condemnation=condemnation, defaults=terms)


def completed(
    condemnation: Condemnation, details: Details, *, is_first: bool, within: str = "details."
) -> Details:
    """The details of an order, with what the proceedings before it told, and with its debtors.

    The order binds whom it says, or else who owes the penalty; the penalty is owed by whom the order binds. Refuses an
    order without court or procedure (`detail_needed`), and a penalty of someone it does not bind (`debtor_not_bound`).
    """
    known = {name: getattr(condemnation, name) for name in OF_THE_PROCEEDINGS} if is_first else {}
    details = {**{name: value for name, value in known.items() if value}, **details}
    for name in ("court", "procedure"):
        if not details.get(name):
            raise CaseError("detail_needed", field=f"{within}{name}", event=EventKind.ORDER_GIVEN.value)
    return _with_debtors(details, within)


def _with_debtors(details: Details, within: str) -> Details:
    terms = details.get("penalty")
    if not isinstance(terms, dict):
        return {"debtor": Debtor.FEDASIL.value, **details}
    bound = str(details.get("debtor") or terms.get("debtor") or Debtor.FEDASIL)
    terms = {"debtor": bound, **terms}
    if not set(debtors_in(terms["debtor"])) <= set(debtors_in(bound)):
        raise CaseError("debtor_not_bound", field=f"{within}penalty.debtor", debtor=terms["debtor"])
    if "is_provisionally_enforceable" in details:
        terms = {"is_provisionally_enforceable": details["is_provisionally_enforceable"], **terms}
    return {**details, "debtor": bound, "penalty": terms}
