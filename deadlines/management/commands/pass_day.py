"""Let the desk live through a day: the reminders due by then ring, and the week's digests are written."""

import time
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from deadlines.tasks import sweep_reminders, write_digests
from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.watch.runs import last_good_ends

RUNS = {"sweep-reminders", "write-digests"}
WAIT_SECONDS = 60
# Beat looks every few minutes; who waits at a screen looks more often.
LOOK_EVERY_SECONDS = 0.2


class Command(BaseCommand):
    help = (
        "Ask the worker to ring what is due by a day and to write that week's digests, and wait for the mail."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("day", type=date.fromisoformat, help="the day to play, such as 2026-12-07")

    def handle(self, *args: Any, day: date, **options: Any) -> None:
        sent_before = OutgoingMail.objects.filter(state=MailState.SENT).count()
        asked_at = timezone.now()
        sweep_reminders.delay(day.isoformat())
        write_digests.delay(day.isoformat())
        self._wait(asked_at)
        sent = OutgoingMail.objects.filter(state=MailState.SENT).count() - sent_before
        self.stdout.write(f"{day}: {sent} mails were sent.")

    def _wait(self, asked_at: datetime) -> None:
        """Until both have looked since and the outbox has come to rest; refuses when the time is over."""
        at_rest = 0
        for _ in range(int(WAIT_SECONDS / LOOK_EVERY_SECONDS)):
            time.sleep(LOOK_EVERY_SECONDS)
            at_rest = 0 if _to_look(asked_at) or _waiting() else at_rest + 1
            # Beat may have asked for a look too: only a rest of some length is one.
            if at_rest >= 10:
                return
        if missing := _to_look(asked_at):
            raise CommandError(
                f"{' and '.join(sorted(missing))} did not end within {WAIT_SECONDS} s. Does a worker run? See its log."
            )
        raise CommandError(
            f"{_waiting()} mails still wait after {WAIT_SECONDS} s. See the log of the worker."
        )


def _to_look(asked_at: datetime) -> set[str]:
    """The runs that have not come to a good end since."""
    ends = last_good_ends()
    return {name for name in RUNS if name not in ends or ends[name] < asked_at}


def _waiting() -> int:
    return OutgoingMail.objects.filter(state__in=[MailState.QUEUED, MailState.SENDING]).count()
