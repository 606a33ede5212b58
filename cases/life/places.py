"""The places a person was given, each from her arrival until it was lost again."""

from dataclasses import dataclass
from datetime import date

from cases.models.event import Event


@dataclass(eq=False)
class Place:
    """Designation alone is no place: it begins with the arrival. `lost` is the event that ended it, if any."""

    arrived_on: date
    lost: Event | None = None

    @property
    def lost_on(self) -> date | None:
        return self.lost.occurred_on if self.lost else None
