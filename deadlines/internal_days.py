"""By when the desk itself wants a fatal thing done: some working days before its last day, while its owner is there."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from deadlines.law.calendars import Calendar
from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.leads import SHORT_TERM
from deadlines.models import Deadline, DeadlineState
from helpdesk.people.models import Absence

WORKING_DAYS_BEFORE_SHORT = 2
WORKING_DAYS_BEFORE_LONG = 5


@dataclass(frozen=True)
class Away:
    """Days on which the owner is not there, both included."""

    from_on: date
    until_on: date


def internal_day(*, due_on: date, counted_from: date, away: Collection[Away], calendar: Calendar) -> date:
    """The working day by which the desk wants it done; `due_on` is the last day, included.

    Two working days before it where the term is short, five where it is long, and never before the day it is counted
    from. Where the owner is away on that day, the last working day before on which she is there; where there is none,
    the first one after, until the last day itself; where there is none either, the day as planned, for who stands in.
    """
    is_short = due_on - counted_from <= SHORT_TERM
    days_before = WORKING_DAYS_BEFORE_SHORT if is_short else WORKING_DAYS_BEFORE_LONG
    planned = calendar.nth_working_day_before(due_on, days_before)
    planned = max(planned, min(calendar.next_working_day(counted_from), due_on))
    days = chain(_back_from(planned, counted_from, calendar), _on_from(planned, due_on, calendar))
    return next((day for day in days if not _is_away(day, away)), planned)


def _is_away(day: date, away: Collection[Away]) -> bool:
    return any(one.from_on <= day <= one.until_on for one in away)


def _back_from(day: date, first: date, calendar: Calendar) -> Iterator[date]:
    while day >= first:
        yield day
        day = calendar.previous_working_day(day - timedelta(days=1))


def _on_from(day: date, last: date, calendar: Calendar) -> Iterator[date]:
    while (day := calendar.next_working_day(day + timedelta(days=1))) <= last:
        yield day


def with_absences_of_owners(rows: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """The same deadlines, each with the days until its own on which the owner of its dossier is away."""
    meanwhile = Absence.objects.filter(
        colleague_id=OuterRef("dossier__owner_id"), from_on__lte=OuterRef("due_on")
    )
    days = meanwhile.order_by("from_on").values(days=JSONObject(from_on="from_on", until_on="until_on"))
    return rows.annotate(owner_away=ArraySubquery(days))


def internal_day_of(deadline: Deadline) -> date | None:
    """The day for a fatal deadline that stands open; none for others, and where nobody knows the holidays.

    Of one that was not read `with_absences_of_owners`, the absences are read now.
    """
    if not deadline.is_fatal or deadline.state != DeadlineState.OPEN:
        return None
    counted_from = deadline.event.occurred_on if deadline.event else None
    away = [
        Away(*(date.fromisoformat(one[end]) for end in ("from_on", "until_on"))) for one in _away_of(deadline)
    ]
    try:
        return internal_day(
            due_on=deadline.due_on,
            counted_from=counted_from or deadline.due_on,
            away=away,
            calendar=load_law().calendar,
        )
    except LawError:
        return None


def _away_of(deadline: Deadline) -> list[dict[str, str]]:
    if not hasattr(deadline, "owner_away"):
        [deadline] = with_absences_of_owners(Deadline.objects.filter(pk=deadline.pk))
    found: Any = deadline
    days: list[dict[str, str]] = found.owner_away
    return days
