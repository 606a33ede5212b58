"""The orders of one life: each of its instance and day, with what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cases.life.words import EACH_DEBTOR, OrderResult, debtors_in
from cases.models.condemnation import Debtor
from cases.models.event import Event


@dataclass(eq=False)
class GivenOrder:
    """An order, the event that tells it, and the days that followed. `served_on` is by debtor."""

    event: Event
    on: date
    notified_on: date | None = None
    served_on: dict[str, date] = field(default_factory=dict)
    annulled_on: date | None = None

    @property
    def grants(self) -> bool:
        return bool(self.event.details["result"] != OrderResult.REFUSED)

    @property
    def stands(self) -> bool:
        """Whether it grants something and nobody annulled it."""
        return self.grants and self.annulled_on is None

    @property
    def penalty(self) -> dict[str, Any] | None:
        """The penalty in the judge's terms, as the event keeps them."""
        terms: dict[str, Any] | None = self.event.details.get("penalty")
        return terms

    @property
    def debtors(self) -> tuple[str, ...]:
        """Whom the order binds."""
        return debtors_in(self.event.details.get("debtor", Debtor.FEDASIL))

    @property
    def subsidiary_from_on(self) -> date | None:
        """The first day on which the hours after service are over; hours begun count as a day."""
        hours = self.event.details.get("subsidiary_hours")
        if hours is None or not self.served_on:
            return None
        return min(self.served_on.values()) + timedelta(days=-(-hours // 24) + 1)


def counting(orders: Iterable[GivenOrder]) -> GivenOrder | None:
    """The order that counts: the latest that granted something, annulled or not."""
    return next((order for order in reversed([*orders]) if order.grants), None)


def standing(orders: Iterable[GivenOrder]) -> GivenOrder | None:
    """The latest that grants something and was not annulled."""
    return next((order for order in reversed([*orders]) if order.stands), None)


def penalised(orders: Iterable[GivenOrder]) -> GivenOrder | None:
    """The order whose penalty counts: the latest that stands with one, or else the latest that had one."""
    found = [order for order in orders if order.grants and order.penalty]
    standing = [order for order in found if order.stands]
    return next(reversed(standing or found), None)


def against(events: Iterable[Event], debtor: str) -> list[Event]:
    """The events that concern a debtor: those that name her, or none or both."""
    others = set(EACH_DEBTOR) - {debtor}
    return [event for event in events if event.details.get("debtor") not in others]
