"""The reminders a colleague wished for besides those of everybody: for her alone, each written down as it rings.

None is planned ahead. Every sweep asks whose own lead times have come, so a dossier may change hands, a deadline move
and a wish change without anything to plan anew. They add to the others and never stand in for them: where one of
everybody falls on the same day or since, that one tells it.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from deadlines.addressees import addressed_to, colleagues
from deadlines.entries import RINGING_KINDS, lead_times_of
from deadlines.law.load import load_law
from deadlines.law.rules import LeadTimes
from deadlines.leads import Lead, before_last_day, ring_days
from deadlines.models import WATCH, Deadline, DeadlineState, MailWishes, Reminder
from deadlines.reminders import mail_reminder
from helpdesk.people.models import User

# For so long a clockwork that stood still makes up for what it missed.
MADE_UP_FOR = timedelta(weeks=1)


def ring_own(*, today: date, at: datetime) -> int:
    """Ring every lead time of a colleague's own that has come, once; the number of mails queued."""
    wishing = Q(mail_wishes__own_working_days_before__len__gt=0) | Q(mail_wishes__own_days_before__len__gt=0)
    hers = colleagues().filter(wishing).select_related("mail_wishes")
    return sum(_ring(deadline_id, user, today, at) for user in hers for deadline_id in _come(user, today))


def _come(user: User, today: date) -> list[UUID]:
    """The deadlines of which one of her lead times has come and was not told yet."""
    rows = _addressed(user, today).select_related("event").defer("query", "answer")
    return [deadline.pk for deadline in rows if _lead_of(deadline, user.mail_wishes, today)]


@transaction.atomic
def _ring(deadline_id: UUID, user: User, today: date, at: datetime) -> int:
    """Write it down and mail it, if it has still come once its deadline is locked. One locked by another can wait."""
    if not Deadline.objects.select_for_update(skip_locked=True).filter(pk=deadline_id).exists():
        return 0
    rows = _addressed(user, today).select_related("dossier__condemnation__standing", "event")
    deadline = rows.filter(pk=deadline_id).first()
    lead = _lead_of(deadline, user.mail_wishes, today) if deadline else None
    if deadline is None or lead is None:
        return 0
    reminder, is_new = Reminder.objects.get_or_create(
        deadline=deadline,
        due_on=deadline.due_on,
        lead=lead.name,
        wished_by=user,
        defaults={"ring_on": lead.ring_on, "claimed_at": at},
    )
    return mail_reminder(reminder, [user], today, at) if is_new else 0


def _addressed(user: User, today: date) -> QuerySet[Deadline]:
    """The open deadlines she hears of that her lead times can reach, each with the day it last rang: `told_on`."""
    wishes = user.mail_wishes
    # So many working days always lie within twice as many days and a week.
    reach = timedelta(days=2 * max([*wishes.own_working_days_before, *wishes.own_days_before]) + 7)
    told = Reminder.objects.filter(
        Q(wished_by=None) | Q(wished_by=user),
        deadline=OuterRef("pk"),
        due_on=OuterRef("due_on"),
        acknowledgement=None,
        ring_on__lte=today,
    )
    return Deadline.objects.filter(
        addressed_to(user, today, "dossier__"),
        Q(due_on__gte=today) | Q(rule_kind=WATCH, legal_on__gte=today),
        state=DeadlineState.OPEN,
        rule_kind__in=RINGING_KINDS,
        due_on__lte=today + reach,
    ).annotate(told_on=Subquery(told.order_by("-ring_on").values("ring_on")[:1]))


def _lead_of(deadline: Any, wishes: MailWishes, today: date) -> Lead | None:
    """The latest of her lead times that has come, where nothing rang on its day or since."""
    rings = _rings(deadline, wishes)
    not_before = max(today - MADE_UP_FOR, wishes.own_leads_since or today)
    come = [lead for lead in rings if not_before <= lead.ring_on <= today]
    last = max(come, key=lambda lead: lead.ring_on, default=None)
    return last if last and (deadline.told_on is None or last.ring_on > deadline.told_on) else None


def _rings(deadline: Deadline, wishes: MailWishes) -> list[Lead]:
    """All of hers, before the days that those of everybody come before: of a watch its last day to act too."""
    calendar = load_law().calendar
    unit = lead_times_of(deadline, entered_on=timezone.localdate(deadline.computed_at)).unit
    before = wishes.own_days_before if unit == "days" else wishes.own_working_days_before
    rings = ring_days(LeadTimes(unit, tuple(before)), deadline.due_on, calendar)
    if not deadline.is_watch:
        return rings
    days = tuple(wishes.own_days_before)
    return [*rings, *before_last_day(days, deadline.due_on, deadline.legal_on, calendar)]
