"""What runs beside the main line of a life: oppositions, appeals, seizures, the file at the European Court."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cases.life.orders import GivenOrder
from cases.models.event import Event, EventKind


class StrandKind(StrEnum):
    OPPOSITION = "opposition"
    APPEAL = "appeal"
    SEIZURE = "seizure"
    EUROPEAN = "european"


@dataclass(eq=False)
class Strand:
    """One of them, from the event that opened it. An appeal is served again when the order is, after its end."""

    kind: StrandKind
    steps: list[Event]
    against: GivenOrder | None = None
    ended_on: date | None = None
    result: str = ""
    served_again_on: date | None = None

    @property
    def opening(self) -> Event:
        return self.steps[0]

    @property
    def opened_on(self) -> date:
        opened_on = self.opening.occurred_on
        assert opened_on is not None  # noqa: S101 - for the type checker: a life has only events with a day
        return opened_on

    @property
    def is_open(self) -> bool:
        return self.ended_on is None

    @property
    def is_opposed(self) -> bool:
        """Of a seizure: whether an opposition waits for the seizure judge. It suspends (Judicial Code art. 1412bis)."""
        last = self.last(EventKind.SEIZURE_OPPOSED, EventKind.SEIZURE_JUDGED)
        return last is not None and last.kind == EventKind.SEIZURE_OPPOSED

    def told(self, name: str) -> str:
        """The last that its steps say under a name, or nothing."""
        said = [str(step.details[name]) for step in self.steps if step.details.get(name)]
        return said[-1] if said else ""

    def last(self, *kinds: EventKind) -> Event | None:
        """Its last step of one of these kinds."""
        return next((step for step in reversed(self.steps) if step.kind in kinds), None)

    @property
    def sold_for(self) -> Decimal:
        """Of a seizure: the euros of all sales."""
        return self._euros(EventKind.GOODS_SOLD)

    @property
    def attributed(self) -> Decimal:
        """Of a seizure: the euros of all attributions."""
        return self._euros(EventKind.AMOUNT_ATTRIBUTED)

    def _euros(self, kind: EventKind) -> Decimal:
        return sum((step.amount or Decimal(0) for step in self.steps if step.kind == kind), Decimal(0))


@dataclass
class Strands:
    """Every strand of a life, in the order in which they were opened."""

    all: list[Strand] = field(default_factory=list)

    def of(self, kind: StrandKind) -> list[Strand]:
        return [strand for strand in self.all if strand.kind is kind]

    def open(self, kind: StrandKind) -> list[Strand]:
        return [strand for strand in self.of(kind) if strand.is_open]
