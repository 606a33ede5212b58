"""Who does something, and when: handed down from the edge, so that nothing below it reads the clock."""

from dataclasses import dataclass
from datetime import date, datetime

from helpdesk.people.models import User


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act: the colleague (none for the desk's own clockwork), the moment, and the day at the desk."""

    by: User
    at: datetime
    on: date
    reason: str = ""
