"""What a ledger holds: ranges of units, totals, the lines that explain them, the days to watch."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Value = str | int | date | Decimal


@dataclass(frozen=True)
class Line:
    """One sentence of the explanation: the key of its text, the values in it, the article it rests on."""

    key: str
    article: str
    values: tuple[tuple[str, Value], ...] = ()


class UnitState(StrEnum):
    """How a range of units stands. All but the suspended are forfeited."""

    UNSECURED = "unsecured"
    SECURED = "secured"
    PRESCRIBED = "prescribed"
    PAID = "paid"
    SUSPENDED = "suspended"


class WatchKind(StrEnum):
    RESPITE_ENDS = "respite_ends"
    OLDEST_UNSECURED_AT_FIVE_MONTHS = "oldest_unsecured_at_five_months"
    OLDEST_UNSECURED_LAPSES = "oldest_unsecured_lapses"
    SECURED_LAPSES = "secured_lapses"
    CAP_REACHED = "cap_reached"
    ORDER_EXPIRES = "order_expires"


@dataclass(frozen=True)
class UnitRange:
    """Units that stand alike, first and last day inclusive. `paid` is below `amount` on a part-paid unit.

    `lapses_on` is the last day to act for the oldest of them, where they can still lapse.
    """

    from_on: date
    to_on: date
    units: int
    amount: Decimal
    paid: Decimal
    state: UnitState
    lapses_on: date | None = None


@dataclass(frozen=True)
class Sum:
    """A number of units and the euros still meant by it."""

    units: int = 0
    amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Totals:
    """forfeited = paid + prescribed + claimable, in euros and in units; secured is a part of claimable.

    A part-paid unit counts where its unpaid part stands. Suspended units never became due; `overpaid` euros
    were received beyond everything forfeited.
    """

    forfeited: Sum
    suspended: Sum
    prescribed: Sum
    claimable: Sum
    secured: Sum
    paid: Sum
    overpaid: Decimal


@dataclass(frozen=True)
class Watch:
    """A day the desk must not miss."""

    kind: WatchKind
    on: date


@dataclass(frozen=True)
class Ledger:
    """The state of one order on one day."""

    on: date
    ranges: tuple[UnitRange, ...]
    totals: Totals
    lines: tuple[Line, ...]
    watches: tuple[Watch, ...]
    first_counted_on: date | None = None
    oldest_unsecured_unit_on: date | None = None

    def watched(self, kind: WatchKind) -> date | None:
        """The day of a watch, or None where there is nothing to watch."""
        return next((watch.on for watch in self.watches if watch.kind is kind), None)

    @property
    def oldest_unsecured_lapses_on(self) -> date | None:
        """The last day to secure the oldest unsecured unit: the earlier reading by default."""
        return self.watched(WatchKind.OLDEST_UNSECURED_LAPSES)

    @property
    def respite_ends_on(self) -> date | None:
        """The last day of the respite."""
        return self.watched(WatchKind.RESPITE_ENDS)

    @property
    def secured_lapses_on(self) -> date | None:
        """The last day for a new act before units saved by an earlier one are lost."""
        return self.watched(WatchKind.SECURED_LAPSES)

    @property
    def cap_reached_on(self) -> date | None:
        """The day the cap was reached, or would be if nothing changes."""
        return self.watched(WatchKind.CAP_REACHED)

    @property
    def order_expires_on(self) -> date | None:
        """The last day of the order."""
        return self.watched(WatchKind.ORDER_EXPIRES)
