"""What is wrong with the desk's clockwork right now: runs that are late, work that nobody does, weeks without digests.

The first says that something stopped; the second would show it even if the ledger of runs lied; the third that it did
stop, when all runs again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from deadlines.digests import wanted_by
from deadlines.missed_weeks import missed_weeks
from deadlines.models import Deadline, DeadlineState, Reminder
from deadlines.times import ringing_time_has_come
from deadlines.wishes import wishes_of
from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.people.models import User
from helpdesk.watch.runs import late_runs

# Longer than any pause between two looks, shorter than anybody's patience.
MAIL_MAY_WAIT = timedelta(minutes=15)
REMINDER_MAY_WAIT = timedelta(minutes=30)
DIGEST_MAY_WAIT = timedelta(hours=2)
GRACE = timedelta(minutes=10)
FAILED_IS_NEWS_FOR = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is wrong: a code, what it is about, and since when or how many."""

    code: str
    about: str
    since: datetime | None = None
    count: int = 0

    @property
    def name(self) -> str:
        return f"{self.code}:{self.about}"

    def __str__(self) -> str:
        since = f" since {self.since:%Y-%m-%d %H:%M} UTC" if self.since else ""
        count = f" ({self.count})" if self.count else ""
        return f"{self.code.replace('_', ' ')}: {self.about}{count}{since}"


def findings(now: datetime, since: datetime) -> list[Finding]:
    """Everything that is wrong. `since` is when the watching began: a desk that was just started is given a while."""
    if now - since < GRACE:
        return []
    late = [Finding(code="run_late", about=name, since=end) for name, end in late_runs(now, since).items()]
    waiting = [
        Finding(code="work_waits", about=about, count=count)
        for about, count in overdue_work(now).items()
        if count
    ]
    missed = [
        Finding(code="digests_missed", about=week, count=count)
        for week, count in missed_weeks(timezone.localdate(now)).items()
    ]
    return [*late, *waiting, *missed]


def overdue_work(now: datetime) -> dict[str, int]:
    """Work that should have been done by now, counted by what it is."""
    return {
        "mail": _unsent(now),
        "mail_given_up": _given_up(now),
        "reminders": _unrung(now),
        "reminders_without_reader": _unread(now),
        "digests": _unwritten(now),
    }


def _unsent(now: datetime) -> int:
    waiting = OutgoingMail.objects.filter(state__in=[MailState.QUEUED, MailState.SENDING])
    return waiting.filter(next_attempt_at__lt=now - MAIL_MAY_WAIT).count()


def _given_up(now: datetime) -> int:
    lost = OutgoingMail.objects.filter(state__in=[MailState.FAILED, MailState.BOUNCED])
    return lost.filter(queued_at__gte=now - FAILED_IS_NEWS_FOR).count()


def _unrung(now: datetime) -> int:
    """Those that should have rung a while ago; one that was planned since has not waited yet."""
    then = now - REMINDER_MAY_WAIT
    if not ringing_time_has_come(then):
        return 0
    waited = Q(planned_at=None) | Q(planned_at__lt=then)
    return Reminder.objects.filter(waited, claimed_at=None, ring_on__lte=timezone.localdate(then)).count()


def _unread(now: datetime) -> int:
    """Open deadlines that rang within a week for nobody: nobody who can sign in may work on their dossier."""
    rang = Reminder.objects.filter(
        deadline=OuterRef("pk"), due_on=OuterRef("due_on"), acknowledgement=None, mails=None
    )
    told_since = Reminder.objects.filter(
        deadline=OuterRef("deadline"), due_on=OuterRef("due_on"), claimed_at__gte=OuterRef("claimed_at")
    )
    to_nobody = rang.filter(claimed_at__gte=now - FAILED_IS_NEWS_FOR)
    to_nobody = to_nobody.exclude(Exists(told_since.filter(mails__isnull=False)))
    return Deadline.objects.filter(Exists(to_nobody), state=DeadlineState.OPEN).count()


def _unwritten(now: datetime) -> int:
    """Digests that should have been written a while ago, of colleagues who wanted them then."""
    then = now - DIGEST_MAY_WAIT
    here = timezone.localtime(then)
    late = (wanted.user for wanted in wanted_by(here.date(), here.time()))
    return sum(user.created_at < then and not _changed_since(user, then) for user in late)


def _changed_since(user: User, then: datetime) -> bool:
    """Whether she wished for another hour since: what is wanted now was not wanted then."""
    wishes = wishes_of(user)
    return wishes.changed_at is not None and wishes.changed_at >= then
