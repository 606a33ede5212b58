"""The clock of the deadlines: these tasks read the time and say "look now"; what to do is in the database."""

from datetime import date, datetime, time
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from cases.imports.claims import that_wait
from cases.imports.forgetting import forget
from deadlines import digests, watch_sweep
from deadlines.escalation import climb_all
from deadlines.imports import Clock, work_on
from deadlines.losses import tell_losses
from deadlines.own_reminders import ring_own
from deadlines.reminders import sweep, sweep_at_once
from deadlines.second_looks import ask_for_all_teams
from deadlines.times import ringing_time_has_come
from helpdesk.acts import DeskAct, today_at_the_desk
from helpdesk.outbox.tasks import deliver_due_mail
from helpdesk.watch.runs import run_of


@shared_task
def sweep_reminders(day: str | None = None) -> None:
    """Ring what is due today at the desk and climb with what nobody acknowledged, from seven; `day` plays another.

    Before seven only fatal days ring that were entered or have moved just now. Lead times of a colleague's own come
    last: they must not keep any of everybody's waiting.
    """
    now = timezone.now()
    with run_of("sweep-reminders", now) as done:
        today = _day(day, now)
        if day is None and not ringing_time_has_come(now):
            queued = sweep_at_once(today=today, at=now)
        else:
            queued = (
                sweep(today=today, at=now) + climb_all(today=today, at=now) + ring_own(today=today, at=now)
            )
        done(queued)
    if queued:
        deliver_due_mail.delay()


@shared_task
def ask_second_lawyers() -> None:
    """Ask a second lawyer to look at the fatal days of teams that need one, where nobody was asked yet."""
    now = timezone.now()
    with run_of("ask-second-lawyers", now) as done:
        done(ask_for_all_teams(DeskAct(at=now, on=today_at_the_desk(now))))


@shared_task
def sweep_watches() -> None:
    """Reckon anew the condemnations whose figures are not of today, and move their watches."""
    now = timezone.now()
    with run_of("sweep-watches", now) as done:
        done(watch_sweep.sweep(today=today_at_the_desk(now), at=now))


@shared_task
def tell_of_losses() -> None:
    """Mail what was lost of penalties, from seven in the morning."""
    now = timezone.now()
    with run_of("tell-of-losses", now) as done:
        if not ringing_time_has_come(now):
            return
        queued = tell_losses(today=today_at_the_desk(now), at=now)
        done(queued)
    if queued:
        deliver_due_mail.delay()


@shared_task
def write_digests(day: str | None = None) -> None:
    """Write the digests whose hour has come, each at its colleague's; `day` plays the whole of another day."""
    now = timezone.now()
    with run_of("write-digests", now) as done:
        until = time.max if day else timezone.localtime(now).time()
        written = digests.write_digests(today=_day(day, now), at=now, until=until)
        done(written)
    if written:
        deliver_due_mail.delay()


@shared_task
def work_on_import(import_id: str) -> None:
    """Check, write or undo an import, whichever it waits for."""
    work_on(UUID(import_id), Clock(timezone.now, settings.DESK_DAY or timezone.localdate()))


@shared_task
def find_waiting_imports() -> None:
    """Hand out imports whose message was lost, and those whose worker fell silent."""
    for import_id in that_wait(timezone.now()).order_by("id").values_list("id", flat=True):
        work_on_import.delay(str(import_id))


@shared_task
def forget_old_imports() -> None:
    """Forget the files and cells of imports that came to rest long ago."""
    forget(timezone.now())


def _day(day: str | None, now: datetime) -> date:
    return date.fromisoformat(day) if day else timezone.localdate(now)
