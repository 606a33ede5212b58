"""The sweep of reminders that fall due: each claimed once, its mails queued in the same transaction."""

from datetime import date, datetime

from django.db import transaction

from deadlines.letters import reminder_letter
from deadlines.models import Deadline, DeadlineState, Reminder, ReminderMail
from helpdesk.outbox.services import queue_mail
from helpdesk.people.models import Membership, Role, User

BATCH = 200


def sweep(*, today: date, at: datetime) -> int:
    """Claim every reminder due on or before `today`, batch by batch; the number of mails queued."""
    queued = 0
    while batch := _claim_and_write(today, at):
        queued += sum(batch)
    return queued


@transaction.atomic
def _claim_and_write(today: date, at: datetime) -> list[int]:
    """One batch: the number of mails per deadline. Locked rows are another sweep's and are skipped."""
    due = (
        Reminder.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(claimed_at__isnull=True, ring_on__lte=today)
        .select_related("deadline__dossier__owner", "deadline__event")
        .order_by("ring_on", "id")[:BATCH]
    )
    batch = list(due)
    Reminder.objects.filter(pk__in=[reminder.pk for reminder in batch]).update(claimed_at=at)
    # After a late start several lead times of one deadline may be due together: the last one speaks for all.
    latest = {reminder.deadline_id: reminder for reminder in batch}
    return [_write(reminder, today, at) for reminder in latest.values()]


def _write(reminder: Reminder, today: date, at: datetime) -> int:
    if reminder.deadline.state != DeadlineState.OPEN:
        return 0
    written = 0
    for user in recipients(reminder.deadline):
        letter = reminder_letter(reminder, user, today)
        mail = queue_mail(f"reminder:{reminder.pk}:{user.pk}", to=user, letter=letter, at=at)
        if mail is not None:
            ReminderMail.objects.create(reminder=reminder, mail=mail)
            written += 1
    return written


def recipients(deadline: Deadline) -> list[User]:
    """The owner; where there is none who can sign in, every lawyer and coordinator of the team."""
    owner = deadline.dossier.owner
    if owner is not None and owner.is_active:
        return [owner]
    members = Membership.objects.filter(
        team_id=deadline.dossier.team_id, role__in=[Role.LAWYER, Role.COORDINATOR], user__is_active=True
    ).select_related("user")
    return [membership.user for membership in members.order_by("user__email")]
