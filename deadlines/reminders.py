"""The sweep of reminders that fall due: each claimed once, its mails and its trail written in the same transaction."""

from collections.abc import Sequence
from datetime import date, datetime

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from deadlines.acknowledging import address_for
from deadlines.addressees import addressees_of
from deadlines.attention import ask
from deadlines.internal_days import with_absences_of_owners
from deadlines.leads import ENTRY, MOVED
from deadlines.letters import reminder_letter
from deadlines.models import FATAL, Deadline, DeadlineState, Reminder, ReminderMail
from deadlines.wishes import first_hour, wishes_of
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.services import queue_mail
from helpdesk.people.models import User
from helpdesk.trail.models import RANG, TrailEntry
from helpdesk.trail.services import entry

log = structlog.get_logger(__name__)

BATCH = 200
AT_ONCE = Q(lead=ENTRY) | Q(lead__startswith=MOVED)


def sweep(*, today: date, at: datetime) -> int:
    """Claim every reminder due on or before `today`, batch by batch; the number of mails queued."""
    return _ring_all(Deadline.objects.filter(Exists(_due(today))), today, at)


def sweep_at_once(*, today: date, at: datetime) -> int:
    """The same of fatal days that were entered or have moved: they wait for no morning."""
    return _ring_all(Deadline.objects.filter(FATAL, Exists(_due(today).filter(AT_ONCE))), today, at)


def _due(today: date) -> QuerySet[Reminder]:
    return Reminder.objects.filter(deadline=OuterRef("pk"), claimed_at__isnull=True, ring_on__lte=today)


def _ring_all(deadlines: QuerySet[Deadline], today: date, at: datetime) -> int:
    queued = 0
    while batch := _ring_batch(deadlines, today, at):
        queued += sum(batch)
    return queued


@transaction.atomic
def _ring_batch(deadlines: QuerySet[Deadline], today: date, at: datetime) -> list[int]:
    """One batch: the number of mails per deadline. Locked deadlines are another's just now and are skipped."""
    rows = with_absences_of_owners(deadlines)
    rows = rows.select_for_update(skip_locked=True, of=("self",))
    batch = rows.select_related("dossier__condemnation__standing", "event").prefetch_related("confirmations")
    rung: list[TrailEntry] = []
    queued = [_ring(deadline, today, at, rung) for deadline in list(batch.order_by("due_on", "id")[:BATCH])]
    TrailEntry.objects.bulk_create(rung)
    return queued


def _ring(deadline: Deadline, today: date, at: datetime, rung: list[TrailEntry]) -> int:
    """Claim all that is due of one locked deadline; the number of mails queued. `rung` gets what is to be written down.

    After a late start several lead times are due together: the last one speaks for all.
    """
    due = deadline.reminders.filter(claimed_at__isnull=True, ring_on__lte=today)
    latest = due.order_by("ring_on", "id").last()
    due.update(claimed_at=at)
    if latest is None or deadline.state != DeadlineState.OPEN:
        return 0
    latest.deadline = deadline
    addressees = addressees_of(deadline.dossier, today)
    if not addressees:
        log.error("reminder_without_addressee", deadline=str(deadline.pk), lead=latest.lead)
    told = mail_reminder(latest, addressees, today, at)
    if told or not addressees:
        rung.append(_rang(latest, told, at))
    return told


def _rang(reminder: Reminder, told: int, at: datetime) -> TrailEntry:
    """What the trail says of it. Nothing of the dossier has changed: its revision stays."""
    due_on = str(reminder.due_on)
    return entry(
        RANG,
        actor=None,
        at=at,
        subject_id=reminder.deadline_id,
        dossier_id=reminder.deadline.dossier_id,
        reason="",
        changes={"deadline": reminder.deadline_id, "lead": reminder.lead, "due_on": due_on, "told": told},
    )


def mail_reminder(reminder: Reminder, addressees: Sequence[User], today: date, at: datetime) -> int:
    """Queue one mail for each, of a deadline that is locked; while its day awaits it, with her link to acknowledge."""
    deadline = reminder.deadline
    asked = ask(deadline, at)
    written = 0
    for user in addressees:
        link = address_for(user, deadline, today) if asked and not asked.acknowledged_at else ""
        key, letter = f"reminder:{reminder.pk}:{user.pk}", reminder_letter(reminder, user, today, link)
        mail = queue_mail(
            key,
            to=user,
            letter=letter,
            at=at,
            dossier_id=deadline.dossier_id,
            not_before=_not_before(user, deadline, at),
        )
        if mail is not None:
            ReminderMail.objects.create(reminder=reminder, mail=mail, addressee=user)
            written += 1
    return written


def _not_before(user: User, deadline: Deadline, at: datetime) -> datetime:
    """Her first hour for reminders; at once where the day is fatal, or would be over by then.

    Of a watch that is its last day to act: until then nothing is lost. What is over already can wait.
    """
    if deadline.is_fatal:
        return at
    hour = first_hour(wishes_of(user), at)
    last_on = deadline.legal_on if deadline.is_watch else deadline.due_on
    return at if timezone.localdate(at) <= last_on < timezone.localdate(hour) else hour


def ring_for_others(mail: OutgoingMail, at: datetime) -> None:
    """After a mail was called off: its reminder rings once more, for who hears of the day now and was not told.

    One after which another rang is left: that one told them. So is what climbed, or was wished for by one colleague.
    """
    rang_since = Reminder.objects.filter(
        deadline=OuterRef("deadline"), due_on=OuterRef("due_on"), ring_on__gt=OuterRef("ring_on")
    )
    reminders = Reminder.objects.filter(mails__mail=mail, acknowledgement=None, wished_by=None)
    unsaid = reminders.filter(due_on=F("deadline__due_on"), deadline__state=DeadlineState.OPEN)
    unsaid = unsaid.exclude(Exists(rang_since.filter(claimed_at__isnull=False)))
    Reminder.objects.filter(pk__in=unsaid.values("pk")).update(planned_at=at, claimed_at=None)
