"""Reading who waits for an answer, until when, and how often it came in time."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, NullIf, Round, TruncMonth

from cases.access import may_be_seen_by
from cases.errors import CaseError
from cases.models.dossier import Dossier, State
from cases.models.question import Question
from helpdesk.acts import at_the_desk
from helpdesk.people.models import User


def awaiting() -> QuerySet[Question]:
    """The questions that wait for their first answer in a dossier that is not closed: their own, or another's."""
    return Question.objects.filter(answered_at=None).exclude(answered_in__state=State.CLOSED)


def asked_by_whom(user: User) -> QuerySet[Question]:
    """The questions a user sees, each with who asks."""
    rows = Question.objects.filter(may_be_seen_by(user, "dossier__"))
    return rows.select_related("dossier", "asker__organisation").order_by("dossier_id")


def urgent_until(on: date) -> QuerySet[Any]:
    """The dossiers in which somebody asks who named a date, this day or earlier."""
    return Question.objects.filter(urgent_on__lte=on).values("answered_in")


def start_of(on: date) -> datetime:
    """The first moment of a day at the desk."""
    return at_the_desk(on, time.min)


def end_of(on: date) -> datetime:
    """The last one."""
    return at_the_desk(on, time.max)


def due_until(on: date) -> QuerySet[Any]:
    """The dossiers in which somebody should be answered on this day or earlier."""
    return awaiting().filter(due_for_answer_at__lte=end_of(on)).values("answered_in")


def with_waiting(rows: QuerySet[Dossier], now: datetime) -> QuerySet[Dossier]:
    """The same dossiers, to be asked whether somebody waits for an answer in them (`unanswered`), and too long."""
    here = awaiting().filter(answered_in=OuterRef("pk"))
    return rows.alias(unanswered=Exists(here), answer_late=Exists(here.filter(due_for_answer_at__lt=now)))


IN_TIME = Q(answered_at__lte=F("due_for_answer_at"))
LATE = Q(answered_at__gt=F("due_for_answer_at"))
CLOSED = Q(answered_at=None, answered_in__state=State.CLOSED)
WAITING = Q(answered_at=None) & ~Q(answered_in__state=State.CLOSED)


def answer_times(user: User, from_on: date, until_on: date, now: datetime) -> QuerySet[Any]:
    """By month and team, what became of the questions that began to wait from one day until another, both included.

    `share_in_time` is that of those answered in time among all that were answered or are overdue; none where there
    are none. Questions closed without an answer, and those for which no target was in force, are counted apart.
    """
    if until_on < from_on:
        raise CaseError("days_reversed", field="until", from_on=from_on)
    targeted = Q(due_for_answer_at__isnull=False)
    overdue = WAITING & Q(due_for_answer_at__lt=now)
    asked = Question.objects.filter(
        may_be_seen_by(user, "dossier__"),
        clock_started_at__gte=start_of(from_on),
        clock_started_at__lte=end_of(until_on),
    )
    by_month = asked.annotate(month=TruncMonth("clock_started_at")).values(
        "month", team=F("dossier__team__slug")
    )
    counted = by_month.annotate(
        questions=Count("pk"),
        answered_in_time=Count("pk", filter=IN_TIME),
        answered_late=Count("pk", filter=LATE),
        overdue=Count("pk", filter=overdue),
        waiting=Count("pk", filter=WAITING & targeted & ~Q(due_for_answer_at__lt=now)),
        closed_unanswered=Count("pk", filter=CLOSED & targeted),
        without_target=Count("pk", filter=~targeted),
    )
    return counted.annotate(share_in_time=_share()).order_by("month", "team")


def _share() -> Round:
    figure = DecimalField(max_digits=12, decimal_places=4)
    judged = NullIf(F("answered_in_time") + F("answered_late") + F("overdue"), 0)
    return Round(Cast("answered_in_time", figure) / judged, precision=4, output_field=figure)
