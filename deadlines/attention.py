"""What is asked of a fatal deadline: that somebody says she knows of its day. While nobody does, it climbs.

It is asked for one day: a deadline that moves asks anew. Where it climbs to is said in `deadlines.escalation`.
"""

from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.models import Acknowledgement, Deadline, DeadlineState
from deadlines.times import REMINDERS_FROM
from helpdesk.acts import at_the_desk


def awaiting() -> Q:
    """The deadlines of which it was asked that somebody acknowledge the day, and nobody did."""
    asked = Acknowledgement.objects.filter(
        deadline=OuterRef("pk"), overtaken_at__isnull=True, acknowledged_at__isnull=True
    )
    return Q(Exists(asked), state=DeadlineState.OPEN)


def ask(deadline: Deadline, at: datetime) -> Acknowledgement | None:
    """What was asked of a locked deadline, from now on if not before; none where it is not fatal."""
    if not deadline.is_fatal:
        return None
    climbs_at = first_climb(deadline.due_on, at)
    asked, _is_new = Acknowledgement.objects.get_or_create(
        deadline=deadline,
        overtaken_at=None,
        defaults={"due_on": deadline.due_on, "asked_at": at, "climbs_at": climbs_at},
    )
    return asked


def first_climb(due_on: date, asked_at: datetime) -> datetime:
    """When a day that nobody acknowledges climbs: after the set working days, and at once when the day is close.

    On a day of which nobody knows the holidays, or past the due day, it is close.
    """
    here = timezone.localtime(asked_at)
    try:
        calendar = load_law().calendar
        close_on = calendar.nth_working_day_before(due_on, settings.ESCALATE_AT_ONCE_WORKING_DAYS)
        waits_until = calendar.nth_working_day_after(here.date(), settings.ACKNOWLEDGE_WITHIN_WORKING_DAYS)
    except LawError:
        return asked_at
    patient = at_the_desk(waits_until, here.time())
    close = at_the_desk(close_on, REMINDERS_FROM)
    return max(asked_at, min(patient, close))


def ask_anew(deadline: Deadline, at: datetime) -> None:
    """After a move of a locked deadline: what was acknowledged was another day."""
    in_force = deadline.acknowledgements.filter(overtaken_at__isnull=True)
    in_force.update(overtaken_at=at, climbs_at=None)
    ask(deadline, at)
